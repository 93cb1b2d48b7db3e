"""A search over worlds: every candidate meets the same ones, and the start is beaten in some."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.insight.pareto.evaluation import APART
from analysis.insight.pareto.optimise import optimise
from analysis.runs.collect import in_worlds
from analysis.runs.draws import worlds_of
from analysis.study import Parameter
from analysis.study.sweep import evaluate as simulated
from analysis.words.titles import plain
from sim.core.errors import InputError
from sim.scenario import declared
from tests.analysis.builder import History
from tests.insight.builder import PROFIT, study
from tests.insight.test_commands import SMALL as TYPED
from tests.insight.test_commands import call, write

__all__ = ["call", "write"]
KEY, VARIED = "conflict.cooling", "contracts.rep.shared_revenue"
SMALL = {"candidates": 8, "population": 4, "workers": 1, "objectives": [PROFIT]}


def earns(seen, fails_from=math.inf):
    """Return an evaluator: profit rises with shared pay where conflict cools quickly, else falls.

    `seen` takes (look's seed, replicate, shared pay, speed of cooling) of every run. Under seeds
    from `fails_from` on there is no profit.
    """
    low, high = declared.flat()[KEY].sweep

    def run(scenario, seed, replicate):
        flat = scenario.flat()
        seen.append((seed, replicate, flat[VARIED], flat[KEY]))
        effect = flat[VARIED] * ((flat[KEY] - low) / (high - low) - 0.25)
        made = History(weeks=156, scenario=scenario, seed=seed, replicate=replicate)
        made.tables["weekly"] = {
            "gross_profit": np.full(208, (100.0 + effect) * (seed < fails_from))
        }
        return made

    def evaluate(made, points, replicates, workers, worlds=None):
        return simulated(made, points, replicates, workers, runner=in_worlds(run, worlds))

    return evaluate


def made(*keys, replicates=6):
    varied = tuple(Parameter(key, "uniform", 0.0, 1.0) for key in (VARIED, *keys))
    mine = study(varied=varied, replicates=replicates, schemes=("siloed_metrics",))
    return replace(mine, measures=(PROFIT,))


def found_in(worlds="behaviour", seen=None, **options):
    seen = [] if seen is None else seen
    given = {**SMALL, "final_replicates": 24, "all_worlds": True, **options}
    return optimise(made(), worlds=worlds, evaluate=earns(seen), **given)


def test_every_candidate_meets_the_same_worlds():
    seen = []
    found = found_in(seen=seen)
    worlds = worlds_of("behaviour", [found.base])
    by_luck = {}
    for seed, replicate, _, cooling in seen:
        by_luck.setdefault((seed, replicate), set()).add(cooling)
    assert all(len(values) == 1 for values in by_luck.values())
    assert {seed for seed, _ in by_luck} == {1, 1 + APART, 1 + 2 * APART}
    for (seed, replicate), values in by_luck.items():
        assert values == {worlds.at(seed, replicate)[KEY]}


def test_the_share_of_worlds_in_which_the_found_plan_beats_the_start_is_told():
    found = found_in()
    row = found.front.iloc[0]
    cooling = found.lived.drawn.table[KEY]
    low, high = declared.flat()[KEY].sweep
    expected = float((cooling > low + 0.25 * (high - low)).mean())
    assert 0.5 < expected < 1
    assert row[f"{PROFIT}_better"] == pytest.approx(expected)
    said = " ".join(found.said())
    count = round(24 * expected)
    assert f"{row['scenario']} against “Each on own numbers”: more gross profit" in said
    assert f"in the mean, and in {count} of 24 worlds" in said
    assert f"{plain(KEY).label}, rank correlation +" in said
    assert "worlds that the search never saw" in said


def test_what_the_search_varies_is_not_drawn():
    found = optimise(
        made("trust.gain"), worlds="behaviour", all_worlds=True, evaluate=earns([]), **SMALL
    )
    assert "trust.gain" not in found.lived.drawn.table
    assert KEY in found.lived.drawn.table
    assert "not drawn: trust.gain." in " ".join(found.said())
    Path("only.csv").write_text("trust.gain\n0.1\n")
    with pytest.raises(InputError, match="draws nothing but what the study varies itself"):
        optimise(made("trust.gain"), worlds="only.csv", evaluate=earns([]), **SMALL)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_without_worlds_nothing_of_them_is_found():
    found = found_in(worlds=None)
    assert found.lived is None
    assert not [name for name in found.front if name.endswith("_better")]
    assert "world" not in " ".join(found.said())


def test_a_limit_that_nobody_keeps_in_fresh_worlds_leaves_an_empty_front_and_says_so():
    seen = []
    found_in(seen=seen)
    last = max(seed for seed, *_rest in seen)
    found = optimise(
        made(), worlds="behaviour", all_worlds=True, evaluate=earns([], last), **SMALL,
        final_replicates=24,
        limits=[f"{PROFIT}>=1"],
    )  # fmt: skip
    assert found.front.empty
    assert "none of the finalists does so on fresh seeds" in " ".join(found.said())
    assert found.lived is not None
    assert found.lived.leaders == {}


def test_worlds_that_do_not_fit_are_refused_with_all_else_that_is_wrong():
    Path("ours.csv").write_text("conflict.coolling,trust.gain\n0.1,7\n")
    with pytest.raises(InputError) as caught:
        found_in(worlds="ours.csv", limits=["resignations<3"])
    said = str(caught.value)
    assert f"column conflict.coolling: is no setting; did you mean {KEY}?" in said
    assert "column trust.gain: takes numbers from 0 to 1" in said
    assert "measure<=number" in said


@pytest.mark.compiled
def test_a_search_in_worlds_is_told_written_and_repeated(call, write, monkeypatch):
    typed = ("optimise", write("optimise"), *TYPED, "--worlds", "behaviour", "--out", "out")
    monkeypatch.setattr("sys.argv", ["counterpoint", *typed])
    result = call(*typed, "--workers", "2")
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    assert "beats siloed_metrics in" in said
    assert "settings drawn from behaviour" in said
    assert "What the search varies itself is not drawn: conflict.spill." in said
    manifest = json.loads(Path("out/manifest.json").read_text())
    assert manifest["worlds"]["from"] == "behaviour"
    known = json.loads(Path("out/data_dictionary.json").read_text())["tables"]
    table = pd.read_csv("out/worlds.csv")
    assert list(table.columns) == [entry["column"] for entry in known["worlds"]]
    assert len(table) == 3
    turning = pd.read_csv("out/turning.csv")
    assert list(turning.columns) == [entry["column"] for entry in known["turning"]]
    again = call("rerun", "out")
    assert "tables agree, byte by byte" in again.stdout, again.output
