"""What compare promises: paired seeds, exact columns, the same for any number of workers."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import compare
from analysis.comparison import answer
from analysis.comparison.comparability import world_differences
from analysis.comparison.headline import lines, worlds
from analysis.measures import MEASURES, measured
from analysis.runs.collect import collect
from sim.core.errors import InputError
from tests.analysis.builder import History, Named, invented

COLUMNS = {
    "measures": "scenario replicate seed measure value",
    "summary": "scenario measure n mean ci_low ci_high p10 p90",
    "differences": "scenario baseline measure n mean_difference ci_low ci_high p_value p_adjusted "
    "probability_better",
    "ranks": "scenario measure probability_best mean_rank",
    "timecourse": "scenario week measure mean p10 p90",
}


def one(table, **where):
    for name, value in where.items():
        table = table[table[name] == value]
    assert len(table) == 1
    return table.iloc[0]


def profit(scenario, replicate, luck):
    """Return a run whose only result is a profit: shared luck plus the scheme's effect."""
    run = History(weeks=156, scenario=scenario, replicate=replicate)
    run.tables["weekly"] = {"gross_profit": np.full(208, 1000.0 + luck + scenario.effect)}
    return run


@pytest.mark.parametrize("table", COLUMNS)
def test_tables_have_the_columns_of_the_contract(comparison, table):
    assert list(getattr(comparison, table)) == COLUMNS[table].split()


def test_replicate_r_has_the_luck_of_seed_and_r_under_every_scheme(schemes):
    result = compare(schemes, replicates=3, seed=40, runner=invented)
    for name in result.scenarios:
        part = result.measures[result.measures["scenario"] == name]
        pairs = part[["replicate", "seed"]].drop_duplicates().to_numpy().tolist()
        assert pairs == [[0, 40], [1, 40], [2, 40]]


def test_values_are_those_of_the_runs(schemes):
    result = compare(schemes, replicates=2, seed=5, runner=invented)
    alone = measured(invented(schemes[1], 5, 1))
    part = result.measures.query("scenario == 'shared_revenue' and replicate == 1")
    found = dict(zip(part["measure"], part["value"], strict=True))
    assert found == pytest.approx(alone, nan_ok=True)


@pytest.mark.parametrize("workers", [1, 3])
def test_the_number_of_workers_changes_nothing(comparison, schemes, workers):
    again = compare(schemes, replicates=20, workers=workers, runner=invented)
    for table in (*COLUMNS, "verdicts", "coherence", "hours"):
        pd.testing.assert_frame_equal(
            getattr(again, table), getattr(comparison, table), check_exact=True
        )


def test_differences_are_paired():
    luck = np.random.default_rng(1).normal(0, 500, 100)
    pair = (Named("a"), Named("b", effect=10.0))
    result = compare(
        pair, replicates=12, runner=lambda scenario, _, r: profit(scenario, r, luck[r])
    )
    found = one(result.differences, measure="gross_profit_y1")
    assert found["mean_difference"] == pytest.approx(520)
    assert found["ci_high"] - found["ci_low"] < 1e-6
    assert found["probability_better"] == 1
    shared = one(result.coherence, measure="gross_profit_y1")
    assert shared["correlation"] == pytest.approx(1)


def test_identical_schemes_show_no_meaningful_difference(schemes):
    same = (schemes[0], replace(schemes[0], name="copy"))
    result = compare(same, replicates=10, runner=invented)
    measured_ones = result.differences.dropna(subset="mean_difference")
    assert (measured_ones["mean_difference"] == 0).all()
    assert (measured_ones["p_adjusted"] == 1).all()
    verdicts = set(result.verdicts["verdict"])
    assert verdicts == {"no meaningful difference", "not measured"}


