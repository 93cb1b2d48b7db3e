"""Check what the text of a room from outside says; every problem with its line, all at once."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from sim.blocks import PACKAGES, class_name
from sim.core.spelling import here
from sim.core.tables import Column
from sim.outside import given, house
from sim.outside.written import Written, text
from sim.scenario.nodes import Place, Problems
from sim.scenario.suggest import hint
from sim.world.state import MOVING

HEADINGS = ("Neutral:", "Sources:")
FIRST_STREAM = 100_000
"""Streams of draws below belong to shipped rooms."""
DRAWS = {"uniform": 1, "normal": 1, "poisson": 1}
"""Functions that draw, and the position of their stream."""
NOT_FREE = 3
"""A parameter that is a number has so many places: default, low, high."""
Note = Callable[[ast.AST, str], None]


def check(room: Written, file: str, problems: Problems) -> None:
    """Note everything that is wrong with the text of a room."""

    def note(node: ast.AST, said: str) -> None:
        line = getattr(node, "lineno", 1)
        problems.add(Place(file, line), "", said)

    _check_head(room, note)
    for name, call in room.parameters.items():
        _check_parameter(name, call, note)
    _check_practice(room, note)
    _check_columns(room, note)
    _check_moves(room, note)
    for function, place in room.phases():
        _check_phase(room, function, place, note)
    _check_keys(room, note)
    _check_draws(room, note)


def _check_head(room: Written, note: Note) -> None:
    top = ast.Pass(lineno=1, col_offset=0)
    if room.name in house.taken():
        owner = house.taken()[room.name]
        note(top, f"the name {room.name} is that of {owner}; call the file otherwise")
    if not room.name.isidentifier() or room.name != room.name.lower():
        note(top, f"{room.name!r} is no name for a room: small letters, digits, underscores")
    said = ast.get_docstring(room.tree) or ""
    missing = [word for word in HEADINGS if word not in said]
    if missing:
        note(top, f"its first text says nothing under {' and '.join(missing)}")
    if room.block is None:
        note(top, f"has no class {class_name(room.name)}(Block) with its parameters")
    if not any(True for _ in room.phases()):
        note(top, 'has no phase: @phase(after="trust.move_all") above a function')
    for node in ast.walk(room.tree):
        match node:
            case ast.ImportFrom(str(module)) if here(f"{module}.").startswith(PACKAGES):
                note(node, "rooms never import one another; read the columns they write")
            case ast.Import(names) if any(here(f"{n.name}.").startswith(PACKAGES) for n in names):
                note(node, "rooms never import one another; read the columns they write")
            case ast.Import(names) if any(n.name == "random" for n in names):
                note(node, "draws are addressed: use counterpoint.sim.core.draws")


def _check_parameter(name: str, call: ast.Call, note: Note) -> None:
    kind = call.func.id if isinstance(call.func, ast.Name) else ""
    if kind not in ("param", "forms"):
        return
    said = {each.arg: each.value for each in call.keywords}
    for word in ("source", "meaning"):
        value = said.get(word)
        if value is None or (isinstance(value, ast.Constant) and not value.value):
            note(call, f"parameter {name}: has no {word}")
    is_word = kind == "forms" or "choices" in said
    places = len(call.args) + ("low" in said) + ("high" in said)
    if not is_word and places < NOT_FREE:
        note(call, f"parameter {name}: has no bounds; write param(default, low, high, …)")
    values = [each.value for each in call.args[:NOT_FREE] if isinstance(each, ast.Constant)]
    if not is_word and len(values) == NOT_FREE:
        numbers = [each for each in values if isinstance(each, int | float)]
        if numbers == values and sorted(numbers)[1] != numbers[0]:
            default, low, high = numbers
            note(call, f"parameter {name}: {default} lies outside {low} to {high}")


def _check_practice(room: Written, note: Note) -> None:
    block = room.block
    said = {} if block is None else {each.arg: each.value for each in block.keywords}
    switch = room.assigned("ON")
    if block is None or "practice" not in said:
        if switch is not None:
            note(switch, 'ON is for practices: class …(Block, practice="…", takes=due(…))')
        return
    if "takes" not in said:
        note(block, "a practice from outside takes hours by the calendar: takes=due(every, hours)")
    match said.get("takes"):
        case ast.Call(_, arguments):
            for each in arguments:
                if (key := text(each)) is not None and key not in room.parameters:
                    note(each, f"takes: {key} is no parameter; {hint(key, room.parameters)}")
    if not isinstance(switch, ast.Dict) or not switch.keys:
        note(block, 'a practice says what switches it on: ON = {"every": 4}')


def _check_columns(room: Written, note: Note) -> None:
    for table, place, columns in room.columns():
        if table not in house.TABLES:
            note(place, f"COLUMNS: there is no table {table!r}; {hint(table, house.TABLES)}")
        if table in MOVING:
            note(place, f"COLUMNS: rows of {table} move every week; put it beside leads")
        for call in columns:
            said = dict(zip(Column.__dataclass_fields__, map(text, call.args), strict=False))
            said |= {str(each.arg): text(each.value) for each in call.keywords}
            name, writer = said.get("name"), said.get("writer")
            if (table, name) in house.WRITERS:
                owner = house.WRITERS[table, str(name)]
                note(call, f"{table}.{name}: the column is there already, written by {owner}")
            if writer is not None and writer != room.name:
                note(call, f"{table}.{name}: its writer is {room.name}, not {writer}")


def _check_moves(room: Written, note: Note) -> None:
    known = [f"{table}.{column}" for table, column in house.WRITERS]
    for moved, place in room.moves():
        table, _, column = moved.partition(".")
        owner = house.WRITERS.get((table, column))
        if owner is None:
            note(place, f"MOVES: there is no column {moved!r}; {hint(moved, known)}")
        elif owner == "population":
            note(place, f"MOVES: {moved} is fixed when the world begins")


def _check_phase(
    room: Written, function: ast.FunctionDef, place: dict[str, str], note: Note
) -> None:
    name = function.name
    anchors = [each for each in (place.get("after"), place.get("before")) if each]
    if len(anchors) != 1:
        note(function, f'phase {name}: say its place in the week: @phase(after="trust.move_all")')
    for anchor in anchors:
        if anchor not in house.anchors():
            said = hint(anchor, house.anchors())
            note(function, f"phase {name}: the week has no phase {anchor!r}; {said}")
    tables = [table for table, _, _ in room.columns()]
    is_practice = room.block is not None and any(e.arg == "practice" for e in room.block.keywords)
    known = given.known(room.name, tables, is_practice=is_practice)
    for each in function.args.args:
        if each.arg not in known:
            note(each, f"phase {name}: nothing is called {each.arg!r}; {hint(each.arg, known)}")


def _check_keys(room: Written, note: Note) -> None:
    moved = {name.rpartition(".")[2] for name, _ in room.moves()}
    own = set(_own_columns(room))
    known = {*house.keys(), *own, *room.parameters}
    owners = {column: writer for (_, column), writer in house.WRITERS.items()}
    for key, node, is_written in room.asked():
        if key not in known:
            note(node, f"nothing is called {key!r}; {hint(key, sorted(known))}")
        elif is_written and key not in moved | own:
            owner = owners.get(key, "nobody")
            said = f'if it is meant, say MOVES = ("table.{key}",)'
            note(node, f"{key} is written by {owner}, not by {room.name}; {said}")


def _own_columns(room: Written) -> Iterator[str]:
    for _, _, columns in room.columns():
        for call in columns:
            named = next((each.value for each in call.keywords if each.arg == "name"), None)
            name = text(call.args[0] if call.args else named)
            if name is not None:
                yield name


def _check_draws(room: Written, note: Note) -> None:
    for node in ast.walk(room.tree):
        match node:
            case ast.Call(ast.Name(name), arguments) if name in DRAWS:
                stream = arguments[DRAWS[name]] if len(arguments) > DRAWS[name] else None
                value = stream
                if isinstance(stream, ast.Name):
                    value = room.assigned(stream.id)
                number = value.value if isinstance(value, ast.Constant) else None
                if not isinstance(number, int) or number < FIRST_STREAM:
                    note(node, f"the stream of a draw is a number of your own from {FIRST_STREAM:,}"
                               " on, with a name: TASTE = 100_001")  # fmt: skip
