"""What rooms share of the tables, by hand in a firm whose numbers of seats differ."""

import math

import numpy as np
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import pay
from sim.world import shared
from sim.world.names import Metric
from sim.world.options import Cooling
from sim.world.vectors import NEVER, NOBODY
from tests.mechanisms.harness import given, near, open_deal, rows, wired

shares = st.floats(0, 1)
some = st.floats(0, 50)


def test_a_deal_is_open_until_it_has_ended():
    world = wired(accounts=3)
    assert not shared.has_open_deal(world.accounts[0])
    open_deal(world, 0)
    assert shared.has_open_deal(world.accounts[0])
    world.accounts[0]["last_closed"] = world.accounts[0]["opportunity"]
    assert not shared.has_open_deal(world.accounts[0])


def test_a_lead_loses_half_of_what_it_can_lose_in_one_half_life():
    # after 3 ln 2 days: .4 + .6 / 2
    assert shared.freshness(3.0 * math.log(2.0), 0.4, 3.0, Cooling.EXPONENTIAL) == near(0.7)
    assert shared.freshness(0.0, 0.4, 3.0, Cooling.EXPONENTIAL) == near(1.0)


@examples(some, some, shares, st.floats(0.01, 100))
def test_a_lead_only_ever_cools_and_never_below_what_stays(one, other, stale, cooling):
    low, high = sorted((one, other))
    assert (
        stale - 1e-12
        <= shared.freshness(high, stale, cooling, Cooling.EXPONENTIAL)
        <= shared.freshness(low, stale, cooling, Cooling.EXPONENTIAL)
    )


def test_a_lead_of_marketing_was_on_its_way_since_it_was_qualified_and_a_call_was_not():
    lead = rows("leads", 1, marketer_id=0, qualified_week=7, handed_over_week=8)[0]
    assert shared.weeks_before(lead) == 1
    lead["qualified_week"] = NEVER
    assert shared.weeks_before(lead) == 0
    lead["qualified_week"], lead["marketer_id"] = 7, NOBODY
    assert shared.weeks_before(lead) == 0


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


def test_a_pooled_view_is_the_mean_of_those_who_sit_there():
    world = wired(pods=2, reps=3, marketers=2)
    world.reps["views"][:, 0, 1] = [1.0, 2.0, 6.0, 10.0, 10.0, 10.0]
    assert shared.pooled_view(world.reps, range(3), 0, 1) == near(3.0)
    assert shared.pooled_view(world.reps, range(3, 6), 0, 1) == near(10.0)


def test_trust_is_a_mean_over_own_pairs_and_has_two_directions():
    world = wired(pods=2, reps=3, marketers=2)
    world.pairs["trust_rep_in_marketer"] = np.arange(12)
    world.pairs["trust_marketer_in_rep"] = np.arange(12) * 10.0
    assert shared.mean_trust(world.pairs, range(2, 4), True) == near(2.5)
    assert shared.mean_trust(world.pairs, range(7, 12, 2), False) == near(90.0)
