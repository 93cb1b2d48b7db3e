"""What was found is not lost when it cannot be written where it should go."""

import errno
import json
import tempfile

import pytest

from analysis.report.folder import write_report
from analysis.results.place import MANIFEST
from analysis.results.store import ResultFolder
from analysis.results.whole import explained
from sim.core.errors import ResultsError

pytestmark = pytest.mark.compiled


@pytest.fixture
def full(folder, monkeypatch):
    """Put the folder `out` on a full disk, and temporary files on another one."""
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    finish = ResultFolder.finish

    def finished(target, manifest):
        if str(target.path) == "out":
            _refuse(target)
        finish(target, manifest)

    monkeypatch.setattr(ResultFolder, "finish", finished)


COMPARE = ("compare", "siloed_metrics", "shared_revenue", "--replicates", "2", "--weeks", "30")
RUN = ("run", "siloed_metrics", "--weeks", "4")


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("command", [COMPARE, RUN], ids=["compare", "run"])
def test_a_full_disk_keeps_what_was_found_elsewhere(call, folder, command):
    done = call(*command, "--out", "out")
    assert done.exit_code == 1
    assert "out: the disk is full; nothing new was kept" in done.stderr
    (place,) = folder.glob("counterpoint-*/out")
    assert f"The results are kept in {place}: move them when there is room." in done.stderr
    assert "siloed_metrics" in done.stdout
    assert str(place) in done.stdout
    assert json.loads((place / MANIFEST).read_text())["kind"] == command[0]
    assert not (folder / "out").exists()


def test_with_no_room_anywhere_the_answer_is_printed(call, folder, monkeypatch):
    monkeypatch.setattr(ResultFolder, "finish", lambda self, _manifest: _refuse(self))
    done = call(*COMPARE, "--out", "out")
    assert done.exit_code == 1
    assert "There is no room elsewhere either: the answer is only printed here." in done.stderr
    assert "2 simulated copies of the firm" in done.stdout
    assert "What would flip it:" in done.stdout
    assert "Report:  (not written)/report.html" in done.stdout
    assert not (folder / "out").exists()


def _refuse(target):
    raise ResultsError(explained(target.path, OSError(errno.ENOSPC, "full")))


def test_results_whose_writing_was_killed_do_not_look_complete(folder):
    target = ResultFolder(folder / "big")
    target.__enter__()
    target.write("weekly.csv", "week\n0\n")
    assert not (folder / "big").exists()
    with pytest.raises(ResultsError, match="big: there is no such folder; what was begun"):
        write_report(folder / "big")
