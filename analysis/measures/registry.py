"""The register of measures: one named number per run, with unit, direction and meaning.

A measure is a pure function of a finished run. Shipped ones stand in the modules beside this one;
users add their own with the same decorator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.core.errors import InputError

Direction = Literal["higher", "lower", "none"]
Rows = NDArray[Any]


class Run(Protocol):
    """What a measure may read of a finished run."""

    @property
    def weeks(self) -> int:
        """Counted weeks."""

    @property
    def burn_in(self) -> int:
        """Weeks before the count begins."""

    def raw(self, table: str) -> Rows:
        """Return a table as a structured array."""

    def column(self, table: str, name: str) -> Rows:
        """Return one column of a table; quicker than the table when it is long."""


@dataclass(frozen=True)
class Measure:
    """One number of a run.

    Attributes:
        name: the word in the `measure` column of every result table.
        unit: euros, share, weeks, hours …, as it is printed beside the number.
        direction: which way is better; "none" when neither is.
        meaning: one line for people.
        function: run → value; NaN when the run cannot tell.
    """

    name: str
    unit: str
    direction: Direction
    meaning: str
    function: Callable[[Run], float]


MEASURES: dict[str, Measure] = {}


def measure(
    name: str, unit: str, direction: Direction, meaning: str
) -> Callable[[Callable[[Run], float]], Callable[[Run], float]]:
    """Return a decorator that registers a function `Run -> float` under `name`.

    Raises:
        InputError: the name is taken by another function, or the direction is unknown.
    """
    if direction not in ("higher", "lower", "none"):
        raise InputError(f"measure {name}: direction must be higher, lower or none")

    def register(function: Callable[[Run], float]) -> Callable[[Run], float]:
        known = MEASURES.get(name)
        if known is not None and _place(known.function) != _place(function):
            raise InputError(f"measure {name} exists already; choose another name")
        MEASURES[name] = Measure(name, unit, direction, meaning, function)
        return function

    return register


def _place(function: Callable[[Run], float]) -> tuple[str, str]:
    return function.__module__, function.__qualname__


class Tables:
    """A run whose tables and columns are fetched once, so that many measures can share them."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._tables: dict[str, Rows] = {}
        self._columns: dict[tuple[str, str], Rows] = {}
        self.weeks = run.weeks
        self.burn_in = run.burn_in

    def raw(self, table: str) -> Rows:
        """Return the table as a structured array."""
        if table not in self._tables:
            self._tables[table] = self._run.raw(table)
        return self._tables[table]

    def column(self, table: str, name: str) -> Rows:
        """Return one column of a table."""
        if (table, name) not in self._columns:
            self._columns[table, name] = self._run.column(table, name)
        return self._columns[table, name]


def measured(run: Run, names: Iterable[str] | None = None) -> dict[str, float]:
    """Return name → value for the named measures (all registered ones by default)."""
    tables = Tables(run)
    chosen = MEASURES if names is None else {name: named(name) for name in names}
    with np.errstate(all="ignore"):
        return {name: float(MEASURES[name].function(tables)) for name in chosen}


def named(name: str) -> Measure:
    """Return the measure called `name`.

    Raises:
        InputError: there is none; the message suggests the nearest name.
    """
    if name in MEASURES:
        return MEASURES[name]
    from difflib import get_close_matches

    near = get_close_matches(name, MEASURES, n=1)
    hint = f"; did you mean {near[0]}?" if near else f"; known: {', '.join(MEASURES)}"
    raise InputError(f"unknown measure {name}{hint}")
