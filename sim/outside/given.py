"""What a phase from outside may ask for by the names of its arguments, and what it is given."""

from __future__ import annotations

import ast

from sim.blocks import BLOCKS
from sim.rooms import Room
from sim.world.practices import PRACTICES
from sim.world.state import World

LISTS = ("active", "dealing")
"""Lists of rows of accounts, of which as many count as `counters` says."""
NOT_GIVEN = ("left", "idle")
TABLES = tuple(name for name in World._fields if name not in (*LISTS, *NOT_GIVEN))
"""Tables of the world, and the rows of some in their order (`all_reps`)."""


def known(name: str, tables: list[str], *, is_practice: bool) -> list[str]:
    """Return every name that a phase of a room may ask for.

    `tables` are those to which it adds columns.
    """
    own = [name, *(beside_name(name, table) for table in tables)]
    place = ["place"] if is_practice else []
    blocks = [each for each in BLOCKS if each not in TABLES]
    return [*own, *place, *TABLES, *LISTS, "p", "contracts", "clock", *blocks]


def beside_name(room: str, table: str) -> str:
    """Return the name of the table that a room adds beside another.

    >>> beside_name("lunches", "pairs")
    'lunches_pairs'
    """
    return f"{room}_{table}"


def expression(argument: str, room: Room, place: int) -> ast.expr:
    """Return what stands in the week for an argument of a phase of a room."""
    own = [beside_name(room.name, table) for table in room.tables]
    if argument == room.name:
        return _parsed(f"w.{room.name}[clock.index]")
    if argument in own or argument in TABLES:
        return _parsed(f"w.{argument}")
    if argument in LISTS:
        return _parsed(f"w.{argument}[: w.counters[0][{argument!r}]]")
    if argument == "place":
        return _parsed(str(place))
    if argument in ("p", "contracts", "clock"):
        return _parsed(argument)
    return _parsed(f"p[{argument!r}]")


def place_of(room: Room, rooms: tuple[Room, ...]) -> int:
    """Return the place of a practice from outside in vectors by practice; -1 for a mechanism."""
    guests = [each for each in rooms if each.block.practice]
    return len(PRACTICES) + guests.index(room) if room in guests else -1


def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body
