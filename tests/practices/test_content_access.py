from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import content_access
from sim.world.practices import Practice
from tests.mechanisms.harness import given, near, rows


def kept(booked, assets, hours=0.25):
    marketers = rows("marketers", 1, live_assets=assets)
    marketers["booked"][:, Practice.CONTENT_ACCESS] = booked
    content_access.keep_up(marketers, given(content_access.ContentAccess, hours=hours))
    return marketers[0]["access"]


def test_access_is_the_part_of_full_upkeep_that_there_was_time_for():
    # full upkeep of 12 assets takes 3 hours
    assert kept(1.5, 12.0) == near(0.5)
    assert kept(0.0, 12.0) == 0.0


def test_a_growing_library_needs_more_time_for_the_same_access():
    assert kept(1.5, 24.0) == near(0.25)


@examples(st.floats(0, 10))
def test_without_assets_or_hours_there_is_nothing_to_find(hours):
    assert kept(0.0, 0.0, hours) == 0.0
