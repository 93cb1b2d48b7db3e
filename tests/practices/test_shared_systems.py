import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import shared_systems
from sim.world.practices import Practice
from tests.mechanisms.harness import given, near, wired

shares = st.floats(0, 1)


def settings(**changes):
    plain = {"share": 1.0, "hours": 2.0, "visibility": 0.6, "speed": 0.5, "exposure": 0.4}
    return given(shared_systems.SharedSystems, **(plain | changes))


def kept_up(marketers, reps, **changes):
    world = wired(pods=2, reps=2, marketers=2)
    world.marketers["booked"][:, Practice.SHARED_SYSTEMS] = marketers
    world.reps["booked"][:, Practice.SHARED_SYSTEMS] = reps
    shared_systems.keep_up(world.pods, world.marketers, world.reps, settings(**changes))
    return world.pods


def test_a_system_shows_what_is_kept_up_in_its_pod():
    # in the first pod three of four people do their two hours, in the second nobody
    pods = kept_up([2.0, 2.0, 0.0, 0.0], [2.0, 0.0, 0.0, 0.0])
    assert pods["result_visibility"].tolist() == near([0.75 * 0.6, 0.0])
    assert pods["fresher"].tolist() == near([0.75 * 0.5, 0.0])
    assert pods["exposed"].tolist() == near([0.75 * 0.4, 0.0])


def test_a_half_system_needs_half_the_hours_and_shows_half():
    pods = kept_up(np.full(4, 1.0), np.full(4, 1.0), share=0.5)
    assert pods["result_visibility"].tolist() == near([0.3, 0.3])


@examples(st.floats(0, 100), shares)
def test_no_upkeep_shows_more_than_there_is(spent, share):
    assert 0.0 <= shared_systems.kept_up(spent, 2.0, share) <= share


@pytest.mark.parametrize("hours", [0.0, 2.0])
def test_what_is_not_shared_shows_nothing(hours):
    pods = kept_up(np.full(4, hours), np.full(4, hours), share=0.0)
    assert not pods["result_visibility"].any()
    assert not pods["fresher"].any()
    assert not pods["exposed"].any()
