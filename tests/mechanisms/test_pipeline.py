import math

import numpy as np
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import pipeline
from sim.names import Outcome, RepTask
from sim.world import NEVER, NOBODY
from tests.mechanisms.harness import at, given, hand_over, near, open_deal, wired

some = st.floats(0.01, 100)


def settings(**changes):
    plain = {
        "find_rate": 0.0, "value_power": 0.5, "hope": 0.1, "deal_hours_limit": 40.0,
        "deal_spread": 0.0, "add_on": 0.25,
    }  # fmt: skip
    return given(pipeline.Pipeline, **(plain | changes))


def test_prospecting_finds_every_other_buyer_in_ln_2_hours_at_rate_one():
    assert pipeline.found(0.1, 10.0 * math.log(2.0)) == near(0.5)
    assert pipeline.found(0.0, 10.0) == 0.0


def test_a_deal_pulls_by_value_and_chance():
    # sqrt(100) x .2
    assert pipeline.deal_pull(100.0, 0.5, 0.2) == near(2.0)


@examples(some, some, st.floats(0, 2), st.floats(0.01, 1))
def test_a_larger_deal_never_pulls_less(one, other, power, chance):
    low, high = sorted((one, other))
    assert pipeline.deal_pull(low, power, chance) <= pipeline.deal_pull(high, power, chance)


def test_only_buyers_without_an_open_deal_are_found():
    world = wired(accounts=2)
    world.reps["finding"] = 1.0
    open_deal(world, 1)
    pipeline.prospect(np.arange(2), world.accounts, world.reps, at(6))
    assert world.accounts["found_by"].tolist() == [6, NEVER]


def test_without_a_find_rate_nobody_is_found():
    world = wired(accounts=20)
    world.reps["hours"][:, RepTask.PROSPECTING] = 40.0
    pipeline.search(world.reps, settings())
    pipeline.prospect(np.arange(20), world.accounts, world.reps, at(6))
    assert (world.accounts["found_by"] == NEVER).all()


def opened(world, **changes):
    pipeline.open_deals(
        np.arange(len(world.accounts)), world.dealing, world.accounts, world.leads,
        world.opportunities, world.counters, settings(**changes), at(6),
    )  # fmt: skip
    return world.opportunities[: world.counters[0]["opportunities"]]


def proven(accounts=1, **columns):
    world = wired(accounts=accounts)
    world.accounts["list_value"] = 1000.0
    for name, value in columns.items():
        world.accounts[name] = value
    for account in range(accounts):
        world.accounts[account]["winning_lead"] = hand_over(world, account, source=4)
    return world


def test_a_lead_that_proves_real_opens_a_deal():
    world = proven(rivalry=0.3)
    deal = opened(world)[0]
    assert (deal["account_id"], deal["created_week"], deal["source"]) == (0, 6, 4)
    assert deal["list_value"] == near(1000.0)
    assert (deal["competitor"], deal["rivalry"], deal["existing_customer"]) == (1, 0.3, 0)
    assert world.leads[0]["opportunity_id"] == deal["opportunity_id"]
    assert (world.accounts[0]["opportunity"], world.accounts[0]["deals"]) == (0, 1)


def test_those_with_an_open_deal_and_newcomers_are_listed_in_order():
    world = proven(accounts=6)
    world.accounts["winning_lead"][[0, 3, 4, 5]] = NOBODY
    open_deal(world, 3)
    world.counters[0]["entered"] = 1
    opened(world)
    count = world.counters[0]["dealing"]
    assert world.dealing[:count].tolist() == [1, 2, 3, 5]


def test_a_lead_opens_one_deal_only():
    world = proven()
    assert len(opened(world)) == 1
    world.opportunities[0]["outcome"] = Outcome.WON
    world.accounts[0]["ended"] = 0
    assert len(opened(world)) == 1


def test_a_customers_further_deal_is_smaller():
    # a quarter of a first deal
    deal = opened(proven(customer=0))[0]
    assert deal["list_value"] == near(250.0)
    assert deal["existing_customer"] == 1


def test_deals_of_one_account_vary_around_its_usual_value():
    values = opened(proven(accounts=400), deal_spread=0.3)["list_value"]
    assert len(set(values.tolist())) == 400
    # a mean of 1,000 with standard deviation sqrt(exp(.09) - 1) = .307
    assert abs(values.mean() - 1000.0) < 5.0 * 307.0 / math.sqrt(400)


def weighed(frozen, **changes):
    world = wired(accounts=3)
    open_deal(world, 0, list_value=100.0)
    open_deal(world, 1, list_value=400.0)
    world.accounts["prospect"] = [0.2, 0.0, 0.5]
    pipeline.weigh_deals(
        np.arange(3), world.accounts, world.opportunities, settings(**changes), frozen
    )
    return world


def test_open_deals_are_weighed_by_value_and_by_no_less_than_hope():
    # 10 x .2, 20 x the least chance .1, and nothing without a deal
    assert weighed(0).accounts["pull"].tolist() == near([2.0, 2.0, 0.0])


def test_with_triage_frozen_all_open_deals_pull_alike():
    assert weighed(1).accounts["pull"].tolist() == [1.0, 1.0, 0.0]


def shared(**changes):
    world = weighed(1)
    world.accounts["pull"] = [3.0, 1.0, 0.0]
    world.accounts["ready"] = [1, 0, 0]
    world.accounts["chance"] = 0.9  # not what closing goes by
    world.reps["hours"][:, RepTask.DEALS] = 8.0
    world.reps["skill"] = 0.5
    pipeline.share_week(np.arange(3), world.accounts, world.reps, settings(**changes))
    return world


def test_hours_for_deals_are_shared_by_weight_whatever_the_skill():
    # 8 hours 3 : 1
    world = shared()
    assert world.accounts["deal_hours"].tolist() == near([6.0, 2.0, 0.0])
    assert (world.reps[0]["open_deals"], world.reps[0]["ready_deals"]) == (2, 1)


def test_a_deal_takes_no_more_hours_than_it_can_use():
    assert shared(deal_hours_limit=5.0).accounts["deal_hours"].tolist() == near([5.0, 2.0, 0.0])


@examples(st.lists(st.floats(0.001, 1000), min_size=3, max_size=3), st.floats(0, 40))
def test_no_hour_is_given_twice(pulls, hours):
    world = wired(accounts=3)
    world.accounts["pull"] = pulls
    world.reps["hours"][:, RepTask.DEALS] = hours
    pipeline.share_week(np.arange(3), world.accounts, world.reps, settings())
    assert world.accounts["deal_hours"].sum() == near(hours)


def test_nobody_finds_what_no_lead_proved():
    world = wired(accounts=2)
    assert len(opened(world)) == 0
    assert (world.accounts["opportunity"] == NOBODY).all()
