"""What the pages say a room reads and writes is what its code does."""

import ast

import pytest

from analysis.odd import access as access_module
from analysis.odd.access import access, foreign, listed
from analysis.odd.fragments import room_names
from sim.world.state import STATE

OWNED = {
    name: {(t.name, c.name) for t in STATE for c in t.columns if c.writer == name}
    for name in room_names()
}


@pytest.mark.parametrize("name", room_names())
def test_a_room_writes_in_its_code_the_columns_that_are_its_own(name):
    assert access(name).writes == OWNED[name]


def test_rows_are_followed_into_helpers_whatever_they_are_called_there():
    reads = foreign("calendar")
    assert {("marketers", "astray"), ("reps", "astray")} <= reads, "`person` is either"
    assert ("reps", "open_deals") in reads
    assert ("marketers", "open_deals") not in reads


def test_columns_are_listed_by_table_in_the_order_of_the_data_dictionary():
    columns = frozenset({("reps", "hours"), ("firm", "budget"), ("reps", "pod")})
    assert listed(columns) == "reps (pod, hours); firm (budget)"
    assert listed(frozenset()) == ""


CODE = """
def helper(person, pack):
    pods, reps = pack
    pods[0]["bookings"] += person["won_value"]
    return person["hours"]


def phase(reps, pods, firm):
    for row in range(reps.shape[0]):
        hours = helper(reps[row], (pods, reps))
        hours[0] = firm[0]["budget"]
        reps[row]["left"], local = 1.0, reps[row]["spare"]
        unused = reps[row]["stake"]
"""


def test_aliases_packs_returned_columns_and_what_is_only_named_are_told_apart():
    functions = {node.name: node for node in ast.parse(CODE).body}
    room = access_module._Room(functions)
    room.call("phase", tuple(frozenset({(name, "")}) for name in ("reps", "pods", "firm")))
    assert room.writes == {("pods", "bookings"), ("reps", "hours"), ("reps", "left")}
    assert room.reads == {("reps", "won_value"), ("firm", "budget")}
