"""A store is extended, repaired or refused; nothing in it is lost."""

import errno
import json
import os
from dataclasses import replace

import pandas as pd
import pytest

from analysis.results import store as whole_files
from analysis.results.place import MANIFEST
from analysis.study import check_same, chunks, open_store, plan, version
from analysis.study.folder import StudyFolder
from analysis.study.merge import merge
from analysis.study.results import load_study
from analysis.study.sweep import evaluate, sweep
from sim.core.errors import InputError, ResultsError
from tests.study.quick import GRID, SOBOL, contents, quick, study_in

CHUNK = 4


@pytest.fixture
def study(tmp_path):
    return study_in(tmp_path, SOBOL)


@pytest.fixture
def made(study, tmp_path):
    """Return the folder of a finished sweep."""
    sweep(study, tmp_path / "made", chunk_runs=CHUNK, runner=quick)
    return tmp_path / "made"


def counting(runs):
    def run(scenario, seed, replicate):
        runs.append((scenario.name, scenario.values["needs"]["drift"], replicate))
        return quick(scenario, seed, replicate)

    return run


def more_points(study, points):
    return replace(study, design=replace(study.design, points=points))


def refused(study, folder, **options):
    before = contents(folder)
    with pytest.raises(ResultsError) as caught:
        sweep(study, folder, runner=quick, **options)
    assert contents(folder) == before
    return str(caught.value)


def a_chunk(folder):
    return sorted(folder.glob("measures-*.parquet"))[2]


def test_the_numbers_are_those_of_the_runs(study, made):
    results = load_study(made)
    row = results.measures.iloc[0]
    point = results.points.iloc[0]
    assert list(results.measures.columns) == [
        "point", "scenario", "replicate", "seed", "measure", "value"
    ]  # fmt: skip
    assert (row["point"], row["scenario"], row["replicate"]) == (0, "siloed_metrics", 0)
    assert (row["seed"], row["measure"]) == (7, "gross_profit_y1")
    assert set(results.measures["replicate"]) == {0, 1, 2}
    assert set(results.measures["seed"]) == {7}
    conflict = results.wide("relationship_conflict")
    assert conflict.loc[(0, 2), "shared_revenue"] == pytest.approx(point["needs.drift"], abs=1e-12)
    assert len(results.measures) == 10 * 2 * 3 * 2
    assert results.manifest["runs"] == {"planned": 60, "done": 60, "failed": 0}


def test_a_store_prints_in_one_line(made):
    assert repr(load_study(made)) == (
        f"<StudyResults of quick in {made}: 10 points, 60 of 60 runs>"
    )


def test_replicates_share_their_luck_across_points_and_schemes(made):
    wide = load_study(made).wide("gross_profit_y1")
    difference = wide["shared_revenue"] - wide["siloed_metrics"]
    assert difference.to_numpy() == pytest.approx(52 * 10 * 0.7, abs=1e-6)  # its weight is 0.7


def test_threads_change_no_byte(study, made, tmp_path):
    sweep(study, tmp_path / "four", workers=4, chunk_runs=CHUNK, runner=quick)
    assert contents(tmp_path / "four") == contents(made)


def test_a_finished_sweep_runs_nothing_again(study, made):
    runs, steps = [], []
    before = contents(made)
    found = sweep(study, made, runner=counting(runs), progress=lambda *step: steps.append(step))
    assert runs == []
    assert steps == []
    assert found.made == 0
    assert contents(made) == before


@pytest.mark.parametrize(
    "first", [{"replicates": 1}, {"points": 3}, {"replicates": 2, "points": 9}]
)
def test_a_store_grows_to_the_bytes_of_one_sweep(study, made, tmp_path, first):
    small = replace(study, replicates=first.get("replicates", 3))
    small = more_points(small, first.get("points", 10))
    sweep(small, tmp_path / "grown", chunk_runs=CHUNK, runner=quick)
    runs = []
    sweep(study, tmp_path / "grown", runner=counting(runs))
    assert len(runs) == 60 - 2 * small.replicates * small.design.points
    assert contents(tmp_path / "grown") == contents(made)


