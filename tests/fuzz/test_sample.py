"""A sample of the settings that `make fuzz` tries whole, with every index checked."""

import os
import subprocess
import sys

import pytest


@pytest.mark.slow
@pytest.mark.compiled
def test_a_sample_of_all_settings_runs_with_every_index_checked():
    done = subprocess.run(
        [sys.executable, "-m", "scripts.fuzz", "--sample", "200", "--workers", "2"],
        env={**os.environ, "COUNTERPOINT_CHECK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith(": 0 at fault\n")
