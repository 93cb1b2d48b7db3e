"""counterpoint explain."""

import json

import pytest

TINY = (
    "--replicates", "2", "--causes", "2", "--weeks", "13", "--set", "market.accounts=60", "--set",
    "run.burn_in=13", "--workers", "1",
)  # fmt: skip


def test_equal_scenarios_are_refused(refused):
    (line,) = refused("explain", "siloed_metrics", "siloed_metrics")
    assert "hold the same numbers" in line


def test_an_unknown_measure_is_refused(refused):
    (line,) = refused("explain", "siloed_metrics", "shared_revenue", "--measure", "win_rat")
    assert line == "unknown measure win_rat; did you mean win_rate?"


def test_replicates_and_precision_exclude_each_other(call):
    result = call("explain", "a", "b", "--replicates", "9", "--precision", "0.1")
    assert result.exit_code == 2
    assert "exclude each other" in result.stderr


@pytest.mark.compiled
def test_a_tiny_firm_is_explained(call, folder):
    result = call("explain", "siloed_metrics", "shared_revenue", *TINY, "--out", "x", "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["measure"] == "relationship_conflict"
    assert {row["lever"] for row in found["contributions"]} >= {"rep_weights", "marketer_weights"}
    assert len(found["causes"]) > 10
    assert (folder / "x" / "report.html").is_file()
    shown = call("explain", "siloed_metrics", "shared_revenue", *TINY, "--out", "y")
    assert "Which lever" in shown.stdout
    assert "together" in shown.stdout


@pytest.mark.compiled
def test_a_difference_in_worlds_is_told_written_and_repeated(call, folder, monkeypatch):
    (folder / "ours.csv").write_text("conflict.cooling,trust.gain\n0.02,0.03\n0.08,0.05\n")
    typed = ("explain", "siloed_metrics", "shared_revenue", *TINY, "--causes", "0")
    lived = (*typed, "--worlds", "ours.csv", "--out", "lived")
    monkeypatch.setattr("sys.argv", ["counterpoint", *lived])
    shown = call(*lived)
    assert shown.exit_code == 0, shown.output
    assert "In how many worlds" in shown.stdout
    assert "2 settings drawn from ours.csv" in " ".join(shown.stdout.split())
    place = folder / "lived"
    manifest = json.loads((place / "manifest.json").read_text())
    assert manifest["worlds"] | {"sha256": ""} == {"from": "ours.csv", "settings": 2, "sha256": ""}
    words = json.loads((place / "data_dictionary.json").read_text())["tables"]
    for name in ("worlds", "turning", "signs"):
        assert (place / f"{name}.csv").is_file()
        assert name in words
    page = (place / "report.html").read_text()
    assert "In how many worlds" in page
    assert "same sign in" in page
    assert "tables agree, byte by byte" in call("rerun", "lived").stdout
    found = json.loads(call(*typed, "--worlds", "behaviour", "--json").stdout)
    assert found["worlds"]["from"] == "behaviour"
    assert {row["lever"] for row in found["signs"]} == {
        row["lever"] for row in found["contributions"]
    }


def test_worlds_that_do_not_fit_are_refused_by_name(refused, folder):
    (folder / "ours.csv").write_text("conflict.coolling,trust.gain\n0.1,7\n")
    said = refused("explain", "siloed_metrics", "shared_revenue", "--worlds", "ours.csv")
    assert len(said) == 2
    assert "ours.csv: column conflict.coolling" in said[0]
    assert "column trust.gain: takes numbers from 0 to 1" in said[1]
