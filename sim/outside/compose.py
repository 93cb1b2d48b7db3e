"""The week with rooms from outside in it: lines added to its page, tables beside ours.

One set of rooms is one program: a page, and a kind of world that has what the rooms add. What is
shipped is given what it is always given, so it is compiled no second time, and a process may run
firms with other rooms, or without any, side by side.
"""

from __future__ import annotations

import ast
import copy
import hashlib
import sys
from collections import namedtuple
from dataclasses import dataclass
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from sim import week as the_week
from sim.outside import house
from sim.outside.given import beside_name, expression, place_of
from sim.outside.text import LOADED
from sim.rooms import Line, Room, Rooms
from sim.world.state import World

_named: Any = namedtuple
"""Its fields are known at run time only."""
WEEK = "week"
GIVEN = "given"


@dataclass(frozen=True, eq=False)
class Program:
    """What one set of rooms makes of the house.

    Attributes:
        rooms: the rooms, by name.
        page: the week with their lines, as plain Python.
        given: returns what every phase of theirs is given, in the order of `lines`.
        lines: their phases, each with its room.
        world: the kind of world they live in.
    """

    rooms: Rooms
    page: FunctionType
    given: FunctionType
    lines: tuple[tuple[Room, Line], ...]
    world: Any

    @property
    def texts(self) -> list[str]:
        """Return the sources of the rooms, which compiled code depends on."""
        return [f"{room.name} {room.text}" for room in self.rooms]


@cache
def program(rooms: Rooms) -> Program:
    """Return the program of a set of rooms."""
    lines = tuple((room, line) for room in rooms for line in room.lines)
    page = _function(composed(rooms), rooms)
    return Program(rooms, page, _given(lines, rooms), lines, _world(rooms))


def composed(rooms: Rooms) -> ast.FunctionDef:
    """Return the week with a line for each phase of the rooms beside its anchor, taken apart."""
    lines = [(room, line) for room in rooms for line in room.lines]
    [week] = [node for node in house.page().body if isinstance(node, ast.FunctionDef)]
    body: list[ast.stmt] = []
    for statement in week.body:
        phase = house.phase_of(statement)
        beside = [(room, line) for room, line in lines if phase and line.anchor == phase]
        body += [_call(*each, statement, rooms) for each in beside if not each[1].is_after]
        body.append(statement)
        body += [_call(*each, statement, rooms) for each in beside if each[1].is_after]
    return ast.fix_missing_locations(_like(week, WEEK, body))


def _like(function: ast.FunctionDef, name: str, body: list[ast.stmt]) -> ast.FunctionDef:
    """Return a function with the same arguments, another name and another body."""
    made = copy.copy(function)
    made.name, made.body, made.decorator_list, made.returns = name, body, [], None
    return made


def _call(room: Room, line: Line, anchor: ast.stmt, rooms: Rooms) -> ast.stmt:
    place = place_of(room, rooms)
    call = ast.Call(
        ast.Attribute(ast.Name(room.name, ast.Load()), line.phase, ast.Load()),
        [expression(each, room, place) for each in line.arguments],
        [],
    )
    return ast.copy_location(ast.Expr(call), anchor)


def _given(lines: tuple[tuple[Room, Line], ...], rooms: Rooms) -> FunctionType:
    """Return a function that returns the arguments of every phase of these rooms."""
    [week] = [node for node in house.page().body if isinstance(node, ast.FunctionDef)]
    packed = [
        ast.Tuple([expression(each, room, place_of(room, rooms)) for each in line.arguments],
                  ast.Load())
        for room, line in lines
    ]  # fmt: skip
    back = ast.Return(ast.Tuple(list(packed), ast.Load()))
    return _function(_like(week, GIVEN, [back]), rooms)


def _function(node: ast.FunctionDef, rooms: Rooms) -> FunctionType:
    """Return a function of the page's module in which rooms from outside have their names."""
    future = ast.parse("from __future__ import annotations").body
    module = ast.fix_missing_locations(ast.Module([*future, node], []))
    compiled = compile(module, str(the_week.__file__), "exec")
    [code] = [each for each in compiled.co_consts if isinstance(each, CodeType)]
    names = {**vars(the_week), **{room.name: room.module for room in rooms}}
    made = FunctionType(code, names, node.name)
    made.__module__ = the_week.__name__
    return made


def _world(rooms: Rooms) -> Any:
    """Return a kind of world that has, besides ours, the tables and settings of the rooms."""
    beside = {
        beside_name(room.name, table): (table, added)
        for room in rooms
        for table, added in room.tables.items()
    }
    fields = (*World._fields, *beside, *(room.name for room in rooms))
    digest = hashlib.sha256("".join(room.digest for room in rooms).encode()).hexdigest()
    module = ModuleType(f"{LOADED}.world_{digest}")
    kind: Any = _named("World", fields)
    kind.__module__ = module.__name__
    kind.beside = beside
    kind.rooms = rooms
    kind.__reduce__ = lambda self: (restored, (rooms, tuple(self)))
    vars(module)["World"] = kind
    sys.modules[module.__name__] = module
    return kind


def restored(rooms: Rooms, fields: tuple[Any, ...]) -> Any:
    """Return a world again that was copied or sent to another process."""
    return program(rooms).world(*fields)


def shipped_part(world: Any) -> World:
    """Return a world without what rooms add to it, as shipped functions are given it."""
    return World(*world[: len(World._fields)])


def furnished(made: Program, world: World, settings: dict[str, np.ndarray[Any, Any]]) -> Any:
    """Return the world with what the rooms add; `settings` has each room's, week by week."""
    tables: list[Any] = [
        added.blank(len(getattr(world, table))) for table, added in made.world.beside.values()
    ]
    return made.world(*world, *tables, *(settings[room.name] for room in made.rooms))
