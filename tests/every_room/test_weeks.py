"""What holds for every room, shipped or from outside, without a list that names it.

In weeks of random small firms every phase keeps to its own columns and to their bounds, loses
neither numbers nor rows, does the same whichever row comes first, gives the same bytes as plain
Python and compiled, and does nothing while its practice is off. That the setting a room calls
neutral is a week without it is tested in tests/constitution/test_neutral.py.
"""

import pytest

from sim.outside import load_room
from sim.world.names import QUARTER
from sim.world.state import GROWING
from tests.every_room.ground import after, random_firm, tables_of
from tests.every_room.probe import faults_of
from tests.outside.lunches import written

pytestmark = pytest.mark.compiled

FIRMS = range(24)
IN_LINE = {
    "demand.empty_market": "takes accounts out of the list that it runs through",
    "content.shelve": "counts the assets before which all are withdrawn",
    "pipeline.open_deals": "lists the accounts whose deals are worked on",
    "pipeline.share_week": "chains the deals of a rep, of which the first comes first",
    "qualification.match_up": "chains the responses of an account, the latest last",
    "inboxes.fill": "puts the newest lead of a rep first",
}
"""Phases whose loops run along a line or make one."""
WAITING = {
    "celebrations.celebrate: is off and writes pairs.uncelebrated": "wins wait to be celebrated",
    "joint_assignments.name_accounts: is off and writes reps.candidate": "nobody is next any more",
}
"""What is noted for a practice that a firm is without."""


def weeks_before(number):
    """Return how many weeks a firm has behind it; every other one stands before a quarter's end."""
    return QUARTER * (1 + number % 3) - 1 if number % 2 else 20 + number % QUARTER


def trial(number, rooms=(), **options):
    """Return what is wrong with the phases of a week of a firm."""
    return faults_of(after(random_firm(number, rooms), number + 1, weeks_before(number)), **options)


def is_meant(fault):
    """Return whether it is no fault: the order of rows is the point, or it says why."""
    phase = fault.partition(":")[0]
    return fault in WAITING or (fault.endswith("order of rows") and phase in IN_LINE)


@pytest.fixture(scope="module")
def found():
    return {number: trial(number) for number in FIRMS}


@pytest.mark.parametrize("number", FIRMS)
def test_every_phase_of_a_week_keeps_to_the_rules(found, number):
    assert [fault for fault in found[number] if not is_meant(fault)] == []


def test_the_exceptions_are_still_needed(found):
    faults = {fault for each in found.values() for fault in each}
    in_line = {fault.partition(":")[0] for fault in faults if "order of rows" in fault}
    assert in_line <= {*IN_LINE}
    assert len(in_line) >= len(IN_LINE) - 1, "firms are drawn anew with every new setting"
    assert len(set(WAITING) & faults) >= len(WAITING) - 1


def test_the_firms_are_unlike_one_another_and_alive(found):
    grounds = [after(random_firm(number), number + 1, weeks_before(number)) for number in FIRMS]
    assert len({len(each.world.reps) / len(each.world.marketers) for each in grounds}) > 3
    assert all(len(each.world.pods) > 1 for each in grounds)
    assert len({each.name for each in grounds}) > len(FIRMS) // 3
    for table in GROWING:
        with_rows = [each for each in grounds if tables_of(each.world)[table][1]]
        assert len(with_rows) > len(FIRMS) // 4, table
    assert any(each.off for each in grounds)


def test_a_room_from_outside_is_tried_like_any_other(tmp_path):
    file = written(tmp_path)
    room = load_room(file)
    assert [fault for fault in trial(0, [room]) if not is_meant(fault)] == []
