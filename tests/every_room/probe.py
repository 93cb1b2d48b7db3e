"""One week of a firm, phase by phase: what each did, in any order of rows, plain and compiled."""

import random
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

import sim.week
from sim.drivers.finite import _lost as lost_numbers
from sim.outside import program
from sim.world.state import GROWING
from tests.every_room.ground import Ground, tables_of
from tests.house.watch import beyond
from tests.mechanisms.harness import plain_python

Planted = Mapping[str, ModuleType]
CLOSE = {"rtol": 1e-9, "atol": 1e-9, "equal_nan": True}
"""How far sums of the same numbers in another order may lie apart."""
Step = tuple[str, dict[str, Any]]
"""A phase, and the tables it changed as they were after it."""


class Week:
    """Runs the week of a firm; whoever looks is told of every phase and may repeat it.

    `planted` are modules in place of rooms: the faults by which the tests are tested.
    """

    def __init__(self, found: Ground, planted: Planted | None = None) -> None:
        self.ground = found
        self.world = found.world
        self.planted = planted or {}
        self.arrays = {name: getattr(self.world, name) for name in _tables_and_lists(self.world)}
        self.before = {name: rows.copy() for name, rows in self.arrays.items()}
        self.used = _used(self.world)
        self.steps: list[Step] = []
        self.faults: list[str] = []

    def run(self) -> "Week":
        """Simulate the week."""
        week = program(self.world.rooms).page if hasattr(self.world, "rooms") else sim.week.week
        page = getattr(week, "py_func", week)
        names = {
            key: _Room(self, self.planted.get(key, value))
            if isinstance(value, ModuleType)
            else value
            for key, value in page.__globals__.items()
        }
        staged = FunctionType(page.__code__, names, page.__name__, page.__defaults__)
        staged(self.world, self.ground.parameters, self.ground.contracts, self.ground.clock)
        return self

    def perform(self, room: ModuleType, name: str, tables: tuple[Any, ...]) -> None:
        """Perform one phase and note what it did."""
        phase, found = f"{room.__name__.rpartition('.')[2]}.{name}", getattr(room, name)
        settings = _settings(tables)
        self.each(phase, lambda: found(*tables), vars(room))
        if _settings(tables) != settings:
            self.faults.append(f"{phase}: writes settings")
        changed = self.changed()
        self.steps.append((phase, {table: self.arrays[table].copy() for table in changed}))
        for table in changed:
            self.before[table][:] = self.arrays[table]
        self.used = _used(self.world)

    def each(self, phase: str, found: Callable[[], None], names: dict[str, Any]) -> None:
        """Perform the phase, which finds `names` around it, once and as it is."""
        del phase, names
        found()

    def changed(self) -> list[str]:
        """Return the tables that are not what they were before this phase."""
        return [name for name, rows in self.arrays.items() if not _same(rows, self.before[name])]


class Plain(Week):
    """The week as plain Python; every phase first with its rows in another order, then undone."""

    def each(self, phase: str, found: Callable[[], None], names: dict[str, Any]) -> None:
        with _rows_in_another_order(phase, names):
            found()
        begins_rows = _used(self.world) != self.used
        other = {name: self.arrays[name].copy() for name in self.changed()}
        for name in other:
            self.arrays[name][:] = self.before[name]
        found()
        if begins_rows:  # which row holds what is nobody's business
            return
        for name in sorted({*other, *self.changed()}):
            for column in _apart(self.arrays[name], other.get(name, self.before[name])):
                self.faults.append(f"{phase}: {name}.{column} depends on the order of rows")


