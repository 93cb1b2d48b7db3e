"""A seeded search for settings that no other beats, by NSGA-II (Deb et al. 2002, IEEE Transactions
on Evolutionary Computation 6:182) as Optuna has it, in memory, a generation at a time.

A candidate that would enter the front is run again with seeds it has not seen, and these numbers
are the ones the search goes on with: a lucky first result does not breed. Other seeds are other
markets, so they are first moved by what the unchanged scheme differs between the two sets of seeds;
candidates that were looked at once and twice then stand on the same ground.

No setting is run twice: one that comes up again is exchanged for its nearest unseen neighbour, and
the search ends when there is none left. Near misses (`analysis.insight.pareto.near`) get a second
look too, and those that are near still become finalists with the front.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.insight.pareto.candidates import FIRST_LOOK, SECOND_LOOK, Log, kept
from analysis.insight.pareto.near import near_misses
from analysis.insight.pareto.objectives import Limit, Objective, front_of
from analysis.insight.pareto.unseen import Settings
from analysis.runs.progress import Progress

Floats = NDArray[np.float64]
Scores = tuple[Floats, Floats]
Assess = Callable[[Floats | None, int], dict[str, Floats]]
"""Positions (candidates × parameters; None: the unchanged scheme), number of a seed block →
measure → values per candidate."""


def search(
    settings: Settings,
    objectives: Sequence[Objective],
    limits: Sequence[Limit],
    assess: Assess,
    *,
    candidates: int,
    population: int,
    seed: int,
    progress: Progress | None = None,
) -> Log:
    """Return every candidate of a search.

    Args:
        settings: what may vary.
        objectives, limits: what is sought.
        assess: runs candidates; its numbers must not depend on threads.
        candidates: how many different settings; fewer when there are no more.
        population: how many a generation.
        seed: of the search.
        progress: called with candidates done and planned.

    Ctrl-C ends it after the candidates that are complete; `interrupted` then says so.
    """
    from optuna.samplers import NSGAIISampler

    sampler = NSGAIISampler(population_size=population, seed=seed)
    study, log, rng = _study(sampler, len(objectives)), Log(), np.random.default_rng(seed)
    planned, generation = int(min(candidates, settings.count)), 0
    try:
        goal = _goal(objectives, limits, assess)
        while (done := len(log.scores)) < planned:
            _generation(
                min(population, planned - done), generation, settings, study, log, goal, rng
            )
            if len(log.scores) == done:
                break
            generation += 1
            if progress is not None:
                progress(len(log.scores), planned)
        _settle(log, goal)
        _look_at_near_misses(log, goal, population)
    except KeyboardInterrupt:
        log.interrupted = True
    return log


def _generation(
    size: int,
    generation: int,
    settings: Settings,
    study: Any,
    log: Log,
    goal: _Goal,
    rng: np.random.Generator,
) -> None:
    """Run a generation of new settings; what comes up again is exchanged for something unseen."""
    asked = [_asked(study, settings) for _ in range(size)]
    fresh: dict[Hashable, Floats] = {}

    def is_seen(key: Hashable) -> bool:
        return key in fresh or log.place(key) is not None

    for _, position in tuple(asked):
        is_again = is_seen(settings.key(position))
        new = settings.unseen(position, is_seen, rng) if is_again else position
        if new is None:
            continue
        if is_again:
            asked.append(_asked(study, settings, new))
        fresh[settings.key(new)] = new
    if fresh:
        positions = np.array(list(fresh.values()))
        log.add(list(fresh), positions, _looked_at(positions, log, goal), generation)
    for trial, position in asked:
        place = log.place(settings.key(position))
        assert place is not None
        _tell(study, trial, log.scores[place], log.excess[place])


def _asked(study: Any, settings: Settings, position: Floats | None = None) -> tuple[Any, Floats]:
    """Return a trial and its position: the sampler's own, or the one that is given."""
    names = [str(place) for place in range(len(settings.parameters))]
    if position is not None:
        study.enqueue_trial(dict(zip(names, map(float, position), strict=True)))
    trial = study.ask()
    return trial, np.array([trial.suggest_float(name, 0, 1) for name in names])


@dataclass(frozen=True)
class _Goal:
    """What is sought, and how to see it."""

    objectives: Sequence[Objective]
    limits: Sequence[Limit]
    assess: Assess
    shift: tuple[Floats, Floats]
    """What second looks must be moved by: scores and excess."""

    def look(self, look: int, positions: Floats, log: Log, places: Iterable[int]) -> Scores:
        """Return scores and excess; those of a second look moved to the ground of the first."""
        found = self.assess(positions, look)
        log.note(look, places, found)
        scores, excess = scored(found, self.objectives, self.limits)
        if look == SECOND_LOOK:
            scores, excess = scores + self.shift[0], excess + self.shift[1]
        return scores, excess


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
    size = len(log.scores)
    places = np.arange(size, size + len(positions))
    scores, excess = goal.look(FIRST_LOOK, positions, log, places)
    all_scores = np.concatenate([np.array(log.scores).reshape(size, scores.shape[1]), scores])
    all_excess = np.concatenate([np.array(log.excess).reshape(size, excess.shape[1]), excess])
    is_front = front_of(all_scores, kept(all_excess))[-len(scores) :]
    looks = [SECOND_LOOK if each else FIRST_LOOK for each in is_front]
    if is_front.any():
        again = goal.look(SECOND_LOOK, positions[is_front], log, places[is_front])
        scores[is_front], excess[is_front] = again
    return scores, excess, looks


def _settle(log: Log, goal: _Goal) -> None:
    """Look again at whoever leads after one look only, until nobody does."""
    while True:
        front = np.flatnonzero(log.front())
        places = [int(place) for place in front if log.looks[place] == FIRST_LOOK]
        if not places:
            return
        _look_again(log, goal, places)


def _look_again(log: Log, goal: _Goal, places: Sequence[int]) -> None:
    """Take a second look at candidates that had only one."""
    again = goal.look(SECOND_LOOK, np.array(log.positions)[places], log, places)
    for place, score, over in zip(places, *again, strict=True):
        log.scores[place], log.excess[place] = score, over
        log.looks[place] = SECOND_LOOK


def _look_at_near_misses(log: Log, goal: _Goal, most: int) -> None:
    """Look again at near misses, and note those that two looks leave near the front."""
    places = [place for place in _near(log, goal, most) if log.looks[place] == FIRST_LOOK]
    if places:
        _look_again(log, goal, places)
        _settle(log, goal)
    log.near = _near(log, goal, most, SECOND_LOOK)


def _near(log: Log, goal: _Goal, most: int, look: int = FIRST_LOOK) -> list[int]:
    """Return the near misses among the candidates that had a look, by the runs of that look."""
    places = np.array([place for place, last in enumerate(log.looks) if last >= look], dtype=int)
    if not places.size:
        return []
    values, leads = log.seen(look, places), log.front()[places]
    found = near_misses(values, leads, goal.objectives, goal.limits, most=most)
    return [int(places[place]) for place in found]


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
