import pytest

from sim.blocks import BLOCKS
from sim.mechanisms import calendar
from sim.mechanisms.calendar import Calendar
from tests.mechanisms.harness import at, given, near, rows, usual

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
    stated = NOTHING | {block: NOTHING[block] | settings, "calendar": given(Calendar, most=40.0)}
    p = usual(BLOCKS, **stated)
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
