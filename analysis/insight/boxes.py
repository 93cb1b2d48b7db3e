"""Boxes in which one scheme tends to win, found by PRIM.

The patient rule induction method (Friedman & Fisher 1999, Statistics and Computing 9:123) peels
thin slices off the space of parameters as long as the share of wins inside rises. Of the boxes on
the way the one with the highest harmonic mean of coverage and density is taken; a restriction that
chance would explain is dropped (quasi-p-value, Bryant & Lempert 2010, Technological Forecasting
and Social Change 77:34).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

FEWEST_WINS = 10
MOST_RESTRICTIONS = 3
QUASI_P = 0.05
SMALLEST_MASS = 0.05


@dataclass(frozen=True)
class Range:
    """A restriction of one column of positions.

    Attributes:
        column: its name.
        low, high: what stays, inclusive.
    """

    column: str
    low: float
    high: float


def best_box(table: pd.DataFrame, chance: Floats) -> tuple[Range, ...]:
    """Return the restrictions of the best box; none when there is nothing to find.

    Args:
        table: points × columns of positions 0 … 1.
        chance: chance of the scheme to be best at each point; it wins where that is above half.
    """
    from prim import Prim

    wins = (chance > 0.5).astype(np.int64)
    if not FEWEST_WINS <= wins.sum() <= len(wins) - 1:
        return ()
    # The library takes plain names only.
    plain = table.set_axis([f"c{place}" for place in range(table.shape[1])], axis=1)
    box = Prim(plain, wins, mass_min=max(SMALLEST_MASS, FEWEST_WINS / len(wins))).find_box()
    if box is None:
        return ()
    found: tuple[Range, ...] = ()
    best = _merit(np.ones(len(wins), dtype=np.bool_), chance)
    for place in range(1, len(box)):
        box.select(place)
        limits = box.limits
        kept = limits[limits["qp values"] <= QUASI_P].head(MOST_RESTRICTIONS)
        ranges = tuple(
            _widened(table, int(str(name)[1:]), float(row["min"]), float(row["max"]))
            for name, row in kept.iterrows()
        )
        merit = _merit(inside(table, ranges), chance)
        if ranges and merit > best:
            found, best = ranges, merit
    return found


def inside(table: pd.DataFrame, ranges: tuple[Range, ...]) -> NDArray[np.bool_]:
    """Return for each point whether it lies in a box."""
    result = np.ones(len(table), dtype=np.bool_)
    for each in ranges:
        values = table[each.column].to_numpy()
        result &= (values >= each.low) & (values <= each.high)
    return result


def _merit(is_in: NDArray[np.bool_], chance: Floats) -> float:
    """Return the harmonic mean of coverage and density."""
    won = float(chance[is_in].sum())
    return 2 * won / (float(chance.sum()) + float(is_in.sum())) if won else 0.0


def _widened(table: pd.DataFrame, place: int, low: float, high: float) -> Range:
    """Return a range whose ends lie halfway to the next point outside, open at the edges."""
    values = np.unique(table.iloc[:, place].to_numpy())
    below, above = values[values < low], values[values > high]
    first = float(below[-1] + low) / 2 if below.size else -np.inf
    last = float(above[0] + high) / 2 if above.size else np.inf
    return Range(str(table.columns[place]), first, last)
