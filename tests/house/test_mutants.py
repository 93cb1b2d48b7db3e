"""The list of mutants: each still fits the model, and the runner tells caught from survived."""

import pytest

from scripts.mutants.__main__ import Mutant, file_of, listed, own_tests, tried
from tests.house.source import ROOT, rooms

ENOUGH = 60
ROOM = """\
def doubled(x):
    return 2.0 * x
"""
TEST = """\
from sim.mechanisms.made import doubled


def test_doubled():
    assert doubled({at}) == {expected}
"""


def test_there_are_enough_mutants_in_many_rooms():
    assert len(listed()) >= ENOUGH
    assert len({each.room for each in listed()}) > len(rooms()) * 2 // 3


@pytest.mark.parametrize("mutant", listed(), ids=lambda each: f"{each.room}: {each.what}"[:60])
def test_the_text_of_a_mutant_stands_once_in_its_room(mutant):
    room, old, new, _ = mutant
    text = file_of(room, ROOT).read_text(encoding="utf-8")
    assert text.count(old) == 1
    assert old != new
    assert own_tests(room, ROOT)


@pytest.mark.parametrize(
    ("at", "expected", "by"),
    [(1.0, 2.0, "tests/mechanisms/test_made.py::test_doubled"), (0.0, 0.0, None)],
)
def test_a_mutant_is_caught_by_a_test_that_sees_it_and_survives_one_that_does_not(
    at, expected, by, tmp_path
):
    for folder in ("sim/mechanisms", "tests/mechanisms"):
        (tmp_path / folder).mkdir(parents=True)
    for package in ("sim", "sim/mechanisms"):
        (tmp_path / package / "__init__.py").touch()
    room = tmp_path / "sim" / "mechanisms" / "made.py"
    room.write_text(ROOM)
    test = tmp_path / "tests" / "mechanisms" / "test_made.py"
    test.write_text(TEST.format(at=at, expected=expected))
    found = tried(tmp_path, Mutant("made", "2.0 * x", "3.0 * x", "thrice"), ())
    assert found == by
    assert room.read_text() == ROOM
