"""The interval score is proper, and ranks are shared where nothing is proven."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.workshop.rounds.scoring import ALPHA, in_words, interval_score, shared_ranks

PERCENT = st.floats(-100, 100, allow_nan=False)


def test_a_miss_costs_two_over_alpha_a_point():
    # Gneiting & Raftery (2007), eq. 43: (u - l) + 2/alpha * (x - u) = 4 + 10 * 3
    assert interval_score(-2, 2, 5) == pytest.approx(34.0, abs=1e-12)
    assert interval_score(-2, 2, -5) == pytest.approx(34.0, abs=1e-12)
    assert interval_score(-2, 2, 2) == pytest.approx(4.0, abs=1e-12)


def test_stating_what_one_believes_loses_least_in_the_long_run():
    """Of a standard normal the central 80 % range, ±1.2816, is best."""
    luck = np.random.default_rng(1).standard_normal(200_000)

    def lost(half):
        missed = np.maximum(np.abs(luck) - half, 0)
        return 2 * half + 2 / ALPHA * missed.mean()

    halves = np.arange(0.4, 2.5, 0.1)
    best = halves[np.argmin([lost(half) for half in halves])]
    assert best == pytest.approx(1.2816, abs=0.1)


@given(PERCENT, PERCENT, PERCENT)
def test_a_score_is_never_less_than_the_width(a, b, truth):
    low, high = sorted((a, b))
    assert interval_score(low, high, truth) >= high - low


def test_words_say_width_and_miss():
    assert "Missed by 1.5" in in_words(0, 4, 5.5)
    assert "nothing for a miss" in in_words(0, 4, 4)


def test_plans_that_cannot_be_told_apart_share_a_rank():
    nothing = np.zeros((3, 3), dtype=bool)
    assert shared_ranks([3.0, 2.0, 1.0], nothing) == [1, 1, 1]
    assert shared_ranks([3.0, 2.0, 1.0], ~nothing) == [1, 2, 3]
    ends = np.zeros((3, 3), dtype=bool)
    ends[0, 2] = ends[2, 0] = True
    assert shared_ranks([3.0, 2.0, 1.0], ends) == [1, 1, 2]
