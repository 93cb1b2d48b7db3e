"""Boxes in which one scheme tends to win, found by peeling (PRIM).

The patient rule induction method (Friedman & Fisher 1999, Statistics and Computing 9:123) peels
thin slices off the space of parameters until little is left. Of the boxes on the way the one with
the highest harmonic mean of coverage and density is taken; a restriction that chance would explain
is dropped (quasi-p-value, Bryant & Lempert 2010, Technological Forecasting and Social Change
77:34). Points count with the chance of a win, which may be 0 or 1. Boxes are not pasted: their
ends are moved halfway to the next point outside, and the rules are judged on other points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ALPHA = 0.05
"""Share of the points in a box that one peel takes off, and more only where values tie."""
FEWEST_WINS = 10
"""Wins to be expected below which no box is looked for; also the fewest points of a box."""
MOST_RESTRICTIONS = 3
QUASI_P = 0.05
SMALLEST_MASS = 0.05
"""Share of all points that a box holds at least."""


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
        chance: chance of the scheme to be best at each point.
    """
    if not FEWEST_WINS <= chance.sum() < len(chance):
        return ()
    values = table.to_numpy(dtype=np.float64)
    found: tuple[Range, ...] = ()
    best = _merit(np.ones(len(chance), dtype=np.bool_), chance)
    for low, high in peels(values, chance):
        kept = _beyond_chance(values, chance, low, high)
        ranges = tuple(_widened(table, place, low[place], high[place]) for place in kept)
        merit = _merit(inside(table, ranges), chance)
        if ranges and merit > best:
            found, best = ranges, merit
    return found


def peels(values: Floats, chance: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Yield the boxes of one peeling, each inside the one before: lowest and highest values.

    Args:
        values: points × columns.
        chance: chance of a win at each point.

    An end that was not touched is infinite. Each step peels where the share of wins rises most for
    each point given up; with ties, such as words, the slices differ in size (Kwakkel &
    Jaxa-Rozen 2016, Environmental Modelling & Software 79:311).
    """
    low, high = np.full(values.shape[1], -np.inf), np.full(values.shape[1], np.inf)
    least = max(FEWEST_WINS, int(np.ceil(SMALLEST_MASS * len(chance))))
    while True:
        peel = _best_peel(values, chance, least)
        if peel is None:
            return
        column, is_kept, is_low = peel
        values, chance = values[is_kept], chance[is_kept]
        if is_low:
            low[column] = values[:, column].min()
        else:
            high[column] = values[:, column].max()
        yield low.copy(), high.copy()


def _best_peel(values: Floats, chance: Floats, least: int) -> tuple[int, Bools, bool] | None:
    """Return column, points that stay and whether the low end goes; None when too few would stay.

    The slice holds the ALPHA lowest or highest points, and all that tie with the last of them.
    """
    size = len(chance)
    slice_size = max(1, int(ALPHA * size))
    lowest = np.partition(values, slice_size - 1, axis=0)[slice_size - 1]
    highest = np.partition(values, size - slice_size, axis=0)[size - slice_size]
    stay = np.stack([values > lowest, values < highest])
    counts = stay.sum(axis=1)
    sums = np.einsum("p,epc->ec", chance, stay)
    rise = sums / np.maximum(counts, 1) - chance.mean()
    gain = np.where(counts >= least, rise / (size - counts), -np.inf)
    end, column = np.unravel_index(int(np.argmax(gain)), gain.shape)
    if gain[end, column] == -np.inf:
        return None
    return int(column), stay[end, :, column], end == 0


def _beyond_chance(values: Floats, chance: Floats, low: Floats, high: Floats) -> list[int]:
    """Return the columns whose restrictions of a box chance does not explain, surest first.

    The quasi-p-value of a restriction: the chance that as many wins, or more, fall on the points
    of the box when each is like those of the box without the restriction. Wins of yes and no vary
    as the binomial does, chances vary less; so the normal tail with the variance that is there.
    """
    from scipy.special import ndtr

    columns = np.flatnonzero(np.isfinite(low) | np.isfinite(high))
    part = values[:, columns]
    fails = (part < low[columns]) | (part > high[columns])
    count = fails.sum(axis=1)
    in_box = count == 0
    size, wins = int(in_box.sum()), float(chance[in_box].sum())
    without = in_box[:, None] | ((count == 1)[:, None] & fails)
    points = without.sum(axis=0)
    usual = chance @ without / points
    spread = np.sqrt(np.maximum(chance**2 @ without / points - usual**2, 0.0) / size)
    quasi_p = ndtr(
        -np.divide(wins / size - usual, spread, out=np.zeros_like(usual), where=spread > 0)
    )
    order = np.argsort(quasi_p, kind="stable")
    kept = [int(columns[place]) for place in order if quasi_p[place] <= QUASI_P]
    return kept[:MOST_RESTRICTIONS]


def inside(table: pd.DataFrame, ranges: tuple[Range, ...]) -> Bools:
    """Return for each point whether it lies in a box."""
    result = np.ones(len(table), dtype=np.bool_)
    for each in ranges:
        values = table[each.column].to_numpy()
        result &= (values >= each.low) & (values <= each.high)
    return result


def _merit(is_in: Bools, chance: Floats) -> float:
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
