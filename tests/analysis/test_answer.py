"""The three sentences: no winner without a verdict, ties are ties, money in euros a year."""

import re

import numpy as np
import pytest

from analysis import answer, compare
from analysis.answer import sentences
from analysis.patterns.recorded import bands_met, record
from analysis.standing import standing
from tests.analysis.builder import History, Named
from tests.house.source import ROOT

SPACE = "\N{NO-BREAK SPACE}"


def firm(effects, *, spread=0.0, replicates=40, weeks=156, later=0.0, baseline=None):
    """Compare firms whose weekly profit is 10,000 plus an effect; luck of their own by spread.

    Each firm's effect is doubled by `later` from year 2 on, so that horizons can differ.
    """
    luck = np.random.default_rng(4).normal(0, 1, (len(effects), 5_000))
    names = [f"s{place}" for place in range(len(effects))]
    schemes = [
        Named(name, weeks=weeks, effect=effect) for name, effect in zip(names, effects, strict=True)
    ]

    def runner(scenario, seed, replicate):
        run = History(weeks=weeks, scenario=scenario, seed=seed, replicate=replicate)
        week = np.arange(-52, weeks)
        own = scenario.effect + spread * luck[names.index(scenario.name), replicate]
        profit = 10_000 + own + np.where(week >= 52, later * scenario.effect, 0.0)
        run.tables["weekly"] = {"gross_profit": profit}
        return run

    return compare(schemes, replicates=replicates, runner=runner, baseline=baseline)


def test_a_winner_is_named_with_its_lead_in_euros_a_year():
    first = sentences(firm([0.0, 1_000.0], spread=100.0))[0].replace(SPACE, " ")
    assert first.startswith("s1 earns more: about €5")
    assert "a year" in first
    assert "over three years than s0" in first
    # 1,000 a week is 52,000 a year
    assert (
        50_000
        < standing(firm([0.0, 1_000.0]), "gross_profit_y3").differences["s0"].mean / 3
        < 53_000
    )


def test_nobody_wins_inside_two_percent():
    found = firm([0.0, 50.0], spread=20.0)
    first = sentences(found)[0]
    assert "about the same" in first
    assert "earns more" not in first
    assert standing(found, "gross_profit_y3").is_level


def test_a_difference_that_is_not_proven_names_no_winner_and_says_how_many_runs_would():
    first = sentences(firm([0.0, 150.0], spread=1_500.0, replicates=20))[0]
    assert first.startswith("Cannot tell yet whether")
    assert "runs would tell" in first


def test_few_copies_of_a_firm_are_counted_and_not_told_as_another_fraction():
    found = sentences(firm((0.0, 1.0), spread=300.0, replicates=20))
    (counted,) = re.findall(r"in 20 simulated copies .* in (\d+ of \d+)", found[1])
    assert counted.endswith(" of 20")


def test_schemes_that_tie_in_every_pair_tie():
    found = sentences(firm([0.0, 0.0]))
    assert "earn the same" in found[0]
    assert "earned the same in every one" in found[1]
    assert "50 %" not in " ".join(found)


def test_a_close_second_is_not_ranked_and_a_clear_last_is_named():
    first = sentences(firm([0.0, 2_000.0, 2_010.0], spread=30.0))[0].replace(SPACE, " ")
    assert "s2 and s1 earn about the same" in first
    assert "less under s0" in first


def test_the_headline_of_the_baseline_is_the_verdict_of_its_table():
    found = firm([1_000.0, 0.0], spread=100.0)
    verdict = found.verdicts.query("measure == 'gross_profit_y3'")["verdict"].iloc[0]
    assert verdict == "worse"
    assert sentences(found)[0].startswith("s0 earns more")


def test_an_order_that_turns_with_the_horizon_is_said_to_flip():
    # s1 loses 1,000 a week in year 1 and gains 2,000 a week afterwards
    found = firm([0.0, -1_000.0], spread=20.0, later=-3.0)
    assert sentences(found)[0].startswith("s1 earns more")
    assert "a shorter horizon (in year 1 alone s0 is ahead)" in sentences(found)[1]


def test_too_short_a_run_has_no_best():
    found = sentences(firm([0.0, 900.0], weeks=20))
    assert len(found) == 3
    assert "too short to measure profit" in found[0]


@pytest.mark.parametrize("effects", [(0.0, 0.0), (0.0, 900.0, 30.0), (0.0, -50.0)])
def test_there_are_three_statements_and_five_measures(effects):
    assert len(sentences(firm(effects, replicates=5))) == 3
    assert len(answer.FRONT) == 5


def test_a_pair_that_the_table_does_not_hold_is_judged_at_least_as_strictly():
    found = firm([0.0, 500.0, 540.0], spread=120.0, replicates=30)
    inner = standing(found, "gross_profit_y3").differences["s1"]
    assert {inner.scenario, inner.baseline} == {"s1", "s2"}
    every = compare(found.loaded, replicates=30, pairs="all", runner=_again(found))
    row = every.differences.query("measure == 'gross_profit_y3' and baseline == 's1'").iloc[0]
    assert inner.mean == pytest.approx(row["mean_difference"])
    assert inner.p_adjusted >= row["p_value"]


def _again(found):
    values = found.measures.query("measure == 'gross_profit_y3'")
    known = {(row.scenario, row.replicate): row.value for row in values.itertuples()}

    def runner(scenario, seed, replicate):
        run = History(weeks=156, scenario=scenario, seed=seed, replicate=replicate)
        run.tables["weekly"] = {"gross_profit": np.full(208, known[scenario.name, replicate] / 156)}
        return run

    return runner


def test_the_count_of_bands_met_is_that_of_the_measured_page():
    text = (ROOT / "docs" / "explanation" / "measured" / "patterns.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|")]
    head, *rows = ([cell.strip() for cell in line.split("|")] for line in lines)
    board = [row for row in rows if row[1].startswith("P")]
    place = head.index("is_inside")
    assert len(board) == record()["patterns"]
    assert sum(row[place] == "True" for row in board) == record()["inside"]


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "docs/explanation/findings.md",
        "docs/explanation/limits.md",
        "docs/explanation/patterns.md",
    ],
)
def test_pages_that_quote_numbers_say_how_many_bands_are_met(page):
    found = record()
    said = " ".join((ROOT / page).read_text(encoding="utf-8").split())
    assert f"{found['inside']} of {found['patterns']} bands" in said


def test_the_count_of_bands_met_is_said_with_what_it_was_counted_on():
    found = record()
    said = bands_met()
    assert f"{found['inside']} of {found['patterns']} bands" in said
    assert found["scenario"] in said
    assert f"{found['replicates']} runs" in said
