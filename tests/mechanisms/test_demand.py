import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import demand
from sim.world.names import Outcome
from sim.world.vectors import NEVER, NOBODY
from tests.mechanisms.harness import at, given, near, open_deal, rows, wired

chances = st.floats(1e-9, 1 - 1e-9)
SURE = 50.0


def settings(**changes):
    neutral = {
        "entry_hazard": 0.5, "patience": 10.0, "patience_spread": 0.0, "list_base": 0.0,
        "list_brand": 0.0, "list_reputation": 0.0, "list_incumbent": 0.0,
        "form": "constant",
    }  # fmt: skip
    return given(demand.Demand, **(neutral | changes))


@pytest.mark.parametrize(("u", "weeks"), [(0.9, 1), (0.51, 1), (0.49, 2), (0.2, 3), (0.1, 4)])
def test_the_wait_of_an_even_hazard_halves_week_by_week(u, weeks):
    # the wait is longer than k weeks with chance 1/2^k: below .5 two weeks, below .25 three
    assert demand.waited(u, 0.5) == weeks


def test_without_hazard_nobody_ever_comes():
    assert demand.waited(0.5, 0.0) == 10**9


def test_a_hazard_too_small_to_be_told_from_none_brings_nobody():
    assert demand.waited(0.5, 1e-17) == demand.waited_bass(0.5, 1e-17, 9.0, 0.1, 0.1) == 10**9


@examples(chances, chances, st.floats(1e-4, 0.2))
def test_a_wait_is_a_week_at_least_and_shorter_the_higher_the_number_drawn(one, other, hazard):
    low, high = sorted((one, other))
    assert 1 <= demand.waited(high, hazard) <= demand.waited(low, hazard)


@examples(chances, st.floats(1e-4, 0.1))
def test_a_higher_hazard_never_makes_anybody_wait_longer(u, hazard):
    assert demand.waited(u, 2.0 * hazard) <= demand.waited(u, hazard)


def test_patience_is_uniform_around_its_mean():
    # 40 (1 + .5 (2 x .75 - 1)) = 40 x 1.25 = 50
    assert demand.patience_weeks(0.75, 40.0, 0.5) == 50
    assert demand.patience_weeks(0.5, 40.0, 0.5) == 40
    assert demand.patience_weeks(0.123, 40.0, 0.0) == 40


def test_the_log_odds_of_the_list_add_up():
    assert demand.list_logit(-0.8, 1.2, 0.3, 1.0) == near(1.7)


@pytest.mark.parametrize(
    ("is_open", "is_new", "is_late", "leaves"),
    [
        (True, True, True, False),  # a deal is going on: nobody leaves
        (False, True, False, True),  # it has ended
        (False, False, False, False),  # without a deal, or with one of an earlier search
        (False, False, True, True),  # patience is gone
    ],
)
def test_an_account_leaves_when_its_deal_or_its_patience_ends(is_open, is_new, is_late, leaves):
    assert demand.is_leaving(is_open, is_new, is_late) is leaves


def listed(segment, account=None, **changes):
    accounts = rows("accounts", 300, **(account or {}))
    segments = rows("segments", 1, **segment)
    for row in range(300):
        demand.consider(row, accounts, segments, settings(**changes), at(0))
    return accounts["on_list"] == 1


def test_brand_reputation_and_incumbency_put_a_firm_on_lists():
    plain = listed({})
    assert 0 < plain.sum() < 300
    for better in (
        listed({"brand_stock": math.e - 1.0}, list_brand=1.0),
        listed({"reputation": 1.0}, list_reputation=1.0),
        listed({}, {"customer": 0}, list_incumbent=1.0),
    ):
        assert better.sum() > plain.sum()
        assert (better | ~plain).all()  # nobody falls off the list for it
    # ln(1 + e - 1) = 1 and a reputation of 1 weigh alike
    brand = listed({"brand_stock": math.e - 1.0}, list_brand=1.0)
    assert (brand == listed({"reputation": 1.0}, list_reputation=1.0)).all()


def test_entering_starts_a_search():
    accounts = rows("accounts", 1)
    demand.consider(0, accounts, rows("segments"), settings(list_base=SURE), at(7))
    account = accounts[0]
    assert (account["in_market"], account["on_list"], account["entries"]) == (1, 1, 1)
    assert (account["entered_week"], account["leave_week"]) == (7, 17)


def test_newcomers_are_listed_in_order_of_their_rows():
    world = wired(accounts=6)
    world.active[0] = 0
    world.counters[0]["active"] = 1
    for row in (4, 2, 5):
        world.accounts[row]["next_entry"] = world.calendar[3]["first_entry"]
        world.calendar[3]["first_entry"] = row
    demand.list_newcomers(world.active, world.accounts, world.calendar, world.counters, at(3))
    assert world.active[:4].tolist() == [0, 2, 4, 5]
    assert (world.counters[0]["active"], world.counters[0]["entered"]) == (4, 3)


def searching(world, *accounts):
    for place, row in enumerate(accounts):
        world.active[place] = row
        world.accounts[row]["in_market"] = 1
        world.accounts[row]["leave_week"] = 100
        world.accounts[row]["entered_week"] = 1
    world.counters[0]["active"] = len(accounts)


def empty(world, index, **changes):
    demand.empty_market(
        world.active, world.left, world.accounts, world.calendar, world.counters,
        settings(**changes), at(index),
    )  # fmt: skip


def test_those_who_are_done_leave_and_the_rest_stay_in_order():
    world = wired(accounts=5)
    searching(world, 0, 1, 2, 3, 4)
    world.accounts[1]["leave_week"] = 9  # out of patience
    world.accounts["opened"][[3, 4]] = 5
    open_deal(world, 3, outcome=Outcome.WON)  # bought
    open_deal(world, 4)
    empty(world, 9)
    assert world.active[:3].tolist() == [0, 2, 4]
    assert world.left[:2].tolist() == [1, 3]
    assert (world.counters[0]["active"], world.counters[0]["left"]) == (3, 2)
    assert world.accounts["in_market"].tolist() == [1, 0, 1, 0, 1]


def test_a_deal_of_an_earlier_search_does_not_end_this_one():
    world = wired()
    searching(world, 0)
    world.accounts[0]["entered_week"] = 20
    open_deal(world, 0, created_week=5, outcome=Outcome.WON, closed_week=8)
    empty(world, 21)
    assert world.counters[0]["active"] == 1


def test_who_leaves_comes_back_after_a_wait():
    world = wired(weeks=2000)
    searching(world, 0)
    world.accounts[0]["leave_week"] = 5
    empty(world, 5, entry_hazard=0.05)
    week = np.flatnonzero(world.calendar["first_entry"] == 0)
    assert len(week) == 1
    assert week[0] > 5


def test_without_hazard_the_market_stays_empty():
    world = wired(accounts=50)
    for row in range(50):
        demand.schedule(row, world.accounts, world.calendar, settings(entry_hazard=0.0), at(0))
    assert (world.calendar["first_entry"] == NOBODY).all()
    assert (world.accounts["entered_week"] == NEVER).all()
