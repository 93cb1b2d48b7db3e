"""Expected pay: what a contract pays when the result is not known yet."""

import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.core.formulas import expected_payout, expected_slope, payout
from tests.mechanisms.harness import near

DENSITY_AT_ZERO = 0.3989422804014327
some = st.floats(0, 5)
wide = st.floats(0.1, 2)


def test_at_an_even_chance_half_the_slope_is_accelerated_and_the_bonus_kicks():
    # half below at 1, half above at 2, and .1 x .3989 / .5 for the bonus
    slope = expected_slope(1.0, 0.5, 2.0, 0.1, 1e6)
    assert slope == near(1.5 + 0.2 * DENSITY_AT_ZERO)


def test_far_beyond_the_cap_nothing_more_is_earned():
    assert expected_slope(50.0, 0.5, 2.0, 0.1, 3.0) == near(0.0)


@examples(some, wide)
def test_plain_pay_has_slope_one_everywhere(forecast, spread):
    assert expected_slope(forecast, spread, 1.0, 0.0, 1e9) == near(1.0)


@examples(some, wide, some, st.floats(0, 2), st.floats(1, 10))
def test_the_slope_of_expected_pay_is_the_derivative_of_expected_pay(
    forecast, spread, accelerator, bonus, cap
):
    steps = np.linspace(-8.0, 8.0, 401)
    weight = np.exp(-0.5 * steps**2) / math.sqrt(2.0 * math.pi) * (steps[1] - steps[0])

    def expected(mean):
        smooth = [payout(mean + spread * step, accelerator, 0.0, cap) for step in steps]
        # pay jumps by the bonus, so that part is taken in closed form
        reached = 0.5 * math.erfc((1.0 - mean) / spread / math.sqrt(2.0))
        return float(np.sum(weight * smooth)) + bonus * reached

    width = 0.05 * spread
    numeric = (expected(forecast + width) - expected(forecast - width)) / (2.0 * width)
    worked = expected_slope(forecast, spread, accelerator, bonus, cap)
    assert numeric == pytest.approx(worked, abs=0.01 * (1.0 + accelerator + bonus / spread))


@examples(some, wide, some, st.floats(0, 2), st.floats(1, 10))
def test_expected_pay_rises_by_its_slope_and_is_pay_where_nothing_is_uncertain(
    forecast, spread, accelerator, bonus, cap
):
    shape, width = (accelerator, bonus, cap), 1e-5
    above, below = (expected_payout(forecast + step, spread, *shape) for step in (width, -width))
    slope = expected_slope(forecast, spread, *shape)
    assert (above - below) / (2.0 * width) == pytest.approx(slope, rel=1e-4, abs=1e-5)
    if abs(forecast - 1.0) > 0.1:
        sure = payout(forecast, accelerator, bonus, cap)
        assert expected_payout(forecast, 1e-3, *shape) == pytest.approx(sure, rel=1e-2, abs=1e-2)
