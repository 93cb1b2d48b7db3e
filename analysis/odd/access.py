"""Which columns a room reads and writes, followed through its code from the lines of the week.

A line of `sim/week.py` says which tables a phase is given. From there every name is followed: rows,
columns held under a name of their own, arguments of helpers, what functions return.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from analysis.odd.fragments import WEEK, source_of, tables, week_page
from sim.core.errors import Problem
from sim.rooms import Room, Rooms, current, per_house, using
from sim.world.state import STATE

Held: TypeAlias = frozenset[tuple[str, str]]
"""What an expression may stand for: (table, "") is a row or a whole table, else a column."""
Value: TypeAlias = "Held | tuple[Value, ...]"
"""The same, or several packed into a tuple."""
NOTHING: Held = frozenset()
SHARED = WEEK.parent / "world" / "shared.py"
"""Helpers that rooms share."""


@per_house
def columns_of() -> dict[str, set[str]]:
    """Return the columns of every table."""
    return {table.name: {column.name for column in table.columns} for table in tables()}


@dataclass(frozen=True)
class Access:
    """The columns that a room touches, each as (table, column)."""

    reads: frozenset[tuple[str, str]]
    writes: frozenset[tuple[str, str]]


@dataclass
class _Room:
    """The functions of a room, and what was found in them so far."""

    functions: dict[str, ast.FunctionDef]
    reads: set[tuple[str, str]] = field(default_factory=set)
    writes: set[tuple[str, str]] = field(default_factory=set)
    done: dict[tuple[str, tuple[Value, ...]], Value] = field(default_factory=dict)

    def call(self, name: str, arguments: tuple[Value, ...]) -> Value:
        """Follow a function with these arguments; return what it gives back."""
        key = (name, arguments)
        if key not in self.done:
            self.done[key] = NOTHING  # a function that calls itself adds nothing new
            function = self.functions[name]
            names = [each.arg for each in function.args.args]
            held = dict(zip(names, arguments, strict=False))
            self.done[key] = _Body(self, held).run(function.body)
        return self.done[key]


@dataclass
class _Body:
    """One call of a function: what its names stand for."""

    room: _Room
    held: dict[str, Value]
    given_back: Value = NOTHING

    def run(self, body: list[ast.stmt]) -> Value:
        """Follow statements twice, so that what a loop binds late is known at its head."""
        for _ in range(2):
            for statement in body:
                self._follow(statement)
        return self.given_back

    def _follow(self, node: ast.AST) -> None:
        match node:
            case ast.Assign(targets, value):
                for target in targets:
                    self._bind(target, value)
            case ast.AnnAssign(target, _, value) if value is not None:
                self._bind(target, value)
            case ast.AugAssign(target, _, value):
                self._held(value)
                self._store(target)
            case ast.Return(value) if value is not None:
                self.given_back = _either(self.given_back, self._value(value))
            case ast.expr():
                self._held(node)
            case _:
                for child in ast.iter_child_nodes(node):
                    self._follow(child)

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        self._take(target, self._value(value))

    def _take(self, target: ast.expr, value: Value) -> None:
        """Let a name, or each of several, stand for a value; note what an assignment writes."""
        if isinstance(target, ast.Name):
            self.held[target.id] = _either(self.held.get(target.id, NOTHING), value)
        elif isinstance(target, ast.Tuple):
            parts = value if isinstance(value, tuple) else (NOTHING,) * len(target.elts)
            for one, part in zip(target.elts, parts, strict=True):
                self._take(one, part)
        else:
            self._read(_taken_apart(value), is_read=True)
            self._store(target)

    def _store(self, target: ast.expr) -> None:
        """Note what an assignment to an element or a column writes."""
        if not isinstance(target, ast.Subscript):
            return
        self._held(target.slice)
        key = _text(target.slice)
        for table, column in self._held(target.value, is_read=False):
            if column or (key in columns_of()[table]):  # else a new row begins, blank
                self.room.writes.add((table, column or str(key)))

    def _value(self, node: ast.expr, is_read: bool = False) -> Value:
        """Return what an expression stands for, also where it packs several or calls a function."""
        match node:
            case ast.Name(name):
                return self.held.get(name, NOTHING)
            case ast.Tuple(parts):
                return tuple(self._value(each) for each in parts)
            case ast.Call(ast.Name(name), arguments) if name in self.room.functions:
                return self.room.call(name, tuple(self._value(each) for each in arguments))
        return self._held(node, is_read)

    def _held(self, node: ast.expr, is_read: bool = True) -> Held:
        """Return what an expression stands for; note the columns it reads."""
        match node:
            case ast.Name() | ast.Tuple() | ast.Call(ast.Name()):
                return self._read(self._flat(node), is_read)
            case ast.Subscript(value, key):
                return self._part(self._held(value, is_read=False), key, is_read)
            case ast.IfExp(test, one, other):
                self._held(test)
                return self._held(one, is_read) | self._held(other, is_read)
            case ast.Attribute(value):
                self._held(value, is_read=False)
                return NOTHING
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self._held(child)
        return NOTHING

    def _part(self, of: Held, key: ast.expr, is_read: bool) -> Held:
        self._held(key)
        word = _text(key)
        if word is None:
            return self._read(of, is_read)
        found = {
            (table, word) for table, column in of if not column and word in columns_of()[table]
        }
        return self._read(frozenset(found), is_read)

    def _read(self, what: Held, is_read: bool) -> Held:
        if is_read:
            self.room.reads |= {(table, column) for table, column in what if column}
        return what

    def _flat(self, node: ast.expr) -> Held:
        """Return what a name, a tuple or a call may stand for, taken apart."""
        if isinstance(node, ast.Call) and ast.unparse(node.func) not in self.room.functions:
            for each in (*node.args, *(keyword.value for keyword in node.keywords)):
                self._held(each)
            return NOTHING
        return _taken_apart(self._value(node))


def _either(one: Value, other: Value) -> Value:
    """Return what may stand for one or the other."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return tuple(_either(a, b) for a, b in zip(one, other, strict=False))
    if isinstance(one, tuple) or isinstance(other, tuple):
        return one if isinstance(one, tuple) else other
    return one | other


