"""compare --worlds: worlds in the table, the report and the folder; files that do not fit."""

import json

import pandas as pd
import pytest

from analysis.runs.draws import NAMED
from counterpoint.terminal.completing import WORLDS, complete_worlds

pytestmark = pytest.mark.compiled
PAIR = ("siloed_metrics", "shared_revenue")
SHORT = ("--set", "run.weeks=52", "--set", "run.burn_in=13", "--replicates", "10")


@pytest.fixture
def lived(call, folder, monkeypatch):
    """Return the screen and the folder of a comparison in worlds drawn from a file."""
    worlds = pd.DataFrame({"conflict.cooling": [0.02, 0.08], "weight": [1.0, 2.0]})
    worlds.to_csv("ours.csv", index=False)
    typed = ("compare", *PAIR, *SHORT, "--worlds", "ours.csv", "--out", "lived")
    monkeypatch.setattr("sys.argv", ["counterpoint", *typed])
    result = call(*typed)
    assert result.exit_code == 0, result.output
    return result.stdout, folder / "lived"


def test_worlds_are_told_drawn_reported_and_repeated(lived, call):
    screen, place = lived
    assert "In how many worlds" in screen
    assert "1 setting drawn from ours.csv" in " ".join(screen.split())
    table = pd.read_csv(place / "worlds.csv")
    assert list(table.columns) == ["replicate", "conflict.cooling"]
    assert set(table["conflict.cooling"]) == {0.02, 0.08}
    manifest = json.loads((place / "manifest.json").read_text())
    assert manifest["worlds"]["from"] == "ours.csv"
    assert manifest["worlds"]["settings"] == 1
    known = json.loads((place / "data_dictionary.json").read_text())["tables"]
    assert {"worlds", "turning"} <= known.keys()
    turning = pd.read_csv(place / "turning.csv")
    assert list(turning.columns) == [entry["column"] for entry in known["turning"]]
    page = (place / "report.html").read_text()
    assert "In how many worlds" in page
    assert "tables agree, byte by byte" in call("rerun", "lived").stdout
    call("report", "lived")
    assert (place / "report.html").read_text() == page
    pd.DataFrame({"conflict.cooling": [0.03]}).to_csv("ours.csv", index=False)
    again = call("rerun", "lived")
    assert again.exit_code == 1
    assert "ours.csv holds other worlds" in again.stdout


def test_json_holds_what_the_worlds_say(call, folder):
    result = call("compare", *PAIR, *SHORT, "--worlds", "behaviour", "--json")
    found = json.loads(result.stdout)["worlds"]
    assert found["from"] == "behaviour"
    assert found["settings"] == len(NAMED["behaviour"]())
    assert len(found["said"]) == 2
    left = found["left_out"]
    assert left["drawn"] == 10 + left["little"] + left["much"]
    assert f"Of {left['drawn']} worlds drawn" in found["said"][0]


def test_worlds_left_out_stand_in_the_folder_and_all_worlds_keeps_them(call, folder, monkeypatch):
    typed = ("compare", *PAIR, *SHORT, "--worlds", "behaviour", "--out", "sifted")
    monkeypatch.setattr("sys.argv", ["counterpoint", *typed])
    assert "were left out" in call(*typed, "--workers", "1").stdout
    sifted = folder / "sifted"
    assert json.loads((sifted / "manifest.json").read_text())["worlds"]["left_out"]["little"] > 0
    page = (sifted / "report.html").read_text()
    assert "were left out" in page
    call("report", "sifted")
    assert (sifted / "report.html").read_text() == page
    assert "tables agree, byte by byte" in call("rerun", "sifted").stdout
    every = call("compare", *PAIR, *SHORT, "--worlds", "behaviour", "--all-worlds", "--out", "all")
    assert "left out" not in every.stdout
    facts = json.loads((folder / "all" / "manifest.json").read_text())["worlds"]
    assert "left_out" not in facts
    kept, drawn = (pd.read_csv(folder / name / "worlds.csv") for name in ("sifted", "all"))
    assert not kept.equals(drawn)
    assert (kept == drawn).all(axis=1).any()


def test_without_worlds_a_folder_holds_no_table_of_them(call, folder):
    call("compare", *PAIR, *SHORT, "--out", "plain")
    assert not (folder / "plain" / "worlds.csv").exists()
    assert "worlds" not in json.loads((folder / "plain" / "manifest.json").read_text())


def test_every_column_that_does_not_fit_is_named(refused, folder):
    worlds = pd.DataFrame({"conflict.coolling": [0.02], "trust.gain": [7.0]})
    worlds.to_csv("ours.csv", index=False)
    said = " ".join(refused("compare", *PAIR, "--worlds", "ours.csv"))
    assert "did you mean conflict.cooling?" in said
    assert "column trust.gain: takes numbers from 0 to 1, not 7.0 as in row 2" in said


def test_a_name_that_is_nearly_one_is_suggested(refused):
    assert "did you mean behaviour?" in " ".join(refused("compare", *PAIR, "--worlds", "behavior"))


def test_worlds_complete_their_names_then_files():
    assert list(WORLDS) == list(NAMED)
    assert [item.value for item in complete_worlds(None, None, "b")] == ["behaviour", "b"]