def test_a_grid_keeps_its_points_when_it_gets_more_levels(tmp_path):
    coarse = study_in(tmp_path, GRID)
    fine = replace(coarse, design=replace(coarse.design, levels=5))
    sweep(fine, tmp_path / "once", chunk_runs=CHUNK, runner=quick)
    sweep(coarse, tmp_path / "grown", chunk_runs=CHUNK, runner=quick)
    runs = []
    sweep(fine, tmp_path / "grown", runner=counting(runs))
    assert len(runs) == (25 - 9) * 2 * 3
    assert contents(tmp_path / "grown") == contents(tmp_path / "once")


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:],
        lambda _data: b"",
        lambda _data: None,
    ],
    ids=["truncated", "flipped", "empty", "gone"],
)
@pytest.mark.parametrize("has_manifest", [True, False])
def test_a_damaged_chunk_is_named_and_made_again(study, made, damage, has_manifest):
    expected, path = contents(made), a_chunk(made)
    data = damage(path.read_bytes())
    path.unlink() if data is None else path.write_bytes(data)
    if has_manifest:
        with pytest.raises(ResultsError, match=rf"{path.name}: .*sweep into this folder again"):
            load_study(made)
    else:
        (made / "manifest.json").unlink()
    runs, said = [], []
    sweep(study, made, chunk_runs=CHUNK, runner=counting(runs), notice=said.append)
    assert len(runs) == CHUNK
    assert contents(made) == expected
    assert any(path.name in text for text in said) or (data is None and not has_manifest)
    if data is not None:
        assert (made / "damaged" / path.name).read_bytes() == data


def flipped(data, place):
    return data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :]


def test_no_flipped_bit_of_a_chunk_goes_unnoticed(study, made):
    chunk = a_chunk(made)
    whole = chunk.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        chunk.write_bytes(flipped(whole, place))
        with pytest.raises(ResultsError, match=chunk.name):
            load_study(made)
    sweep(study, made, runner=quick)
    assert chunk.read_bytes() == whole


def test_a_bit_that_flips_before_the_manifest_is_written_changes_no_number(made):
    chunk = a_chunk(made)
    whole = chunk.read_bytes()
    table = chunks.unpacked(chunk)
    store = StudyFolder(made)
    noticed = 0
    for place in range(0, len(whole), max(1, len(whole) // 300)):
        chunk.write_bytes(flipped(whole, place))
        if store.found(chunk.name) is None:
            noticed += 1
        else:  # a bit that the format itself ignores
            assert chunks.unpacked(chunk).equals(table)
    assert noticed > 150


def test_chunks_that_changed_places_are_found_out_and_made_again(study, made):
    before = contents(made)
    one, other = sorted(made.glob("measures-*.parquet"))[1:3]
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    (made / MANIFEST).unlink()
    told = []
    sweep(study, made, chunk_runs=CHUNK, runner=quick, notice=told.append)
    assert sum("moved to" in text for text in told) == 2
    assert {name: data for name, data in contents(made).items() if "damaged" not in name} == before


def test_a_chunk_copied_over_another_is_found_out(study, made):
    one, other = sorted(made.glob("measures-*.parquet"))[1:3]
    other.write_bytes(one.read_bytes())
    with pytest.raises(ResultsError, match=f"{other.name}: damaged"):
        load_study(made)
    runs = []
    sweep(study, made, runner=counting(runs))
    assert len(runs) == CHUNK
    assert not load_study(made).measures.duplicated().any()


def test_a_folder_in_the_place_of_a_chunk_is_moved_away(study, made):
    chunk = a_chunk(made)
    chunk.unlink()
    chunk.mkdir()
    with pytest.raises(ResultsError, match="damaged"):
        load_study(made)
    sweep(study, made, runner=quick)
    assert chunk.is_file()


def test_damaged_points_are_named_and_written_anew(study, made):
    expected = contents(made)
    (made / "points.parquet").write_bytes(b"PAR1")
    with pytest.raises(ResultsError, match=r"points\.parquet: damaged .*sweep into this folder"):
        load_study(made)
    sweep(study, made, runner=quick)
    assert contents(made) == expected


def test_a_store_without_manifest_is_recognised(study, made):
    expected = contents(made)
    (made / "manifest.json").unlink()
    with pytest.raises(ResultsError, match=r"no manifest\.json.*sweep a study into it"):
        load_study(made)
    runs, said = [], []
    sweep(study, made, chunk_runs=CHUNK, runner=counting(runs), notice=said.append)
    assert runs == []
    assert "manifest.json is missing" in said[0]
    assert contents(made) == expected


def test_an_unreadable_manifest_is_refused_with_a_way_out(study, made):
    (made / "manifest.json").write_text("{")
    assert "move it away" in refused(study, made)


def test_a_store_of_the_time_when_replicates_shared_luck_is_refused_with_the_reason(study, made):
    path = made / "manifest.json"
    path.write_text(path.read_text().replace('"format": 3', '"format": 2'))
    said = refused(study, made)
    assert "when replicate r had the luck of seed + r; choose another --out" in said


def test_a_store_of_other_code_is_refused(study, made, monkeypatch):
    for module in (open_store, plan, check_same, version):
        monkeypatch.setattr(module, "code_version", lambda: "another")
    said = refused(study, made)
    assert "was begun with other code or libraries" in said
    assert "--out" in said


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda s: replace(s, seed=8), "it differs in seed;"),
        (lambda s: replace(s, parameters=s.parameters[:1]), "it differs in parameters;"),
        (lambda s: replace(s, measures=s.measures[:1]), "it differs in measures;"),
        (lambda s: replace(s, schemes=s.schemes[::-1]), "other schemes or markets"),
        (lambda s: replace(s, overlays=("null_model",)), "siloed_metrics in mid_market has other"),
        (lambda s: replace(s, replicates=2), "ask for as many or more"),
        (lambda s: more_points(s, 9), "the 10 points of another design"),
        (lambda s: replace(s, design=replace(s.design, seed=2)), "points of another design"),
    ],
)
def test_a_store_of_another_study_is_refused_with_the_reason(study, made, change, reason):
    assert reason in refused(change(study), made)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"chunk_runs": 8}, "--chunk 4, not 8"),
        ({"shard": (1, 2)}, "--shard off, not 1/2"),
        ({"keep_tables": True}, "--keep-tables off, not True"),
    ],
)
def test_a_store_begun_in_another_way_is_refused(study, made, options, reason):
    assert reason in refused(study, made, **options)


