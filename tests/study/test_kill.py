"""Whatever stops a sweep, the same command again ends with the same bytes."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.study import folder as folders
from analysis.study.folder import StudyFolder
from analysis.study.results import load_study
from analysis.study.sweep import sweep
from sim.core.errors import ResultsError
from tests.house.source import ROOT
from tests.study.quick import contents, quick, study_in
from tests.system import posix_only


@pytest.fixture
def whole(tmp_path):
    """Return the study, and the store of a sweep that nothing stopped."""
    study = study_in(tmp_path)
    sweep(study, tmp_path / "whole", chunk_runs=4, runner=quick)
    return study, contents(tmp_path / "whole")


def started(study, folder, *options):
    command = [sys.executable, "-m", "tests.study.quick", study.path, str(folder), *options]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)


def chunks(folder):
    return len(list(folder.glob("measures-*.parquet")))


def wait_for(child, folder, count):
    """Wait until there are so many chunks, or the child is done."""
    end = time.monotonic() + 120
    while child.poll() is None and chunks(folder) < count and time.monotonic() < end:
        time.sleep(0.01)


def test_a_sweep_that_is_killed_again_and_again_ends_with_the_same_bytes(whole, tmp_path):
    study, expected = whole
    folder = tmp_path / "killed"
    kills = 0
    while True:
        child = started(study, folder)
        wait_for(child, folder, chunks(folder) + 3)
        if child.poll() is not None:
            break
        child.kill()
        child.communicate()
        kills += 1
    assert child.communicate()[1] == b""
    assert child.returncode == 0
    assert kills >= 3
    assert contents(folder) == expected


def test_a_killed_sweep_can_be_read_and_is_balanced(whole, tmp_path):
    study, _expected = whole
    folder = tmp_path / "killed"
    child = started(study, folder)
    wait_for(child, folder, 6)
    child.kill()
    child.communicate()
    results = load_study(folder)
    assert not results.manifest["is_finished"]
    counts = results.measures.groupby(["point", "scenario"], observed=True).size()
    assert counts.max() - counts.min() <= 2  # one replicate: two measures
    assert set(results.measures["scenario"]) == {"siloed_metrics", "shared_revenue"}


@pytest.fixture
def ctrl_c():
    """Let Ctrl-C interrupt as it does in a terminal: workers of parallel tests ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_finishes_the_running_chunks_and_keeps_them(whole, tmp_path):
    study, expected = whole
    folder = tmp_path / "stopped"
    stopped = []

    def stop(done, _planned):
        if done >= 9 and not stopped:
            stopped.append(done)
            signal.raise_signal(signal.SIGINT)

    result = sweep(
        study, folder, chunk_runs=4, runner=quick, workers=1, keep_on_interrupt=True, progress=stop
    )
    assert result.interrupted
    assert not result.manifest["is_finished"]
    assert 0 < result.manifest["runs"]["done"] < result.manifest["runs"]["planned"]
    assert len(result.measures) == 2 * result.manifest["runs"]["done"]
    sweep(study, folder, runner=quick)
    assert contents(folder) == expected


@posix_only  # it needs locks
def test_a_second_sweep_of_one_store_is_refused_while_the_first_works(whole, tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "GRACE", 0.0)
    study, expected = whole
    folder = tmp_path / "both"
    child = started(study, folder)
    wait_for(child, folder, 1)
    with pytest.raises(ResultsError, match=rf"a sweep is at work here \(process {child.pid} on "):
        sweep(study, folder, runner=quick)
    assert child.wait() == 0
    child.communicate()
    sweep(study, folder, runner=quick)
    assert contents(folder) == expected


def test_two_sweeps_without_locks_do_each_other_no_harm(whole, tmp_path):
    study, expected = whole
    folder = tmp_path / "both"
    children = [started(study, folder, "unlocked") for _ in range(2)]
    said = [child.communicate()[1] for child in children]
    assert [child.returncode for child in children] == [0, 0], said
    assert contents(folder) == expected


def test_a_lock_that_nobody_may_remove_while_it_is_held_stays_and_does_no_harm(
    whole, tmp_path, monkeypatch
):
    removed = Path.unlink

    def refusing(path, missing_ok=False):
        if path.name == folders.LOCK:  # as Windows does with what is open
            raise PermissionError(13, "it is being used by another process", str(path))
        removed(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refusing)
    monkeypatch.setattr(StudyFolder, "is_ours", lambda *_: None)  # there are no locks either
    study, expected = whole
    for _ in range(2):
        sweep(study, tmp_path / "out", chunk_runs=4, runner=quick)
    assert (tmp_path / "out" / folders.LOCK).exists()
    assert contents(tmp_path / "out") == expected


@posix_only  # it needs locks
def test_what_a_killed_sweep_left_half_written_is_cleared_away(whole, tmp_path):
    study, expected = whole
    folder = tmp_path / "left"
    with StudyFolder(folder).lock():
        pass
    (folder / ".measures-r000000-b000000-0123456789abcdef.parquet.part-1-ab").write_bytes(b"half")
    (folder / "tables" / ".p000000.part-1").mkdir(parents=True)
    sweep(study, folder, chunk_runs=4, runner=quick)
    assert contents(folder) == expected
    assert list((folder / "tables").iterdir()) == []
