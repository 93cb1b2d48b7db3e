"""The house rules that hold for every room; each failure names the place."""

import ast
import re
from collections.abc import Iterable

import pytest

from sim.core.params import Block
from sim.world.state import STATE
from tests.house.source import (
    DRAWS,
    ROOT,
    Source,
    called,
    files,
    literals,
    rooms,
    table_name,
    text_key,
)

ROOMS = rooms()
TABLES = {table.name: table for table in STATE}
CALENDAR = next(room for room in ROOMS if room.name == "calendar")
START = "population"
"""Builds the first week of everything, so it may write any column, and alone writes traits."""

room_by_room = pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)


def listed(offenders: Iterable[object]) -> str:
    """Return one line for each offender."""
    return "\n".join(["", *map(str, offenders)])


def candidates(variable: str, column: str) -> list[str]:
    """Return the writers that the data dictionary allows for `variable["column"]`."""
    having = [name for name in TABLES if column in TABLES[name].dtype().names]
    narrowed = [name for name in table_name(list(TABLES), variable) if name in having]
    return [TABLES[name].column(column).writer for name in narrowed or having]


# ---------------------------------------------------------------- one writer per column


@room_by_room
def test_a_room_writes_only_its_own_columns(room: Source):
    wrong = [
        f"{place} is written by {' or '.join(sorted(set(owners)))}"
        for variable, column, place in room.writes()
        for owners in [candidates(variable, column)]
        if owners and room.name not in owners
    ]
    assert not wrong, listed(wrong)


@room_by_room
def test_a_room_writes_no_column_that_is_not_in_the_data_dictionary(room: Source):
    unknown = [str(place) for variable, column, place in room.writes()
               if not candidates(variable, column)]  # fmt: skip
    assert not unknown, listed(unknown)


def test_every_column_is_written_by_its_writer():
    written = {room.name: {column for _, column, _ in room.writes()} for room in ROOMS}
    missing = [
        f"{table.name}.{column.name}: {column.writer} never writes it"
        for table in STATE
        for column in table.columns
        if column.writer != START and column.name not in written.get(column.writer, set())
    ]
    assert not missing, listed(missing)


def test_nobody_but_rooms_and_population_writes_a_column():
    rest = [
        source
        for source in files("sim", "analysis", "counterpoint")
        if source not in ROOMS
        and source.name != START
        # A whole package may stand for one module.
        and START not in source.path.parts
    ]
    wrong = [
        str(place)
        for source in rest
        for variable, column, place in source.writes()
        if table_name(list(TABLES), variable) and candidates(variable, column)
    ]
    assert not wrong, listed(wrong)


# ---------------------------------------------------------------- parameters


def blocks() -> dict[str, type[Block]]:
    from sim.blocks import BLOCKS

    return BLOCKS


WITHOUT_PARAMETERS = {
    "inboxes": "it only says where leads stand",
    "lead_appraisal": "what it goes by stands with those of triage",
    "knowledge_sharing": "its parameters stand under knowledge in every scenario file",
    "marketing_ledger": "it reckons with those of other rooms",
}
READ_ELSEWHERE = {
    ("scoring", "deal_odds"): "marketing_ledger",
    ("triage", "belief_memory"): "lead_appraisal",
    ("triage", "prior_weight"): "lead_appraisal",
    ("knowledge", "base_contact"): "knowledge_sharing",
    ("knowledge", "capability"): "knowledge_sharing",
    ("knowledge", "exchange_hours"): "knowledge_sharing",
    ("knowledge", "convergence"): "knowledge_sharing",
    ("knowledge", "variety"): "knowledge_sharing",
    ("knowledge", "coolness"): "knowledge_sharing",
}
"""A parameter of a room's block → the one room that reckons with it."""


@room_by_room
def test_a_room_declares_one_block_of_its_own_name(room: Source):
    if room.name in WITHOUT_PARAMETERS:
        assert room.name not in blocks()
        assert "param(" not in room.text
        return
    assert blocks()[room.name].__module__ == f"sim.{room.path.parent.name}.{room.name}"


