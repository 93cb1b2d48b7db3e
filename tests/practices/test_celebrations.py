import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import celebrations
from sim.practices.celebrations import Celebrations
from sim.world.practices import Practice
from tests.mechanisms.harness import given, near, wired


def test_wins_that_wait_fade_and_new_ones_are_added():
    assert celebrations.waiting(2.0, 0.5, 1.0) == near(2.0)


def celebrated(waiting=2.0, joint=1.0, hours=0.5, met=0):
    world = wired()
    pair = world.pairs
    pair["uncelebrated"], pair["joint_events"], pair["met"] = waiting, joint, met
    pair["together"][0, Practice.CELEBRATIONS] = hours
    celebrations.celebrate(pair, world.marketers, world.reps, given(Celebrations, memory=1.0))
    return pair[0]["celebrated"], pair[0]["uncelebrated"]


def test_a_party_celebrates_what_was_won_together_since_the_last_one():
    assert celebrated() == near((2.0, 0.0))
    assert celebrated(hours=0.0) == near((0.0, 2.0))


def test_with_a_new_person_there_is_nothing_of_old_to_celebrate():
    assert celebrated(met=3) == near((1.0, 0.0))


@examples(st.floats(0, 10))
def test_a_celebration_of_nothing_joint_confirms_nothing(hours):
    assert celebrated(0.0, 0.0, hours) == (0.0, 0.0)


@pytest.mark.parametrize("hours", [0.0, 1.0])
def test_wins_are_neither_invented_nor_lost(hours):
    assert sum(celebrated(hours=hours)) == near(2.0)
