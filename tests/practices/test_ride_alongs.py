from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import ride_alongs
from sim.world.names import RepTask
from sim.world.practices import Practice
from tests.mechanisms.harness import given, near, wired


def test_a_guest_hears_less_open_talk_and_no_more_than_there_is():
    assert ride_alongs.listened(4.0, 10.0, 0.8) == near(3.2)
    assert ride_alongs.listened(4.0, 1.0, 0.5) == near(0.5)


@examples(st.floats(0, 40), st.floats(0, 40), st.floats(0, 1))
def test_nobody_hears_more_than_was_said(hours, talking, candour):
    assert 0.0 <= ride_alongs.listened(hours, talking, candour) <= min(hours, talking)


def test_hours_with_buyers_come_from_the_rep_one_rides_with():
    world = wired(pods=1, reps=2, marketers=2)
    world.reps["hours"][:, RepTask.DEALS] = [10.0, 2.0]
    world.pairs["together"][:, Practice.RIDE_ALONGS] = [4.0, 0.0, 0.0, 4.0]
    world.marketers["buyer_hours"] = 9.0
    ride_alongs.ride(
        world.pairs, world.marketers, world.reps, given(ride_alongs.RideAlongs, candour=0.5)
    )
    assert world.marketers["buyer_hours"].tolist() == near([2.0, 1.0])
    world.pairs["together"] = 0.0
    ride_alongs.ride(
        world.pairs, world.marketers, world.reps, given(ride_alongs.RideAlongs, candour=0.5)
    )
    assert not world.marketers["buyer_hours"].any()
