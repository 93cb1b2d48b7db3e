import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import meetings
from sim.world.practices import Practice
from tests.mechanisms.harness import given, near, rows


def held(agenda, hours=0.5):
    pairs = rows("pairs", 1)
    pairs["together"][0, Practice.MEETINGS] = hours
    meetings.hold(pairs, given(meetings.Meetings, agenda=agenda))
    return pairs[0]["working_hours"], pairs[0]["report_hours"]


def test_a_meeting_is_either_work_or_reports():
    assert held("working") == near((0.5, 0.0))
    assert held("reporting") == near((0.0, 0.5))


@examples(st.floats(0, 20), st.sampled_from(("working", "reporting")))
def test_no_hour_is_lost_or_counted_twice(hours, agenda):
    assert sum(held(agenda, hours)) == hours


@pytest.mark.parametrize("agenda", ["working", "reporting"])
def test_without_a_meeting_there_are_no_hours(agenda):
    assert held(agenda, 0.0) == (0.0, 0.0)
