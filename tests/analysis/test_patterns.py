"""Stylised facts against hand-worked runs, and the scoreboard's judgement."""

import math

import numpy as np
import pytest

from analysis.patterns import PATTERNS
from analysis.patterns.facts import FACTS, beta_binomial_cv, facts
from analysis.patterns.published import BRAND_SHARES, VARIANTS, Pattern, brand_variant
from analysis.patterns.scoreboard import scored
from sim.world.vectors import NEVER
from tests.analysis.builder import History, code

WON = code("opportunities", "outcome", "won")
UNDECIDED = code("opportunities", "outcome", "no_decision")
RIVAL = code("opportunities", "outcome", "lost_competitor")


def fact(name, **columns):
    run = History(tables={"opportunities": columns})
    return facts(run)[name]


def test_a_beta_binomial_fit_finds_the_spread_behind_the_counts():
    rng = np.random.default_rng(1)
    rate = rng.beta(2.0, 18.5, 4_000)  # mean .0976, CV .655
    wins = rng.binomial(60, rate).astype(float)
    expected = math.sqrt(18.5 / (2.0 * 21.5))
    assert beta_binomial_cv(wins, np.full(4_000, 60.0)) == pytest.approx(expected, rel=0.05)


def test_equal_campaigns_have_no_spread():
    assert beta_binomial_cv(np.full(40, 10.0), np.full(40, 100.0)) < 0.05


def test_cycle_skew_is_mean_over_median():
    found = fact("cycle_skew", outcome=[WON] * 3, created_week=[0, 0, 0], closed_week=[1, 2, 9])
    assert found == 2


def test_the_size_effect_compares_the_outer_fifths():
    outcome = [WON, WON, *[WON] * 6, WON, UNDECIDED]
    found = fact(
        "size_effect", outcome=outcome, closed_week=[5] * 10, list_value=np.arange(10.0) + 1
    )
    assert found == 0.5


def test_the_top_fifth_of_wins_holds_its_share():
    found = fact(
        "value_concentration",
        outcome=[WON] * 5,
        closed_week=[1] * 5,
        net_value=[1.0, 1.0, 1.0, 1.0, 6.0],
    )
    assert found == 0.6


def test_the_gini_of_wins_counts_reps_without_any():
    run = History()
    run.tables["staff"] = {
        "seat_id": [1, 2, 3, 4],
        "role": [code("staff", "role", "rep")] * 4,
    }
    run.tables["opportunities"] = {
        "rep_id": [4, 4, 4, 4],
        "outcome": [WON] * 4,
        "closed_week": [1] * 4,
    }
    assert facts(run)["win_gini"] == pytest.approx(0.75)


def test_a_purchase_is_a_win_of_anybody():
    columns = {
        "outcome": [WON, RIVAL, UNDECIDED, UNDECIDED],
        "members": [1, 1, 1, 7],
        "closed_week": [1] * 4,
    }
    assert fact("purchase_alone", **columns) == pytest.approx(2 / 3)
    assert fact("purchase_many", **columns) == 0


def test_discounts_late_in_the_quarter_are_compared_with_its_middle():
    found = fact(
        "quarter_end_discount",
        outcome=[WON] * 4,
        closed_week=[11, 12, 5, 8],
        discount=[0.2, 0.3, 0.1, 0.1],
    )
    assert found == pytest.approx(0.15)


def test_churn_is_per_customer_and_year():
    run = History()
    run.tables["customers"] = {
        "won_week": [0, -52, 104],
        "churned_week": [104, NEVER, NEVER],
    }
    assert facts(run)["churn"] == pytest.approx(1 / (2 + 3 + 1))


def test_an_empty_run_gives_facts_without_values():
    assert math.isnan(facts(History())["campaign_cv"])


def test_every_pattern_names_variants_facts_and_a_source():
    for item in PATTERNS:
        assert set(item.variants) <= set(VARIANTS)
        assert item.low <= item.high
        assert item.source
        assert item.use in ("C", "E", "X")


def sample_of(**values):
    blank = {name: np.full(3, np.nan) for name in FACTS}
    return {variant: {**blank, **values} for variant in VARIANTS}


def test_the_median_over_seeds_decides():
    item = next(item for item in PATTERNS if item.name == "P15")
    table = scored(sample_of(no_decision_share=np.array([0.1, 0.4, 0.9])), [item])
    assert table["median"].tolist() == [0.4]
    assert table["is_inside"].tolist() == [True]
    assert table["n"].tolist() == [3]


def test_the_interval_of_a_median_comes_from_ranks():
    # for 30 values the 10th and the 21st cover the median with 95.7 %
    item = next(item for item in PATTERNS if item.name == "P15")
    row = scored(sample_of(no_decision_share=np.arange(1.0, 31.0)), [item]).iloc[0]
    assert (row["median_low"], row["median"], row["median_high"]) == (10, 15.5, 21)


@pytest.mark.parametrize(("center", "is_sure"), [(0.5, True), (0.6, False), (0.9, True)])
def test_a_median_near_the_edge_of_its_band_is_not_sure(center, is_sure):
    item = next(item for item in PATTERNS if item.name == "P15")
    sample = sample_of(no_decision_share=center + np.linspace(-0.05, 0.05, 30))
    assert scored(sample, [item])["is_sure"].tolist() == [is_sure]


def test_what_could_not_be_measured_is_not_inside():
    item = next(item for item in PATTERNS if item.name == "P15")
    assert scored(sample_of(), [item])["is_inside"].tolist() == [False]


def test_the_best_brand_share_maximises_the_mean_over_seeds():
    item: Pattern = next(item for item in PATTERNS if item.name == "P20a")
    sample = sample_of()
    for share in BRAND_SHARES:
        sample[brand_variant(share)]["gross_profit_y3"] = np.array([1.0, 1.0 - (share - 0.4) ** 2])
    found = scored(sample, [item]).iloc[0]
    assert (found["n"], found["median"]) == (2, 0.4)


def swept(noise, seeds=40):
    """Return the row of a sweep in which 0.4 is best on average and seeds differ by noise."""
    item: Pattern = next(item for item in PATTERNS if item.name == "P20a")
    luck = np.random.default_rng(3).normal(0, noise, (seeds, len(BRAND_SHARES)))
    sample = sample_of()
    for place, share in enumerate(BRAND_SHARES):
        gain = 1.0 - (share - 0.4) ** 2 + luck[:, place]
        sample[brand_variant(share)]["gross_profit_y3"] = gain
    return scored(sample, [item]).iloc[0]


def test_the_interval_of_a_best_share_is_as_wide_as_seeds_disagree():
    quiet, noisy = swept(1e-6), swept(0.5)
    assert (quiet["median_low"], quiet["median"], quiet["median_high"]) == (0.4, 0.4, 0.4)
    assert noisy["median_high"] - noisy["median_low"] >= 0.2
    assert noisy["median_low"] <= noisy["median"] <= noisy["median_high"]
    assert quiet["is_sure"]
    assert noisy["n"] == 40


def test_more_seeds_say_more_about_the_best_share():
    few, many = swept(0.2, 20), swept(0.2, 2_000)
    assert many["median_high"] - many["median_low"] < few["median_high"] - few["median_low"]
