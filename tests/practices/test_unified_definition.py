import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms.scoring import Scoring
from sim.practices import unified_definition
from sim.world.names import Metric
from sim.world.practices import Practice
from tests.mechanisms.harness import given, near, wired

shares = st.floats(0, 1)


def settings(every=13, sales_say=0.5):
    return given(unified_definition.UnifiedDefinition, every=every, sales_say=sales_say)


def meeting(marketing=2.0, sales=(2.0, 2.0), every=13, **columns):
    world = wired(pods=1, marketers=1, reps=2)
    world.marketers["booked"][:, Practice.UNIFIED_DEFINITION] = marketing
    world.reps["booked"][:, Practice.UNIFIED_DEFINITION] = sales
    for name, value in columns.items():
        world.marketers[name] = value
    world.reps["hour_price"] = 0.01
    world.reps["brings"] = [0.1, 0.3]
    world.reps["takes"] = [0.15, 0.1]
    world.reps["slope"][:, Metric.QUALIFIED_LEADS] = 0.02
    world.reps["slope"][:, Metric.ACCEPTED_LEADS] = 0.001
    scoring = given(Scoring, deal_value=10000.0)
    unified_definition.meet(
        world.marketers, world.reps, world.pods, settings(every), scoring, 1.5
    )  # fmt: skip
    return world.marketers[0]


def test_a_review_states_what_a_real_lead_earns_and_a_look_costs_a_rep():
    # .02, and what a deal brings over what it takes from others: nothing for one rep, .2 for the
    # other, .1 on average; 1.5 hours at .01
    marketer = meeting()
    assert (marketer["definition"], marketer["sales_say"]) == (2, 0.5)
    assert (marketer["sales_gain"], marketer["sales_cost"]) == near((0.12, 0.015))
    assert marketer["sales_bonus"] == near(0.001)


def test_who_comes_for_half_the_time_has_half_the_weight():
    # .5 x 1 against .5 x 2
    assert meeting(sales=(1.0, 1.0))["sales_say"] == near(1.0 / 3.0)


@examples(shares, st.floats(0.1, 9), st.floats(0.1, 9))
def test_sales_has_its_say_where_both_come_alike_and_none_without_weight(weight, hours, other):
    assert unified_definition.say(weight, hours, hours) == pytest.approx(weight)
    assert unified_definition.say(0.0, hours, other) == 0.0
    assert 0.0 <= unified_definition.say(weight, hours, other) <= 1.0


@pytest.mark.parametrize(("marketing", "sales"), [(0.0, (2.0, 2.0)), (2.0, (0.0, 0.0))])
def test_a_review_takes_both_sides(marketing, sales):
    marketer = meeting(marketing, sales, definition=1)
    assert (marketer["definition"], marketer["sales_say"]) == (1, 0.0)
    assert meeting(marketing, sales)["definition"] == 0  # nothing was ever agreed


def test_what_was_agreed_holds_until_the_practice_ends():
    assert meeting(0.0, (0.0, 0.0), definition=2)["definition"] == 1
    assert meeting(0.0, (0.0, 0.0), every=0, definition=1)["definition"] == 0


def test_every_pod_agrees_for_itself():
    world = wired(marketers=1, pods=2, reps=1)
    world.marketers["booked"][:, Practice.UNIFIED_DEFINITION] = 1.0
    world.reps["booked"][:, Practice.UNIFIED_DEFINITION] = [1.0, 0.0]
    scoring = given(Scoring, deal_value=1.0)
    unified_definition.meet(world.marketers, world.reps, world.pods, settings(), scoring, 1.0)
    assert np.array_equal(world.marketers["definition"], [2, 0])