def test_events_that_never_happened_could_have_gone_unseen_in_three_of_n_firms():
    result = compare(
        (Named("a"), Named("b")),
        replicates=30,
        runner=lambda scenario, _, r: profit(scenario, r, 0),
    )
    unseen = (1 - 0.05 ** (1 / 30)) / 3  # one resignation in three years
    mean = one(result.summary, scenario="a", measure="resignations")
    assert (mean["ci_low"], mean["ci_high"]) == pytest.approx((0, unseen))
    gap = one(result.differences, measure="resignations")
    assert (gap["ci_low"], gap["ci_high"]) == pytest.approx((-unseen, unseen))
    verdict = one(result.verdicts, measure="resignations")
    assert verdict["verdict"] == "no meaningful difference"
    assert "identical in all 30 pairs (a difference in up to 9.5" in verdict["sentence"]


@pytest.mark.parametrize("effect", [0.0, 5.0])
@pytest.mark.parametrize("luck", [0.0, 1.0])
@pytest.mark.parametrize("precision", [None, 0.5])
def test_tiny_comparisons_warn_of_nothing(effect, luck, precision):
    result = compare(
        (Named("a"), Named("b", effect=effect)),
        replicates=2,
        precision=precision,
        budget=30,
        runner=lambda scenario, _, r: profit(scenario, r, luck * r),
    )
    assert len(answer.sentences(result)) == 3
    assert lines(result, ["gross_profit_y3", "win_rate"])
    assert "Comparison of a, b" in result._repr_html_()


def test_a_clear_difference_gets_a_verdict_in_the_better_direction(comparison):
    found = one(comparison.verdicts, scenario="shared_revenue", measure="wins")
    assert found["verdict"] == "better"
    assert found["sentence"].startswith("Wins: ")


def test_less_of_something_unwanted_is_better():
    def runner(scenario, seed, replicate):
        run = History(scenario=scenario, seed=seed, replicate=replicate)
        run.tables["weekly"] = {"hours_lost": np.full(208, 9.0 - scenario.effect + replicate / 10)}
        return run

    result = compare((Named("a"), Named("b", effect=2.0)), replicates=12, runner=runner)
    found = one(result.verdicts, measure="hours_lost")
    assert found["verdict"] == "better"
    assert "lower under b" in found["sentence"]


def test_better_is_the_share_of_pairs_won_outright(comparison):
    wide = comparison.measures.pivot_table(
        index=["replicate", "measure"], columns="scenario", values="value"
    )
    apart = (wide["shared_revenue"] - wide["siloed_metrics"]).xs("bookings_y1", level="measure")
    found = one(comparison.differences, scenario="shared_revenue", measure="bookings_y1")
    assert found["probability_better"] == (apart > 0).mean()


def test_measures_without_a_better_direction_are_not_judged(comparison):
    found = one(comparison.differences, scenario="shared_revenue", measure="task_conflict")
    assert math.isnan(found["probability_better"])
    assert "task_conflict" not in set(comparison.ranks["measure"])


def test_ranks_share_ties():
    trio = (Named("a", effect=1.0), Named("b", effect=1.0), Named("c"))
    result = compare(trio, replicates=4, runner=lambda scenario, _, r: profit(scenario, r, 0))
    ranks = {
        name: one(result.ranks, scenario=name, measure="gross_profit_y3")
        for name in ("a", "b", "c")
    }
    assert [ranks[name]["probability_best"] for name in "abc"] == [0.5, 0.5, 0]
    assert [ranks[name]["mean_rank"] for name in "abc"] == [1.5, 1.5, 3]


def test_p_values_are_adjusted_over_measures_and_schemes(comparison):
    p = comparison.differences["p_value"].dropna()
    smallest = comparison.differences.loc[p.idxmin()]
    assert smallest["p_adjusted"] == pytest.approx(min(1.0, len(p) * p.min()))


def test_all_pairs_are_compared_when_asked(schemes):
    result = compare(schemes, replicates=3, pairs="all", runner=invented)
    found = result.differences[["scenario", "baseline"]].drop_duplicates().to_numpy().tolist()
    assert found == [
        ["shared_revenue", "siloed_metrics"],
        ["cmo_reports_to_cso", "siloed_metrics"],
        ["cmo_reports_to_cso", "shared_revenue"],
    ]


