"""Other assumptions under which a claim is asked again; both scenarios always get the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.explanation.mechanisms import parts
from sim.core.errors import ScenarioError
from sim.core.params import Parameter
from sim.scenario import declared
from sim.scenario.declared import PRACTICES, is_lever

if TYPE_CHECKING:
    from sim.scenario import Scenario

LUCK, SIZE, START, ABLATION, BOUNDS, WORLDS = (
    "luck", "size", "start", "without", "bounds", "worlds",
)  # fmt: skip
FAR = 1_000_000
"""First replicate of fresh luck: more than anybody runs."""
LONGER = 104
"""Weeks added to burn-in."""
SIZES = ("market.accounts", "market.reps", "market.marketers", "planning.budget")
"""What grows and shrinks with the firm and its market."""
NO_PLACE = {*PRACTICES, "choices", "run", "contracts", "organisation", "information"}
"""Blocks whose numbers are no assumption about people or market, or that are off."""


@dataclass(frozen=True)
class Challenge:
    """One way to ask again.

    Attributes:
        group, name: what is changed, and how.
        words: the same, to stand after "with" in a sentence.
        settings: dotted key → value laid over both scenarios.
        shift: added to the number of every replicate.
        ranges: dotted key → range from which each replicate draws; empty without worlds.
    """

    group: str
    name: str
    words: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    shift: int = 0
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def applied(self, scenario: Scenario, replicate: int) -> Scenario:
        """Return a scenario under the challenge. Raises: ScenarioError."""
        settings = dict(self.settings)
        if self.ranges:
            rng = np.random.default_rng([len(self.ranges), replicate])
            for key, (low, high) in self.ranges.items():
                value = rng.uniform(low, high)
                settings[key] = round(value) if declared.flat()[key].integer else float(value)
        return scenario.with_values(settings) if settings else scenario

    def fits(self, scenario: Scenario) -> bool:
        """Return whether the challenge makes sense for a scenario."""
        try:
            self.applied(scenario, 0)
        except ScenarioError:
            return False
        return True


def challenges(scenario: Scenario) -> list[Challenge]:
    """Return every challenge that makes sense for a scenario, in the order of the report."""
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
        *_bounds(scenario),
        *_worlds(),
    ]  # fmt: skip
    return [item for item in found if item.fits(scenario)]


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


def _bounds(scenario: Scenario) -> list[Challenge]:
    """Return, for each block of assumptions, all its numbers low, and all high."""
    now = scenario.flat()
    blocks: dict[str, dict[str, tuple[float, float]]] = {}
    for key, item in declared.flat().items():
        block = key.split(".", 1)[0]
        is_assumed = "assumption" in item.source and not item.choices and not item.word
        if block not in NO_PLACE and is_assumed and not is_lever(key):
            blocks.setdefault(block, {})[key] = reach(item, now[key])
    return [
        Challenge(BOUNDS, f"{block} {name}", f"the assumptions of {block.replace('_', ' ')} {name}",
                  {key: _typed(key, ends[place]) for key, ends in keys.items()})
        for block, keys in blocks.items()
        for place, name in enumerate(("low", "high"))
    ]  # fmt: skip


def reach(item: Parameter, now: float) -> tuple[float, float]:
    """Return the range worth exploring; half and twice the value where none is declared."""
    if item.sweep is not None:
        return item.sweep
    return max(item.low, now / 2), min(item.high, now * 2)


def _typed(key: str, value: float) -> float | int:
    return round(value) if declared.flat()[key].integer else float(value)


def _worlds() -> list[Challenge]:
    market: dict[str, tuple[float, float]] = {}
    people: dict[str, tuple[float, float]] = {}
    for key, item in declared.flat().items():
        if item.sweep is None or is_lever(key) or key.split(".", 1)[0] in NO_PLACE:
            continue
        (market if item.market else people)[key] = item.sweep
    return [
        Challenge(WORLDS, "market", "markets drawn from their ranges", ranges=market),
        Challenge(WORLDS, "behaviour", "behaviour drawn from its ranges", ranges=people),
        Challenge(WORLDS, "both", "market and behaviour drawn from their ranges",
                  ranges={**market, **people}),
    ]  # fmt: skip
