"""What rooms share of the tables, by hand in a firm whose numbers of seats differ."""

import numpy as np
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import pay
from sim.world import shared
from sim.world.names import Metric
from sim.world.vectors import NOBODY
from tests.mechanisms.harness import given, near, open_deal, rows, wired


def test_a_deal_is_open_until_it_has_ended():
    world = wired(accounts=3)
    assert not shared.has_open_deal(world.accounts[0])
    open_deal(world, 0)
    assert shared.has_open_deal(world.accounts[0])
    world.accounts[0]["last_closed"] = world.accounts[0]["opportunity"]
    assert not shared.has_open_deal(world.accounts[0])


def paid_by(accelerator=1.0, bonus=0.0, cap=1e6, **changes):
    """Return what 600 euros pay somebody whose target is 1,000, and the same for 300 twice."""
    person, shape = (
        rows("reps", 1)[0],
        given(pay.Contract, accelerator=accelerator, bonus=bonus, cap=cap),
    )
    person["unit"][:] = 1000.0
    for metric, price in {"OWN_REVENUE": 1e-3, **changes}.items():
        person["price"][Metric[metric]] = price
    place = np.full(len(Metric), 0.8)

    def for_euros(euros, at=place):
        return shared.pay_for(euros, person, at, 1e-9, shape)

    return for_euros(600.0), for_euros(300.0) + for_euros(300.0, place + 0.3)


def test_euros_are_paid_however_they_are_counted_and_nothing_else_is():
    assert paid_by()[0] == near(0.6)
    assert paid_by(TEAM_REVENUE=5e-4, SHARED_REVENUE=2e-3, MARGIN=8.0)[0] == near(0.6 + 0.3 + 1.2)


def test_a_deal_that_passes_the_target_is_paid_by_what_lies_below_and_beyond_it():
    # from .8 to 1.4: .2 at 1, .4 at 3, and the bonus; with a cap at 1.2 only .2 beyond count
    assert paid_by(accelerator=3.0, bonus=0.1)[0] == near(0.2 + 1.2 + 0.1)
    assert paid_by(accelerator=3.0, bonus=0.1, cap=1.2)[0] == near(0.2 + 0.6 + 0.1)


@examples(st.floats(0, 4), st.floats(0, 1), st.floats(1, 3))
def test_a_deal_in_two_pays_what_it_pays_in_one(accelerator, bonus, cap):
    at_once, in_two = paid_by(accelerator, bonus, cap)
    assert at_once == near(in_two)


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


def test_a_person_has_a_pair_with_everybody_on_the_other_side_of_the_own_pod():
    world = wired(pods=2, reps=3, marketers=2)
    for people, is_rep, column in ((world.reps, True, "rep"), (world.marketers, False, "marketer")):
        for row, person in enumerate(people):
            own = range(*shared.pairs_of(row, is_rep, int(person["pod"]), 2, 3))
            assert list(own) == np.flatnonzero(world.pairs[column] == row).tolist()


def test_trust_is_a_mean_over_own_pairs_and_has_two_directions():
    world = wired(pods=2, reps=3, marketers=2)
    world.pairs["trust_rep_in_marketer"] = np.arange(12)
    world.pairs["trust_marketer_in_rep"] = np.arange(12) * 10.0
    assert shared.mean_trust(world.pairs, (2, 4, 1), True) == near(2.5)
    assert shared.mean_trust(world.pairs, (7, 13, 2), False) == near(90.0)
