"""Other assumptions under which a claim is asked again; both scenarios always get the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.explanation.mechanisms import parts
from analysis.parameters.settings import living
from analysis.parameters.spans import BEHAVIOUR, PRIOR, behaviour, prior, reach, spans
from analysis.runs.draws import Ranged, Worlds
from analysis.words.titles import plain
from sim.core.errors import InputError, ScenarioError
from sim.rooms import practices
from sim.scenario import declared
from sim.scenario.cross_checks import sum_groups
from sim.scenario.declared import is_lever
from sim.scenario.suggest import nearest

if TYPE_CHECKING:
    from sim.scenario import Scenario

LUCK, SIZE, START, ABLATION, FORMS, BOUNDS, WORLDS = (
    "luck", "size", "start", "without", "forms", "bounds", "worlds",
)  # fmt: skip
FAR = 1_000_000
"""First replicate of fresh luck: more than anybody runs."""
LONGER = 104
"""Weeks added to burn-in."""
SIZES = ("market.accounts", "market.reps", "market.marketers", "planning.budget")
"""What grows and shrinks with the firm and its market."""
NO_PLACE = {"choices", "run", "contracts", "organisation", "information"}
"""Blocks whose numbers are no assumption about people or market; nor are those of practices."""


@dataclass(frozen=True)
class Challenge:
    """One way to ask again.

    Attributes:
        group, name: what is changed, and how.
        words: the same, to stand after "with" in a sentence.
        settings: dotted key → value laid over both scenarios.
        shift: added to the number of every replicate.
        worlds: where each replicate draws settings from; None where nothing is drawn.
    """

    group: str
    name: str
    words: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    shift: int = 0
    worlds: Worlds | None = None

    def applied(self, scenario: Scenario, seed: int, replicate: int) -> Scenario:
        """Return a scenario under the challenge. Raises: ScenarioError."""
        world = {} if self.worlds is None else self.worlds.at(seed, replicate)
        return living(scenario, {**world, **self.settings})

    def fits(self, scenario: Scenario) -> bool:
        """Return whether the challenge makes sense for a scenario."""
        try:
            self.applied(scenario, 0, 0)
        except ScenarioError:
            return False
        return True


def challenges(scenario: Scenario, *others: Scenario, each: bool = False) -> list[Challenge]:
    """Return every challenge that makes sense for a scenario, in the order of the report.

    Args:
        scenario: what is challenged.
        others: what is compared with it, whose own values worlds reach too.
        each: move every numbered assumption by itself, not all of a block at once.
    """
    found = [
        Challenge(LUCK, "fresh luck", "other luck", shift=FAR),
        *_sizes(scenario),
        Challenge(
            START, "longer burn-in", f"{LONGER} more weeks of burn-in",
            {"run.burn_in": scenario.burn_in + LONGER},
        ),
        Challenge(START, "steady state", "each scheme in its own steady state",
                  {"run.before": "same"}),
        Challenge(START, "from silos", "a siloed firm before", {"run.before": "siloed_metrics"}),
        *(
            Challenge(ABLATION, f"{name} {'frozen' if kind == 'choice' else 'off'}",
                      f"{name.replace('_', ' ')} {'frozen' if kind == 'choice' else 'off'}", held)
            for kind, name, held in parts()
        ),
        *_forms(scenario),
        *_bounds(scenario, each=each),
        *_worlds((scenario, *others)),
    ]  # fmt: skip
    return [item for item in found if item.fits(scenario)]


def chosen(found: Sequence[Challenge], names: Sequence[str]) -> list[Challenge]:
    """Return the challenges that are named, by themselves or by their group; all without names.

    Raises: InputError for a name that is neither.
    """
    groups = [*dict.fromkeys(item.group for item in found)]
    known = {*groups, *(item.name for item in found)}
    for name in names:
        if name not in known:
            best = nearest(name, sorted(known))
            way = f"did you mean {best}?" if best else f"there are the groups {', '.join(groups)}"
            raise InputError(f"no challenge is called {name!r}; {way}")
    return [item for item in found if not names or {item.group, item.name} & {*names}]


def _sizes(scenario: Scenario) -> list[Challenge]:
    now, known = scenario.flat(), declared.flat()
    result = []
    for name, words, factor in (("twice", "twice the firm and market", 2.0),
                                ("half", "half the firm and market", 0.5)):  # fmt: skip
        settings = {}
        for key in SIZES:
            value = now[key] * factor
            settings[key] = max(1, round(value)) if known[key].integer else value
        result.append(Challenge(SIZE, name, words, settings))
    return result


def _forms(scenario: Scenario) -> list[Challenge]:
    """Return, for each law that is published in several forms, every other one."""
    now = scenario.flat()
    return [
        Challenge(FORMS, f"{law_of(key)}, {word}", f"{law_of(key)} in the form {word}", {key: word})
        for key, item in declared.forms().items()
        for word in item.choices
        if word != now[key]
    ]


def law_of(key: str) -> str:
    """Return what to call the law that a key chooses a form of: its room, and its part there.

    >>> law_of("triage.form"), law_of("buying_group.match_form")
    ('triage', 'buying group: match')
    """
    room, _, name = key.replace("_", " ").partition(".")
    part = name.removesuffix("form").strip()
    return f"{room}: {part}" if part else room


def _bounds(scenario: Scenario, *, each: bool) -> list[Challenge]:
    """Return all numbers of a block of assumptions low, and all high; or each number by itself.

    Shares that sum to 1 are moved by themselves only: not all of them can be low.
    """
    now = scenario.flat()
    moved: dict[str, dict[str, tuple[float, float]]] = {}
    for key, item in declared.flat().items():
        block = key.split(".", 1)[0]
        is_assumed = "assumption" in item.source and not item.choices and not item.word
        if block in practices():
            continue
        is_share = key in sum_groups() and not each
        if block not in NO_PLACE and is_assumed and not is_lever(key) and not is_share:
            moved.setdefault(key if each else block, {})[key] = reach(item, now[key])
    return [
        Challenge(BOUNDS, f"{name} {end}", f"{_assumed(name)} {end}",
                  {key: _typed(key, ends[place]) for key, ends in keys.items()})
        for name, keys in moved.items()
        for place, end in enumerate(("low", "high"))
    ]  # fmt: skip


def _assumed(name: str) -> str:
    """Return a block of assumptions, or one of them, in words."""
    return plain(name).label if "." in name else f"the assumptions of {name.replace('_', ' ')}"


def _typed(key: str, value: float) -> float | int:
    return round(value) if declared.flat()[key].integer else float(value)


def _worlds(firms: Sequence[Scenario]) -> list[Challenge]:
    market, people = spans(prior(), firms), spans(behaviour(), firms)
    return [
        Challenge(WORLDS, "market", "markets drawn from their ranges",
                  worlds=Ranged(PRIOR, market)),
        Challenge(WORLDS, "behaviour", "behaviour drawn from its ranges",
                  worlds=Ranged(BEHAVIOUR, people)),
        Challenge(WORLDS, "both", "market and behaviour drawn from their ranges",
                  worlds=Ranged(f"{PRIOR} and {BEHAVIOUR}", {**market, **people})),
    ]  # fmt: skip
