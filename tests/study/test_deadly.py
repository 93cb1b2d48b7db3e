"""A run that kills its process is found, recorded with its reason, and the others go on."""

import os
import subprocess
import sys

import pytest

from analysis.study.journal import UNDERWAY, Journal
from analysis.study.making import DIED
from analysis.study.results import load_study
from analysis.study.sweep import sweep
from sim.core.errors import ResultsError
from tests.house.source import ROOT
from tests.study.quick import contents, deadly, quick, study_in
from tests.system import posix_only

ENDS = {
    "SIGSEGV": "was killed (SIGSEGV, a wrong access to memory)",
    "SIGKILL": "was killed (SIGKILL, perhaps since it needs more memory than there is)",
    "3": "left with exit code 3",
}
COMMAND = """
from analysis.study import sweep
from counterpoint.cli import main
from counterpoint.terminal import progress
from tests.study.quick import deadly
sweep.compiled_runner = lambda: deadly
progress.compiled = lambda: None
main.main()
"""


def swept(study, folder, end, *options):
    command = [sys.executable, "-X", "faulthandler=0", "-m", "tests.study.quick"]
    return subprocess.run(
        [*command, study.path, str(folder), "deadly", *options],
        cwd=ROOT, env={**os.environ, "DEADLY": end}, check=False,
    ).returncode  # fmt: skip


def typed(folder, *arguments, end="SIGSEGV"):
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments],
        cwd=folder, env={**os.environ, "DEADLY": end, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def broken(scenario, seed, replicate):
    """Fail as on a full disk; here, for a process of its own looks for it by its name."""
    raise OSError("no more disk")


@pytest.fixture
def whole(tmp_path):
    """Return the study, and the store of a sweep that nothing stopped."""
    study = study_in(tmp_path)
    sweep(study, tmp_path / "whole", chunk_runs=4, runner=quick)
    return study, contents(tmp_path / "whole")


def check_only_one_failed(folder, expected, how):
    """Check that all numbers are those of `expected`, but for the run that kills its process."""
    results = load_study(folder)
    assert results.manifest["is_finished"]
    (row,) = results.failures.to_dict("records")
    assert (row["point"], row["scenario"], row["replicate"]) == (8, "shared_revenue", 1)
    assert row["error"] == DIED
    assert row["text"] == f"the run ended its process: it {how}"
    found = contents(folder)
    assert found.keys() == expected.keys()
    changed = [name for name in expected if found[name] != expected[name]]
    chunks = [name for name in changed if name.startswith("measures-")]
    assert len(chunks) == 1
    assert set(changed) - set(chunks) == {"failures.parquet", "manifest.json"}


@posix_only
def test_the_same_command_again_finds_the_run_that_kills(whole, tmp_path, monkeypatch):
    study, expected = whole
    folder = tmp_path / "killed"
    assert swept(study, folder, "SIGKILL") == -9
    assert Journal(folder).left()
    monkeypatch.setenv("DEADLY", "SIGKILL")
    sweep(study, folder, runner=deadly)
    assert Journal(folder).left() == set()
    check_only_one_failed(folder, expected, ENDS["SIGKILL"])
    monkeypatch.setenv("DEADLY", "3")
    sweep(study, folder, runner=deadly, retry_failed=True)
    check_only_one_failed(folder, expected, ENDS["3"])
    sweep(study, folder, runner=quick, retry_failed=True)
    assert contents(folder) == expected


@posix_only
def test_the_command_goes_on_by_itself_when_a_run_kills_the_process(whole, tmp_path):
    _study, expected = whole
    end = "SIGSEGV"
    done = typed(tmp_path, "sweep", "quick.yaml", "--out", "out", "--chunk", "4", end=end)
    assert done.returncode == 1, done.stderr
    assert f"A run ended the program, which {ENDS[end]}; going on without it." in done.stderr
    assert "54 of 54 runs are done, 1 failed" in done.stdout
    assert (
        f"failed: point 8, shared_revenue, replicate 1: the run ended its process: it {ENDS[end]}"
        in done.stderr
    )
    assert "Traceback" not in done.stderr
    check_only_one_failed(tmp_path / "out", expected, ENDS[end])


def test_who_kills_the_command_kills_the_sweep_with_it(tmp_path):
    study = study_in(tmp_path)
    command = [sys.executable, "-c", COMMAND.replace("deadly", "slow"), "sweep", "quick.yaml"]
    child = subprocess.Popen(
        [*command, "--out", "out", "--chunk", "1"], cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    while child.poll() is None and len(list((tmp_path / "out").glob("measures-*"))) < 3:
        pass
    child.kill()
    child.wait()
    assert sweep(study, tmp_path / "out", runner=quick).manifest["is_finished"]


def test_trouble_of_the_machine_in_a_process_of_its_own_stops_the_sweep(whole, tmp_path):
    study, expected = whole
    folder = tmp_path / "whole"
    gone = next(name for name in expected if name.startswith("measures-"))
    (folder / gone).unlink()
    (folder / UNDERWAY).mkdir()
    (folder / UNDERWAY / gone).touch()
    with pytest.raises(ResultsError, match="OSError: no more disk"):
        sweep(study, folder, runner=broken)
    assert Journal(folder).left() == {gone}
    sweep(study, folder, runner=quick)
    assert contents(folder) == expected
