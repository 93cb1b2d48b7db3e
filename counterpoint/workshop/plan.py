"""A plan as the page sends it: a scheme, a market, practices and a few settings.

The browser never names a file: schemes are shipped ones or those given when the page was opened,
and settings are limited to what the page offers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from analysis.words import wording
from sim.core.errors import InputError

if TYPE_CHECKING:
    from sim.scenario import Scenario

WEIGHTED = ("marketer", "rep")
SETTINGS = (
    *(f"contracts.{role}" for role in WEIGHTED),
    "organisation.budget_owner",
    *(f"organisation.horizon.{leader}" for leader in ("cmo", "cso", "cro", "ceo")),
    "market.reps",
    "market.marketers",
)
MOST_PRACTICES = 5
LONGEST_NAME = 60


@dataclass(frozen=True)
class Plan:
    """What a person has set: everything else stays as the scheme has it."""

    base: str
    market: str
    practices: tuple[str, ...]
    settings: Mapping[str, Any]
    shared: Mapping[str, float]


def read_plan(raw: object, bases: Mapping[str, str]) -> Plan:
    """Return a plan from what a browser sent.

    Args:
        raw: a mapping with base, market, practices, settings, shared; only base is needed.
        bases: names that may be a base, with what `load_scenario` takes.

    Raises: InputError with what is wrong.
    """
    if not isinstance(raw, dict):
        raise InputError("a plan is a mapping with a base")
    settings, shared = raw.get("settings") or {}, raw.get("shared") or {}
    practices = raw.get("practices") or []
    _check(raw, settings, shared, practices, bases)
    return Plan(
        raw["base"], str(raw.get("market") or ""), tuple(practices), dict(settings), dict(shared)
    )


def _check(
    raw: dict[str, Any], settings: Any, shared: Any, practices: Any, bases: Mapping[str, str]
) -> None:
    from sim.scenario import shipped

    if raw.get("base") not in list(bases):
        raise InputError(f"base: choose one of {', '.join(bases)}")
    if raw.get("market") and raw["market"] not in markets():
        raise InputError(f"market: choose one of {', '.join(markets())}")
    known = shipped.practices()
    if not isinstance(practices, list) or any(item not in known for item in practices):
        raise InputError(f"practices: a list of some of {', '.join(known)}")
    if len(practices) > MOST_PRACTICES or len(set(practices)) < len(practices):
        raise InputError(f"practices: at most {MOST_PRACTICES}, each once")
    if not isinstance(settings, dict) or any(key not in SETTINGS for key in settings):
        raise InputError(f"settings: the page may change {', '.join(SETTINGS)}")
    is_share = isinstance(shared, dict) and all(
        role in WEIGHTED and isinstance(value, int | float) and 0 <= value <= 1
        for role, value in shared.items()
    )
    if not is_share:
        raise InputError("shared: for marketer and rep, a share between 0 and 1")


def markets() -> list[str]:
    """Return the names of the shipped markets."""
    from sim.scenario import shipped

    return [name for name, path in shipped.files().items() if path.parent.name == "markets"]


def scenario_of(plan: Plan, name: str, bases: Mapping[str, str]) -> Scenario:
    """Return the plan as a scenario. Raises: ScenarioError, InputError."""
    from analysis.practice.switches import has, practice, switched

    firm = _loaded(bases[plan.base], plan.market or None)
    changes = dict(plan.settings)
    for role, share in plan.shared.items():
        changes[f"contracts.{role}"] = with_shared(weights(firm, role), float(share))
    if changes:
        firm = firm.with_values(changes)
    wanted = [practice(each) for each in plan.practices]
    new = [item for item in wanted if not has(firm, item)]
    if new:
        firm = switched(firm, new)
    return firm.renamed(name, f"{plan.base}, as changed on the page.")


def title_of(base: str, bases: Mapping[str, str]) -> str:
    """Return what people call a base: its title, or its name in words."""
    from sim.scenario import shipped

    is_shipped = bases[base] == base
    title = shipped.title(base) if is_shipped else _loaded(bases[base], None).title
    return title or wording.title(base)


@lru_cache(maxsize=256)
def _loaded(name: str, market: str | None) -> Scenario:
    from sim.scenario import load_scenario

    return load_scenario(name, market=market)


def weights(firm: Scenario, role: str) -> dict[str, float]:
    """Return the pay weights of a role that are not zero."""
    from sim.scenario import declared

    held = firm.values["contracts"][role]
    return {key: float(held[key]) for key in declared.metrics() if held.get(key)}


def with_shared(now: Mapping[str, float], share: float) -> dict[str, float]:
    """Return weights with so much on shared revenue, the others in proportion.

    >>> with_shared({"own_revenue": 0.7, "close_rate": 0.3}, 0.5)
    {'own_revenue': 0.35, 'close_rate': 0.15, 'shared_revenue': 0.5}
    """
    others = {key: value for key, value in now.items() if key != "shared_revenue"}
    total = sum(others.values())
    if not total:
        others, total = {"brand_index": 1.0}, 1.0
    rest = {key: round(value / total * (1 - share), 12) for key, value in others.items()}
    made = {**rest, "shared_revenue": round(1 - sum(rest.values()), 12)}
    return {key: value for key, value in made.items() if value > 0}
