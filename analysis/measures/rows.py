"""Small readers of result tables shared by the measures."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.measures.registry import Run
from sim.history.history import CATEGORIES
from sim.world.names import YEAR
from sim.world.vectors import NEVER

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def weekly(run: Run, column: str, first: int = 0, last: int | None = None) -> Floats:
    """Return a column of `weekly` for the weeks first … last − 1 (default: all counted weeks)."""
    table = run.raw("weekly")
    start = run.burn_in + first
    stop = run.burn_in + (run.weeks if last is None else last)
    return np.asarray(table[column][start:stop], dtype=np.float64)


def total(run: Run, column: str, weeks: int) -> float:
    """Return the sum of a weekly column over weeks 0 … weeks − 1; NaN if the run is shorter."""
    return float(weekly(run, column, 0, weeks).sum()) if run.weeks >= weeks else float("nan")


def per_year(run: Run, column: str) -> float:
    """Return a weekly count over the counted weeks as a yearly rate; NaN below one year."""
    if run.weeks < YEAR:
        return float("nan")
    return float(weekly(run, column).sum()) * YEAR / run.weeks


def average(run: Run, column: str) -> float:
    """Return the mean of a weekly column over the counted weeks, ignoring empty cells."""
    return mean(weekly(run, column))


def last_year(run: Run, column: str) -> float:
    """Return the mean of a weekly column over the last 52 counted weeks."""
    if run.weeks < YEAR:
        return float("nan")
    return mean(weekly(run, column, run.weeks - YEAR))


def mean(values: NDArray[Any]) -> float:
    """Return the mean of the numbers in `values`, NaN when there is none."""
    values = values[~np.isnan(values)]
    return float(values.mean()) if values.size else float("nan")


def share(part: NDArray[Any], whole: NDArray[Any]) -> float:
    """Return how large a share of the flagged `whole` is flagged in `part` too."""
    size = int(np.count_nonzero(whole))
    return int(np.count_nonzero(part & whole)) / size if size else float("nan")


def happened(weeks: NDArray[Any]) -> Flags:
    """Return which week cells are filled."""
    return np.asarray(weeks != NEVER)


def within(weeks: NDArray[Any], first: int, last: int) -> Flags:
    """Return which weeks lie in first … last − 1 (empty cells never do)."""
    return np.asarray((weeks != NEVER) & (weeks >= first) & (weeks < last))


def code(table: str, column: str, word: str) -> int:
    """Return the number that stands for `word` in a category column."""
    return CATEGORIES[table, column].index(word)


def is_word(run: Run, table: str, column: str, word: str) -> Flags:
    """Return which rows of a table hold `word` in a category column."""
    return np.asarray(run.raw(table)[column] == code(table, column, word))


def won(run: Run) -> NDArray[Any]:
    """Return the opportunities won in counted weeks."""
    deals = run.raw("opportunities")
    is_win = deals["outcome"] == code("opportunities", "outcome", "won")
    return np.asarray(deals[is_win & within(deals["closed_week"], 0, run.weeks)])


def closed(run: Run) -> NDArray[Any]:
    """Return the opportunities closed, won or not, in counted weeks."""
    deals = run.raw("opportunities")
    is_open = deals["outcome"] == code("opportunities", "outcome", "open")
    return np.asarray(deals[~is_open & within(deals["closed_week"], 0, run.weeks)])
