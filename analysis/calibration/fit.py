"""Find parameters of a market under which runs meet what a firm knows of itself.

Facts and knobs are taken in logs. The search works on runs whose luck is the same at every look, a
few at first, more once it is near; what it found is then shown on other runs. Deterministic: the
same firm, facts and seed give the same file.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.calibration.knobs import knobs_of, start_slopes, turned, workload
from analysis.calibration.possible import check_facts
from analysis.calibration.search import Floats, Search, approach, begun
from analysis.runs.firm import FACTS, KEYS, Simulated, simulated
from analysis.runs.progress import Progress
from sim.world.names import YEAR

if TYPE_CHECKING:
    from sim.scenario import Scenario

ROUGH, LOOKS = 0.1, 24
"""Largest miss, in logs, and number of looks at first."""
SHARP, MORE_LOOKS = 0.03, 7
"""The same later: too few looks to measure slopes, which a miss so small would not show."""
ENOUGH_WINS = 250
FEWEST, MOST = 3, 16
"""Runs at each look at first: as many as win about ENOUGH_WINS deals, within these."""
EXACT = 0.03
FEWEST_LATER, MOST_LATER = 8, 48
SALESPEOPLE = 200
"""Runs at each later look: so many that no standard error is above EXACT, within these, and no more
than have SALESPEOPLE together: a large firm averages over its own.
"""
AGAIN = 4
"""Looks at the runs that showed a fact missed which the search had met: it met their luck."""
FARTHEST = math.log(200.0)
"""How far a knob may be turned from where it began, in logs."""
MEANT = 0.1
"""Largest miss, in logs, of a search that is worth going on with on other runs."""
TOLERANCE = 0.05
"""Share of a fact by which runs may miss it."""
SMALLEST = 1e-3
PLANNED = LOOKS + MORE_LOOKS + AGAIN + 2
CHECKED = 1_000_000
"""First replicate of the runs that show what was found: no look of the search gets so far."""


@dataclass(frozen=True)
class Line:
    """One fact beside what runs say: `off` is relative, `error` the standard error of `runs`."""

    key: str
    meaning: str
    yours: float
    runs: float
    error: float

    @property
    def off(self) -> float:
        """Return how far runs lie from the fact, as a share of it."""
        return self.runs / self.yours - 1.0

    @property
    def is_met(self) -> bool:
        """Return whether the fact is met: within the tolerance, or within luck of these runs."""
        return self.is_near or self.is_luck

    @property
    def is_near(self) -> bool:
        """Return whether runs come within the tolerance."""
        return abs(self.runs - self.yours) <= TOLERANCE * self.yours

    @property
    def is_luck(self) -> bool:
        """Return whether runs miss it by more than the tolerance, but not by more than luck."""
        return not self.is_near and abs(self.runs - self.yours) <= 2.0 * self.error

    @property
    def word(self) -> str:
        """Return whether it is met, in a word or two."""
        return "yes" if self.is_near else "within luck" if self.is_luck else "no"


@dataclass(frozen=True)
class Fit:
    """What was found.

    Attributes:
        scenario: the firm with what was found set.
        settings: what was found, by dotted key.
        lines: each fact beside other runs than those of the search.
        runs: how many runs these are; looks: how often the search ran the firm.
    """

    scenario: Scenario
    settings: dict[str, Any]
    lines: tuple[Line, ...]
    runs: int
    looks: int

    @property
    def missed(self) -> tuple[Line, ...]:
        """Return the facts that could not be met."""
        return tuple(line for line in self.lines if not line.is_met)


def fit_facts(
    scenario: Scenario,
    facts: dict[str, float],
    *,
    seed: int = 1,
    workers: int = 2,
    progress: Progress | None = None,
) -> Fit:
    """Return a firm whose runs meet the facts as nearly as its market can.

    facts: by key, any of `facts.KEYS`; those not given leave their knob alone.
    Raises: InputError for facts that no firm of this size can have.
    """
    check_facts(scenario.values, facts)
    eased = workload(scenario.values, facts)
    trial = _Trial(
        scenario.with_values(eased) if eased else scenario, facts, seed, workers, progress
    )
    search, runs = _sought(trial)
    shown = _shown(trial, search, runs, CHECKED)
    if search.distance <= MEANT and any(not line.is_met for line in shown):
        other = trial.misses(range(CHECKED, CHECKED + 2 * runs))
        again = Search(search.place, other(search.place), search.slopes)
        approach(again, other, enough=SHARP, looks=AGAIN, farthest=FARTHEST)
        seen = _shown(trial, again, runs, 2 * CHECKED)
        if _farthest(seen) < _farthest(shown):
            search, shown = again, seen
    trial.tell(PLANNED)
    settings = {**eased, **trial.settings(search.place)}
    found = scenario.with_values(settings) if settings else scenario
    return Fit(found, settings, shown, 2 * runs, trial.looks)


def _farthest(shown: Sequence[Line]) -> float:
    """Return the largest miss, over what is allowed of it."""
    allowed = [max(TOLERANCE * line.yours, 2.0 * line.error) for line in shown]
    return max(abs(line.runs - line.yours) / at for line, at in zip(shown, allowed, strict=True))


def firm_facts(
    scenario: Scenario, replicates: range, *, seed: int = 1, workers: int = 2
) -> Simulated:
    """Return the facts of a firm's runs, one run a replicate."""
    from sim import run_many

    return simulated(list(run_many(scenario, replicates, seed=seed, workers=workers)))


