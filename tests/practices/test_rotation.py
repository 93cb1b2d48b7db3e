import math

from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import rotation
from sim.practices.rotation import Rotation
from sim.world.practices import Practice
from tests.mechanisms.harness import given, near, wired

LN2 = math.log(2.0)
shares = st.floats(0, 1)


def test_respect_rises_half_way_to_its_level_in_ln_two_schoolings():
    assert rotation.won_respect(0.4, 0.8, 40.0 * LN2, 40.0) == near(0.2)


@examples(shares, shares, st.floats(0, 500), st.floats(1, 2000))
def test_respect_never_passes_the_level_and_none_is_lost(respect, level, hours, schooling):
    gain = rotation.won_respect(respect, level, hours, schooling)
    assert gain >= 0.0
    assert respect + gain <= max(respect, level) + 1e-12
    assert rotation.won_respect(respect, level, 0.0, schooling) == 0.0


def test_only_those_who_are_away_learn():
    world = wired(pods=1, reps=2, marketers=1)
    world.reps["respect"], world.marketers["respect"] = 0.4, 0.9
    world.reps["booked"][0, Practice.ROTATION] = 40.0 * LN2
    world.marketers["booked"][0, Practice.ROTATION] = 40.0 * LN2
    rotation.swap(world.marketers, world.reps, given(Rotation, level=0.8, schooling=40.0))
    assert world.reps["respect_gain"].tolist() == near([0.2, 0.0])
    assert world.marketers["respect_gain"].tolist() == [0.0]
