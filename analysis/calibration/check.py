"""The whole table beside runs of the market that was fitted to it, statistic by statistic.

Draws of the posterior are run as long as the table and looked at as the table is. A fit that
describes a firm makes runs among which the firm is not remarkable. Statistics of which the fit
knows nothing (deals won, amounts won in all) are compared too.

Source: Rubin (1984), Annals of Statistics 12, 1151; Gelman, Meng and Stern (1996), Statistica
Sinica 6, 733.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.calibration.books import Books
from analysis.calibration.crm import Calibration
from analysis.calibration.deals import Floats
from analysis.calibration.heldout import HELD, held, told_by
from analysis.calibration.prediction import Line, compared, systematic
from analysis.calibration.saved import Saved
from analysis.calibration.sizing import PILOT, Work
from analysis.calibration.summaries import SUMMARIES
from analysis.runs.progress import Progress

RUNS = 100
INTERVALS = (0.5, 0.9)
APART = 1 << 20
"""Replicates between the runs of a fit and those that check it."""


@dataclass(frozen=True)
class Check:
    """A table beside runs of its fit.

    Attributes:
        lines: one a statistic, with intervals of 50 and 90 %. runs: how many were made.
        expected: mean number of statistics inside of 50 and of 90 %, in these runs themselves.
    """

    lines: tuple[Line, ...]
    runs: int
    expected: tuple[float, float]

    @property
    def inside(self) -> tuple[int, int]:
        """Return how many statistics lie inside their interval of 50 and of 90 %."""
        first, second = (sum(line.inside[n] for line in self.lines) for n in (0, 1))
        return first, second


def checked(
    fit: Calibration,
    books: Books,
    *,
    seed: int = 1,
    workers: int = 2,
    progress: Progress | None = None,
    saved: Saved | None = None,
) -> Check:
    """Return the tables of a firm beside `RUNS` runs of draws of its fit."""
    from sim import run

    work = Work(books, seed, workers, saved or Saved(), progress)
    keys = [*told_by(books.deals), *(key for key in books.told if key not in SUMMARIES)]
    firm = fit.scenario.with_values({"run.weeks": fit.weeks})
    chosen, names = systematic(fit.weights, RUNS), [item.key for item in fit.found]

    def at(row: int) -> Floats:
        values = dict(zip(names, fit.draws[chosen[row]].tolist(), strict=True))
        history = run(firm.with_values(values), seed, PILOT + fit.runs + APART + row)
        return _statistics(work.seen(history), keys)

    rows = work.rows(firm, at, RUNS, f"checked {fit.draws[chosen].sum()!r}")
    lines, inside = compared(keys, rows, _statistics(books, keys), INTERVALS)
    counts = inside.sum(axis=1).mean(axis=0)
    return Check(lines, len(rows), (float(counts[0]), float(counts[1])))


def _statistics(books: Books, keys: list[str]) -> Floats:
    """Return statistics of tables in an order."""
    beside = tuple(key for key in books.told if key not in SUMMARIES)
    known = dict(zip(HELD, held(books.deals).tolist(), strict=True))
    known |= dict(zip(beside, books.statistics(beside).tolist(), strict=True))
    return np.array([known[key] for key in keys])
