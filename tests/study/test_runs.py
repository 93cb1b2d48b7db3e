"""Studies of the simulation itself: tables kept, the command line, a cluster."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.study.sweep import evaluate, sweep
from counterpoint.cli.main import cli
from sim import load_scenario, run
from sim.scenario.shipped import studies
from tests.study.quick import contents, quick, study_in

TINY = """\
schema_version: 1
name: tiny
schemes: [siloed_metrics, shared_revenue]
set: {run.weeks: 26, run.burn_in: 13, market.accounts: 60}
design: {kind: grid, levels: 2}
parameters:
  needs.drift: {low: 0.02, high: 0.2}
  contracts.rep.own_revenue: {low: 0.2, high: 0.6}
replicates: 2
seed: 5
measures: [win_rate, relationship_conflict, trust]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments):
    return CliRunner().invoke(cli, list(arguments), prog_name="counterpoint")


def test_a_sweep_simulates_what_its_points_say(folder):
    results = sweep(study_in(folder, TINY), folder / "out", keep_tables=True)
    point = results.points.iloc[3]
    settings = ("run.weeks=26", "run.burn_in=13", "market.accounts=60")
    scenario = load_scenario("shared_revenue", overrides=settings).with_values(
        {
            "needs.drift": point["needs.drift"],
            "contracts.rep": {
                "own_revenue": point["contracts.rep.own_revenue"],
                "shared_revenue": 1 - point["contracts.rep.own_revenue"],
            },
        }
    )
    weekly = run(scenario, seed=5, replicate=1).frame("weekly")
    kept = pd.read_parquet(folder / "out/tables/p000003-shared_revenue-r000001/weekly.parquet")
    assert kept["relationship_conflict"].tolist() == weekly["relationship_conflict"].tolist()
    value = results.wide("relationship_conflict").loc[(3, 1), "shared_revenue"]
    counted = weekly[weekly["week"] >= 0]["relationship_conflict"].mean()
    assert value == pytest.approx(counted)


def test_the_starter_file_is_fine_and_runs(folder):
    assert call("new-study", "ours").exit_code == 0
    assert call("validate", "ours.yaml").stdout == "ours.yaml: fine (5 settings varied, 960 runs)\n"
    assert "is there already" in call("new-study", "ours").stderr
    text = (folder / "ours.yaml").read_text()
    tiny = "run.weeks: 26\n  run.burn_in: 13\n  market.accounts: 60"
    small = text.replace("run.weeks: 156", tiny).replace("points: 64", "points: 1")
    (folder / "ours.yaml").write_text(small.replace("replicates: 5", "replicates: 1"))
    done = call("sweep", "ours.yaml", "--out", "out", "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["runs"] == {"planned": 3, "done": 3, "failed": 0}


def test_the_commands_sweep_shards_and_merge_them(folder):
    (folder / "tiny.yaml").write_text(TINY)
    whole = call("sweep", "tiny.yaml", "--out", "whole", "--chunk", "4")
    assert whole.exit_code == 0, whole.stderr
    assert "4 points × 2 schemes × 2 replicates: 16 of 16 runs are done, 0 failed" in whole.stdout
    assert "Nothing was missing" not in whole.stdout
    again = call("sweep", "tiny.yaml", "--out", "whole")
    assert again.exit_code == 0, again.stderr
    assert again.stdout.splitlines()[-2:] == [
        "Nothing was missing: whole holds all 16 runs.",
        (
            "Next: read it in Python, with counterpoint.analysis.load_study('whole'); or ask for "
            "more replicates or points"
        ),
    ]
    for part in ("1/2", "2/2"):
        done = call("sweep", "tiny.yaml", "--out", f"s{part[0]}", "--shard", part, "--chunk", "4")
        assert done.exit_code == 0, done.stderr
    merged = call("merge", "m", "s1", "s2")
    assert merged.exit_code == 0, merged.stderr
    assert contents(folder / "m") == contents(folder / "whole")
    more = call("sweep", "tiny.yaml", "--out", "m", "--replicates", "3", "--json")
    assert json.loads(more.stdout)["runs"]["planned"] == 24
    assert json.loads(more.stdout)["made"] == 8
    fewer = call("sweep", "tiny.yaml", "--out", "m")
    assert fewer.exit_code == 2
    assert "ask for as many or more" in fewer.stderr


def test_a_sweep_with_failed_runs_ends_with_1_and_says_how_to_repeat_them(folder):
    text = TINY.replace("needs.drift: {low: 0.02, high: 0.2}", "scoring.lowest: {low: 0, high: 1}")
    text = text.replace("accounts: 60", "accounts: 60, scoring.highest: 0.9")
    (folder / "tiny.yaml").write_text(text, encoding="utf-8")
    for more in ((), ("--retry-failed",)):
        done = call("sweep", "tiny.yaml", "--out", "out", "--workers", "1", *more)
        assert done.exit_code == 1, done.output
        assert "16 of 16 runs are done, 8 failed" in done.stdout
        assert "lies above scoring.highest" in done.stderr
        assert "with --retry-failed to try them again" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sweep", "nowhere.yaml"), "nowhere.yaml: there is no such file"),
        (("sweep", "smok"), "did you mean smoke?"),
        (("sweep", "smoke", "--shard", "3/2"), "'3/2' does not name a part, as 3/8 does"),
        (("sweep", "smoke", "--shard", "x"), "'x' does not name a part"),
        (("merge", "out", "nowhere"), "nowhere: holds no study"),
        (("new-study", "a b"), "the name must be 1 to 60 letters"),
        (("new-study", "x", "--market", "nowhere"), "no shipped scenario is called 'nowhere'"),
        (("validate", "smoke", "tiny.yaml"), "needs.drif: unknown setting; did you mean"),
    ],
)
def test_a_mistake_gets_a_message_and_leaves_nothing(folder, arguments, said):
    (folder / "tiny.yaml").write_text(TINY.replace("needs.drift", "needs.drif"))
    result = call(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert [path.name for path in folder.iterdir()] == ["tiny.yaml"]


def test_list_names_the_studies(folder):
    text = call("list").stdout
    assert "Studies (counterpoint sweep)" in text
    assert [name for name in studies() if f"  {name} " not in text] == []


def test_runs_in_memory_tell_how_far_they_are(folder):
    told = []
    evaluate(study_in(folder), runner=quick, progress=lambda *steps: told.append(steps))
    # 9 points, 2 schemes, 3 replicates
    assert told == [(done, 54) for done in range(55)]