def lines(facts: dict[str, float], shown: Simulated) -> tuple[Line, ...]:
    """Return the facts beside what runs say."""
    return tuple(
        Line(key, meaning, facts[key], shown.mean[key], shown.error[key])
        for key, meaning in FACTS.items()
        if key in facts
    )


def first_runs(scenario: Scenario, facts: dict[str, float]) -> int:
    """Return how many runs a look takes at first: more for firms that win few deals."""
    won = facts.get("won", 4.0 * _reps(scenario)) * scenario.weeks / YEAR
    return int(min(max(math.ceil(ENOUGH_WINS / max(won, 1.0)), FEWEST), MOST))


def later_runs(scenario: Scenario, found: Simulated, keys: tuple[str, ...], runs: int) -> int:
    """Return how many runs bring every standard error, now of so many, down to EXACT."""
    worst = max(found.error[key] / max(found.mean[key], SMALLEST) for key in keys)
    most = min(max(SALESPEOPLE // _reps(scenario), FEWEST_LATER), MOST_LATER)
    wanted = runs * min((worst / EXACT) ** 2, MOST_LATER)
    return int(min(max(math.ceil(wanted), most // 2, FEWEST_LATER), most))


def _reps(scenario: Scenario) -> int:
    market = scenario.values["market"]
    return int(market["pods"] * market["reps"])


@dataclass
class _Trial:
    """A firm with knobs, and how far its runs lie from facts; counts looks."""

    scenario: Scenario
    facts: dict[str, float]
    seed: int
    workers: int
    progress: Progress | None
    looks: int = 0
    last: Simulated | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for key in KEYS if key in self.facts)

    def misses(self, replicates: range) -> Callable[[Floats], Floats]:
        """Return a function from knobs, in logs, to misses, in logs, over these replicates."""

        def missed(place: Floats) -> Floats:
            self.last = found = self.run(place, replicates)
            seen = [max(found.mean[key], SMALLEST) / self.facts[key] for key in self.keys]
            return np.asarray(np.log(np.array(seen)))

        return missed

    def run(self, place: Floats, replicates: range) -> Simulated:
        """Return what runs say with the knobs at a place."""
        self.looks += 1
        self.tell(min(self.looks, PLANNED - 1))
        firm = self.scenario.with_values(self.settings(place))
        return firm_facts(firm, replicates, seed=self.seed, workers=self.workers)

    def settings(self, place: Floats) -> dict[str, Any]:
        """Return the settings, by dotted key, that the knobs stand for."""
        turns = zip(knobs_of(self.keys), place.tolist(), strict=True)
        return turned(self.scenario.values, {knob: math.exp(step) for knob, step in turns})

    def tell(self, done: int) -> None:
        """Tell how far the search is."""
        if self.progress is not None:
            self.progress(done, PLANNED)


def _sought(trial: _Trial) -> tuple[Search, int]:
    """Return where the search ends, and on how many runs: few at first, then more."""
    keys, runs = trial.keys, first_runs(trial.scenario, trial.facts)
    few = trial.misses(range(runs))
    search = begun(np.zeros(len(knobs_of(keys))), few, start_slopes(keys))
    approach(search, few, enough=ROUGH, looks=LOOKS, farthest=FARTHEST)
    assert trial.last is not None
    runs = later_runs(trial.scenario, trial.last, keys, runs)
    more = trial.misses(range(runs))
    near = Search(search.place, more(search.place), search.slopes)
    approach(near, more, enough=SHARP, looks=MORE_LOOKS, farthest=FARTHEST)
    return near, runs


def _shown(trial: _Trial, search: Search, runs: int, first: int) -> tuple[Line, ...]:
    """Return the facts beside twice as many runs, from replicate `first` on."""
    return lines(trial.facts, trial.run(search.place, range(first, first + 2 * runs)))