@room_by_room
def test_a_phase_goes_through_rows_by_their_places(room: Source):
    """The harness of every room shuffles ranges; a loop over rows themselves would escape it."""
    wrong = [
        str(room.place(node, f"{phase.name} loops over {ast.unparse(node.iter)}"))
        for phase in room.functions("phase")
        for node in ast.walk(phase)
        if isinstance(node, ast.For) and not isinstance(node.iter, ast.Call)
    ]
    assert wrong == []


@room_by_room
def test_practices_stand_apart_from_what_makes_a_firm_and_its_market(room: Source):
    block = blocks().get(room.name)
    is_practice = block is not None and bool(block.practice)
    assert room.path.parent.name == ("practices" if is_practice else "mechanisms")


@room_by_room
def test_every_parameter_is_read_in_its_room_or_where_practices_are_booked(room: Source):
    read = room.strings_read()
    if room.name in CALENDAR.strings_read():
        read = read | CALENDAR.strings_read()
    takes = blocks()[room.name].takes if room.name in blocks() else None
    if takes is not None:
        read = read | {takes.every, *takes.hours}
    for (name, key), reader in READ_ELSEWHERE.items():
        if name == room.name:
            reads = re.compile(rf'\b{name}("\])?\["{key}"\]')
            assert reads.search(next(other for other in ROOMS if other.name == reader).text)
            assert not reads.search(room.text), f"{key}: its own room reads it again"
            read = read | {key}
    parameters = blocks()[room.name].parameters if room.name not in WITHOUT_PARAMETERS else ()
    unread = sorted(set(parameters) - read)
    assert not unread, listed(unread)


def test_every_other_parameter_is_read_somewhere():
    names = {room.name for room in ROOMS}
    read = {key for source in files("sim", "analysis") for key in source.strings_read()}
    unread = [
        f"{name}.{key}"
        for name, block in blocks().items()
        if name not in names
        for key in block.parameters
        if key not in read
    ]
    assert not unread, listed(unread)


@pytest.mark.parametrize("name", sorted(blocks()))
def test_a_parameter_says_unit_source_and_meaning_and_lies_in_its_bounds(name: str):
    wrong = []
    for key, item in blocks()[name].parameters.items():
        values = item.default if isinstance(item.default, tuple) else (item.default,)
        numbers = [float(value) for value in values if value not in (item.word, *item.choices)]
        if not (item.unit and item.source and item.meaning):
            wrong.append(f"{key}: unit, source and meaning are all needed")
        if item.meaning.endswith("."):
            wrong.append(f"{key}: a meaning is a phrase, without a full stop")
        if not all(item.low <= number <= item.high for number in numbers):
            wrong.append(f"{key}: {values} outside {item.low} to {item.high}")
        if item.sweep and not item.low <= item.sweep[0] < item.sweep[1] <= item.high:
            wrong.append(f"{key}: sweep {item.sweep} outside {item.low} to {item.high}")
    assert not wrong, listed(wrong)


# ---------------------------------------------------------------- randomness


@room_by_room
def test_a_stream_is_a_named_number_used_for_one_kind_of_draw(room: Source):
    constants = room.constants()
    sites: dict[str, set[str]] = {}
    for stream, call in room.draws():
        sites.setdefault(stream, set()).add(", ".join(ast.unparse(each) for each in call.args[2:4]))
    unnamed = [stream for stream in sites if not isinstance(constants.get(stream), int)]
    assert not unnamed, listed(unnamed)
    shared = [
        f"{stream}: {' and '.join(sorted(each))}" for stream, each in sites.items() if len(each) > 1
    ]
    assert not shared, listed(shared)


def test_stream_numbers_are_unique_over_all_rooms():
    owners: dict[object, list[str]] = {}
    for source in [*ROOMS, *(s for s in files("sim") if START in s.path.as_posix())]:
        constants = source.constants()
        for stream in {stream for stream, _ in source.draws()}:
            owners.setdefault(constants.get(stream, stream), []).append(f"{source.name}.{stream}")
    assert {number: names for number, names in owners.items() if len(names) > 1} == {}


