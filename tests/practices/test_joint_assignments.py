import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import joint_assignments
from sim.practices.joint_assignments import JointAssignments
from sim.world.names import Outcome
from sim.world.practices import Practice
from sim.world.vectors import NOBODY
from tests.mechanisms.harness import at, given, near, open_deal, wired


def test_a_programme_reaches_people_with_the_square_root_of_hours():
    assert joint_assignments.programme(1.5, 4.0, 1.0) == near(3.0)
    assert joint_assignments.programme(1.5, 0.0, 1.0) == 0.0


@examples(st.floats(0, 13), st.floats(0, 20), st.floats(0, 20), st.floats(0, 3))
def test_more_hours_never_reach_fewer(reach, one, other, skill):
    low, high = sorted((one, other))
    before = joint_assignments.programme(reach, low, skill)
    assert before <= joint_assignments.programme(reach, high, skill)


def firm():
    """Three accounts of rep 0, one of rep 1, all with open deals."""
    world = wired(pods=1, reps=2, marketers=2, accounts=4)
    world.accounts["rep"] = [0, 0, 0, 1]
    for account in range(4):
        open_deal(world, account, created_week=3)
    world.accounts["effort_weight"] = [1.0, 3.0, 2.0, 1.0]
    return world


def week(world, index, accounts=2):
    joint_assignments.name_accounts(
        np.arange(4), world.accounts, world.opportunities, world.marketers, world.reps, world.pods,
        given(JointAssignments, accounts=accounts, reach=1.5), at(index),
    )  # fmt: skip
    return world.accounts["partner"].tolist()


def test_the_weightiest_open_deal_is_named_first_one_a_week_up_to_the_number():
    world = firm()
    assert week(world, 5) == [NOBODY, 0, NOBODY, 1]
    assert world.reps["named"].tolist() == [1.0, 1.0]
    assert week(world, 6) == [NOBODY, 0, 0, 1]
    assert week(world, 7) == [NOBODY, 0, 0, 1]
    assert world.marketers["named"].tolist() == [2.0, 1.0]


def test_none_are_named_when_the_number_is_zero():
    world = firm()
    assert week(world, 5, accounts=0) == [NOBODY] * 4
    assert not world.accounts["programme_reach"].any()
    assert not world.marketers["named"].any()


def test_the_marketers_hours_are_shared_among_named_accounts():
    world = firm()
    week(world, 5)
    week(world, 6)
    world.marketers["booked"][:, Practice.JOINT_ASSIGNMENTS] = [2.0, 4.0]
    week(world, 7)
    assert world.accounts["programme_reach"].tolist() == near([0.0, 1.5, 1.5, 3.0])


@pytest.mark.parametrize(
    ("table", "change"), [("accounts", {"last_closed": 1}), ("opportunities", {"created_week": 6})]
)
def test_an_ended_deal_or_a_new_one_in_the_same_account_is_not_named(table, change):
    world = firm()
    week(world, 5)
    world.accounts["effort_weight"][1] = 0.0
    for name, value in change.items():
        getattr(world, table)[1][name] = value
    assert week(world, 6)[1] == NOBODY


def test_wins_on_named_accounts_count_for_the_two_who_worked_on_them():
    world = firm()
    week(world, 5)
    world.pairs["joint_wins"] = 9.0
    for deal, outcome in ((0, Outcome.WON), (1, Outcome.WON), (3, Outcome.LOST_COMPETITOR)):
        world.opportunities[deal]["outcome"] = outcome
        world.opportunities[deal]["closed_week"] = 5
    joint_assignments.count_wins(
        np.arange(4), world.accounts, world.opportunities, world.pairs, world.reps, at(5)
    )
    assert world.pairs["joint_wins"].tolist() == [1.0, 0.0, 0.0, 0.0]