def _taken_apart(value: Value) -> Held:
    if isinstance(value, tuple):
        return NOTHING.union(*(_taken_apart(each) for each in value))
    return value


def access(name: str) -> Access:
    """Return what a room reads and writes."""
    return _access(name, current())


@cache
def _access(name: str, _rooms: Rooms) -> Access:
    shared = SHARED.read_text(encoding="utf-8")
    room = _Room({**_functions(shared), **_functions(source_of(name))})
    for phase, arguments in _lines(name):
        room.call(phase, arguments)
    return Access(frozenset(room.reads), frozenset(room.writes))


def trespasses(room: Room) -> list[Problem]:
    """Return the columns of others that a room from outside writes without saying so.

    Rows and vectors are followed under every name they get, and into helpers.
    """
    owners = {(t.name, c.name): c.writer for t in STATE for c in t.columns}
    with using([room]):
        written = access(room.name).writes
    return [
        Problem(
            room.file, 0, 0, "",
            f"writes {table}.{column}, which belongs to {owners[table, column]}; if it is meant, "
            f'say MOVES = ("{table}.{column}",)',
        )
        for table, column in sorted(written)
        if (table, column) in owners and f"{table}.{column}" not in room.moves
    ]  # fmt: skip


def listed(columns: frozenset[tuple[str, str]]) -> str:
    """Return columns as text, table by table in the order of the data dictionary."""
    texts = []
    for table in tables():
        names = [column.name for column in table.columns if (table.name, column.name) in columns]
        if names:
            texts.append(f"{table.name} ({', '.join(names)})")
    return "; ".join(texts)


def foreign(name: str) -> frozenset[tuple[str, str]]:
    """Return the columns that a room reads and somebody else writes."""
    owners = {(t.name, c.name): c.writer for t in tables() for c in t.columns}
    return frozenset(each for each in access(name).reads if owners[each] != name)


def _lines(name: str) -> Iterator[tuple[str, tuple[Held, ...]]]:
    """Yield each phase of a room in the week, with the tables it is given."""
    for node in ast.walk(week_page()):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Attribute(ast.Name(room), phase) if room == name:
                    yield phase, tuple(_given(each) for each in node.args)


def _given(node: ast.expr) -> Held:
    match node:
        case ast.Subscript(value):
            return _given(value)
        case ast.Attribute(ast.Name("w"), table) if table in columns_of():
            return frozenset({(table, "")})
    return NOTHING


def _functions(text: str) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(text)
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _text(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(str(text)):
            return text
    return None