def test_the_time_course_covers_burn_in_and_counted_weeks(comparison):
    part = comparison.timecourse.query("scenario == 'siloed_metrics' and measure == 'bookings'")
    assert part["week"].tolist() == list(range(-52, 156))
    values = [invented(comparison.loaded[0], 1, r).raw("weekly")["bookings"] for r in range(20)]
    assert part["mean"].to_numpy() == pytest.approx(np.mean(values, axis=0), rel=1e-6)
    assert part["p90"].to_numpy() == pytest.approx(np.quantile(values, 0.9, axis=0), rel=1e-5)


def test_hours_are_shares_of_the_week(comparison):
    sums = comparison.hours.groupby(["scenario", "role"])["share"].sum()
    assert sums.to_numpy() == pytest.approx(np.ones(len(sums)))
    assert set(comparison.hours["role"]) == {"marketer", "rep"}


def test_another_baseline_can_be_chosen(schemes):
    result = compare(schemes, replicates=3, baseline="shared_revenue", runner=invented)
    assert result.baseline == "shared_revenue"
    assert set(result.differences["scenario"]) == {"siloed_metrics", "cmo_reports_to_cso"}


def test_mistakes_are_refused(schemes):
    twins = (schemes[0], schemes[0])
    with pytest.raises(InputError, match="two scenarios are called siloed_metrics"):
        compare(twins, replicates=3, runner=invented)
    with pytest.raises(InputError, match="at least two"):
        compare(schemes[:1], replicates=3, runner=invented)
    with pytest.raises(InputError, match="baseline nobody is not among"):
        compare(schemes, replicates=3, baseline="nobody", runner=invented)
    with pytest.raises(InputError, match="replicates: 1"):
        compare(schemes, replicates=1, runner=invented)
    with pytest.raises(InputError, match="precision"):
        compare(schemes, precision=5.0, runner=invented)
    uneven = (schemes[0], replace(schemes[1], weeks=104))
    with pytest.raises(InputError, match="different numbers of weeks"):
        compare(uneven, replicates=3, runner=invented)


def test_all_pairs_stand_in_every_line_after_those_of_the_baseline(schemes):
    result = compare(schemes, replicates=4, pairs="all", runner=invented)
    one_name, other, third = result.scenarios
    assert result.contrasts == [(other, one_name), (third, one_name), (third, other)]
    found = list(dict.fromkeys((line.scenario, line.baseline) for line in lines(result)))
    assert found == result.contrasts
    extra = [line.sentence for line in lines(result) if line.baseline == other]
    assert any(f"between {third} and {other}" in text or other in text for text in extra)
    assert len(lines(result)) == 3 * len(MEASURES)


def test_what_undecided_measures_need_grows_with_the_number_of_comparisons(schemes):
    few = compare(schemes[:2], replicates=20, runner=invented)
    many = compare(schemes, replicates=20, pairs="all", runner=invented)
    names = {"scenario": "shared_revenue", "baseline": "siloed_metrics"}

    def asked(result):
        table = result.verdicts[result.verdicts["sentence"].str.contains("would tell")]
        for name, value in names.items():
            table = table[table[name] == value]
        numbers = table["sentence"].str.extract(r"about ([0-9,]+) runs")[0]
        numbers = numbers.str.replace(",", "").astype(int)
        return dict(zip(table["measure"], numbers, strict=True))

    before, after = asked(few), asked(many)
    both = set(before) & set(after)
    assert both
    assert all(after[name] >= before[name] for name in both)
    assert any(after[name] > before[name] for name in both)


def test_schemes_of_one_world_are_compared_without_a_word(schemes):
    said = []
    result = compare(schemes, replicates=2, runner=invented, warn=said.append)
    assert said == []
    assert result.worlds == []
    assert worlds(result) == []


