import math

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import liaisons
from sim.practices.liaisons import Liaisons
from sim.world.practices import Practice
from tests.mechanisms.harness import at, given, near, wired

LN2 = math.log(2.0)


def carried(number=1, booked=(3.0, LN2), present=1, hired_week=-100):
    world = wired(pods=1, reps=2, marketers=2)
    world.reps["booked"][:, Practice.LIAISONS] = booked
    world.marketers["booked"][:, Practice.LIAISONS] = booked
    world.pairs["together"][0, Practice.LIAISONS] = 3.0
    world.marketers["present"][0] = present
    world.marketers["hired_week"][0] = hired_week
    settings = given(Liaisons, number=number, digest=1.0, trust=0.8, settling=13.0)
    liaisons.carry(world.pairs, world.marketers, world.reps, world.pods, settings, at(20))
    return world


def test_a_briefing_passes_on_a_part():
    assert liaisons.briefed(0.8, LN2, 1.0) == near(0.4)


@examples(st.floats(0, 1), st.floats(0, 20), st.floats(0.01, 20))
def test_nobody_takes_in_more_than_colleagues_are_trusted(trust, briefing, digest):
    assert 0.0 <= liaisons.briefed(trust, briefing, digest) <= trust
    assert liaisons.briefed(trust, 0.0, digest) == 0.0


def test_liaisons_hear_all_and_colleagues_what_the_briefing_brings():
    world = carried()
    assert world.pairs["liaison_hours"].tolist() == near([3.0, 0.0, 0.0, 0.0])
    assert world.reps["liaison_receptivity"].tolist() == near([1.0, 0.4])
    assert world.marketers["liaison_receptivity"].tolist() == near([1.0, 0.4])


@pytest.mark.parametrize("gone", [{"present": 0}, {"hired_week": 8}])
def test_the_channel_is_closed_while_a_seat_is_vacant_or_its_holder_new(gone):
    assert not carried(**gone).pairs["liaison_hours"].any()
    assert carried(hired_week=7).pairs["liaison_hours"].any()


def test_without_liaisons_nobody_listens():
    assert not carried(0, (0.0, 0.0)).reps["liaison_receptivity"].any()
