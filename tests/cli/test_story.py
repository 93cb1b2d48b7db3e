"""counterpoint story, and run --events."""

import json

import pandas as pd
import pytest

from counterpoint.cli import story

SMALL = ("--weeks", "52", "--set", "market.accounts=600", "--set", "run.burn_in=13")


def test_a_pair_is_two_seats(call):
    result = call("story", "siloed_metrics", "--pair", "1")
    assert result.exit_code == 2
    assert "write two seats" in result.stderr


def test_a_file_that_is_there_is_not_replaced(call, folder):
    (folder / "x.json").write_text("mine")
    result = call("story", "siloed_metrics", "--out", "x.json")
    assert result.exit_code == 2
    assert "exists already" in result.stderr
    assert (folder / "x.json").read_text() == "mine"


@pytest.mark.compiled
def test_a_story_is_told_in_every_form(call, folder):
    *_, line = call("story", "siloed_metrics", "--account", "999", *SMALL).stderr.splitlines()
    assert line == "account 999: there are accounts 0 to 599"
    text = call("story", "siloed_metrics", "--all", *SMALL, "--dates", "2026-01-05").stdout
    assert "2026-01-05" in text
    found = json.loads(call("story", "siloed_metrics", "--all", *SMALL, "--json").stdout)
    assert found["stories"][0]["scenario"] == "siloed_metrics"
    made = call("story", "siloed_metrics", "--all", *SMALL, "--format", "ocel", "--out", "l.json")
    assert made.exit_code == 0, made.output
    assert len(json.loads((folder / "l.json").read_text())["events"]) == len(
        found["stories"][0]["events"]
    )
    lines = call("story", "siloed_metrics", "--all", *SMALL, "--format", "csv").stdout.splitlines()
    assert lines[0] == "case_id,activity,timestamp"


@pytest.mark.compiled
def test_an_account_is_set_beside_itself_under_another_scheme(call):
    result = call(
        "story", "siloed_metrics", "--account", "5", "--against", "shared_revenue", *SMALL
    )
    assert result.exit_code == 0, result.output
    assert "siloed_metrics" in result.stdout
    assert "shared_revenue" in result.stdout


@pytest.mark.compiled
@pytest.mark.parametrize("width", [60, 80, 100])
def test_a_life_is_wrapped_under_its_own_text_and_a_pipe_gets_whole_lines(call, monkeypatch, width):
    whole = call("story", "siloed_metrics", "--all", *SMALL).stdout
    monkeypatch.setattr(story, "room", lambda: width)
    narrow = call("story", "siloed_metrics", "--all", *SMALL).stdout
    lines = narrow.splitlines()
    assert max(map(len, lines)) < width < max(map(len, whole.splitlines()))
    assert narrow.split() == whole.split()
    wrapped = [line for line in lines if line.startswith(" " * 14)]
    assert wrapped
    assert all(line[14] != " " for line in wrapped)


@pytest.mark.compiled
def test_a_run_writes_its_events_when_asked(call, folder):
    result = call("run", "siloed_metrics", *SMALL, "--events", "--out", "x")
    assert result.exit_code == 0, result.output
    events = pd.read_csv(folder / "x" / "events.csv")
    assert {"week", "event_id", "kind", "cause_event_id"} <= set(events.columns)
    tables = json.loads((folder / "x" / "data_dictionary.json").read_text())["tables"]
    assert [item["column"] for item in tables["events"]["columns"]] == list(events.columns)
    assert "events.csv" in json.loads((folder / "x" / "manifest.json").read_text())["files"]
    call("run", "siloed_metrics", *SMALL, "--out", "y")
    assert not (folder / "y" / "events.csv").exists()
    for name in ("weekly.csv", "pairs.csv", "opportunities.csv"):
        assert (folder / "x" / name).read_bytes() == (folder / "y" / name).read_bytes()
