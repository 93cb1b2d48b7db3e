"""The search: it finds where several misses vanish, and stops where nothing nearer is in reach."""

import numpy as np
import pytest

from analysis.calibration.search import approach, begun

TARGET = np.array([2.5, -1.0, 0.5])
MIXED = np.array([[1.0, 0.3, 0.0], [-0.4, 0.8, 0.2], [0.1, -0.3, 0.9]])


def sought(missed, slopes, looks=60, farthest=5.0):
    search = begun(np.zeros(len(slopes)), missed, np.array(slopes, dtype=float))
    approach(search, missed, enough=0.03, looks=looks, farthest=farthest)
    return search


def test_straight_misses_vanish_in_a_few_looks():
    search = sought(lambda place: MIXED @ (place - TARGET), MIXED)
    assert search.place == pytest.approx(TARGET, abs=0.05)
    assert search.looks <= 4


def test_bent_misses_vanish_from_rough_slopes():
    def missed(place):
        return MIXED @ (place - TARGET) + 0.2 * (place - TARGET) ** 2

    assert sought(missed, np.eye(3)).distance <= 0.03


@pytest.mark.parametrize("slopes", [[[-1.0, 0.0], [0.0, 1.0]], [[0.0, -1.0], [1.0, 0.0]]])
def test_slopes_that_point_the_wrong_way_are_found_out(slopes):
    # as in a firm with too little time, where more demand means fewer wins
    search = sought(lambda place: np.array(slopes) @ (place - [1.0, 1.0]), np.diag([3.0, 1.0]))
    assert search.distance <= 0.03


def test_what_cannot_be_met_ends_the_search_at_the_nearest_place():
    def missed(place):
        return np.array([place[0] - 1.0, np.minimum(place[1], 0.3) - 1.0])

    search = sought(missed, np.eye(2))
    assert search.misses == pytest.approx([0.0, -0.7], abs=0.15)
    assert search.looks < 60


def test_knobs_stay_within_how_far_they_can_go():
    seen = []

    def missed(place):
        seen.append(place)
        return place - 10.0

    sought(missed, np.eye(2), farthest=2.0)
    assert np.abs(seen).max() == 2.0


def test_luck_that_hides_the_way_ends_the_search():
    luck = np.random.default_rng(1)
    search = sought(lambda place: place - TARGET + luck.normal(0.0, 0.2, 3), np.eye(3), looks=30)
    assert search.looks <= 36
    assert np.abs(search.place - TARGET).max() < 0.8
