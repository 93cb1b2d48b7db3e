"""Watch a run from outside: who wrote which column in which phase, and whether it is in bounds."""

from collections.abc import Callable, Mapping
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

import sim.week
from sim.core.tables import Column, Table
from sim.drivers.compiled import grown, has_capacity, prepared
from sim.drivers.population import LEADS_PER_ACCOUNT, populate
from sim.history.recorder import empty_records, record_week
from sim.world.state import GROWING, STATE, Clock, World

Wrappers = Mapping[str, Callable[[Any], Any]]


class Watched:
    """A run as plain Python or compiled, phase by phase, with the tables compared around each.

    `written` holds (phase, table, column) of all that changed; `wrapped` replaces phases by what a
    wrapper makes of them; `after` hears of each phase once it is over.
    """

    def __init__(self, scenario: Any, seed: int, wrapped: Wrappers | None = None) -> None:
        self.parameters, self.contracts, self.epochs, segments = prepared(scenario)
        self.burn_in = scenario.values["run"]["burn_in"]
        self.world = populate(
            self.parameters[0], segments, len(self.epochs), seed, self.burn_in, LEADS_PER_ACCOUNT
        )
        self.seed = seed
        self.wrapped = wrapped or {}
        self.written: set[tuple[str, str, str]] = set()
        self.records = empty_records(len(self.epochs), self.world)
        self._week = _staged(self)

    def run(self, each_week: Callable[[World, Clock], None] | None = None) -> None:
        """Simulate all weeks."""
        for index in range(len(self.epochs)):
            while not has_capacity(self.world):
                self.world = grown(self.world)
            clock = Clock(self.seed, index - self.burn_in, index)
            epoch = self.epochs[index]
            self._before = copies(self.world)
            self._used = {name: int(self.world.counters[0][name]) for name in GROWING}
            self._week(self.world, self.parameters[epoch], self.contracts[epoch], clock)
            record_week(self.world, self.records, self.parameters[epoch], clock)
            self.note("record.record_week")
            if each_week is not None:
                each_week(self.world, clock)

    def note(self, phase: str) -> None:
        """Note which columns changed since the last phase."""
        for table in STATE:
            now, before = getattr(self.world, table.name), self._before[table.name]
            if table.name in GROWING:
                self._begin_rows(table, before)
            if now.view(np.uint8).tobytes() == before.view(np.uint8).tobytes():
                continue
            for column in table.columns:
                if now[column.name].tobytes() != before[column.name].tobytes():
                    self.written.add((phase, table.name, column.name))
            before[:] = now

    def _begin_rows(self, table: Table, before: Any) -> None:
        """Let rows begun meanwhile have been blank: whoever begins a row writes all of it once."""
        first, last = self._used[table.name], int(self.world.counters[0][table.name])
        before[first:last] = table.blank(1)
        self._used[table.name] = last


def copies(world: World) -> dict[str, Any]:
    """Return a copy of every table, padding included."""
    return {table.name: getattr(world, table.name).copy() for table in STATE}


def trespasses(written: set[tuple[str, str, str]]) -> list[str]:
    """Return the columns that a phase wrote though another room is their writer."""
    tables = {table.name: table for table in STATE}
    return sorted(
        f"{phase} wrote {table}.{column}, which belongs to {tables[table].column(column).writer}"
        for phase, table, column in written
        if tables[table].column(column).writer != phase.partition(".")[0]
    )


def in_use(world: World, table: str) -> Any:
    """Return the rows of a table that are in use."""
    rows = getattr(world, table)
    return rows[: world.counters[0][table]] if table in GROWING else rows


def beyond(column: Column, values: Any) -> bool:
    """Return whether some value lies outside the bounds of its column; empty cells never do."""
    low, high = column.bounds()
    filled = values[~np.isnan(values)] if values.dtype.kind == "f" else values
    return bool(filled.size) and not (low <= filled.min() and filled.max() <= high)


def outside(world: World) -> list[str]:
    """Return the columns in which some value lies outside its bounds."""
    return [
        f"{table.name}.{column.name}: {values.min()} to {values.max()}, allowed {column.bounds()}"
        for table in STATE
        for column in table.columns
        for values in [in_use(world, table.name)[column.name]]
        if beyond(column, values)
    ]


def _staged(watched: Watched) -> Any:
    page = getattr(sim.week.week, "py_func", sim.week.week)
    names = {
        name: _Room(watched, value) if isinstance(value, ModuleType) else value
        for name, value in vars(sim.week).items()
    }
    return FunctionType(page.__code__, names, page.__name__, page.__defaults__)


class _Room:
    """Stands for a room on the page, and notes what its phases wrote."""

    def __init__(self, watched: Watched, module: ModuleType) -> None:
        self._watched = watched
        self._module = module

    def __getattr__(self, name: str) -> Any:
        key = f"{self._module.__name__.rpartition('.')[2]}.{name}"
        found = getattr(self._module, name)
        found = self._watched.wrapped[key](found) if key in self._watched.wrapped else found

        def noted(*tables: Any) -> None:
            found(*tables)
            self._watched.note(key)

        return noted
