"""Intervals, p-values and their adjustment, against hand-worked and published values."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.runs.statistics import (
    FIRST_LOOK,
    anytime_intervals,
    holm,
    means_with_intervals,
    quantiles,
    replicates_to_settle,
)

MEAN_OF_LOGNORMAL = math.exp(1.2**2 / 2)


def test_holm_multiplies_the_smallest_p_by_the_number_of_tests():
    # 4 × .005, 3 × .011, 2 × .02, 1 × .04; never falling
    found = holm(np.array([0.04, 0.005, 0.02, 0.011]))
    assert found == pytest.approx([0.04, 0.02, 0.04, 0.033])


def test_holm_never_exceeds_one_and_never_falls():
    assert holm(np.array([0.3, 0.9, 0.5])) == pytest.approx([0.9, 1.0, 1.0])


def test_holm_leaves_out_what_could_not_be_measured():
    found = holm(np.array([0.01, np.nan, 0.04]))
    assert found[[0, 2]] == pytest.approx([0.02, 0.04])
    assert math.isnan(found[1])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_only_raises_p_values_and_keeps_their_order(p_values):
    p = np.array(p_values)
    adjusted = holm(p)
    assert (adjusted >= p).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= 0).all()


def test_few_replicates_get_students_interval():
    sample = np.array([[1.0], [2.0], [4.0], [5.0]])
    found = means_with_intervals(sample)
    low, high = stats.t.interval(0.95, 3, loc=3.0, scale=stats.sem(sample.ravel()))
    assert (found.low[0], found.high[0]) == pytest.approx((low, high), rel=1e-12)
    assert found.p[0] == pytest.approx(stats.ttest_1samp(sample.ravel(), 0).pvalue, rel=1e-12)


def test_the_interval_is_never_narrower_than_students():
    sample = np.random.default_rng(3).normal(1, 2, (40, 30))
    found = means_with_intervals(sample)
    half = stats.t.ppf(0.975, 39) * stats.sem(sample)
    assert (found.high - found.low >= 2 * half * (1 - 1e-12)).all()


def test_the_bootstrap_equals_its_plain_twin():
    sample = np.random.default_rng(5).lognormal(0, 1.2, 25) - 1
    found = means_with_intervals(sample[:, None], seed=9)
    rng = np.random.default_rng([9, 25, 9_999])
    spread, resampled = sample.std(ddof=1), []
    for row in rng.integers(0, 25, (9_999, 25)):
        again = sample[row]
        error = again.std(ddof=1) / 5
        resampled.append(abs(again.mean() - sample.mean()) / error)
    quantile = np.quantile(resampled, 0.95, method="higher")
    assert found.high[0] - found.mean[0] == pytest.approx(quantile * spread / 5, rel=1e-9)
    t = abs(sample.mean()) / (spread / 5)
    beyond = sum(value >= t for value in resampled)
    assert found.p[0] == pytest.approx(
        max((1 + beyond) / 10_000, stats.ttest_1samp(sample, 0).pvalue), rel=1e-9
    )


def test_a_constant_has_an_interval_without_width():
    found = means_with_intervals(np.column_stack([np.zeros(12), np.full(12, 3.0)]))
    assert found.low.tolist() == found.high.tolist() == [0.0, 3.0]
    assert found.p.tolist() == [1.0, 2.0**-11]


def test_empty_cells_are_left_out_column_by_column():
    sample = np.random.default_rng(1).normal(size=(30, 3))
    sample[::3, 1] = np.nan
    sample[:, 2] = np.nan
    found = means_with_intervals(sample)
    alone = means_with_intervals(sample[~np.isnan(sample[:, 1]), 1:2])
    assert found.n.tolist() == [30, 20, 0]
    assert found.low[1] == pytest.approx(alone.low[0], rel=1e-12)
    assert np.isnan([found.mean[2], found.low[2], found.p[2]]).all()


def test_one_replicate_has_a_mean_and_no_interval():
    found = means_with_intervals(np.array([[7.0]]))
    assert found.mean[0] == 7
    assert np.isnan([found.low[0], found.high[0], found.p[0]]).all()


def test_more_tests_get_finer_p_values():
    sample = np.random.default_rng(1).normal(5, 1, (30, 1))
    assert means_with_intervals(sample, family=300).p[0] * 300 < 0.05


def test_one_comparison_takes_the_usual_sample_size():
    # (1.960 + 0.8416)^2 / 0.5^2 for 80 % power at the 5 % level
    assert replicates_to_settle(0.05, 1) == pytest.approx(7.849 / 0.0025, rel=0.03)
    assert replicates_to_settle(-0.5, 1) == replicates_to_settle(0.5, 1)
    assert replicates_to_settle(0.0, 1) == math.inf


@pytest.mark.parametrize("effect", [0.3, 1.5])
@pytest.mark.parametrize("tests", [1, 40])
def test_so_many_replicates_settle_four_cases_of_five(tests, effect):
    trials = 3_000
    n = math.ceil(replicates_to_settle(effect, tests))
    samples = np.random.default_rng(tests).normal(effect, 1, (n, trials))
    p = stats.ttest_1samp(samples, 0).pvalue
    assert np.mean(p < 0.05 / tests) == pytest.approx(0.82, abs=0.06)


def test_so_many_replicates_settle_four_of_five_with_a_stopping_rule():
    n = math.ceil(replicates_to_settle(0.3, 40, is_sequential=True))
    samples = np.random.default_rng(5).normal(0.3, 1, (n, 3_000))
    settled = np.mean(anytime_intervals(samples).p < 0.05 / 40)
    assert settled == pytest.approx(0.8, abs=0.05)
    assert n > replicates_to_settle(0.3, 40)


def test_quantiles_ignore_empty_cells():
    sample = np.random.default_rng(2).normal(size=(21, 4))
    sample[:5, 2] = np.nan
    assert quantiles(sample, 0.1) == pytest.approx(np.nanquantile(sample, 0.1, axis=0))


def test_the_confidence_sequence_follows_its_formula():
    # n = 100, s = 1: rho^2 = (2 ln 20 + ln(2 ln 20) + 1) / 100
    sample = np.tile([1.0, -1.0], 50)[:, None] * math.sqrt(0.99) + 0.5
    log = 2 * math.log(20)
    wide = log + math.log(log) + 2
    half = math.sqrt(2 * wide / (100 * (wide - 1)) * math.log(math.sqrt(wide) / 0.05))
    found = anytime_intervals(sample)
    assert (found.low[0], found.high[0]) == pytest.approx((0.5 - half, 0.5 + half), rel=1e-12)


def test_an_anytime_p_value_is_five_percent_where_the_interval_touches_zero():
    sample = np.tile([1.0, -1.0], 40)[:, None]
    half = anytime_intervals(sample).high[0]
    assert anytime_intervals(sample + half).p[0] == pytest.approx(0.05, rel=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize(("n", "least"), [(30, 0.86), (100, 0.90), (300, 0.92)])
def test_intervals_of_heavy_tailed_means_keep_their_level(n, least):
    sample = np.random.default_rng(n).lognormal(0, 1.2, (n, 2_000))
    found = means_with_intervals(sample)
    covered = (found.low <= MEAN_OF_LOGNORMAL) & (found.high >= MEAN_OF_LOGNORMAL)
    half = stats.t.ppf(0.975, n - 1) * stats.sem(sample)
    by_student = np.abs(sample.mean(axis=0) - MEAN_OF_LOGNORMAL) <= half
    assert covered.mean() >= least
    assert covered.mean() > by_student.mean()


@pytest.mark.slow
@pytest.mark.parametrize("n", [20, 60, 200])
def test_intervals_of_heavy_tailed_differences_keep_their_level(n):
    rng = np.random.default_rng(n)
    sample = rng.lognormal(0, 1.2, (n, 2_000)) - rng.lognormal(0, 1.2, (n, 2_000))
    found = means_with_intervals(sample)
    error = ((found.low > 0) | (found.high < 0)).mean()
    assert error <= 0.05 + 5 * math.sqrt(0.05 * 0.95 / 2_000)


@pytest.mark.slow
@pytest.mark.parametrize("target", [0.2, 0.4, 0.8])
def test_stopping_at_a_width_keeps_errors_below_six_percent(target):
    rng, trials = np.random.default_rng(7), 2_000
    old, new = rng.lognormal(0, 0.6, (2, 1_200, trials))
    running, wrong = np.ones(trials, dtype=bool), 0
    for n in range(FIRST_LOOK, 1_201, 10):
        found = anytime_intervals((new - old)[:n])
        stops = running & (found.high - found.low < target * old[:n].mean(axis=0))
        wrong += np.count_nonzero(stops & ((found.low > 0) | (found.high < 0)))
        running &= ~stops
    assert not running.all()
    assert wrong / trials <= 0.06


@pytest.mark.slow
def test_looking_all_the_time_keeps_errors_below_six_percent():
    rng, trials = np.random.default_rng(11), 2_000
    apart = rng.lognormal(0, 1.2, (600, trials)) - rng.lognormal(0, 1.2, (600, trials))
    wrong = np.zeros(trials, dtype=bool)
    for n in range(FIRST_LOOK, 601, 5):
        found = anytime_intervals(apart[:n])
        wrong |= (found.low > 0) | (found.high < 0)
    assert wrong.mean() <= 0.06


@pytest.mark.slow
def test_looking_all_the_time_at_plain_intervals_would_err_far_more_often():
    rng, trials = np.random.default_rng(13), 1_000
    apart = rng.normal(size=(600, trials))
    wrong = np.zeros(trials, dtype=bool)
    for n in range(FIRST_LOOK, 601, 5):
        part = apart[:n]
        wrong |= np.abs(part.mean(axis=0)) > 1.96 * part.std(axis=0, ddof=1) / math.sqrt(n)
    assert wrong.mean() > 0.15
