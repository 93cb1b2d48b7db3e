"""Inference by simulation against posteriors that can be written down."""

import math

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import qmc

from analysis.calibration.abc import Design, estimator, posterior, recovery

NOISE = 0.5


@pytest.fixture(scope="module")
def design():
    """Two parameters, standard normal; the first is seen with noise, of the second nothing is."""
    places = qmc.Sobol(2, seed=1).random(1024)
    luck = np.random.default_rng(1).normal(size=(1024, 3))
    seen = ndtri(np.clip(places[:, 0], 1e-3, 0.999)) + NOISE * luck[:, 0]
    return Design(places, np.column_stack([seen, luck[:, 1:]]))


def test_a_normal_posterior_is_found(design):
    # prior N(0, 1), data s with variance .25: mean .8 s, variance .2
    found = posterior(estimator(design), np.array([1.0, 0.0, 0.0]))
    low, middle, high = (ndtri(found.quantile(q)[0]) for q in (0.05, 0.5, 0.95))
    wide = 2.0 * 1.645 * math.sqrt(0.2)
    assert middle == pytest.approx(0.8, abs=0.15)
    assert high - low == pytest.approx(wide, rel=0.15)


def test_a_parameter_that_nothing_speaks_of_keeps_its_prior(design):
    found = posterior(estimator(design), np.array([1.0, 0.0, 0.0]))
    low, middle, high = (found.quantile(q)[1] for q in (0.05, 0.5, 0.95))
    assert middle == pytest.approx(0.5, abs=0.12)
    assert high - low == pytest.approx(0.9, abs=0.1)


def test_intervals_cover_as_often_as_they_say_and_what_is_not_seen_is_wide(design):
    found = recovery(design)
    assert found.tried == 200
    for place, share in enumerate((0.5, 0.9)):
        within = 5.0 * math.sqrt(share * (1.0 - share) / found.tried)
        assert found.covered[:, place] == pytest.approx([share] * 2, abs=within)
    assert found.width[0] < 0.6 < found.width[1]
    assert found.error[0] < 0.5 < found.error[1]


def test_intervals_that_hold_nothing_would_be_noticed(design):
    # other places than those that made the statistics: half of the truths lie elsewhere
    shifted = Design(design.places, np.roll(design.statistics, 1, axis=0))
    assert recovery(shifted).width[0] > 0.8


def test_weights_sum_to_one_and_favour_the_nearest(design):
    found = posterior(estimator(design), design.statistics[7])
    assert found.weights.sum() == pytest.approx(1.0)
    assert list(found.weights) == sorted(found.weights, reverse=True)


def test_a_statistic_that_never_varies_does_no_harm(design):
    more = np.column_stack([design.statistics, np.full(len(design), 7.0)])
    same = Design(design.places, more)
    first = posterior(estimator(design), design.statistics[3]).quantile(0.5)
    second = posterior(estimator(same), more[3]).quantile(0.5)
    assert second == pytest.approx(first, abs=1e-6)
