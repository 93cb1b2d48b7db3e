"""Make the runs of a chunk.

A run *fails* when the model refuses it: settings that make no sense together, or numbers that leave
what it can carry. Whatever else stops a run (a full disk, a damaged cache, a fault in a measure)
says nothing about the run; it stops the sweep with its reason and is recorded nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from analysis.measures import Tables, measured
from analysis.study.plan import Plan, Slot, World, reason
from sim.core.errors import CounterpointError, ResultsError, RunError, ScenarioError

if TYPE_CHECKING:
    from analysis.runs.collect import Runner

REFUSED = (ScenarioError, RunError, ArithmeticError)
"""What the model raises when it refuses a run."""
FAILURE = ("point", "scenario", "replicate", "seed", "error", "text")
DIED = "ProcessDied"
"""Stands where a failed run has the name of its error, when it ended its process."""
Tick = Callable[[], None]
Keep = Callable[[Any, int, str, int], None]
"""Takes a finished run, its point, scheme and replicate, and keeps its tables."""


@dataclass
class Found:
    """The numbers of a chunk.

    Attributes:
        values: (point, scheme) → one number per measure.
        failures: what went wrong, one mapping per failed run.
    """

    values: dict[tuple[int, str], list[float]]
    failures: list[dict[str, Any]]


@dataclass(frozen=True)
class Job:
    """One run of a chunk.

    Attributes:
        point, replicate, seed: its place, and what its luck depends on.
        world: its scheme in its market.
        values: what the point sets.
    """

    point: int
    replicate: int
    seed: int
    world: World
    values: dict[str, Any]

    @property
    def place(self) -> tuple[int, str]:
        """Return point and scheme."""
        return self.point, self.world.scheme


class Make(Protocol):
    """Makes one run; `made` is one."""

    def __call__(self, plan: Plan, job: Job, runner: Runner, keep: Keep | None = None) -> Found:
        """Return the numbers of the run, or that it failed."""


def made(plan: Plan, job: Job, runner: Runner, keep: Keep | None = None) -> Found:
    """Return the numbers of one run, or that the model refused it.

    Raises:
        ResultsError: anything else went wrong, of which nothing is recorded.
    """
    try:
        history = runner(job.world.at(job.values), job.seed, job.replicate)
        numbers = list(measured(Tables(history), plan.study.measures).values())
    except MemoryError as error:
        raise ResultsError(
            "out of memory; give the same command again with fewer --workers: what is done is kept"
        ) from error
    except REFUSED as error:
        return failed(job, type(error).__name__, reason(error))
    except CounterpointError:
        raise
    except Exception as error:
        raise ResultsError(
            f"stopped at point {job.point}, {job.world.scheme}, replicate {job.replicate}: "
            f"{type(error).__name__}: {first_line(error)}. That is trouble of this machine or of "
            "the program, not of the run, so nothing is recorded of it; what is done is kept: put "
            "it right and give the same command again"
        ) from error
    if keep is not None:
        keep(history, job.point, job.world.scheme, job.replicate)
    return Found({job.place: numbers}, [])


def failed(job: Job, error: str, text: str) -> Found:
    """Return that a run failed, and why."""
    cells = (job.point, job.world.scheme, job.replicate, job.seed, error, text)
    return Found({}, [dict(zip(FAILURE, cells, strict=True))])


def computed(
    plan: Plan,
    slot: Slot,
    runner: Runner,
    known: Found | None = None,
    tick: Tick | None = None,
    keep: Keep | None = None,
    make: Make = made,
) -> Found:
    """Return the numbers of a chunk; runs that `known` holds are not repeated."""
    found = Found({}, [])
    done = known or Found({}, [])
    refused = {(item["point"], item["scenario"]): item for item in done.failures}
    for job in _jobs(plan, slot):
        if job.place in done.values:
            found.values[job.place] = done.values[job.place]
        elif job.place in refused:
            found.failures.append(refused[job.place])
        else:
            one = make(plan, job, runner, keep)
            found.values.update(one.values)
            found.failures.extend(one.failures)
        if tick is not None:
            tick()
    return found


def _jobs(plan: Plan, slot: Slot) -> Iterator[Job]:
    for point, world, values in plan.jobs(slot):
        yield Job(point, slot.replicate, plan.study.seed, world, values)


def first_line(error: Exception) -> str:
    """Return the first line of what an exception says, or that it says nothing."""
    return next(iter(str(error).splitlines()), "without a reason")
