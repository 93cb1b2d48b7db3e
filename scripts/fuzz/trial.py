"""Run one point and say what is wrong with it; the crew of `scripts.fuzz.pool` does this."""

from __future__ import annotations

from analysis.measures import measured
from scripts.fuzz.points import Point, ground, point
from sim.core.errors import CounterpointError
from sim.drivers.compiled import run

SEED = 1


def ready() -> None:
    """Compile what has to be compiled, so that no point waits for it."""
    run(ground("siloed_metrics"), SEED)


def tried(number: int) -> str:
    """Return what is wrong with a point, or ""."""
    return tried_point(point(number))


def tried_point(chosen: Point) -> str:
    """Return what is wrong when a point is run and measured, or ""."""
    try:
        measured(run(chosen.scenario(), SEED))
    except CounterpointError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - whatever comes is what is looked for
        return f"{type(error).__name__}: {error}"
    return ""
