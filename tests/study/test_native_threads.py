"""No command leaves native threads behind: one that touches Python while it ends takes it down."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from analysis.study import chunks
from analysis.study.sweep import sweep
from tests.house.source import ROOT
from tests.study.quick import quick, study_in

READS = """
import os, sys
import numpy, pandas, pyarrow, pyarrow.parquet
from pathlib import Path
from analysis.study import chunks

def threads():
    return len(os.listdir("/proc/self/task"))

before = threads()
for path in sys.argv[1:]:
    chunks.frame(chunks.unpacked(Path(path)))
print(threads() - before)
"""
MEMORY = 1
"""The allocator of native memory keeps one thread of its own."""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="counts threads in /proc")
def test_reading_a_store_leaves_no_pool_of_native_threads_behind(tmp_path):
    content = pa.table({f"column_{i}": [float(i)] * 1000 for i in range(60)})
    path = tmp_path / "chunk.parquet"
    path.write_bytes(chunks.packed(content))
    told = subprocess.run(
        [sys.executable, "-c", READS, *[str(path)] * 4], capture_output=True, text=True, check=True
    )
    assert int(told.stdout) <= MEMORY


COMMANDS = """
import os, sys
import numpy, pandas, pyarrow, pyarrow.parquet, scipy.linalg
from counterpoint.cli.main import main

def threads():
    return len(os.listdir("/proc/self/task"))

before = threads()
sys.argv = ["counterpoint", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print("left:", threads() - before, file=sys.stderr)
"""


def left_by(folder: Path, *words: str) -> int:
    """Return how many native threads a command leaves when it has done its work."""
    told = subprocess.run(
        [sys.executable, "-c", COMMANDS, *words],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    return int(told.stderr.rpartition("left:")[2])


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="counts threads in /proc")
def test_commands_that_read_stores_leave_no_native_threads_behind(tmp_path):
    parts = [f"part{number}" for number in (1, 2)]
    for number, name in enumerate(parts, 1):
        sweep(study_in(tmp_path), tmp_path / name, runner=quick, shard=(number, 2))
    assert left_by(tmp_path, "merge", "whole", *parts) <= MEMORY
    assert left_by(tmp_path, "report", "whole") <= MEMORY
    wide = pd.DataFrame({f"column_{i}": [float(i)] * 1000 for i in range(60)})
    wide.to_parquet(tmp_path / "whole" / "wide.parquet")
    (tmp_path / "more").mkdir()
    wide.to_parquet(tmp_path / "more" / "wide.parquet")
    (tmp_path / "more" / "manifest.json").write_text('{"kind": "run"}')
    assert left_by(tmp_path, "report", "more") <= MEMORY


WRITES = """
import os, sys
import numpy, pandas, pyarrow, pyarrow.parquet

wide = pandas.DataFrame({f"column_{i}": [float(i)] * 100_000 for i in range(60)})
before = len(os.listdir("/proc/self/task"))
wide.to_parquet(sys.argv[1])
print(len(os.listdir("/proc/self/task")) - before)
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="counts threads in /proc")
def test_writing_a_table_leaves_no_pool_of_native_threads_behind(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", WRITES, str(tmp_path / "x.parquet")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert int(told.stdout) <= MEMORY
