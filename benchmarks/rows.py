"""One measured number beside its limit, and how to measure it on a shared machine."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        what: what was measured.
        value: the number.
        unit: its unit.
        limit: the most (or, when `at_least`, the least) that is allowed; None for information.
        at_least: whether more is better.
    """

    what: str
    value: float
    unit: str
    limit: float | None = None
    at_least: bool = False

    @property
    def verdict(self) -> str:
        """Return "ok", "MISSED", or nothing when there is no limit."""
        if self.limit is None:
            return ""
        kept = self.value >= self.limit if self.at_least else self.value <= self.limit
        return "ok" if kept else "MISSED"

    @property
    def promise(self) -> str:
        """Return the limit in words."""
        if self.limit is None:
            return ""
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"


Rows = Iterator[Row]


def fastest(function: Callable[[], object], times: int = 5) -> float:
    """Return the shortest of several durations, in seconds: the others measure the neighbours."""
    durations = []
    for _ in range(times):
        start = time.perf_counter()
        function()
        durations.append(time.perf_counter() - start)
    return min(durations)


def child(code: str, **environment: str) -> str:
    """Return what a fresh Python prints when it runs `code` in the project's folder."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.strip()


def seconds_of(arguments: list[str], times: int = 5) -> float:
    """Return the shortest time, from start to exit, of a command."""
    return fastest(lambda: subprocess.run(arguments, cwd=ROOT, capture_output=True, check=True),
                   times)  # fmt: skip
