"""What rooms share of the tables, by hand in a firm whose numbers of seats differ."""

import numpy as np

from sim.world import shared
from sim.world.names import Metric
from sim.world.vectors import NOBODY
from tests.mechanisms.harness import near, open_deal, wired


def test_a_deal_is_open_until_it_has_ended():
    world = wired(accounts=3)
    assert not shared.has_open_deal(world.accounts[0])
    open_deal(world, 0)
    assert shared.has_open_deal(world.accounts[0])
    world.accounts[0]["last_closed"] = world.accounts[0]["opportunity"]
    assert not shared.has_open_deal(world.accounts[0])


def test_a_euro_is_paid_however_it_is_counted():
    slope = np.zeros(len(Metric))
    slope[Metric.OWN_REVENUE], slope[Metric.TEAM_REVENUE] = 0.25, 0.5
    slope[Metric.SHARED_REVENUE], slope[Metric.MARGIN] = 1.0, 8.0
    assert shared.per_euro(slope) == 1.75


def test_pairs_stand_rep_by_rep_and_in_the_order_of_the_pods_marketers():
    world = wired(pods=2, reps=3, marketers=2)
    found = [
        shared.pair_row(marketer, rep, pod, world.pairs, world.reps)
        for pod in range(2)
        for rep in range(3 * pod, 3 * pod + 3)
        for marketer in range(2 * pod, 2 * pod + 2)
    ]
    assert found == list(range(12))
    assert shared.pair_row(NOBODY, 4, 1, world.pairs, world.reps) == 8


def test_a_pooled_view_is_the_mean_of_those_who_sit_there():
    world = wired(pods=2, reps=3, marketers=2)
    world.reps["views"][:, 0, 1] = [1.0, 2.0, 6.0, 10.0, 10.0, 10.0]
    assert shared.pooled_view(world.reps, 0, 3, 0, 1) == near(3.0)
    assert shared.pooled_view(world.reps, 3, 6, 0, 1) == near(10.0)
