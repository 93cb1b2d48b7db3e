"""A room from outside with mistakes: every one is told at once, with its line and a way out."""

import pytest

from sim.core.errors import RoomError
from sim.outside import load_room, load_rooms
from tests.outside.lunches import text, written

WRONG = '''"""A room with mistakes.

Sources: none.
"""

from __future__ import annotations

import random
from typing import Any

from sim.core.compiled import phase
from sim.core.draws import uniform
from sim.core.params import Block, due, param
from sim.core.tables import Column
from sim.mechanisms import trust

STREAM = 12


class Wrong(Block, practice="Wrong", takes=due("evry", "hours")):
    """Wrong."""

    every: int = param(0, meaning="weeks", source="none")
    hours: float = param(1.0, 0, 4, unit="hours", meaning="hours")
    much: float = param(9.0, 0, 4, source="x", meaning="")


MOVES = ("pairs.trust_rep_in_marketr", "accounts.segment")
COLUMNS = {
    "pairs": (Column("contact_hours", "f8", "hours", "wrong", "there already"),),
    "pods": (Column("mine", "f8", "hours", "trust", "another's"),),
    "teams": (Column("mine", "f8", "hours", "wrong", "no such table"),),
}


@phase(after="trust.move_al")
def one(pairs: Any, rep: Any, wrong: Any) -> None:
    """Do something."""
    pairs[0]["trust_rep_in_marketer"] = uniform(1, STREAM, 0, 0)
    pairs[0]["moral"] = 1.0


@phase
def two(pairs: Any) -> None:
    """Do something."""
'''
SAID = (
    "1: its first text says nothing under Neutral:",
    "8: draws are addressed: use counterpoint.sim.core.draws",
    "15: rooms never import one another; read the columns they write",
    "20: takes: evry is no parameter; did you mean every?",
    '20: a practice says what switches it on: ON = {"every": 4}',
    "23: parameter every: has no bounds; write param(default, low, high, …)",
    "24: parameter hours: has no source",
    "25: parameter much: has no meaning",
    "25: parameter much: 9.0 lies outside 0 to 4",
    (
        "28: MOVES: there is no column 'pairs.trust_rep_in_marketr'; did you mean pairs."
        "trust_rep_in_marketer?"
    ),
    "28: MOVES: accounts.segment is fixed when the world begins",
    "30: pairs.contact_hours: the column is there already, written by knowledge_sharing",
    "31: pods.mine: its writer is wrong, not trust",
    "32: COLUMNS: there is no table 'teams'; did you mean leads?",
    "37: phase one: the week has no phase 'trust.move_al'; did you mean trust.move_all?",
    "37: phase one: nothing is called 'rep'; did you mean reps?",
    (
        "39: trust_rep_in_marketer is written by trust, not by wrong; if it is meant, say "
        'MOVES = ("table.trust_rep_in_marketer",)'
    ),
    (
        "39: the stream of a draw is a number of your own from 100,000 on, with a name: TASTE = "
        "100_001"
    ),
    "40: nothing is called 'moral'; did you mean morale?",
    '44: phase two: say its place in the week: @phase(after="trust.move_all")',
)


def problems(*sources):
    """Return what is said of rooms, each line without the folder of its file."""
    with pytest.raises(RoomError) as refused:
        load_rooms(sources)
    return [str(each).rpartition("/")[2] for each in refused.value.problems]


@pytest.mark.parametrize("name", ["sim", "counterpoint.sim"])
def test_every_mistake_is_told_at_once_with_its_line(tmp_path, name):
    path = tmp_path / "wrong.py"
    path.write_text(WRONG.replace("from sim.", f"from {name}."), encoding="utf-8")
    assert problems(path) == [f"wrong.py:{line}" for line in SAID]


