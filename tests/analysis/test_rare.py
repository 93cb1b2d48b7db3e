"""Intervals of what rarely happens, against truths that are known."""

import math

import numpy as np
import pytest
from scipy import stats

from analysis.runs.rare import RARE
from analysis.runs.statistics import anytime_intervals, means_with_intervals

SHARE, N, TRIALS = 0.03, 30, 1_000
ONE = np.ones(TRIALS)


def happened(seed, share=SHARE, n=N):
    return (np.random.default_rng(seed).random((n, TRIALS)) < share).astype(float)


def covered(found, truth):
    return float(np.mean((found.low <= truth) & (truth <= found.high)))


def error(share):
    return math.sqrt(share * (1 - share) / TRIALS)


def test_a_count_with_97_percent_zeros_is_covered_as_clopper_and_pearson_say():
    # Their lower limit passes 0.03 with four events in thirty (0.038) and not with three (0.021).
    found = means_with_intervals(happened(1), events=ONE, is_signed=False)
    theory = stats.binom.cdf(3, N, SHARE)
    assert theory > 0.98
    assert covered(found, SHARE) == pytest.approx(theory, abs=5 * error(theory))


def test_a_difference_with_97_percent_ties_is_covered_in_nine_samples_of_ten():
    # Up in 2 % of firms, down in 1 %.
    luck = np.random.default_rng(2).random((N, TRIALS))
    gaps = np.where(luck < 0.02, 1.0, np.where(luck > 0.99, -1.0, 0.0))
    found = means_with_intervals(gaps, events=ONE)
    assert covered(found, 0.01) >= 0.95 - 5 * error(0.95)


def test_rare_events_of_very_different_sizes_are_covered_in_nine_samples_of_ten():
    sizes = np.random.default_rng(3).lognormal(0, 1.2, (N, TRIALS))
    found = means_with_intervals(happened(4) * (1 + sizes), events=ONE, is_signed=False)
    truth = SHARE * (1 + math.exp(1.2**2 / 2))
    assert covered(found, truth) >= 0.9


@pytest.mark.parametrize("share", [0.01, 0.03, 0.1, 0.2])
def test_with_a_stopping_rule_rare_events_are_covered_at_every_look(share):
    hits = happened(5, share, 120)
    missed = np.zeros(TRIALS, dtype=bool)
    for n in range(30, 121, 10):
        found = anytime_intervals(hits[:n], events=ONE, is_signed=False)
        missed |= (found.low > share) | (found.high < share)
    assert missed.mean() <= 0.06


def test_no_interval_of_a_rare_event_is_endless():
    found = means_with_intervals(happened(6))
    assert np.isfinite(found.low).all()
    assert np.isfinite(found.high).all()


def test_what_never_happened_may_happen_in_three_of_n_firms():
    found = means_with_intervals(np.zeros((N, 2)), events=np.array([1.0, 1 / 3]), is_signed=False)
    bound = 1 - 0.05 ** (1 / N)
    assert bound == pytest.approx(3 / N, rel=0.06)
    assert found.low.tolist() == [0, 0]
    assert found.high == pytest.approx([bound, bound / 3])
    assert found.p.tolist() == [1, 1]


def test_pairs_that_never_differ_may_differ_either_way():
    found = means_with_intervals(np.zeros((N, 1)), events=np.ones(1))
    assert -found.low[0] == found.high[0] == pytest.approx(1 - 0.05 ** (1 / N))


def test_zeros_of_unknown_size_keep_an_interval_without_width():
    found = means_with_intervals(np.zeros((N, 1)))
    assert (found.low[0], found.high[0]) == (0, 0)


def test_one_event_in_thirty_by_hand():
    sample = np.zeros((N, 1))
    sample[7] = 4.0
    counted = means_with_intervals(sample, is_signed=False)
    high = stats.beta.ppf(0.975, 2, 29)  # Clopper and Pearson, one of thirty
    assert counted.low[0] == pytest.approx(4 * stats.beta.ppf(0.025, 1, 30))
    assert counted.high[0] == pytest.approx(4 * high)
    either = means_with_intervals(sample)
    assert either.high[0] == pytest.approx(4 * high)
    assert either.low[0] == pytest.approx(-4 * (1 - 0.025 ** (1 / 30)))


def test_a_rare_event_alone_never_makes_a_difference_clear():
    for count in range(1, RARE + 1):
        sample = np.zeros((N, 1))
        sample[:count] = 1.0
        found = means_with_intervals(sample)
        assert found.low[0] < 0 < found.high[0]
        assert found.p[0] > 0.05


def test_a_rare_departure_from_a_constant_leaves_the_constant_clear():
    sample = np.full((N, 1), 3.0)
    sample[0] = 2.5
    found = means_with_intervals(sample)
    assert 2.8 < found.low[0] < found.mean[0] < found.high[0] < 3.1
    assert found.p[0] < 1e-6


def test_ordinary_measures_keep_their_intervals_to_the_last_digit():
    rng = np.random.default_rng(8)
    sample = rng.normal(0.2, 1, (N, 40))
    sample[: N - RARE - 1, ::2] = 0.0  # one value more than is called rare
    scaled = means_with_intervals(sample, events=np.ones(40), is_signed=False)
    plain = means_with_intervals(sample)
    assert (scaled.low == plain.low).all()
    assert (scaled.high == plain.high).all()
    half = stats.t.ppf(0.975, N - 1) * stats.sem(sample)
    assert (plain.high - plain.low >= 2 * half * (1 - 1e-12)).all()
