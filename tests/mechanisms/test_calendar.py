import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import calendar
from sim.mechanisms.calendar import Calendar
from sim.world import MEETINGS, PRACTICES
from tests.mechanisms.harness import at, given, near, rows


def test_something_weekly_is_due_every_week_and_something_quarterly_at_the_quarters_end():
    assert [calendar.is_due(1, index) for index in range(3)] == [True] * 3
    assert [index for index in range(27) if calendar.is_due(13, index)] == [12, 25]


@examples(st.integers(0, 500))
def test_what_is_never_due_takes_no_hours(index):
    assert calendar.due(0, 5.0, index) == 0.0


def added_up(booked, present=1, index=5, practised=0.0):
    person = rows("reps", 1, present=present, practised=practised)[0]
    person["booked"] = booked
    calendar.add_up(person, given(Calendar, most=20.0), at(index))
    return person


def test_booked_hours_add_up_over_practices_and_over_the_quarter():
    booked = np.zeros(len(PRACTICES))
    booked[:2] = 1.5, 2.0
    person = added_up(booked, practised=10.0)
    assert (person["practice_hours"], person["practised"]) == near((3.5, 13.5))
    assert added_up(booked, index=13, practised=10.0)["practised"] == near(3.5)


def test_beyond_what_a_week_holds_people_come_to_everything_less():
    booked = np.zeros(len(PRACTICES))
    booked[:2] = 10.0, 30.0
    person = added_up(booked)
    assert person["practice_hours"] == near(20.0)
    assert list(person["booked"][:2]) == near([5.0, 15.0])


@pytest.mark.parametrize("hours", [0.0, 8.0])
def test_an_empty_seat_attends_nothing(hours):
    booked = np.zeros(len(PRACTICES))
    booked[MEETINGS] = hours
    assert added_up(booked, present=0)["practice_hours"] == 0.0
