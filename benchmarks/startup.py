"""What one waits for before anything is simulated."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.rows import Row, Rows, child, seconds_of

SHORT_RUN = """
import time
start = time.perf_counter()
from sim import load_scenario, run
run(load_scenario("siloed_metrics", overrides=("run.weeks=13", "run.burn_in=0")), seed=1)
print(time.perf_counter() - start)
"""


def compilation() -> Rows:
    """Time the first run with an empty cache, and the next in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        cold = float(child(SHORT_RUN, NUMBA_CACHE_DIR=folder))
        warm = min(float(child(SHORT_RUN, NUMBA_CACHE_DIR=folder)) for _ in range(3))
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    yield Row("first run ever: import and cold compilation", cold, "s", 60)
    yield Row("first run of a process: import and warm cache", warm, "s", 1.5)
    yield Row("size of the cache", size / 1e6, "MB")


def commands() -> Rows:
    """Time the commands that must answer at once."""
    start = [sys.executable, "-c", "from counterpoint.cli.main import main; main()"]
    yield Row("counterpoint --help", seconds_of([*start, "--help"]), "s", 0.3)
    yield Row("counterpoint validate", seconds_of([*start, "validate", "siloed_metrics"]), "s", 0.6)
