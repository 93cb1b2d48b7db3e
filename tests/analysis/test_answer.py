"""The three sentences: no winner without a verdict, ties are ties, money in euros a year."""

import re
from dataclasses import replace

import numpy as np
import pytest

from analysis import compare
from analysis.comparison import answer
from analysis.comparison.answer import answered, sentences
from analysis.comparison.headline import footnote, lines
from analysis.comparison.standing import standing
from analysis.comparison.verdicts import shown
from analysis.patterns.recorded import bands_met, record
from analysis.uncertainty import studied
from analysis.words.titles import plain
from sim import load_scenario
from sim.scenario import shipped
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


def below(found):
    """Return what stands below the three sentences."""
    return " ".join(each.below for each in answered(found))


def words(sentence):
    """Return how many words a sentence has; a title in quotation marks is one."""
    return len(re.sub("“[^”]*”", "title", sentence.replace(SPACE, " ")).split())


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
    assert "more runs would tell" in first


def test_few_copies_of_a_firm_are_counted_and_not_told_as_another_fraction():
    found = sentences(firm((0.0, 1.0), spread=300.0, replicates=20))
    (counted,) = re.findall(r"in (\d+ of \d+) simulated firms", found[1])
    assert counted.endswith(" of 20")


def test_schemes_that_tie_in_every_pair_tie():
    found = sentences(firm([0.0, 0.0]))
    assert "earn the same" in found[0]
    assert "earned the same in every simulated firm" in found[1]
    assert "50 %" not in " ".join(found)


def test_a_close_second_is_not_ranked_and_a_clear_last_is_named():
    first = sentences(firm([0.0, 2_000.0, 2_010.0], spread=30.0))[0].replace(SPACE, " ")
    assert "s2 and s1 earn about the same" in first
    assert "s0 earns less for sure" in first
    assert "Less than s2, a year: s0 about €10" in below(
        firm([0.0, 2_000.0, 2_010.0], spread=30.0)
    ).replace(SPACE, " ")


def test_the_headline_of_the_baseline_is_the_verdict_of_its_table():
    found = firm([1_000.0, 0.0], spread=100.0)
    verdict = found.verdicts.query("measure == 'gross_profit_y3'")["verdict"].iloc[0]
    assert verdict == "worse"
    assert sentences(found)[0].startswith("s0 earns more")


def test_an_order_that_turns_with_the_horizon_is_said_to_flip():
    # s1 loses 1,000 a week in year 1 and gains 2,000 a week afterwards
    found = firm([0.0, -1_000.0], spread=20.0, later=-3.0)
    assert sentences(found)[0].startswith("s1 earns more")
    assert "What would flip it: a shorter horizon" in sentences(found)[1]
    assert "a shorter horizon (in year 1 alone s0 is ahead)" in below(found)


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
    assert shipped.title(found["scenario"]) in said
    assert f"{found['replicates']} runs" in said


def test_the_second_sentence_says_what_would_flip_the_order_and_names_no_flag():
    for effects in ((0.0, 0.0), (0.0, 900.0, 30.0), (0.0, -50.0)):
        found = firm(effects, spread=50.0)
        second = sentences(found)[1]
        assert "What would flip it: " in second
        assert "--" not in second
        assert (
            studied.sensitive().split(" (")[0] in second
        )  # made-up schemes: no study of ours knows them
        assert "--market" in below(found)


def of_shipped(effects, market="mid_market", spread=100.0):
    """Compare shipped schemes on made-up profits."""
    names = list(effects)
    luck = np.random.default_rng(4).normal(0, spread, (len(names), 40))

    def runner(scenario, seed, replicate):
        run = History(weeks=156, scenario=scenario, seed=seed, replicate=replicate)
        own = effects[scenario.name] + luck[names.index(scenario.name), replicate]
        run.tables["weekly"] = {"gross_profit": np.full(208, 10_000 + own)}
        return run

    schemes = [load_scenario(name, market=market) for name in names]
    return compare(schemes, replicates=40, runner=runner)


def test_shipped_schemes_are_told_what_our_studies_found_to_turn_them():
    found = of_shipped({"siloed_metrics": 0.0, "shared_revenue": 900.0})
    second, rests = sentences(found)[1], below(found)
    known = next(
        each
        for each in studied.record()["screened"]
        if (each["market"], each["scheme"]) == ("mid_market", "shared_revenue")
    )
    assert "our study" not in second  # what it rests on stands below, the answer stays short
    firms = f"our study of {known['worlds']:,} simulated firms of “Mid-market subscriptions”"
    assert firms in rests
    turns = [each for each in known["turns"] if (each["low"] < 50) != (each["high"] < 50)]
    if turns:
        assert plain(turns[0]["setting"]).title in second
        assert f"{turns[0]['low']}{SPACE}%" in rests
    assert "the market (" in rests or "not the market alone" in rests
    assert not re.search(r"\b[a-z]+_[a-z]+\b", second + rests)  # titles, no ids


