"""Needs follow an Ornstein-Uhlenbeck walk: stationary variance one, correlation (1 - d^2)^(k/2)."""

import math

import numpy as np
import pytest

from sim.mechanisms import needs
from tests.mechanisms.harness import at, given, plain_python, rows
from tests.theory.harness import WIDTH, deviation_lies_at

SEGMENTS, WEEKS, DRIFT = 400, 10, 0.3
KEPT = 1.0 - DRIFT**2
SETTINGS = given(needs.Needs, drift=DRIFT, shock_hazard=0.0, shock_size=0.0)


@pytest.fixture(autouse=True, scope="module")
def rooms_in_plain_python():
    with plain_python():
        yield


def walked(start):
    segments = rows("segments", SEGMENTS, needs=start)
    for index in range(WEEKS):
        needs.drift(np.arange(SEGMENTS), segments, SETTINGS, at(index))
    return segments["needs"].ravel()


def test_needs_of_variance_one_keep_it_and_forget_where_they_were():
    start = np.random.default_rng(7).standard_normal((SEGMENTS, 6))
    after = walked(start)
    assert deviation_lies_at(after, 1.0)
    correlation = float(np.corrcoef(start.ravel(), after)[0, 1])
    expected = KEPT ** (WEEKS / 2.0)
    error = (1.0 - expected**2) / math.sqrt(len(after))
    assert abs(correlation - expected) <= WIDTH * error


def test_needs_that_start_alike_spread_to_variance_one():
    assert deviation_lies_at(walked(0.0), math.sqrt(1.0 - KEPT**WEEKS))


def test_shocks_strike_by_their_hazard_and_have_their_size():
    shocks = given(needs.Needs, drift=0.0, shock_hazard=0.05, shock_size=1.5)
    segments = rows("segments", SEGMENTS)
    jumps = []
    for index in range(WEEKS):
        before = segments["needs"].copy()
        needs.drift(np.arange(SEGMENTS), segments, shocks, at(index))
        change = segments["needs"] - before
        jumps.append(change[change != 0.0])
    struck = np.concatenate(jumps)
    # two macro dimensions each of 4,000 segment-weeks
    expected = 2.0 * SEGMENTS * WEEKS * 0.05
    assert abs(len(struck) - expected) <= WIDTH * 2.0 * math.sqrt(SEGMENTS * WEEKS * 0.05 * 0.95)
    assert deviation_lies_at(struck, 1.5)