class Compiled(Week):
    """The week as it is compiled, looked at after every phase."""

    def __init__(self, found: Ground, plain: list[Step], planted: Planted | None = None) -> None:
        super().__init__(found, planted)
        self.plain = plain
        self.may_move = {move for room in getattr(self.world, "rooms", ()) for move in room.moves}

    def each(self, phase: str, found: Callable[[], None], names: dict[str, Any]) -> None:
        del names
        found()
        changed = self.changed()
        self._compare(phase, changed)
        known = tables_of(self.world)
        for name in changed:
            if name in known:
                self._look(phase, name, *known[name])
        for name in GROWING:
            if known[name][1] < self.used[name]:
                self.faults.append(f"{phase}: rows of {name} are lost")

    def _compare(self, phase: str, changed: list[str]) -> None:
        """Compare with plain Python; after the first difference all would differ."""
        if any("with and without" in fault for fault in self.faults):
            return
        name, theirs = self.plain[len(self.steps)]
        assert name == phase
        for table in sorted({*changed, *theirs}):
            mine = self.arrays[table]
            other = theirs.get(table, self.before[table])
            for column in _unequal(mine, other):
                self.faults.append(f"{phase}: {table}.{column} differs with and without compiler")

    def _look(self, phase: str, name: str, table: Any, used: int) -> None:
        """Look at the columns of a table that the phase changed."""
        room = phase.partition(".")[0]
        rows, before = self.arrays[name], self.before[name].copy()
        if name in GROWING:  # whoever begins a row writes all of it once
            before[self.used[name] : used] = table.blank(1)
        for column in table.columns:
            if _bytes(rows[column.name]) == _bytes(before[column.name]):
                continue
            place = f"{name}.{column.name}"
            if column.writer != room and place not in self.may_move:
                self.faults.append(f"{phase}: writes {place}, which belongs to {column.writer}")
            if room in self.ground.off:
                self.faults.append(f"{phase}: is off and writes {place}")
            if beyond(column, rows[column.name][:used]):
                self.faults.append(f"{phase}: {place} is out of bounds {column.bounds()}")
        for line in lost_numbers(table, rows[:used]):
            self.faults.append(f"{phase}: lost numbers in {line}")


def faults_of(found: Ground, planted: Planted | None = None) -> list[str]:
    """Return all that is wrong with the phases of a firm's week."""
    with plain_python():
        plain = Plain(found.copied(), planted).run()
    compiled = Compiled(found.copied(), plain.steps, planted).run()
    return [*dict.fromkeys([*plain.faults, *compiled.faults])]


@contextmanager
def _rows_in_another_order(phase: str, names: dict[str, Any]) -> Iterator[None]:
    """Let the loops of a phase, and of no act or rule that it calls, take their rows shuffled."""
    order = random.Random(phase)

    def shuffled(*bounds: int) -> Any:
        rows = list(range(*bounds))
        if sys._getframe(1).f_code.co_name == phase.partition(".")[2]:
            order.shuffle(rows)
        return rows

    names["range"] = shuffled
    try:
        yield
    finally:
        del names["range"]


def _tables_and_lists(world: Any) -> list[str]:
    return [name for name in world._fields if isinstance(getattr(world, name), np.ndarray)]


def _used(world: Any) -> dict[str, int]:
    return {name: int(world.counters[0][name]) for name in GROWING}


def _settings(given: tuple[Any, ...]) -> list[bytes]:
    """Return the bytes of all settings among what a phase is given."""
    return [each.tobytes() for each in given if isinstance(each, np.void)]


def _bytes(values: Any) -> bytes:
    return bytes(np.ascontiguousarray(values).view(np.uint8).data)


def _same(one: Any, other: Any) -> bool:
    return bool(np.array_equal(one.view(np.uint8), other.view(np.uint8)))


def _columns(rows: Any) -> tuple[str, ...]:
    return rows.dtype.names or ("",)


def _unequal(one: Any, other: Any) -> Iterator[str]:
    """Yield the columns that are not equal, bit for bit."""
    for column in _columns(one):
        mine, theirs = (one[column], other[column]) if column else (one, other)
        if _bytes(mine) != _bytes(theirs):
            yield column


def _apart(one: Any, other: Any) -> Iterator[str]:
    """Yield the columns that lie further apart than sums in another order may."""
    for column in _columns(one):
        mine, theirs = (one[column], other[column]) if column else (one, other)
        exact = mine.dtype.kind != "f"
        if not (np.array_equal(mine, theirs) if exact else np.allclose(mine, theirs, **CLOSE)):
            yield column


class _Room:
    """Stands for a room on the page."""

    def __init__(self, week: Week, module: ModuleType) -> None:
        self._week = week
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return lambda *tables: self._week.perform(self._module, name, tables)
