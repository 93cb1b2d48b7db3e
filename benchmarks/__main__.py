"""Measure everything and print one table: `python -m benchmarks [group…]`."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from importlib.metadata import version

from benchmarks import answers, growth, phases, room, speed, startup, studies
from benchmarks.rows import Rows

GROUPS: dict[str, Callable[[], Rows]] = {
    "base": speed.base_run,
    "phases": phases.profile,
    "draws": phases.draw_floor,
    "replicates": speed.replicates,
    "mesa": speed.against_mesa,
    "growth": growth.growth,
    "memory": growth.memory,
    "sweeps": studies.sweeps,
    "points": studies.points,
    "resume": studies.resume,
    "workers": studies.workers,
    "room": room.room,
    "calibrate": answers.calibrate,
    "explain": answers.why,
    "audit": answers.audited,
    "story": answers.story,
    "commands": startup.commands,
    "compilation": startup.compilation,
}


def main(names: list[str]) -> int:
    """Print the rows of the named groups (of all without any); return 1 when a limit is missed."""
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        print(f"no such group: {', '.join(unknown)}; there are: {', '.join(GROUPS)}")
        return 2
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numba", "numpy", "mesa"))
    print(f"Python {platform.python_version()}, {libraries}\n")
    print(f"{'group':<12} {'what':<48} {'value':>12} {'unit':<8} {'limit':<8}")
    missed = 0
    for name in names or GROUPS:
        for row in GROUPS[name]():
            missed += row.verdict == "MISSED"
            print(
                f"{name:<12} {row.what:<48} {row.value:>12.4g} {row.unit:<8} {row.promise:<8}"
                f" {row.verdict}",
                flush=True,
            )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
