"""Reading a store leaves no native threads behind that could outlive Python."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from analysis.study import chunks

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
