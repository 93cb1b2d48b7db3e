"""What a room from outside meets in the house: tables, columns, blocks, and phases of the week."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from sim import week as the_week
from sim.blocks import BLOCKS, CONTRACT, ROOMS, ROUNDS, SEGMENT
from sim.core.params import Block
from sim.core.tables import Table
from sim.rooms import using
from sim.scenario import shipped
from sim.world.state import STATE, Clock, World

OF_THE_PAGE = ("w", "p", "clock", "contracts", "place", "rounds", "run", "before", "timeline")
"""Other names that stand on the page of the week, or on top of a scenario file."""
TABLES: dict[str, Table] = {table.name: table for table in STATE}
WRITERS = {(table.name, column.name): column.writer for table in STATE for column in table.columns}


@cache
def page() -> ast.Module:
    """Return the text of `sim/week.py`, taken apart."""
    return ast.parse(Path(str(the_week.__file__)).read_text(encoding="utf-8"))


def phase_of(statement: ast.stmt) -> str | None:
    """Return the phase that a line of the week calls, such as "trust.move_all"."""
    match statement:
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(room), phase))):
            return f"{room}.{phase}"
    return None


@cache
def anchors() -> tuple[str, ...]:
    """Return the phases of the week in their order."""
    [week] = [node for node in page().body if isinstance(node, ast.FunctionDef)]
    return tuple(found for line in week.body if (found := phase_of(line)) is not None)


@cache
def taken() -> dict[str, str]:
    """Return the names that no room from outside may have, each with what has it."""
    with using(()):
        files = shipped.files()
    return {
        **dict.fromkeys(files, "a shipped file"),
        **dict.fromkeys((*vars(the_week), *OF_THE_PAGE), "the week"),
        **dict.fromkeys(World._fields, "a table"),
        **dict.fromkeys(BLOCKS, "a shipped block"),
        **dict.fromkeys(ROOMS, "a shipped room"),
    }


@cache
def keys() -> frozenset[str]:
    """Return every word by which a row or a record of settings can be asked."""
    blocks: list[type[Block]] = [*BLOCKS.values(), CONTRACT, SEGMENT]
    columns = {column for _table, column in WRITERS}
    parameters = {key for block in blocks for key in block.parameters}
    return frozenset({*columns, *parameters, *BLOCKS, *(ROUNDS.names or ()), *Clock._fields})