def test_the_mistakes_of_all_files_are_told_together(tmp_path):
    path = tmp_path / "wrong.py"
    path.write_text(WRONG, encoding="utf-8")
    written(tmp_path)
    said = problems(path, tmp_path / "lunchs.py")
    assert len(said) == len(SAID) + 1
    assert said[-1] == "lunches.py?"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("class Lunches(", "class Lunch("), ":1: has no class Lunches(Block) with its parameters"),
        (("class Lunches(Block, practice", "class Lunches(dict, practice"), "takes no keyword"),
        (("def left(", "def left"), "this is no Python"),
        (('"""Shared', 'nothing()\n"""Shared'), ":1: its first text says nothing under"),
        (("from typing import Any", "from typing import Any\nnothing()"), "NameError: name 'noth"),
        (('{"every": 2}', '{"every": 99}'), "ON.every: 99 is out of bounds; allowed: a whole"),
        (('{"every": 2}', '{"evry": 2}'), "ON.evry: is no parameter that is one number or word; "),
        ((", takes=due(\"every\", \"hours\")", ""), "takes hours by the calendar: takes=due(every"),
        (('practice="Shared lunches", ', ""), "ON is for practices"),
        (("place: int", "plaice: int"), "nothing is called 'plaice'; did you mean place?"),
        (('@phase(after="conflict.strain_all")', "@phase()"), "phase eat: say its place in the"),
        (('after="con', 'before="trust.move_all", after="con'), "phase eat: say its place in the"),
        (('COLUMNS = {"pairs"', 'COLUMNS = {"inboxes"'), "rows of inboxes move every week; put"),
        (('MOVES = ("pairs.relationship_conflict",)', ""), "is written by conflict, not by lunch"),
    ],
)  # fmt: skip
def test_a_mistake_is_told(tmp_path, change, said):
    lines = problems(written(tmp_path, change))
    assert any(said in line for line in lines), lines


@pytest.mark.parametrize(
    ("name", "owner"),
    [("mid_market", "a shipped file"), ("market", "a shipped block"), ("reps", "a table"),
     ("marketing_ledger", "a shipped room"),
     ("contracts", "the week"), ("clock", "the week")],
)  # fmt: skip
def test_a_name_that_the_house_has_is_refused(tmp_path, name, owner):
    said = problems(written(tmp_path, name=name))
    assert f"{name}.py:1: the name {name} is that of {owner}; call the file otherwise" in said


def test_two_files_of_one_name_and_a_fifth_practice_are_refused(tmp_path):
    (tmp_path / "other").mkdir()
    mine, other = written(tmp_path), written(tmp_path / "other", ("0.1, 0, 1", "0.2, 0, 1"))
    assert problems(mine, other)[0].endswith("is a room of the same name; call one of the files "
                                             "otherwise")  # fmt: skip
    assert load_rooms([mine, mine]) == (load_room(mine),)
    names = ("lunches", "brunches", "dinners", "suppers", "teas")
    rooms = [written(tmp_path, name=name) for name in names]
    assert len(load_rooms(rooms[:4])) == 4
    assert "5 practices from outside" in problems(*rooms)[0]


def test_a_room_says_what_it_is(tmp_path):
    room = load_room(written(tmp_path))
    assert room.name == "lunches"
    assert room.text == text()
    assert room.meaning == (
        "Shared lunches: marketers and reps of a pod eat together, off the record."
    )
    assert room.block.practice == "Shared lunches"
    assert [column.name for column in room.tables["pairs"].columns] == ["eased"]
    assert room == load_room(tmp_path / "lunches.py")


@pytest.mark.compiled
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("+= before - after", '+= before + "x" - after'),
         ("No implementation of function Function(<built-in function add>) found for signature: "
         "add(float64, Literal[str](x))")),
        (("(1.0 - ease)", "(1.0 - easy)"), "NameError: name 'easy' is not defined"),
        (("range(pairs.shape[0])", "pairs.nothing"), "Unknown attribute 'nothing' of type a table"),
    ],
)  # fmt: skip
def test_what_the_compiler_refuses_is_told_with_its_line(tmp_path, change, said):
    from sim.drivers.compiled import try_room

    path = written(tmp_path, change)
    with pytest.raises(RoomError) as refused:
        try_room(load_room(path))
    lines = path.read_text(encoding="utf-8").splitlines()
    [problem] = refused.value.problems
    assert problem.text == f"phase eat cannot be compiled: {said}"
    wanted = change[1] if "ease" not in change[0] else "left(before"
    assert wanted in lines[problem.line - 1]
