"""Nothing is overwritten but results of the same command, and that is said before any work."""

import json

import pytest

from analysis.results.place import MANIFEST
from analysis.results.store import check_free
from analysis.study.loading import load_study_file
from counterpoint.terminal.studies import folder_for
from sim.core.errors import ResultsError


@pytest.fixture
def taken(tmp_path):
    """Return a function that makes a folder with results of some kind."""

    def made(kind):
        (tmp_path / MANIFEST).write_text(json.dumps({"kind": kind}), encoding="utf-8")
        return tmp_path

    return made


@pytest.mark.parametrize("kind", ["compare", "run", "regimes", None])
def test_nothing_overwrites_the_runs_of_a_study(taken, kind):
    with pytest.raises(ResultsError, match="which nothing overwrites; choose another --out"):
        check_free(taken("sweep"), overwrite=True, kind=kind)


def test_results_of_another_command_are_not_overwritten(taken):
    with pytest.raises(ResultsError, match="holds results of counterpoint run, and --overwrite"):
        check_free(taken("run"), overwrite=True, kind="compare")


def test_results_of_the_same_command_are(taken):
    check_free(taken("compare"), overwrite=True, kind="compare")


def test_the_place_of_a_studys_runs_is_refused_before_they_are_made(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    study = load_study_file("smoke")
    with pytest.raises(ResultsError, match="is where the runs of smoke are kept"):
        folder_for(study, "regimes", tmp_path / "results" / "smoke", overwrite=True)


def test_a_name_that_no_file_system_takes_is_one_sentence(tmp_path):
    with pytest.raises(ResultsError, match="a name of 300 bytes is longer than file systems take"):
        check_free(tmp_path / ("x" * 300), overwrite=False)


@pytest.mark.parametrize(
    ("parts", "said"),
    [(["d"] * 2_000, "2,0.. folders"), (["d" * 200] * 20, "a path of 4,.*bytes")],
)
def test_a_path_that_is_too_deep_or_too_long_is_one_sentence(tmp_path, parts, said):
    with pytest.raises(ResultsError, match=f"{said}.*choose another --out"):
        check_free(tmp_path.joinpath(*parts), overwrite=False)
    assert list(tmp_path.iterdir()) == []
