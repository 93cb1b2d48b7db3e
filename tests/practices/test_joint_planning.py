import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import joint_planning
from sim.world.names import QUARTER, RepTask
from sim.world.practices import Practice
from tests.mechanisms.harness import at, given, near, wired

FULL = 6.0


def settings(**changes):
    return given(joint_planning.JointPlanning, **({"every": 13, "hours": FULL} | changes))


def briefed(world, index=12):
    joint_planning.brief_all(
        np.arange(len(world.marketers)), world.marketers, world.reps, world.segments, settings(),
        {"lead_hours": 1.25}, at(index),
    )  # fmt: skip
    return world.marketers


def team(marketers=FULL, reps=FULL):
    world = wired(pods=1, reps=2, marketers=2)
    world.marketers["booked"][:, Practice.JOINT_PLANNING] = marketers
    world.reps["booked"][:, Practice.JOINT_PLANNING] = reps
    # five hours a week on leads, all quarter
    world.reps["share"][:, RepTask.LEADS] = 5.0 * QUARTER
    world.marketers["message"][:, 0] = 0.5
    return world


def test_a_plan_reaches_to_the_next_one():
    marketers = briefed(team())
    assert marketers["briefed"].tolist() == [25, 25]
    assert (marketers["planned"][:, 0] == 0.5).all()


def test_who_came_to_half_of_it_plans_half_as_far():
    assert joint_planning.covered(13, 3.0, FULL) == 6
    assert briefed(team(marketers=[FULL, 3.0]))["briefed"].tolist() == [25, 18]


@examples(st.integers(0, 104), st.floats(0, 100))
def test_no_plan_reaches_beyond_the_next(every, booked):
    assert 0 <= joint_planning.covered(every, booked, FULL) <= every


def test_reps_promise_what_their_usual_hours_allow():
    # two reps of five hours a week and 1.25 a lead: eight leads for two marketers
    assert briefed(team())["promised"].tolist() == near([4.0, 4.0])


def test_what_calls_and_finds_take_is_not_promised():
    # the first rep follows up three calls, referrals and finds for each of marketing's leads
    world = team()
    world.reps["tried"][0] = [2.0, 1.0, 2.0, 0.0, 1.0, 0.0, 2.0]
    assert briefed(world)["promised"].tolist() == near([0.5 * (1.0 + 4.0)] * 2)


def test_only_reps_who_came_promise():
    assert briefed(team(reps=[FULL, 0.0]))["promised"].tolist() == near([2.0, 2.0])


def test_a_plan_holds_until_it_runs_out_whatever_happens():
    world = team()
    briefed(world)
    world.marketers["booked"] = 0.0
    world.reps["share"] = 0.0
    world.marketers["message"][:, 0] = 9.0
    held = briefed(world, 25)
    assert held["promised"].tolist() == near([4.0, 4.0])
    assert (held["planned"][:, 0] == 0.5).all()
    assert briefed(world, 26)["promised"].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("index", [12, 13, 20])
def test_a_newcomer_knows_nothing_of_the_plan(index):
    world = team()
    briefed(world)
    world.marketers["booked"] = 0.0
    world.marketers["present"] = 0
    marketers = briefed(world, index)
    assert (marketers["briefed"] < index).all()
    assert not marketers["promised"].any()


def test_who_never_plans_is_never_briefed():
    marketers = briefed(team(marketers=0.0))
    assert (marketers["briefed"] < 0).all()
    assert not marketers["promised"].any()