def test_a_folder_of_other_things_is_left_alone(study, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "beach.jpg").write_bytes(b"sun")
    assert "holds files that are no study (beach.jpg)" in refused(study, folder)
    (folder / "manifest.json").write_text(json.dumps({"kind": "compare"}))
    assert "holds other results, not a study" in refused(study, folder)


def test_labels_may_change(study, made):
    renamed = replace(study, name="other", description="words")
    assert sweep(renamed, made, runner=quick).study.name == "other"


def test_a_full_disk_keeps_what_is_done(study, made, tmp_path, monkeypatch):
    real, written = os.fsync, []

    def fsync(number):
        written.append(number)
        if len(written) > 24:  # a file and its folder at each write
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(number)

    folder = tmp_path / "full"
    monkeypatch.setattr(whole_files.os, "fsync", fsync)
    with pytest.raises(ResultsError, match=r"the disk is full; the runs that are done are kept"):
        sweep(study, folder, chunk_runs=CHUNK, runner=quick)
    monkeypatch.undo()
    runs = []
    sweep(study, folder, runner=counting(runs))
    assert 0 < len(runs) < 60
    assert contents(folder) == contents(made)


def failing(scenario, seed, replicate):
    if replicate == 1 and scenario.values["needs"]["drift"] > 0.1:
        raise ZeroDivisionError("a week without hours")
    return quick(scenario, seed, replicate)


def test_a_run_that_fails_is_recorded_and_the_others_go_on(study, tmp_path):
    results = sweep(study, tmp_path / "failing", chunk_runs=CHUNK, runner=failing)
    high = results.points[results.points["needs.drift"] > 0.1]
    assert len(high) > 0
    failures = results.failures
    assert sorted(set(failures["point"])) == list(high["point"])
    assert (set(failures["seed"]), set(failures["replicate"])) == ({7}, {1})
    assert set(failures["error"]) == {"ZeroDivisionError"}
    assert set(failures["text"]) == {"a week without hours"}
    first = failures.iloc[0]
    assert json.loads(first["parameters"])["needs.drift"] == high.iloc[0]["needs.drift"]
    assert results.manifest["runs"] == {"planned": 60, "done": 60, "failed": 2 * len(high)}
    wide = results.wide("gross_profit_y1")
    assert len(wide) == 30
    lacking = wide[wide.isna().all(axis=1)]
    assert {(point, replicate) for point, replicate in lacking.index} == {
        (point, 1) for point in high["point"]
    }
    assert wide.notna().to_numpy().sum() == 2 * (30 - len(high))


@pytest.mark.parametrize("trouble", [OSError(errno.ENOSPC, "No space left"), KeyError("cache")])
def test_trouble_of_the_machine_stops_the_sweep_and_is_recorded_of_no_run(study, tmp_path, trouble):
    def troubled(scenario, seed, replicate):
        if replicate == 1:
            raise trouble
        return quick(scenario, seed, replicate)

    folder = tmp_path / "store"
    with pytest.raises(ResultsError, match=r"replicate 1: .*trouble of this machine"):
        sweep(study, folder, chunk_runs=CHUNK, runner=troubled)
    there = load_study(folder)
    assert len(there.failures) == 0
    assert not there.manifest["is_finished"]
    runs = []
    mended = sweep(study, folder, runner=counting(runs))
    assert 0 < len(runs) < 60
    assert mended.manifest["runs"] == {"planned": 60, "done": 60, "failed": 0}


