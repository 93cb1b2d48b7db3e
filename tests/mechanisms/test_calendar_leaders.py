import numpy as np
import pytest

from sim.blocks import BLOCKS
from sim.mechanisms import calendar
from sim.world.practices import PLACES, Practice
from tests.mechanisms.harness import at, near, rows, usual


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
    return usual(BLOCKS, **made)


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
    assert all(booked(practice) == [0.0, 0.0] for practice in range(PLACES))


def test_reviews_take_hours_of_everybody_who_has_a_boss():
    hours = booked(Practice.REVIEWS, leadership__review_hours=0.5, organisation__reps_report_to=4)
    assert hours == [0.5, 0.0]


@pytest.mark.parametrize(("tension", "hours"), [(0, 0.0), (1, 0.5), (2, 0.0)])
def test_league_tables_take_hours_while_tension_is_stoked(tension, hours):
    assert booked(Practice.REVIEWS, leadership__tension=tension) == [hours, hours]


def test_a_system_is_kept_up_as_far_as_it_is_shared():
    assert booked(Practice.SHARED_SYSTEMS, shared_systems__share=0.25) == [0.5, 0.5]


def test_a_joint_plan_takes_its_hours_when_it_is_due():
    assert booked(Practice.JOINT_PLANNING, 12, joint_planning__every=13) == [6.0, 6.0]
    assert booked(Practice.JOINT_PLANNING, 11, joint_planning__every=13) == [0.0, 0.0]


def test_requests_of_last_week_take_hours():
    assert booked(Practice.PRICE_EXCEPTIONS, person={"exceptions": 3.0}) == [3.0, 3.0]
    reps = rows("reps", 1, present=1, requests=4.0)
    calendar.book_reps(np.arange(1), reps, parameters(), at(5))
    assert reps["booked"][0][Practice.FEATURE_REQUESTS] == 4.0
