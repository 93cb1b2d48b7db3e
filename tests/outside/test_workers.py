"""Workers of a cluster get the text of a room with their work; nothing is installed there."""

import hashlib

import pytest

from analysis.study.loading import load_study_file
from analysis.study.sweep import sweep
from analysis.study.version import code_version
from analysis.study.worker import worker_problem
from sim.outside import load_room
from sim.rooms import using
from tests.outside.lunches import written
from tests.outside.test_commands import STUDY
from tests.study.test_cluster import Cluster


def test_a_worker_is_asked_for_the_code_with_the_rooms_that_come_along(tmp_path):
    rooms = [load_room(written(tmp_path))]
    plain = code_version()
    with using(rooms):
        code = code_version()
    assert code != plain
    assert worker_problem(str(tmp_path), code, rooms) == ""
    assert "has other code or libraries" in worker_problem(str(tmp_path), code)
    assert code_version() == plain


@pytest.mark.slow
@pytest.mark.compiled
def test_a_cluster_makes_the_same_bytes_with_a_room(tmp_path, monkeypatch):
    away = tmp_path / "away"
    away.mkdir()
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    room = load_room(written(tmp_path))
    monkeypatch.chdir(away)  # where the workers begin there is no such file
    computers = Cluster(away)
    try:
        computers.real_worker()
        monkeypatch.chdir(tmp_path)
        with using([room]):
            study = load_study_file("study.yaml")
            sweep(study, tmp_path / "here")
            (tmp_path / "lunches.py").unlink()
            sweep(study, tmp_path / "there", scheduler=computers.address)
    finally:
        for process in reversed(computers.processes):
            process.kill()
            process.wait()
    made = chunks(tmp_path / "here")
    assert made == chunks(tmp_path / "there")
    assert any(name.startswith("measures-") for name in made), made


def chunks(folder):
    """Return the hash of every file with numbers in a store, by its name."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("**/*.parquet"))
    }