def test_failed_runs_are_made_again_when_asked_for_and_only_those(study, made, tmp_path):
    folder = tmp_path / "failing"
    failed = len(sweep(study, folder, chunk_runs=CHUNK, runner=failing).failures)
    runs, told = [], []
    mended = sweep(
        study,
        folder,
        runner=counting(runs),
        retry_failed=True,
        progress=lambda done, planned: told.append((done, planned)),
    )
    assert len(runs) == failed > 0
    assert told[0] == (60 - failed, 60)
    assert told[-1] == (60, 60)
    assert mended.made == failed
    assert contents(folder) == contents(made)


def test_failures_survive_growth_and_are_not_tried_again(study, tmp_path):
    once = tmp_path / "once"
    sweep(study, once, chunk_runs=CHUNK, runner=failing)
    grown = tmp_path / "grown"
    sweep(more_points(study, 3), grown, chunk_runs=CHUNK, runner=failing)
    sweep(study, grown, runner=failing)
    assert contents(grown) == contents(once)


def test_a_point_that_makes_no_sense_is_a_failure_with_the_reason(tmp_path):
    text = GRID.replace("trust.gain: {low: 0.01, high: 0.05}", "scoring.lowest: {low: 0, high: 1}")
    text = text.replace("{run.weeks: 52}", "{run.weeks: 52, scoring.highest: 0.9}")
    results = sweep(study_in(tmp_path, text), tmp_path / "out", runner=quick)
    assert set(results.failures["error"]) == {"ScenarioError"}
    assert "lies above scoring.highest" in results.failures["text"].iloc[0]
    assert results.manifest["is_finished"]


def test_shards_merge_to_the_bytes_of_one_sweep(study, made, tmp_path):
    shards = [tmp_path / f"part{i}" for i in (1, 2, 3)]
    runs = []
    for i, folder in enumerate(shards, 1):
        sweep(study, folder, shard=(i, 3), chunk_runs=CHUNK, runner=counting(runs))
    assert len(runs) == 60
    merge(tmp_path / "merged", shards)
    assert contents(tmp_path / "merged") == contents(made)


def test_a_merge_that_lacks_a_shard_is_gone_on_with(study, made, tmp_path):
    sweep(study, tmp_path / "part2", shard=(2, 3), chunk_runs=CHUNK, runner=quick)
    results = merge(tmp_path / "merged", [tmp_path / "part2"])
    assert not results.manifest["is_finished"]
    sweep(study, tmp_path / "merged", runner=quick)
    assert contents(tmp_path / "merged") == contents(made)


def test_shards_of_different_studies_do_not_merge(study, made, tmp_path):
    sweep(replace(study, seed=9), tmp_path / "other", chunk_runs=CHUNK, runner=quick)
    with pytest.raises(ResultsError, match="it differs in luck"):
        merge(tmp_path / "merged", [made, tmp_path / "other"])
    with pytest.raises(ResultsError, match="holds no study"):
        merge(tmp_path / "merged", [tmp_path / "nowhere"])
    assert not (tmp_path / "merged").exists()


def test_evaluate_gives_the_numbers_of_a_sweep_without_a_store(study, made):
    found = evaluate(study, runner=quick)
    pd.testing.assert_frame_equal(found, load_study(made).measures)


def test_evaluate_takes_points_of_its_own(study):
    points = pd.DataFrame({"needs.drift": [0.1, 0.3]})
    found = evaluate(study, points, replicates=2, runner=quick)
    conflict = found[found["measure"] == "relationship_conflict"]
    assert len(conflict) == 2 * 2 * 2
    assert conflict.groupby("point")["value"].first().tolist() == pytest.approx([0.1, 0.3])


def test_evaluate_lists_failures(study):
    points = pd.DataFrame({"needs.drift": [0.05, 0.3]})
    found = evaluate(study, points, replicates=2, runner=failing)
    assert {(item["point"], item["replicate"]) for item in found.attrs["failures"]} == {(1, 1)}


def test_a_measure_that_was_not_kept_is_refused(made):
    with pytest.raises(InputError, match="win_rate was not kept"):
        load_study(made).wide("win_rate")


@pytest.mark.parametrize("shard", [(0, 3), (4, 3)])
def test_a_shard_that_does_not_exist_is_refused(study, tmp_path, shard):
    with pytest.raises(InputError, match="does not name a part"):
        sweep(study, tmp_path / "x", shard=shard, runner=quick)
    assert not (tmp_path / "x").exists()
