"""The starting world: sizes of groups, who sits in them, and customers of old, by hand."""

import numpy as np
import pytest

from sim.drivers import population
from sim.world.names import YEAR, Role
from tests.mechanisms.harness import at, near, wired


def test_half_a_chance_for_each_of_twelve_more_makes_groups_of_seven():
    smallest = 0.5**12  # nobody joins the first
    assert population.group_size(0.99 * smallest, 7.0) == 1
    assert population.group_size(1.01 * smallest, 7.0) == 2
    assert population.group_size(12.99 * smallest, 7.0) == 2  # one of twelve joins: 12 ways
    assert population.group_size(13.01 * smallest, 7.0) == 3


@pytest.mark.parametrize("mean", [1.0, 2.5, 4.0, 9.0, 12.5])
def test_groups_have_the_mean_size_that_is_asked_for(mean):
    evenly = (np.arange(4000) + 0.5) / 4000
    sizes = [population.group_size(u, mean) for u in evenly]
    assert np.mean(sizes) == pytest.approx(mean, abs=0.01)
    assert (min(sizes), max(sizes) <= 13) == (1 if mean < 9.0 else min(sizes), True)


def test_a_group_has_a_champion_then_money_then_a_user_and_whoever_comes():
    assert [population.member_role(0.5, place) for place in range(3)] == [
        Role.CHAMPION, Role.ECONOMIC, Role.USER,
    ]  # fmt: skip
    beyond = {population.member_role(u, 3) for u in (0.0, 0.3, 0.6, 1.0)}
    assert min(beyond) == Role.USER
    assert max(beyond) == len(Role) - 1


@pytest.fixture
def customers():
    world = wired(pods=2, reps=3, marketers=2, accounts=60)
    world.accounts["list_value"] = 1000.0
    market = {"customers": 1.0}
    delivery = {"recurring": 0.75, "usual_satisfaction": 0.5, "service": 0.2}
    tables = (world.accounts, world.customers, world.counters, world.segments)
    population.old_customers(*tables, market, delivery, at(0))
    return world.customers[: world.counters[0]["customers"]]


def test_customers_of_old_pay_part_by_the_year_and_paid_the_rest_once(customers):
    assert len(customers) == 60
    assert customers["recurring_value"].tolist() == near([750.0] * 60)
    assert customers["once_value"].tolist() == near([250.0] * 60)
    assert customers["expectation"].tolist() == near([0.3] * 60)


def test_customers_of_old_signed_within_the_last_year(customers):
    assert customers["start"].max() <= -1
    assert customers["start"].min() >= -YEAR
    assert len(set(customers["start"].tolist())) > 20
    assert (customers["start"] == customers["won_week"]).all()
