"""Which rooms from outside are in the house: a user's own mechanisms and practices.

A scenario is made with some rooms from outside, or none, and keeps them: whatever is run, changed
or written from it has the same. What has no scenario yet (lists, the checks of a file) asks for the
rooms that hold here: those of `using`, else those that were installed for the whole process.
`sim.outside` reads and checks a room; this module only knows who is there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property, wraps
from types import ModuleType
from typing import Any, TypeVar

from sim import blocks as shipped
from sim.core.compiled import Marks
from sim.core.params import Block
from sim.core.tables import Table

Result = TypeVar("Result")


@dataclass(frozen=True)
class Line:
    """A phase of a room from outside, and its place in the week.

    Attributes:
        phase: the name of the function.
        anchor: the phase of the week beside which it stands, such as "trust.move_all".
        is_after: whether it comes after that phase, or before it.
        arguments: what it is given, by name.
        line: where it stands in its file.
    """

    phase: str
    anchor: str
    is_after: bool
    arguments: tuple[str, ...]
    line: int


@dataclass(frozen=True, eq=False)
class Room:
    """A room from outside, read and checked; equal to any other with the same name and text.

    Attributes:
        name: that of its file, of its block and of its key in scenario files.
        file: the path as the user gave it.
        text: its source.
        module: the module made of it.
        block: its parameters.
        tables: what it adds to a table of the world, row by row beside it, by that table's name.
        lines: its phases with their places.
        moves: columns of other rooms that it writes, as "table.column".
        switch: what switches a practice on, by parameter; empty for a mechanism.
        switch_line: where the file says so.
        marks: the functions of the module that are compiled.
        again: makes it from file and text, in another process too.
    """

    name: str
    file: str
    text: str = field(repr=False)
    module: ModuleType = field(repr=False)
    block: type[Block] = field(repr=False)
    tables: dict[str, Table] = field(repr=False)
    lines: tuple[Line, ...] = field(repr=False)
    moves: tuple[str, ...] = field(repr=False)
    switch: dict[str, Any] = field(repr=False)
    switch_line: int = field(repr=False)
    marks: Marks = field(repr=False)
    again: Callable[[str, str], Room] = field(repr=False)

    @cached_property
    def digest(self) -> str:
        """Return a hash of its source."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def meaning(self) -> str:
        """Return what it says of itself first."""
        return " ".join((self.module.__doc__ or "").strip().partition("\n\n")[0].split())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Room) and (self.name, self.digest) == (other.name, other.digest)

    def __hash__(self) -> int:
        return hash((self.name, self.digest))

    def __reduce__(self) -> tuple[Any, ...]:
        return self.again, (self.file, self.text)


Rooms = tuple[Room, ...]
"""Rooms from outside, by name."""
_installed: list[Rooms] = [()]
_here: ContextVar[Rooms | None] = ContextVar("rooms", default=None)


def current() -> Rooms:
    """Return the rooms from outside that hold here, by name."""
    here = _here.get()
    return _installed[-1] if here is None else here


def install(rooms: Iterable[Room]) -> None:
    """Let rooms hold in the whole process, in place of others of the same names."""
    _installed[-1] = together(_installed[-1], rooms)


@contextmanager
def installed(rooms: Iterable[Room]) -> Iterator[None]:
    """Let rooms hold in the whole process for a while: as long as a command takes."""
    _installed.append(together(_installed[-1], rooms))
    try:
        yield
    finally:
        _installed.pop()


@contextmanager
def using(rooms: Iterable[Room]) -> Iterator[None]:
    """Let just these rooms hold for a while, in this thread."""
    token = _here.set(together(rooms))
    try:
        yield
    finally:
        _here.reset(token)


def together(*groups: Iterable[Room]) -> Rooms:
    """Return the rooms of several groups by name; of two with one name the later."""
    found = {room.name: room for group in groups for room in group}
    return tuple(found[name] for name in sorted(found))


def per_house(function: Callable[[], Result]) -> Callable[[], Result]:
    """Let a function without arguments keep what it returns, one result for each set of rooms."""
    kept: dict[Rooms, Result] = {}

    @wraps(function)
    def remembered() -> Result:
        rooms = current()
        if rooms not in kept:
            kept[rooms] = function()
        return kept[rooms]

    return remembered


@per_house
def blocks() -> dict[str, type[Block]]:
    """Return every block of a scenario, those of rooms from outside last."""
    return {**shipped.BLOCKS, **{room.name: room.block for room in current()}}


@per_house
def practices() -> dict[str, str]:
    """Return the blocks of practices, each with its title."""
    return {name: block.practice for name, block in blocks().items() if block.practice}


def beside(world: Any) -> dict[str, tuple[str, Table]]:
    """Return the tables that rooms add to a world: name → the table beside which it stands."""
    found: dict[str, tuple[str, Table]] = getattr(type(world), "beside", {})
    return found