def test_nothing_in_the_model_draws_from_a_shared_generator():
    words = ("default_rng", "np.random", "import random", "numpy.random", "random.random")
    found = [f"{source.short}: {word}" for source in files("sim") for word in words
             if word in source.text]  # fmt: skip
    assert not found, listed(found)


# ---------------------------------------------------------------- rules


@room_by_room
def test_a_rule_takes_six_numbers_at_most_reads_no_row_and_never_draws(room: Source):
    wrong = []
    for function in room.functions("rule"):
        count = len(function.args.args) + len(function.args.kwonlyargs)
        if count > 6:
            wrong.append(room.place(function, f"{function.name} takes {count} arguments"))
        for node in ast.walk(function):
            if called(node) in DRAWS:
                wrong.append(room.place(node, f"{function.name} draws"))
            if isinstance(node, ast.Subscript) and text_key(node) is not None:
                wrong.append(room.place(node, f"{function.name} reads a row"))
    assert not wrong, listed(wrong)


PLAIN = {0, 1, 2, 0.5}
"""Numbers that carry no fact about the world."""
LARGE, TINY = 1e6, 1e-6
"""Beyond these a number only says "never" or guards an overflow or a division."""


@room_by_room
def test_no_number_stands_in_a_rule_or_an_act(room: Source):
    wrong = [
        str(room.place(node, f"{value} in {function.name}"))
        for function in room.functions("rule", "act", "phase")
        for node, value in literals(function)
        if abs(value) not in PLAIN and TINY <= abs(value) <= LARGE
    ]
    assert not wrong, listed(wrong)


SLIGHTLY_DIFFERENT = {"lgamma", "gamma", "hypot", "log1p"}
FROM_MATH_INSTEAD = {"exp", "log", "tanh", "sqrt", "power"}


@room_by_room
def test_a_room_uses_only_functions_that_are_equal_with_and_without_the_compiler(room: Source):
    wrong = []
    for node in ast.walk(room.tree):
        match node:
            case ast.Call() if called(node) in SLIGHTLY_DIFFERENT:
                wrong.append(room.place(node, called(node)))
            case ast.Attribute(ast.Name("np"), name) if name in FROM_MATH_INSTEAD:
                wrong.append(room.place(node, f"np.{name}; use math.{name}"))
            case ast.BinOp(left, ast.Pow(), ast.Constant(int())):
                if not isinstance(left, ast.Constant):
                    wrong.append(room.place(node, "an integer power; write a product"))
    assert not wrong, listed(wrong)


# ---------------------------------------------------------------- the five places


@room_by_room
def test_a_room_explains_itself(room: Source):
    headings = ("Counter-force:", "Neutral:", "Sources:")
    missing = [heading for heading in headings if heading not in room.docstring]
    assert not missing, listed(missing)


@room_by_room
def test_a_room_has_a_test_file_and_a_docs_page(room: Source):
    expected = [
        ROOT / "tests" / room.path.parent.name / f"test_{room.name}.py",
        ROOT / "docs" / "explanation" / "mechanisms" / f"{room.name}.md",
    ]
    missing = [path.relative_to(ROOT) for path in expected if not path.is_file()]
    assert not missing, listed(missing)


def test_every_phase_has_its_line_in_the_week():
    week = Source(ROOT / "sim" / "week.py")
    calls = {called(node) for node in ast.walk(week.tree)}
    missing = [
        f"{room.name}.{function.name}"
        for room in ROOMS
        for function in room.functions("phase")
        if function.name not in calls and not _is_called_inside(room, function.name)
    ]
    assert not missing, listed(missing)


def _is_called_inside(room: Source, name: str) -> bool:
    return any(called(node) == name for node in ast.walk(room.tree))


def test_nobody_but_places_divides_sizes_of_tables():
    worked_out = re.compile(r"shape\[0\]\s*(//|%)|//\s*\w+\.shape\[0\]")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "sim").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if worked_out.search(line)
    ]
    assert [place.partition(":")[0] for place in found] == ["sim/world/places.py"], listed(found)
