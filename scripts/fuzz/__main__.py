"""`python -m scripts.fuzz`: settings from all declared bounds, in a build that checks every index.

Each point is run in a process of its own crew: what raises, dies, never ends or loses its numbers
is named with its number. `--point N` runs one point here; `--shrink N` finds the settings at fault.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence

from scripts.fuzz.points import Point, edges, point
from scripts.fuzz.pool import verdicts
from scripts.fuzz.trial import ready, tried, tried_point
from sim.core.errors import ScenarioError

MIXTURES = 1500
SECONDS = 60.0
SHOWN = 12


def shrunk(number: int) -> Point:
    """Return a point with a small part of its settings that is still at fault, by halving."""
    chosen = point(number)
    size = len(chosen.settings) // 2
    while size >= 1:
        fewer = next(filter(_is_at_fault, _without(chosen, size)), None)
        size = size // 2 if fewer is None else min(size, len(fewer.settings) // 2)
        chosen = fewer or chosen
    return chosen


def _without(chosen: Point, size: int) -> Iterator[Point]:
    """Yield a point less each stretch of `size` of its settings."""
    keys = list(chosen.settings)
    for first in range(0, len(keys), size):
        gone = keys[first : first + size]
        fewer = {key: value for key, value in chosen.settings.items() if key not in gone}
        yield chosen._replace(settings=fewer)


def _is_at_fault(chosen: Point) -> bool:
    try:
        chosen.scenario()
    except ScenarioError:  # the others no longer sum to 1
        return False
    (verdict,) = verdicts(tried_point, [chosen], 1, SECONDS, ready)
    return bool(verdict.fault)


def whole(numbers: Sequence[int], workers: int, seconds: float) -> int:
    """Try points, print each fault and a summary; return how many were found."""
    begun, faults = time.monotonic(), 0
    found = verdicts(tried, numbers, workers, seconds, ready)
    for done, (number, fault) in enumerate(found, 1):
        if fault:
            faults += 1
            print(f"point {number}: {fault}\n    {_shown(number)}", flush=True)
        if done % 500 == 0:
            print(f"{done} of {len(numbers)}, {faults} at fault", file=sys.stderr, flush=True)
    spent = time.monotonic() - begun
    print(f"{len(numbers)} points in {spent:.0f} s: {faults} at fault")
    return faults


def _shown(number: int) -> str:
    chosen = point(number)
    parts = [f"{key}={value}" for key, value in chosen.settings.items()]
    more = f" and {len(parts) - SHOWN} more" if len(parts) > SHOWN else ""
    practices = ", every practice" if chosen.is_practised else ""
    return f"{chosen.scheme}{practices}: {' '.join(parts[:SHOWN])}{more}"


def main() -> int:
    """Run the points asked for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.fuzz", description=__doc__)
    parser.add_argument("--mixtures", type=int, default=MIXTURES, help="points beyond the edges")
    parser.add_argument("--sample", type=int, help="try only so many points, evenly spread")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="after which one is given up"
    )
    parser.add_argument("--point", type=int, help="run one point in this process")
    parser.add_argument("--shrink", type=int, help="find the settings of a point that are at fault")
    asked = parser.parse_args()
    os.environ.setdefault("COUNTERPOINT_CHECK", "1")
    if asked.point is not None:
        print(_shown(asked.point))
        print(tried(asked.point) or "nothing is wrong")
        return 0
    if asked.shrink is not None:
        print(shrunk(asked.shrink))
        return 0
    total = len(edges()) + asked.mixtures
    step = max(total // asked.sample, 1) if asked.sample else 1
    return int(whole(range(0, total, step), asked.workers, asked.seconds) > 0)


if __name__ == "__main__":
    sys.exit(main())
