import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import handover
from sim.world.practices import Practice
from tests.mechanisms.harness import at, given, near, wired


def settings(share=1.0):
    return given(handover.Handover, share=share, hours=2.0, managed=0.6, aim=0.25)


def test_delivery_knows_as_much_as_there_was_time_to_tell():
    # 3 of the 4 hours that two wins take
    assert handover.known(3.0, 2.0, 2.0) == near(0.75)


@examples(st.floats(0, 40), st.floats(0, 40), st.floats(0, 20))
def test_what_is_known_is_a_share_and_nothing_without_time(booked, hours, wins):
    assert 0.0 <= handover.known(booked, hours, wins) <= 1.0
    assert handover.known(0.0, hours, wins) == 0.0


def told(index, booked=1.0, share=1.0, **customer):
    """One customer of week 10, won by the first of two reps; two marketers."""
    world = wired(pods=1, reps=2, marketers=2)
    world.counters["customers"] = 1
    one = world.customers[0]
    one["start"], one["rep_id"] = 10, 0
    for name, value in customer.items():
        one[name] = value
    world.reps["booked"][:, Practice.HANDOVER] = booked
    world.reps["won_deals"] = 1.0
    world.pairs["gaps"] = 9.0
    handover.hand_over(
        world.customers, world.counters, world.reps, world.pairs, settings(share), 8.0, at(index)
    )
    return one, world.pairs


def test_in_the_week_after_the_win_half_the_time_tells_half_of_it():
    one, _pairs = told(11)
    assert (one["gap_closed"], one["service_focus"]) == near((0.3, 0.125))


@pytest.mark.parametrize(("index", "booked"), [(10, 1.0), (12, 1.0), (11, 0.0)])
def test_too_early_too_late_or_without_time_nothing_is_told(index, booked):
    one, _pairs = told(index, booked)
    assert (one["gap_closed"], one["service_focus"]) == (0.0, 0.0)


def test_a_gap_that_is_known_comes_to_light_after_delivery_between_the_rep_and_all_marketers():
    # .4 is missing, half of it is talked about: .1 for each of two pairs
    _one, pairs = told(19, gap_closed=0.5, promise_gap=0.4)
    assert pairs["gaps"].tolist() == near([0.1, 0.1, 0.0, 0.0])
    for index in (18, 20):
        assert (told(index, gap_closed=0.5, promise_gap=0.4)[1]["gaps"] == 0.0).all()


def test_without_a_handover_gaps_stay_in_the_dark():
    one, pairs = told(19, share=0.0, gap_closed=0.5, promise_gap=0.4)
    assert (pairs["gaps"] == 0.0).all()
    one, pairs = told(11, share=0.0)
    assert one["gap_closed"] == 0.0


def test_customers_of_old_whose_delivery_nobody_measured_bring_no_gap_to_light():
    _one, pairs = told(19, gap_closed=0.5, promise_gap=float("nan"))
    assert (pairs["gaps"] == 0.0).all()
