"""A store whose manifest lost something, or that holds a folder for a file: named, no crash."""

import json
import shutil

import pytest

from analysis.results.place import MANIFEST
from analysis.study.merge import merge
from analysis.study.results import load_study
from analysis.study.sweep import sweep
from sim.core.errors import ResultsError
from tests.study.quick import SOBOL, contents, quick, study_in

KEYS = (
    "format", "code", "core", "study", "scenarios", "points", "chunk_runs", "keeps_tables",
    "shard", "luck", "runs", "is_finished", "files",
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    place = tmp_path_factory.mktemp("whole")
    study = study_in(place, SOBOL)
    sweep(study, place / "made", chunk_runs=4, runner=quick)
    return study, place / "made"


@pytest.fixture
def made(whole, tmp_path):
    shutil.copytree(whole[1], tmp_path / "made")
    return tmp_path / "made"


def changed(folder, change):
    path = folder / MANIFEST
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def doors(study, folder, tmp_path):
    """Return what every door into a store says about it; None where it opens."""
    calls = (
        lambda: load_study(folder),
        lambda: merge(tmp_path / "all", [folder]),
        lambda: sweep(study, folder, runner=quick),
    )
    said = []
    for call in calls:
        try:
            call()
            said.append(None)
        except ResultsError as error:
            said.append(str(error))
    return said


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", [None, 3.5])
def test_a_manifest_without_a_key_or_with_another_kind_of_value_is_damaged(
    whole, made, tmp_path, key, value
):
    def change(content):
        content[key] = value
        if value is None:
            del content[key]

    changed(made, change)
    before = contents(made)
    said = doors(whole[0], made, tmp_path)
    assert contents(made) == before
    assert all(f"{MANIFEST}: is damaged ({key}" in text for text in said), said
    assert all("move it away" in text for text in said)


@pytest.mark.parametrize(
    ("within", "key"),
    [("study", "design"), ("study", "parameters"), ("study", "replicates"), ("runs", "done")],
)
def test_a_manifest_that_lost_something_inside_is_damaged(whole, made, tmp_path, within, key):
    changed(made, lambda content: content[within].pop(key))
    said = doors(whole[0], made, tmp_path)
    assert all(f"{MANIFEST}: is damaged ({within}" in text for text in said), said


def test_a_listed_file_without_its_hash_is_damage(whole, made, tmp_path):
    changed(made, lambda content: next(iter(content["files"].values())).clear())
    said = doors(whole[0], made, tmp_path)
    assert all("is damaged (files" in text for text in said), said


def test_a_scheme_without_its_hash_is_damage(whole, made, tmp_path):
    changed(made, lambda content: content["scenarios"][0].pop("hash"))
    said = doors(whole[0], made, tmp_path)
    assert all("is damaged (scenarios" in text for text in said), said


def test_the_way_out_of_a_damaged_manifest_works(whole, made, tmp_path):
    expected = contents(made)
    changed(made, lambda content: content.pop("code"))
    (made / MANIFEST).rename(tmp_path / MANIFEST)
    found = sweep(whole[0], made, chunk_runs=4, runner=quick)
    assert found.made == 0
    assert contents(made) == expected


@pytest.mark.parametrize("has_manifest", [True, False])
def test_a_folder_in_place_of_a_chunk_is_moved_away_and_made_again(whole, made, has_manifest):
    expected = contents(made)
    path = sorted(made.glob("measures-*.parquet"))[2]
    path.unlink()
    path.mkdir()
    (path / "inside").write_text("kept")
    with pytest.raises(ResultsError, match=rf"{path.name}: .*sweep into this folder again"):
        load_study(made)
    if not has_manifest:
        (made / MANIFEST).unlink()
    sweep(whole[0], made, chunk_runs=4, runner=quick)
    assert (made / "damaged" / path.name / "inside").read_text() == "kept"
    shutil.rmtree(made / "damaged")
    assert contents(made) == expected


@pytest.mark.parametrize("name", ["points.parquet", "failures.parquet", MANIFEST])
def test_a_folder_in_place_of_a_file_of_the_store_is_named(whole, made, tmp_path, name):
    (made / name).unlink()
    (made / name).mkdir()
    said = doors(whole[0], made, tmp_path)
    assert name in said[-1]
    assert all(text is None or name in text for text in said), said


def test_another_study_is_told_apart_in_good_english(whole, made):
    from dataclasses import replace

    other = replace(whole[0], parameters=whole[0].parameters[:1])
    with pytest.raises(ResultsError, match=r"holds another study, .*: it differs in parameters; "):
        sweep(other, made, runner=quick)
