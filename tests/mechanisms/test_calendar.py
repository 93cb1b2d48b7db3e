import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import calendar
from sim.mechanisms.calendar import Calendar
from sim.world import (
    FEATURE_REQUESTS,
    JOINT_PLANNING,
    MEETINGS,
    PRACTICES,
    PRICE_EXCEPTIONS,
    REVIEWS,
    SHARED_SYSTEMS,
)
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


def parameters(**changes):
    """Return what the calendar reads, each practice off unless stated."""
    plain = {
        "leadership.review_hours": 0.0, "leadership.tension": 0, "leadership.table_hours": 0.5,
        "organisation.marketers_report_to": 0, "organisation.reps_report_to": 1,
        "shared_systems.share": 0.0, "shared_systems.hours": 2.0, "joint_planning.every": 0,
        "joint_planning.hours": 6.0, "calendar.most": 40.0,
    }  # fmt: skip
    made = {}
    for key, value in (plain | {k.replace("__", "."): v for k, v in changes.items()}).items():
        block, name = key.split(".")
        made.setdefault(block, {})[name] = value
    return made


def booked(practice, index=12, person=None, **changes):
    """Return the hours of a practice, of marketers and of reps."""
    found = []
    for table, book in (("marketers", calendar.book_marketers), ("reps", calendar.book_reps)):
        people = rows(table, 1, present=1, **(person or {}))
        book(np.arange(1), people, parameters(**changes), at(index))
        assert people["practice_hours"][0] == near(people["booked"][0].sum())
        found.append(people["booked"][0][practice])
    return found


def test_without_practices_nothing_is_booked():
    assert all(booked(practice) == [0.0, 0.0] for practice in range(len(PRACTICES)))


def test_reviews_take_hours_of_everybody_who_has_a_boss():
    hours = booked(REVIEWS, leadership__review_hours=0.5, organisation__reps_report_to=4)
    assert hours == [0.5, 0.0]


@pytest.mark.parametrize(("tension", "hours"), [(0, 0.0), (1, 0.5), (2, 0.0)])
def test_league_tables_take_hours_while_tension_is_stoked(tension, hours):
    assert booked(REVIEWS, leadership__tension=tension) == [hours, hours]


def test_a_system_is_kept_up_as_far_as_it_is_shared():
    assert booked(SHARED_SYSTEMS, shared_systems__share=0.25) == [0.5, 0.5]


def test_a_joint_plan_takes_its_hours_when_it_is_due():
    assert booked(JOINT_PLANNING, 12, joint_planning__every=13) == [6.0, 6.0]
    assert booked(JOINT_PLANNING, 11, joint_planning__every=13) == [0.0, 0.0]


def test_requests_of_last_week_take_hours():
    assert booked(PRICE_EXCEPTIONS, person={"exceptions": 3.0}) == [3.0, 3.0]
    reps = rows("reps", 1, present=1, requests=4.0)
    calendar.book_reps(np.arange(1), reps, parameters(), at(5))
    assert reps["booked"][0][FEATURE_REQUESTS] == 4.0
