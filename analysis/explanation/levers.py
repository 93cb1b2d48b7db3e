"""The levers in which two scenarios differ, found from the settings in which they do.

A lever is what a firm would decide at once: all weights of one role, the shape of its pay, how far
ahead leaders plan, who reports to whom, one practice. A setting that no rule names is a lever of
its own, or goes with its block when that is a practice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.words.wording import SPACE, lowered, plain
from sim.core.errors import InputError
from sim.rooms import practices
from sim.scenario import declared
from sim.scenario.declared import SAME, SCHEME_SECTIONS, flattened, is_lever
from sim.world.names import LEADER_NAMES

if TYPE_CHECKING:
    from sim.scenario import Scenario

WORLD, CHOICES, BEFORE, TIMELINE = "world", "choices", "before", "timeline"
GROUPS = (
    ("organisation.horizon", "horizon", "how far ahead leaders plan"),
    ("organisation.future_owner", "horizon", "how far ahead leaders plan"),
    ("organisation.protected", "horizon", "how far ahead leaders plan"),
    ("organisation.budget_owner", "budget_owner", "who owns the budget"),
    ("organisation.dispute_hours", "disputes", "who settles disputes"),
    ("organisation.background", "background", "where leaders grew up"),
    ("information", "information", "whose evidence counts"),
    ("leadership", "leadership", "what leaders do about tension"),
    ("people", "hiring", "whom the firm hires"),
)
"""Beginning of a key, the lever it belongs to, and that lever in words."""
PLURALS = {"marketer": "marketers", "rep": "reps"}
WORDS = {
    WORLD: "market, people and mechanisms",
    CHOICES: "which choices are free",
    BEFORE: "what held before",
    TIMELINE: "dated changes",
    "reporting": "who reports to whom",
}
SHOWN = 4
"""Settings that a lever's description names."""
COUNTED = ("weeks", "hours", "people")
"""Units that stand behind a setting's two values."""


@dataclass(frozen=True)
class Lever:
    """One lever in which two scenarios differ.

    Attributes:
        name: short, as in tables.
        words: the same for people.
        keys: the settings that move with it.
        change: those settings with both values, in words.
    """

    name: str
    words: str
    keys: tuple[str, ...]
    change: str


def levers(a: Scenario, b: Scenario) -> list[Lever]:
    """Return the levers in which `b` differs from `a`, in the order of a scenario file.

    Raises: InputError when they hold the same numbers, or run for different lengths.
    """
    if a.weeks != b.weeks:
        raise InputError(f"{a.name} runs for {a.weeks} weeks, {b.name} for {b.weeks} (run.weeks)")
    left, right = a.flat(), b.flat()
    moved: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for key in left:
        if left[key] != right[key] and key != "run.before":
            name, text = lever_of(key)
            moved.setdefault(name, []).append(key)
            words[name] = text
    found = [
        Lever(name, words[name], tuple(keys), _change(keys, left, right))
        for name, keys in moved.items()
    ]
    if differs_before(a, b):
        found.append(Lever(BEFORE, WORDS[BEFORE], (), f"{a.before} → {b.before}"))
    if a.timeline != b.timeline:
        change = f"{len(a.timeline)} → {len(b.timeline)} dates"
        found.append(Lever(TIMELINE, WORDS[TIMELINE], (), change))
    if not found:
        raise InputError(
            f"{a.name} and {b.name} hold the same numbers; there is nothing to explain"
        )
    return found


def check_levers(a: Scenario, b: Scenario, found: Sequence[Lever]) -> None:
    """Raise InputError where two scenarios differ in nothing that a firm decides."""
    if any(lever.name not in (WORLD, CHOICES) for lever in found):
        return
    what = " and ".join(f"{lever.words} ({lever.change})" for lever in found)
    raise InputError(
        f"{a.name} and {b.name} differ in no lever that a firm decides, only in {what}; explain "
        "tells schemes apart. Give two schemes and lay both in one world with --market; "
        "counterpoint diff lists what differs here, counterpoint compare says by how much"
    )


def lever_of(key: str) -> tuple[str, str]:
    """Return the lever to which a setting belongs: its name, and the same in words.

    >>> lever_of("contracts.rep.own_revenue"), lever_of("meetings.every")
    (('rep_weights', 'pay weights of reps'), ('meetings', 'meetings'))
    """
    section, _, rest = key.partition(".")
    if section == "contracts":
        return _of_contract(*rest.split(".", 1))
    if section == CHOICES:
        return CHOICES, WORDS[CHOICES]
    if not is_lever(key):
        return WORLD, WORDS[WORLD]
    if "report_to" in key or "reports_to" in key:
        return "reporting", WORDS["reporting"]
    for beginning, name, words in GROUPS:
        if key == beginning or key.startswith(f"{beginning}."):
            return name, words
    if section in practices():
        return section, lowered(practices()[section])
    return rest, rest.replace("_", " ")


def _of_contract(role: str, key: str) -> tuple[str, str]:
    who = PLURALS.get(role, f"the {role.upper()}")
    if key in declared.metrics():
        return f"{role}_weights", f"pay weights of {who}"
    return f"{role}_pay_shape", f"shape of pay of {who}"


def before(scenario: Scenario) -> dict[str, Any] | None:
    """Return every lever as it stood during burn-in; None where that is as afterwards."""
    if scenario.before == SAME:
        return None
    now = {key: value for key, value in scenario.flat().items() if is_lever(key)}
    return now | flattened(scenario.past or {})


def differs_before(a: Scenario, b: Scenario) -> bool:
    """Return whether pay, organisation or information stood otherwise during burn-in."""
    left, right = before(a), before(b)
    if left is None or right is None:
        return (left is None) != (right is None)
    return any(left[key] != right[key] for key in left if key.split(".", 1)[0] in SCHEME_SECTIONS)


def _change(keys: list[str], left: dict[str, Any], right: dict[str, Any]) -> str:
    parts = [f"{_short(key)} {_moved(key, left[key], right[key])}" for key in keys[:SHOWN]]
    more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
    return ", ".join(parts) + more


def _moved(key: str, left: Any, right: Any) -> str:
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        return "with other values"
    declaration = declared.flat().get(key)
    unit = declaration.unit if declaration is not None and declaration.unit in COUNTED else ""
    tail = f"{SPACE}{unit}" if unit else ""
    return f"{_shown(key, left)} → {_shown(key, right)}{tail}"


def _short(key: str) -> str:
    parts = key.split(".")
    words = " ".join(parts[2:] or parts[1:]).replace("_", " ").split(" ")
    return " ".join(_role(word) for word in words)


def _role(word: str) -> str:
    """Return a leader's role as people write it; any other word as it is."""
    return word.upper() if word in LEADER_NAMES else word


def _shown(key: str, value: Any) -> str:
    if isinstance(value, list):
        return f"{len(value)} entries"
    if isinstance(value, float):
        return f"{plain(round(100 * value, 9))}{SPACE}%" if _is_share(key) else plain(value)
    return _role(str(value)).replace("_", " ")


def _is_share(key: str) -> bool:
    """Return whether people say a setting in per cent: a weight of pay, or a share."""
    section, _, rest = key.rpartition(".")
    return (section.startswith("contracts.") and rest in declared.metrics()) or rest.endswith(
        "share"
    )