def test_scenarios_of_different_worlds_are_named_with_the_keys_that_differ(schemes):
    firm = Named(
        "acme", world={"demand": {"entry_hazard": 0.01, "patience": 9}},
        origin={"demand.entry_hazard": "firms/acme.yaml:12", "demand.patience": "default"},
    )  # fmt: skip
    other = Named("old", world={"demand": {"entry_hazard": 0.004, "patience": 9}})
    said = []
    result = compare((other, firm), replicates=2, runner=invented, warn=said.extend)
    assert [item.keys for item in said] == [("demand.entry_hazard",)]
    assert result.worlds == said
    sentence, way_out = worlds(result)
    assert "acme and old are not the same firm" in sentence
    assert "demand.entry_hazard (0.01 against 0.004)" in sentence
    assert way_out.endswith("add --market firms/acme.yaml.")


def test_a_dated_change_of_a_fact_makes_another_world(schemes):
    class Dated(Named):
        timeline = ((26, {"contracts.rep.own_revenue": 1.0, "demand.patience": 4}),)

    found = world_differences((schemes[0], Dated("later")), "siloed_metrics")
    assert [item.keys for item in found] == [("demand.patience from week 26",)]


def interrupted_after(runs):
    done = []

    def runner(scenario, seed, replicate):
        done.append(replicate)
        if len(done) > runs:
            raise KeyboardInterrupt
        return invented(scenario, seed, replicate)

    return runner


def test_an_interrupt_keeps_complete_replicates(schemes):
    result = compare(
        schemes, replicates=50, workers=1, keep_on_interrupt=True, runner=interrupted_after(16)
    )
    assert result.interrupted
    assert result.replicates == 5
    assert (result.summary["n"] <= 5).all()


def test_an_interrupt_is_raised_unless_it_is_to_be_kept(schemes):
    with pytest.raises(KeyboardInterrupt):
        compare(schemes, replicates=50, workers=1, runner=interrupted_after(16))


def test_a_precision_stops_when_the_interval_is_narrow_enough():
    noise = np.random.default_rng(3).normal(0, 50, (2, 3_000))

    def runner(scenario, _seed, replicate):
        return profit(scenario, replicate, noise[int(scenario.effect > 0), replicate])

    pair = (Named("a"), Named("b", effect=1.0))
    result = compare(pair, precision=0.05, budget=2_500, runner=runner)
    found = one(result.differences, measure="gross_profit_y3")
    base = one(result.summary, scenario="a", measure="gross_profit_y3")["mean"]
    assert result.precision.reached
    assert result.precision.width == pytest.approx((found["ci_high"] - found["ci_low"]) / base)
    assert result.precision.width < 0.05
    assert 30 < result.replicates < 2_500
    earlier = compare(pair, precision=0.05, budget=result.replicates - 1, runner=runner)
    assert not earlier.precision.reached


def test_a_precision_of_a_measure_that_cannot_exist_is_refused_before_any_run():
    def runner(scenario, seed, replicate):
        raise AssertionError("nothing is to be run")

    pair = (Named("a", weeks=52), Named("b", weeks=52))
    with pytest.raises(InputError, match="gross_profit_y3, which a run of 52 weeks does not have"):
        compare(pair, precision=0.05, runner=runner)


def test_independent_luck_is_a_seed_for_each_scheme(schemes):
    found = list(collect(schemes, seed=1, replicates=2, runner=invented, paired=False))
    alone = measured(invented(schemes[2], 1 + 2, 1))
    names = list(MEASURES)
    values = dict(zip(names, found[1].runs[2].values, strict=True))
    assert values == pytest.approx(alone, nan_ok=True)


@pytest.mark.slow
def test_a_against_a_with_independent_luck_errs_at_most_six_times_in_a_hundred():
    wrong, trials = 0, 60
    twins = (Named("a"), Named("a_again"))

    def runner(scenario, seed, replicate):
        luck = np.random.default_rng([seed, replicate])
        run = History(weeks=156, scenario=scenario, seed=seed, replicate=replicate)
        run.tables["weekly"] = {"gross_profit": luck.lognormal(5, 1.2, 208)}
        return run

    for trial in range(trials):
        result = compare(
            twins, precision=0.12, budget=150, seed=10_000 * trial, paired=False, runner=runner
        )
        found = one(result.differences, measure="gross_profit_y3")
        wrong += bool(found["ci_low"] > 0 or found["ci_high"] < 0)
    assert wrong / trials <= 0.06
