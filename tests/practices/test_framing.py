from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import framing
from sim.world.practices import Practice
from tests.mechanisms.harness import given, near, rows

shares = st.floats(0, 1)


def prepared(booked, deals, hours=0.5, success=0.8, wrong_guess=0.5):
    reps = rows("reps", 1, open_deals=deals)
    reps["booked"][:, Practice.FRAMING] = booked
    framing.prepare(
        reps, given(framing.Framing, hours=hours, success=success, wrong_guess=wrong_guess)
    )
    return reps[0]["framing"], reps[0]["frame_guess"]


def test_pitches_are_prepared_as_far_as_there_was_time():
    # half of the 5 hours that ten deals take
    assert prepared(2.5, 10) == near((0.4, 0.2))


def test_more_deals_leave_less_preparation_for_each():
    assert prepared(2.5, 20) == near((0.2, 0.1))


@examples(shares, shares)
def test_without_hours_nothing_changes(success, wrong_guess):
    assert prepared(0.0, 10, success=success, wrong_guess=wrong_guess) == (0.0, 0.0)
    assert prepared(0.0, 0) == (0.0, 0.0)
