"""A seeded search for settings that no other beats, by NSGA-II (Deb et al. 2002, IEEE Transactions
on Evolutionary Computation 6:182) as Optuna has it, in memory, a generation at a time.

A candidate that would enter the front is run again with seeds it has not seen, and these numbers
are the ones the search goes on with: a lucky first result does not breed. Other seeds are other
markets, so they are first moved by what the unchanged scheme differs between the two sets of seeds;
candidates that were looked at once and twice then stand on the same ground.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.insight.objectives import Limit, Objective, front_of

Floats = NDArray[np.float64]
Assess = Callable[[Floats | None, int], dict[str, Floats]]
"""Positions (candidates × parameters; None: the unchanged scheme), number of a seed block →
measure → values per candidate."""

FIRST_LOOK, SECOND_LOOK, LAST_LOOK = 0, 1, 2
"""Blocks of seeds: the search, the second look at who would enter the front, the final numbers."""


@dataclass
class Log:
    """Every different candidate so far.

    Attributes:
        positions: one row per candidate, 0 … 1 along each parameter.
        scores: objectives as the search uses them, higher is better.
        excess: by how much each limit is broken; at most 0 when it is kept.
        looks: FIRST_LOOK or SECOND_LOOK: which seeds the numbers come from.
        generations: number of the generation.
        interrupted: whether the search was stopped.
    """

    positions: list[Floats] = field(default_factory=list)
    scores: list[Floats] = field(default_factory=list)
    excess: list[Floats] = field(default_factory=list)
    looks: list[int] = field(default_factory=list)
    generations: list[int] = field(default_factory=list)
    interrupted: bool = False
    _places: dict[bytes, int] = field(default_factory=dict)

    def add(
        self, positions: Floats, scores: Floats, excess: Floats, looks: list[int], generation: int
    ) -> None:
        """Note candidates that have been run."""
        for place, position in enumerate(positions):
            self._places[position.tobytes()] = len(self.positions) + place
        self.positions += list(positions)
        self.scores += list(scores)
        self.excess += list(excess)
        self.looks += looks
        self.generations += [generation] * len(positions)

    def place(self, position: Floats) -> int | None:
        """Return the number of a candidate, None if it has not been run."""
        return self._places.get(position.tobytes())

    def front(self) -> NDArray[np.bool_]:
        """Return which candidates no other one that keeps the limits beats."""
        if not self.scores:
            return np.zeros(0, dtype=np.bool_)
        excess = np.array(self.excess).reshape(len(self.scores), -1)
        return front_of(np.array(self.scores), kept(excess))


def search(
    width: int,
    objectives: Sequence[Objective],
    limits: Sequence[Limit],
    assess: Assess,
    *,
    candidates: int,
    population: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> Log:
    """Return every candidate of a search.

    Args:
        width: number of parameters.
        objectives, limits: what is sought.
        assess: runs candidates; its numbers must not depend on threads.
        candidates: how many in all; one that comes up again is not run again.
        population: how many a generation.
        seed: of the search.
        progress: called with candidates done and planned.

    Ctrl-C ends it after the candidates that are complete; `interrupted` then says so.
    """
    from optuna.samplers import NSGAIISampler

    sampler = NSGAIISampler(population_size=population, seed=seed)
    study, log, asked = _study(sampler, len(objectives)), Log(), 0
    try:
        goal = _goal(objectives, limits, assess)
        for generation, size in enumerate(_sizes(candidates, population)):
            trials = [study.ask() for _ in range(size)]
            positions = np.array(
                [[trial.suggest_float(str(k), 0, 1) for k in range(width)] for trial in trials]
            )
            fresh = _unseen(positions, log)
            if len(fresh):
                found = _looked_at(positions[fresh], log, goal)
                log.add(positions[fresh], *found, generation)
            for trial, position in zip(trials, positions, strict=True):
                place = log.place(position)
                assert place is not None
                _tell(study, trial, log.scores[place], log.excess[place])
            asked += size
            if progress is not None:
                progress(asked, candidates)
        _settle(log, goal)
    except KeyboardInterrupt:
        log.interrupted = True
    return log


def kept(excess: Floats) -> NDArray[np.bool_]:
    """Return which candidates keep all limits."""
    return np.asarray((excess <= 0).all(axis=1), dtype=np.bool_)


@dataclass(frozen=True)
class _Goal:
    """What is sought, and how to see it."""

    objectives: Sequence[Objective]
    limits: Sequence[Limit]
    assess: Assess
    shift: tuple[Floats, Floats]
    """What second looks must be moved by: scores and excess."""

    def first(self, positions: Floats) -> tuple[Floats, Floats]:
        """Return scores and excess with the seeds of the search."""
        return scored(self.assess(positions, FIRST_LOOK), self.objectives, self.limits)

    def second(self, positions: Floats) -> tuple[Floats, Floats]:
        """Return scores and excess with fresh seeds, moved to the ground of the first ones."""
        scores, excess = scored(self.assess(positions, SECOND_LOOK), self.objectives, self.limits)
        return scores + self.shift[0], excess + self.shift[1]


def _goal(objectives: Sequence[Objective], limits: Sequence[Limit], assess: Assess) -> _Goal:
    looks = [scored(assess(None, look), objectives, limits) for look in (FIRST_LOOK, SECOND_LOOK)]
    (first, over), (second, over_too) = looks
    return _Goal(objectives, limits, assess, (first - second, over - over_too))


def scored(
    found: dict[str, Floats], objectives: Sequence[Objective], limits: Sequence[Limit]
) -> tuple[Floats, Floats]:
    """Return objectives (higher is better) and excess over limits; candidates × each."""
    scores = [each.sign * each.of(found[each.measure]) for each in objectives]
    excess = [each.excess(found[each.objective.measure]) for each in limits]
    size = len(next(iter(found.values())))
    return np.column_stack(scores), np.array(excess).reshape(len(limits), size).T


def _looked_at(positions: Floats, log: Log, goal: _Goal) -> tuple[Floats, Floats, list[int]]:
    """Return scores and excess of new candidates, second looks included."""
    scores, excess = goal.first(positions)
    size = len(log.scores)
    all_scores = np.concatenate([np.array(log.scores).reshape(size, scores.shape[1]), scores])
    all_excess = np.concatenate([np.array(log.excess).reshape(size, excess.shape[1]), excess])
    is_front = front_of(all_scores, kept(all_excess))[-len(scores) :]
    looks = [SECOND_LOOK if each else FIRST_LOOK for each in is_front]
    if is_front.any():
        scores[is_front], excess[is_front] = goal.second(positions[is_front])
    return scores, excess, looks


def _unseen(positions: Floats, log: Log) -> list[int]:
    """Return the places of candidates that are new, each once."""
    new = {
        position.tobytes(): place
        for place, position in reversed(list(enumerate(positions)))
        if log.place(position) is None
    }
    return sorted(new.values())


def _settle(log: Log, goal: _Goal) -> None:
    """Look again at whoever leads after one look only, until nobody does."""
    while True:
        front = np.flatnonzero(log.front())
        places = [int(place) for place in front if log.looks[place] == FIRST_LOOK]
        if not places:
            return
        again = goal.second(np.array(log.positions)[places])
        for place, score, over in zip(places, *again, strict=True):
            log.scores[place], log.excess[place] = score, over
            log.looks[place] = SECOND_LOOK


def _tell(study: Any, trial: Any, scores: Floats, excess: Floats) -> None:
    from optuna.trial import TrialState

    if np.isnan(scores).any() or np.isnan(excess).any():
        study.tell(trial, state=TrialState.FAIL)
        return
    for place, each in enumerate(excess):
        trial.set_constraint(str(place), float(each))
    study.tell(trial, [float(each) for each in scores])


def _study(sampler: Any, objectives: int) -> Any:
    """Return an Optuna study in memory; it says nothing on the terminal."""
    import optuna

    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    try:
        return optuna.create_study(directions=["maximize"] * objectives, sampler=sampler)
    finally:
        optuna.logging.set_verbosity(before)


def _sizes(candidates: int, population: int) -> Iterator[int]:
    for start in range(0, candidates, population):
        yield min(population, candidates - start)
