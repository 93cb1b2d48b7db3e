import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import needs
from sim.world.names import MACRO
from sim.world.vectors import LAGS
from tests.mechanisms.harness import at, given, near, rows

drifts = st.floats(0, 0.7)


def settings(drift=0.0, shock_hazard=0.0, shock_size=0.0):
    return given(needs.Needs, drift=drift, shock_hazard=shock_hazard, shock_size=shock_size)


def test_a_walk_keeps_part_of_the_need_and_adds_a_step():
    # keeps sqrt(1 - .6^2) = .8 of 1, adds .6 x .5 = .3
    assert needs.walked(1.0, 0.6, 0.5) == near(1.1)


@examples(drifts)
def test_a_walk_keeps_variance_one(drift):
    of_need = needs.walked(1.0, drift, 0.0) ** 2
    of_step = needs.walked(0.0, drift, 1.0) ** 2
    assert of_need + of_step == near(1.0)


@examples(st.floats(-4, 4), st.floats(-4, 4))
def test_without_drift_a_need_stays(need, step):
    assert needs.walked(need, 0.0, step) == need


@examples(st.floats(-4, 4), drifts)
def test_a_walk_without_news_goes_home(need, drift):
    assert abs(needs.walked(need, drift, 0.0)) <= abs(need)


def test_without_drift_and_shocks_nothing_moves():
    segments = rows("segments", 2, needs=[[0.5] * 6, [-1.0] * 6])
    for index in range(5):
        needs.drift(np.arange(2), segments, settings(), at(index))
    assert segments["needs"].tolist() == [[0.5] * 6, [-1.0] * 6]


def test_a_shock_moves_macro_needs_only():
    segments = rows("segments", 1, needs=0.5)
    needs.drift_segment(0, segments, settings(shock_hazard=1.0, shock_size=2.0), at(0))
    moved = np.flatnonzero(segments[0]["needs"] != 0.5)
    assert tuple(moved) == MACRO


def test_a_shock_of_size_zero_moves_nothing():
    segments = rows("segments", 1, needs=0.5)
    needs.drift_segment(0, segments, settings(shock_hazard=1.0), at(0))
    assert (segments[0]["needs"] == 0.5).all()


@pytest.mark.parametrize(("index", "slot"), [(0, 0), (26, 26), (LAGS, 0), (LAGS + 5, 5)])
def test_the_past_is_a_ring_of_weeks(index, slot):
    segments = rows("segments", 1, needs=0.5)
    needs.drift_segment(0, segments, settings(drift=0.3), at(index))
    assert (segments[0]["past"][slot] == segments[0]["needs"]).all()
    assert (np.delete(segments[0]["past"], slot, axis=0) == 0.0).all()


def test_two_segments_walk_apart():
    segments = rows("segments", 2)
    needs.drift(np.arange(2), segments, settings(drift=0.3), at(0))
    assert (segments[0]["needs"] != segments[1]["needs"]).all()
