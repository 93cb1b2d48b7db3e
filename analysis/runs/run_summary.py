"""The short summary of one run: totals and rates of the whole run and of its last year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.measures import MEASURES, Run, Tables, new_business
from analysis.measures.registry import Rows
from sim.world.names import QUARTER, YEAR

TOTALS = {
    "wins": "deals",
    "bookings": "euros",
    "gross_profit": "euros",
    "resignations": "people",
}
"""Columns of `weekly` that are summed, with their units."""
NEW = {"new_gross_profit": "euros"}
"""What customers won within the weeks bring in their first contract year; the rest are measures."""


class LastYear:
    """A run that looks as if its count began a year before its end."""

    def __init__(self, run: Run) -> None:
        self._run = Tables(run)
        self._shift = max(0, run.weeks - YEAR)
        self.weeks = run.weeks - self._shift
        self.burn_in = run.burn_in + self._shift

    def raw(self, table: str) -> Rows:
        """Return a table with its weeks and quarters counted from the last year's start."""
        rows = self._run.raw(table).copy()
        for name in rows.dtype.names or ():
            rows[name] = self._shifted(name, rows[name])
        return rows

    def column(self, table: str, name: str) -> Rows:
        """Return one column of a table, its weeks or quarters counted likewise."""
        return self._shifted(name, self._run.column(table, name))

    def _shifted(self, name: str, values: Rows) -> Rows:
        from sim.world.vectors import NEVER

        if name == "week" or name.endswith("_week"):
            return np.where(values == NEVER, NEVER, values - self._shift)
        return values - self._shift // QUARTER if name == "quarter" else values


def summary(run: Run, names: Sequence[str]) -> dict[str, tuple[float, float, str]]:
    """Return name → (value over all counted weeks, value of the last counted year, unit)."""
    last = LastYear(run)
    with np.errstate(all="ignore"):
        return {name: (_value(run, name), _value(last, name), _unit(name)) for name in names}


def _value(run: Run, name: str) -> float:
    if name in TOTALS:
        return float(run.raw("weekly")[name][run.burn_in :].sum())
    if name in NEW:
        return new_business.profit(run, run.weeks)
    return MEASURES[name].function(run)


def _unit(name: str) -> str:
    return TOTALS.get(name) or NEW.get(name) or MEASURES[name].unit
