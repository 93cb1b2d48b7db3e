"""Places, problems and plain data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.errors import Problem, ScenarioError
from sim.scenario.nodes import Place, Problems, from_python, is_number, to_python
from sim.scenario.reader import read_text, scalar, scalar_problem

PLAIN = st.recursive(
    st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_plain_data_survives_being_a_node(value):
    assert to_python(from_python(value, Place("x"))) == value


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text):
    problems = Problems()
    node = read_text(text, "x", problems)
    assert node is None or node.is_mapping
    assert node is not None or problems.found


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_read_back(number):
    assert scalar(repr(number)) == number
    assert scalar_problem(repr(number)) is None


def test_problems_are_sorted_by_file_and_line_and_said_once():
    problems = Problems()
    for file, line in (("b", 3), ("a", 9), ("b", 1), ("a", 9)):
        problems.add(Place(file, line, 1), "key", "text")
    with pytest.raises(ScenarioError) as caught:
        problems.stop_if_any()
    assert [(item.file, item.line) for item in caught.value.problems] == [
        ("b", 1),
        ("b", 3),
        ("a", 9),
    ]
    assert str(caught.value.problems[0]) == "b:1: key: text"
    assert caught.value.problems[0] == Problem("b", 1, 1, "key", "text")


def test_without_problems_nothing_is_raised():
    Problems().stop_if_any()


@pytest.mark.parametrize("value", [1, 1.5, np.float64(2.0), np.int32(3)])
def test_numbers_are_numbers(value):
    assert is_number(value)


@pytest.mark.parametrize("value", [True, "1", None, [1]])
def test_other_things_are_not(value):
    assert not is_number(value)
