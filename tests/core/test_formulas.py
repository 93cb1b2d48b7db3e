"""Small formulas: worked numbers, bounds, and safety at the edges."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core import formulas

numbers = st.floats(-1e6, 1e6)
shares = st.floats(0, 1)


def test_logistic_of_ln_3_is_three_quarters():
    assert formulas.logistic(math.log(3.0)) == pytest.approx(0.75, rel=1e-12)


@given(numbers)
def test_logistic_is_a_share_and_symmetric(x):
    assert 0.0 <= formulas.logistic(x) <= 1.0
    assert formulas.logistic(x) + formulas.logistic(-x) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("x", [-1e308, -750.0, 750.0, 1e308])
def test_logistic_never_overflows(x):
    assert formulas.logistic(x) == pytest.approx(0.0 if x < 0 else 1.0, abs=1e-300)


def test_half_is_kept_after_one_half_life():
    share = 1.0
    for _ in range(26):
        share *= formulas.kept(26.0)
    assert share == pytest.approx(0.5, rel=1e-12)


def test_the_normal_law_has_its_textbook_values():
    assert formulas.normal_cdf(0.0) == 0.5
    assert formulas.normal_cdf(1.959963984540054) == pytest.approx(0.975, rel=1e-12)
    assert formulas.normal_density(0.0) == pytest.approx(0.3989422804014327, rel=1e-12)


@given(numbers, st.floats(-10, 0), st.floats(0, 10))
def test_a_clipped_number_lies_within_its_bounds(x, low, high):
    assert low <= formulas.clipped(x, low, high) <= high


def test_even_odds_doubled_are_two_thirds():
    assert formulas.with_odds(0.5, 2.0) == pytest.approx(2 / 3, rel=1e-12)


@given(shares, st.floats(1e-3, 1e3))
def test_a_factor_on_odds_gives_a_probability_and_can_be_undone(p, factor):
    moved = formulas.with_odds(p, factor)
    assert 0.0 <= moved <= 1.0
    assert formulas.with_odds(moved, 1.0 / factor) == pytest.approx(p, abs=1e-9)
    assert formulas.with_odds(p, 1.0) == pytest.approx(p, abs=1e-15)


def test_a_belief_weighs_what_was_heard_against_what_was_lived():
    # (.5 x 6 + 3) / (6 + 4)
    assert formulas.believed(0.5, 6.0, 3.0, 4.0) == pytest.approx(0.6, rel=1e-12)
    assert formulas.believed(0.5, 6.0, 0.0, 0.0) == 0.5


@given(shares, st.floats(0.1, 100), shares, st.floats(0, 1000))
def test_a_belief_lies_between_the_claim_and_experience(prior, weight, rate, tried):
    mean = formulas.believed(prior, weight, rate * tried, tried)
    assert min(prior, rate) - 1e-9 <= mean <= max(prior, rate) + 1e-9


def test_a_ratio_without_a_bottom_is_what_the_caller_says():
    assert formulas.ratio(1.0, 4.0, 9.0) == 0.25
    assert formulas.ratio(1.0, 0.0, 9.0) == 9.0


def test_pay_is_linear_then_a_bonus_then_faster_then_flat():
    assert formulas.payout(0.5, 1.5, 0.1, 2.0) == 0.5
    assert formulas.payout(1.0, 1.5, 0.1, 2.0) == pytest.approx(1.1, rel=1e-12)
    assert formulas.payout(1.4, 1.5, 0.1, 2.0) == pytest.approx(1.7, rel=1e-12)
    assert formulas.payout(9.0, 1.5, 0.1, 2.0) == pytest.approx(2.6, rel=1e-12)


@given(st.floats(0, 5), st.floats(0, 5), st.floats(0, 3), st.floats(0, 1), st.floats(1, 4))
def test_more_attainment_never_pays_less(one, other, accelerator, bonus, cap):
    low, high = sorted((one, other))
    assert formulas.payout(low, accelerator, bonus, cap) <= formulas.payout(
        high, accelerator, bonus, cap
    )


def test_what_is_believed_moves_by_a_share_of_the_surprise():
    assert formulas.updated(1.0, 3.0, 0.25) == pytest.approx(1.5, rel=1e-12)


@given(st.floats(-5, 5), st.floats(-5, 5), shares)
def test_an_update_lies_between_the_old_view_and_what_was_heard(view, heard, share):
    after = formulas.updated(view, heard, share)
    assert min(view, heard) - 1e-12 <= after <= max(view, heard) + 1e-12
