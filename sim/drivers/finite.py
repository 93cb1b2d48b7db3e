"""Refuse a run in which a number is infinite, or missing where nothing may be missing.

Every column says whether it may be empty (`Column.may_be_empty`); no column may hold an infinity.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.core.errors import RunError
from sim.core.tables import Column, Table
from sim.history.recorder import Records
from sim.history.tables import BELIEF_LOG, PAIR_LOG, PERSON_LOG, WEEKLY
from sim.rooms import beside
from sim.world.state import GROWING, STATE, World

SHOWN = 3
"""How many columns a message names."""
LOGS = (WEEKLY, PAIR_LOG, PERSON_LOG, BELIEF_LOG)
"""The tables of `Records`, in its order."""


def refuse_lost_numbers(
    world: World, records: Records, name: str, seed: int, replicate: int
) -> None:
    """Raise RunError when any number of a run, called by its scenario and luck, is none."""
    found = [line for table, rows in _tables(world, records) for line in _lost(table, rows)]
    if not found:
        return
    more = f", and {len(found) - SHOWN} more columns" if len(found) > SHOWN else ""
    raise RunError(
        f"{name}, seed {seed}, replicate {replicate}: the run lost its numbers in "
        f"{'; '.join(found[:SHOWN])}{more}; some setting is further out than these rooms can "
        f"carry: bring the last changes nearer to the defaults. `run` with these settings, --seed "
        f"{seed} and --replicate {replicate} repeats it: please report that command with this "
        "message"
    )


def _tables(world: World, records: Records) -> Iterator[tuple[Table, np.ndarray[Any, Any]]]:
    used = world.counters[0]
    for table, rows in zip(STATE, world, strict=False):  # what follows the tables are lists of rows
        yield table, rows[: used[table.name]] if table.name in GROWING else rows
    for name, (_, added) in beside(world).items():
        yield added, getattr(world, name)
    yield from zip(LOGS, records, strict=True)


def _lost(table: Table, rows: np.ndarray[Any, Any]) -> Iterator[str]:
    for column in table.columns:
        if column.is_measured:
            count = _count(rows[column.name], column)
            if count:
                place = f"{table.name}.{column.name}"
                yield f"{place} (room {column.writer}, {count} of {rows[column.name].size})"


def _count(values: np.ndarray[Any, Any], column: Column) -> int:
    """Return how many of a column's numbers are none."""
    lost = np.isinf(values) if column.may_be_empty else ~np.isfinite(values)
    return int(np.count_nonzero(lost))
