import math

import numpy as np
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import pipeline
from sim.world.names import Outcome, RepTask
from sim.world.vectors import NEVER, NOBODY
from tests.mechanisms.harness import ONE_OF_EACH, at, given, hand_over, near, open_deal, wired

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
    world.accounts[0]["last_closed"] = 0
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
    world.accounts["chance_next_week"] = [0.2, 0.0, 0.5]
    pipeline.weigh_deals(
        np.arange(3), world.accounts, world.opportunities, settings(**changes), frozen
    )
    return world


def test_open_deals_are_weighed_by_value_and_by_no_less_than_hope():
    # 10 x .2, 20 x the least chance .1, and nothing without a deal
    assert weighed(0).accounts["effort_weight"].tolist() == near([2.0, 2.0, 0.0])


def test_with_triage_frozen_all_open_deals_pull_alike():
    assert weighed(1).accounts["effort_weight"].tolist() == [1.0, 1.0, 0.0]


GROUP = {"full_hours": 3.0, "usual_members": 6.0}
"""Settings of the buying group that sharing a week goes by."""


def shared(pulls=(3.0, 1.0, 0.0), frozen=0, hours=8.0, members=6, spare=0.0, **changes):
    world = wired(**ONE_OF_EACH, accounts=len(pulls))
    world.accounts["effort_weight"] = pulls
    world.accounts["members"] = members
    world.accounts["ready"] = [1, *[0] * (len(pulls) - 1)]
    world.accounts["chance"] = 0.9  # not what closing goes by
    world.accounts["deal_hours"] = 9.0  # of last week
    world.reps["hours"][:, RepTask.DEALS] = hours
    world.reps["spare"] = spare
    world.reps["skill"] = 0.5
    rows = np.arange(len(pulls))
    pipeline.share_week(rows, world.accounts, world.reps, settings(**changes), GROUP, frozen)
    return world


def test_frozen_hours_for_deals_are_shared_by_weight_whatever_the_skill():
    # 8 hours 3 : 1
    world = shared(frozen=1)
    assert world.accounts["deal_hours"].tolist() == near([6.0, 2.0, 0.0])
    assert (world.reps[0]["open_deals"], world.reps[0]["ready_deals"]) == (2, 1)


def test_frozen_a_deal_takes_no_more_hours_than_it_can_use():
    world = shared(frozen=1, deal_hours_limit=5.0)
    assert world.accounts["deal_hours"].tolist() == near([5.0, 2.0, 0.0])


def test_a_group_twice_as_large_takes_twice_the_hours_up_to_the_limit():
    assert pipeline.needed(1.5, 12.0, 6.0, 40.0) == near(3.0)
    assert pipeline.needed(1.5, 12.0, 6.0, 2.0) == 2.0


def test_deals_are_served_in_order_of_pull_with_full_effort_as_long_as_hours_last():
    # three hours each for a usual group; the weakest finds one hour left, or none
    assert shared((1.0, 9.0, 4.0), hours=7.0).accounts["deal_hours"].tolist() == [1.0, 3.0, 3.0]
    assert shared((1.0, 9.0, 4.0), hours=4.0).accounts["deal_hours"].tolist() == [0.0, 3.0, 1.0]


def test_the_order_of_pull_is_what_counts_and_not_how_much_stronger_it_is():
    for strongest in (4.1, 400.0):
        hours = shared((1.0, strongest, 4.0), hours=7.0).accounts["deal_hours"]
        assert hours.tolist() == [1.0, 3.0, 3.0]


def test_of_two_deals_that_pull_alike_the_first_comes_first():
    assert shared((2.0, 2.0), hours=4.0).accounts["deal_hours"].tolist() == [3.0, 1.0]


def test_hours_beyond_full_effort_are_shared_by_weight():
    # 6 of 10 hours for full effort on two deals, and 4 more 3 : 1
    assert shared(hours=10.0).accounts["deal_hours"].tolist() == near([6.0, 4.0, 0.0])


def test_a_larger_group_takes_more_of_the_week():
    hours = shared((9.0, 1.0), hours=7.0, members=[12, 6]).accounts["deal_hours"]
    assert hours.tolist() == near([6.0, 1.0])


def test_hours_that_no_lead_was_worth_go_to_deals():
    with_spare = shared(hours=5.0, spare=2.0).accounts["deal_hours"]
    assert with_spare.tolist() == shared(hours=7.0).accounts["deal_hours"].tolist()


def test_counts_of_open_deals_are_the_same_served_or_shared():
    for frozen in (0, 1):
        rep = shared(frozen=frozen).reps[0]
        assert (rep["open_deals"], rep["ready_deals"], rep["effort_weight"]) == (2, 1, 4.0)


@examples(
    st.lists(st.floats(0.001, 1000), min_size=3, max_size=3),
    st.floats(0, 40),
    st.floats(0.5, 40),
    st.sampled_from([0, 1]),
)
def test_no_hour_is_given_twice_and_no_deal_gets_more_than_its_limit(pulls, hours, limit, frozen):
    given_to = shared(pulls, frozen, hours, deal_hours_limit=limit).accounts["deal_hours"]
    assert given_to.sum() <= hours + 1e-9
    assert (given_to >= 0.0).all()
    assert (given_to <= limit + 1e-9).all()


@examples(
    st.lists(st.floats(0.001, 1000), min_size=3, max_size=3), st.floats(0, 40),
    st.sampled_from([0, 1]),
)  # fmt: skip
def test_as_long_as_deals_can_use_them_no_hour_is_lost(pulls, hours, frozen):
    assert shared(pulls, frozen, hours).accounts["deal_hours"].sum() == near(hours)


@examples(st.lists(st.floats(0.001, 1000), min_size=3, max_size=3, unique=True), st.floats(0, 9))
def test_as_long_as_hours_are_short_a_deal_that_pulls_more_never_gets_less(pulls, hours):
    given_to = shared(pulls, 0, hours).accounts["deal_hours"]
    assert (np.diff(given_to[np.argsort(pulls)]) >= -1e-9).all()


def test_nobody_finds_what_no_lead_proved():
    world = wired(accounts=2)
    assert len(opened(world)) == 0
    assert (world.accounts["opportunity"] == NOBODY).all()
