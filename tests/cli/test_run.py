"""counterpoint run: one company, its tables, its summary."""

import json

import pandas as pd
import pytest

from sim.history.history import TABLES

pytestmark = pytest.mark.compiled

SHORT = ("siloed_metrics", "--weeks", "60")


def test_it_writes_every_table_and_prints_a_summary(call, folder):
    result = call("run", *SHORT, "--seed", "3")
    assert result.exit_code == 0, result.output
    assert "siloed_metrics, seed 3, 60 weeks" in result.stdout
    for word in (
        "Wins",
        "Bookings",
        "New-business gross profit",
        "Unworked leads",
        "Trust",
        "last year",
    ):
        assert word in result.stdout
    found = {path.name for path in (folder / "results" / "siloed_metrics_seed_3").iterdir()}
    expected = {f"{name}.csv" for name in TABLES} | {"manifest.json", "scenario.yaml"}
    assert found == expected | {"data_dictionary.json"}


def test_the_dictionary_explains_every_column_that_was_written(call, folder):
    call("run", *SHORT, "--out", "out")
    book = json.loads((folder / "out" / "data_dictionary.json").read_text())
    for name in TABLES:
        columns = list(pd.read_csv(folder / "out" / f"{name}.csv", nrows=0))
        assert [entry["column"] for entry in book["tables"][name]["columns"]] == columns


def test_parquet_holds_the_same_numbers(call, folder):
    call("run", *SHORT, "--out", "a")
    call("run", *SHORT, "--out", "b", "--format", "parquet")
    left = pd.read_csv(folder / "a" / "weekly.csv")
    right = pd.read_parquet(folder / "b" / "weekly.parquet")
    pd.testing.assert_frame_equal(left, right, check_dtype=False, check_exact=True)


def test_the_manifest_names_seed_and_hash(call, folder):
    call("run", *SHORT, "--seed", "5", "--out", "out")
    manifest = json.loads((folder / "out" / "manifest.json").read_text())
    assert manifest["kind"] == "run"
    assert manifest["luck"] == {"seed": 5, "first_replicate": 0, "replicates": 1}
    assert len(manifest["scenarios"][0]["hash"]) == 64


def test_the_same_seed_gives_the_same_files(call, folder):
    sums = []
    for name in ("a", "b"):
        call("run", *SHORT, "--out", name)
        sums.append(json.loads((folder / name / "manifest.json").read_text())["files"])
    assert sums[0] == sums[1]


def test_the_written_scenario_repeats_the_run(call, folder):
    call("run", "shared_revenue", "--weeks", "60", "--out", "a")
    call("run", "a/scenario.yaml", "--out", "b")
    first, second = (json.loads((folder / name / "manifest.json").read_text()) for name in "ab")
    assert first["scenarios"][0]["hash"] == second["scenarios"][0]["hash"]
    assert first["files"]["leads.csv"] == second["files"]["leads.csv"]


def test_json_holds_every_measure(call):
    found = json.loads(call("run", *SHORT, "--json").stdout)
    assert found["measures"]["bookings_y1"] >= 0
    assert found["measures"]["bookings_y3"] is None


def test_other_results_are_refused(call, refused):
    call("run", *SHORT, "--out", "out")
    assert "already holds other results" in refused("run", *SHORT, "--out", "out")[-1]
