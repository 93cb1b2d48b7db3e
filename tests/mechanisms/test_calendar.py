import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.blocks import BLOCKS
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


NOTHING = {
    "unified_definition": {"every": 0, "hours": 0.0}, "codesign": {"every": 0, "hours": 0.0},
    "handoff_rules": {"every": 0, "hours": 0.0}, "content_training": {"every": 0, "hours": 0.0},
    "literacy_training": {"every": 0, "hours": 0.0},
    "feedback": {"hours": 0.0}, "lead_sla": {"share": 0.0, "hours": 0.0},
    "framing": {"share": 0.0, "hours": 0.0}, "handover": {"share": 0.0, "hours": 0.0},
    "content_access": {"level": 0.0, "hours": 0.0},
}  # fmt: skip
"""Practices of the funnel, all of them off."""
BUSY = {
    "open_deals": 10, "won_deals": 2.0, "dispositions": 4.0, "live_assets": 8.0
}  # fmt: skip


TABLES = {
    "reps": ("open_deals", "won_deals", "dispositions"),
    "marketers": ("live_assets",),
}


def booked(table, block, index=3, astray=0.0, **settings):
    """Return the hours that a practice takes of a busy person."""
    busy = {name: count for name, count in BUSY.items() if name in TABLES[table]}
    person = rows(table, 1, present=1, astray=astray, **busy)
    others = {name: each.defaults() for name, each in BLOCKS.items()}
    p = (
        others
        | NOTHING
        | {block: NOTHING[block] | settings, "calendar": given(Calendar, most=40.0)}
    )
    book = calendar.book_rep if table == "reps" else calendar.book_marketer
    book(0, person, p, at(index))
    return person[0]["practice_hours"]


BOTH = ("unified_definition", "codesign", "handoff_rules")


@pytest.mark.parametrize("table", ["reps", "marketers"])
@pytest.mark.parametrize("block", BOTH)
def test_what_both_sides_attend_takes_hours_of_both_when_it_is_due(table, block):
    assert booked(table, block, every=4, hours=1.5) == near(1.5)
    assert booked(table, block, index=4, every=4, hours=1.5) == 0.0
    assert booked(table, block, hours=1.5) == 0.0


@pytest.mark.parametrize("block", ["content_training", "literacy_training"])
def test_trainings_take_hours_of_reps_alone(block):
    assert booked("reps", block, every=4, hours=1.5) == near(1.5)
    assert booked("marketers", block, every=4, hours=1.5) == 0.0


@pytest.mark.parametrize(
    ("table", "block", "settings", "hours"),
    [
        ("reps", "lead_sla", {"share": 0.9, "hours": 0.5}, 0.5),
        ("reps", "feedback", {"hours": 0.25}, 1.0),  # four reports
        ("reps", "framing", {"share": 0.5, "hours": 0.2}, 1.0),  # half of ten deals
        ("reps", "handover", {"share": 0.5, "hours": 3.0}, 3.0),  # half of two wins
        ("marketers", "content_access", {"level": 0.5, "hours": 0.25}, 1.0),  # eight assets
    ],
)
def test_what_follows_events_takes_hours_for_each(table, block, settings, hours):
    assert booked(table, block, **settings) == near(hours)


@pytest.mark.parametrize("table", ["reps", "marketers"])
def test_work_done_twice_takes_hours_with_and_without_a_session(table):
    assert booked(table, "handoff_rules", astray=1.5) == near(1.5)
    assert booked(table, "handoff_rules", astray=1.5, every=4, hours=2.0) == near(3.5)


def test_what_is_not_promised_needs_no_tracking():
    assert booked("reps", "lead_sla", share=0.0, hours=0.5) == 0.0