def test_a_firm_with_segments_of_its_own_is_of_no_kind_that_was_studied():
    firm_of_theirs = load_scenario("siloed_metrics", market="enterprise")
    assert studied.kind_of_firm(firm_of_theirs) == "enterprise"
    segments = [dict(each) for each in firm_of_theirs.values["market"]["segments"]]
    segments[0]["share"] *= 0.5
    other = replace(
        firm_of_theirs,
        values={
            **firm_of_theirs.values,
            "market": {**firm_of_theirs.values["market"], "segments": segments},
        },
    )
    assert studied.kind_of_firm(other) is None


def test_a_scheme_that_pays_otherwise_under_a_shipped_name_is_not_the_one_that_was_studied():
    scheme = load_scenario("siloed_metrics")
    assert studied.known_scheme(scheme)
    assert not studied.known_scheme(scheme.with_values({"contracts.rep.variable_share": 0.11}))


def test_the_record_of_our_studies_is_what_the_measured_pages_say():
    from scripts.measured import FOLDER
    from scripts.studied import gathered

    assert studied.record() == gathered(FOLDER)


def test_every_difference_of_the_sentences_is_one_from_the_baseline_of_the_table():
    lead = {"siloed_metrics": 0.0, "shared_revenue": 900.0, "cmo_reports_to_cso": 300.0}
    found = of_shipped(lead)
    first, second, third = sentences(found)
    assert first.startswith("“One revenue number for both” earns most")
    assert "over three years than “Each on own numbers”" in first
    row = next(
        line for line in lines(found, ("gross_profit_y3",)) if line.scenario == "shared_revenue"
    )
    assert f"({row.apart.removeprefix('+')})" in first
    assert f"earned more than “Each on own numbers” in {row.better.split(' of')[0]}" in second or (
        "in every simulated firm" in second
    )
    assert "“One revenue number for both” instead of “Each on own numbers”" in third


def test_where_the_baseline_leads_the_others_are_told_against_it():
    lead = {"siloed_metrics": 900.0, "shared_revenue": 0.0}
    first, second, third = sentences(of_shipped(lead))
    assert first.startswith("“Each on own numbers” earns more")
    assert (
        "“One revenue number for both” earned more than “Each on own numbers” in no simulated firm"
        in (second)
    )
    assert "“One revenue number for both” instead of “Each on own numbers”" in third


def test_ten_schemes_are_not_all_named():
    for spread in (3_000.0, 0.0):
        found = firm([0.0, *(10.0 * place for place in range(9))], spread=spread, replicates=20)
        first = sentences(found)[0]
        assert " 9 others " in first
        assert words(first) <= 35


def leaning_firm():
    """Return a comparison whose second scheme earns less in most firms, but not for sure."""
    own = [-900.0, -700.0, -800.0, -950.0, -600.0, -850.0, -750.0, -900.0, -650.0, 400.0] * 2

    def runner(scenario, seed, replicate):
        run = History(weeks=156, scenario=scenario, seed=seed, replicate=replicate)
        profit = 10_000 + (own[replicate] if scenario.name == "s1" else 0.0)
        run.tables["weekly"] = {"gross_profit": np.full(208, profit)}
        return run

    found = compare([Named("s0"), Named("s1")], replicates=20, runner=runner)
    # as if Holm's correction had not let it pass
    tables = {
        "differences": found.differences.assign(p_adjusted=0.2),
        "verdicts": found.verdicts.assign(verdict="not decided"),
    }
    return replace(found, **tables)


def test_a_lead_that_is_not_proven_is_told_with_what_would_settle_it():
    first, second, _ = sentences(leaning_firm())
    assert first.startswith("Not proven, but s1 leans worse: about €")
    assert "less gross profit over three years than s0" in first
    assert re.search(r"about [\d,]+ more runs? would settle it\.", first)
    assert "s1 earned more than s0 in 2 of 20 simulated firms (leaning worse, not proven)" in second
    (row,) = lines(leaning_firm(), ("gross_profit_y3",))
    assert row.shown == "leaning worse †"


@pytest.mark.parametrize("effects", [(0.0, 0.0), (0.0, 900.0, 30.0), (0.0, 150.0), (0.0, 50.0)])
def test_each_sentence_is_short_enough_to_be_repeated(effects):
    for found in (firm(effects, spread=500.0), leaning_firm()):
        assert max(words(each) for each in sentences(found)) <= 35


def test_a_verdict_kept_open_by_holm_alone_is_marked_and_explained():
    found = lines(firm((0.0, 40.0), spread=400.0))
    marked = [line for line in found if line.shown.endswith("†")]
    clear = found and [
        line
        for line in found
        if line.verdict == "not decided" and line.interval[0] == line.interval.split(" to ")[1][0]
    ]
    assert len(marked) == len(clear)
    assert ("Holm" in footnote(found)) == bool(marked)
    row = replace(found[0], shown=shown("not decided", "leaning worse"))
    assert "Holm" in footnote([row])
