"""Run replicates of several scenarios and reduce each run to numbers as soon as it ends.

Replicate r of a seed is the same luck under every scenario, so that scenarios meet the same
buyers. Histories are dropped once reduced: memory grows by kilobytes per run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.measures import MEASURES, Run, Tables, measured
from analysis.parameters.settings import living
from analysis.runs import firm
from analysis.runs.draws import in_turn
from analysis.runs.parallel import in_order
from sim.history.history import CATEGORIES
from sim.world.names import QUARTER

if TYPE_CHECKING:
    from analysis.runs.draws import Worlds
    from sim.scenario import Scenario

KEPT_WORLDS = 4_096
"""Worlds that a runner remembers, since every candidate of a search meets them."""
Runner = Callable[[Any, int, int], Run]
"""Scenario, seed, replicate → run."""

DERIVED = ("bookings_quarter", "gross_profit_quarter", "gross_profit_cumulative", "trust")
"""Time courses computed from the columns of `weekly`."""


@dataclass(frozen=True)
class Reduced:
    """What is kept of one run.

    Attributes:
        values: one number per measure, in the order of `MEASURES`, or of those asked for.
        course: weekly columns, then DERIVED; columns × weeks.
        hours: share of a role's hours by task, counted weeks; roles × tasks.
        sums: what the facts of a firm are made of (`analysis.runs.firm`).
    """

    values: NDArray[np.float64]
    course: NDArray[np.float32]
    hours: NDArray[np.float64]
    sums: tuple[float, ...] = ()


def only_measures(run: Run, names: Sequence[str]) -> Reduced:
    """Return the named measures of a run and nothing else, which is quick."""
    values = np.array(list(measured(run, names).values()), dtype=np.float64)
    return Reduced(values, np.empty((0, 0), np.float32), np.empty((0, 0)))


def reduced(run: Run) -> Reduced:
    """Return the numbers that are kept of a run."""
    values = np.array(list(measured(run).values()), dtype=np.float64)
    return Reduced(values, _course(run), _hours(run), tuple(firm.sums(run)))


def course_columns(run: Run) -> tuple[str, ...]:
    """Return the names of the rows of `Reduced.course`."""
    names = run.raw("weekly").dtype.names or ()
    return (*(name for name in names if name not in ("week", "quarter")), *DERIVED)


def _course(run: Run) -> NDArray[np.float32]:
    weekly = run.raw("weekly")
    names = course_columns(run)
    course = np.empty((len(names), weekly.size), dtype=np.float32)
    for row, name in enumerate(names[: -len(DERIVED)]):
        course[row] = weekly[name]
    course[-4] = _trailing(weekly["bookings"].astype(np.float64), QUARTER)
    course[-3] = _trailing(weekly["gross_profit"].astype(np.float64), QUARTER)
    profit = np.where(weekly["week"] >= 0, weekly["gross_profit"], 0.0)
    course[-2] = np.cumsum(profit)
    course[-1] = (weekly["trust_marketers_in_reps"] + weekly["trust_reps_in_marketers"]) / 2
    return course


def _trailing(values: NDArray[np.float64], weeks: int) -> NDArray[np.float64]:
    """Return the sum over the last `weeks` weeks; NaN before there are so many."""
    running = np.concatenate(([0.0], np.cumsum(values)))
    sums = np.full(values.size, np.nan)
    if values.size >= weeks:
        sums[weeks - 1 :] = running[weeks:] - running[:-weeks]
    return sums


def _hours(run: Run) -> NDArray[np.float64]:
    table, staff = run.raw("hours"), run.raw("staff")
    roles = CATEGORIES["staff", "role"]
    tasks = CATEGORIES["hours", "task"]
    counted = table[table["quarter"] >= 0]
    order = np.argsort(staff["person_id"], kind="stable")
    place = np.searchsorted(staff["person_id"], counted["person_id"], sorter=order)
    role = staff["role"][order][np.minimum(place, staff.size - 1)] if staff.size else place
    cell = role.astype(np.int64) * len(tasks) + counted["task"]
    sums = np.bincount(cell, weights=counted["hours"], minlength=len(roles) * len(tasks))
    sums = sums.reshape(len(roles), len(tasks))
    whole = sums.sum(axis=1, keepdims=True)
    return np.asarray(np.where(whole > 0, sums / np.where(whole > 0, whole, 1), np.nan))


@dataclass(frozen=True)
class Replicate:
    """One replicate: the same luck under every scenario.

    Attributes:
        index: number of the replicate, from 0.
        runs: one reduced run per scenario.
        columns: names of the rows of each time course.
        weeks: the week of every entry of a time course.
    """

    index: int
    runs: tuple[Reduced, ...]
    columns: tuple[str, ...]
    weeks: NDArray[np.int64]


def collect(
    scenarios: Sequence[Scenario],
    *,
    seed: int = 1,
    replicates: int,
    workers: int = 2,
    runner: Runner | None = None,
    paired: bool = True,
    measures: Sequence[str] | None = None,
    worlds: Worlds | None = None,
    held: Sequence[Mapping[str, Any]] = (),
) -> Iterator[Replicate]:
    """Yield complete replicates in order; their numbers do not depend on `workers`.

    Args:
        scenarios: what to run.
        seed: names the luck, with the number of the replicate.
        replicates: how many replicates at most.
        workers: threads.
        runner: scenario, seed, replicate → run; the compiled driver by default.
        paired: False gives every scenario a seed of its own (seed + its place), to check how often
            nothing looks real.
        measures: keep these alone, without time courses and hours; everything by default.
        worlds: where each replicate draws settings from, the same for every scenario.
        held: for each scenario, settings of its own that no world draws.
    """
    run = runner or compiled_runner()
    step = 0 if paired else 1
    own = held or [{}] * len(scenarios)
    jobs = (
        (scenario, {**settings, **own[place]}, seed + step * place, index)
        for index, settings in enumerate(in_turn(worlds, seed, replicates, workers))
        for place, scenario in enumerate(scenarios)
    )
    described: list[tuple[tuple[str, ...], NDArray[np.int64]]] = []

    def job(one: tuple[Scenario, Mapping[str, Any], int, int]) -> Reduced:
        scenario, settings, *luck = one
        tables = Tables(run(living(scenario, settings), *luck))
        if not described:
            described.append(
                (course_columns(tables), tables.raw("weekly")["week"].astype(np.int64))
            )
        return reduced(tables) if measures is None else only_measures(tables, measures)

    results = in_order(job, jobs, workers)
    for index in range(replicates):
        runs = tuple(islice(results, len(scenarios)))
        columns, weeks = described[0]
        yield Replicate(index, runs, columns, weeks)


def in_worlds(run: Runner, worlds: Worlds | None) -> Runner:
    """Return a runner that puts a scenario in the world of its seed and replicate."""
    if worlds is None:
        return run
    at = lru_cache(KEPT_WORLDS)(worlds.at)
    return lambda scenario, *luck: run(living(scenario, at(*luck)), *luck)


def compiled_runner() -> Runner:
    """Return the driver that runs a scenario without Mesa."""
    from sim import run

    return run


def measure_names() -> tuple[str, ...]:
    """Return the names of the entries of `Reduced.values`."""
    return tuple(MEASURES)
