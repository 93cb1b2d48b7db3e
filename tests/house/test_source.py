"""The house rules see what they are meant to see: a made-up room that breaks them."""

import ast

import pytest

from tests.house import test_rooms
from tests.house.source import Source, literals, table_name

ROOM = '''
"""A room."""
from sim.core.draws import uniform

FIRST, SECOND = 1, 2
BLOCK = range(5, 7)
THIRD, FOURTH = range(31, 33)


class Made(Block):
    used: float = param(0.1)


@rule
def cubed(x, a, b, c, d, e, f):
    return 3.5 * x**3 + np.exp(a) + uniform(1, FIRST, 2, 3)


@act
def live(row, leads, accounts, made, clock):
    lead = leads[row]
    lead["score"] = made["used"]
    needs = accounts[row]["offset"]
    needs[0] += 1.0
    accounts[row]["on_list"], local = 1, 2
    plain = [0]
    plain[0] = uniform(clock.seed, THIRD, row, clock.week) + uniform(1, 77, 2, 3)
    return 10**9
'''


@pytest.fixture
def room(tmp_path) -> Source:
    path = tmp_path / "made.py"
    path.write_text(ROOM, encoding="utf-8")
    return Source(path)


def test_writes_are_found_through_rows_aliases_and_tuples(room):
    assert sorted((variable, column) for variable, column, _ in room.writes()) == [
        ("accounts", "offset"),
        ("accounts", "on_list"),
        ("lead", "score"),
    ]


def test_reads_are_told_from_writes(room):
    assert room.strings_read() == {"used", "offset"}


def test_streams_are_resolved_also_from_a_range(room):
    assert sorted(stream for stream, _ in room.draws()) == ["77", "FIRST", "THIRD"]
    assert room.constants()["THIRD"] == 31
    assert room.constants()["SECOND"] == 2


def test_a_power_of_two_numbers_is_one_number():
    values = [value for _, value in literals(ast.parse("x = 10**9 + 0.25 * y**3 - z[4] - True"))]
    assert values == [1e9, 0.25, 3.0]


def test_a_variable_names_its_table_in_singular_or_plural():
    tables = ["leads", "accounts", "opportunities"]
    assert table_name(tables, "lead") == ["leads"]
    assert table_name(tables, "opportunity") == ["opportunities"]
    assert table_name(tables, "row") == []


@pytest.mark.parametrize(
    "house_rule",
    [
        test_rooms.test_a_room_writes_only_its_own_columns,
        test_rooms.test_a_stream_is_a_named_number_used_for_one_kind_of_draw,
        test_rooms.test_a_rule_takes_six_numbers_at_most_reads_no_row_and_never_draws,
        test_rooms.test_no_number_stands_in_a_rule_or_an_act,
        test_rooms.test_a_room_uses_only_functions_that_are_equal_with_and_without_the_compiler,
        test_rooms.test_a_room_explains_itself,
        test_rooms.test_a_room_has_a_test_file_and_a_docs_page,
    ],
    ids=lambda house_rule: house_rule.__name__,
)
def test_a_room_that_breaks_a_house_rule_is_noticed(room, house_rule):
    with pytest.raises(AssertionError):
        house_rule(room)
