"""The part of a table that a fit has not seen, beside what runs of the fitted market say of it.

Draws of the posterior are run as long as the whole table; each run is cut where the table is. What
a run says of the later part is moved by a regression on what it says of the first, to where the
first part of the table lies; so luck that a firm has had already is not counted as open. Intervals
are quantiles over runs: they hold what is not known of the parameters and the luck of so few deals.

Sources: Beaumont, Zhang and Balding (2002), Genetics 162, 2025, for the regression; Rubin (1984),
Annals of Statistics 12, 1151, for predictive checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.calibration.books import Books
from analysis.calibration.crm import SAME, Calibration, fit_books
from analysis.calibration.deals import Deals, Floats, of_run
from analysis.calibration.heldout import HELD, Cut, held, left_out, told
from analysis.calibration.saved import Saved
from analysis.calibration.sizing import PILOT, Work
from analysis.calibration.told import shown
from analysis.runs.progress import Progress

if TYPE_CHECKING:
    from sim.scenario import Scenario

FEWEST, PART = 100, 5
"""Runs of a prediction: one for so many of the fit, and at least so many."""
INTERVALS = (0.8, 0.9)
SELDOM = 0.05
"""Share of runs of the fitted market below which a count of statistics inside is remarkable."""
CUT_TAILS = 4.0
RIDGE = 1.0


@dataclass(frozen=True)
class Line:
    """One statistic of the part left out.

    Attributes:
        key: of `told.KNOWN`. observed: in the table; middle: median of runs; all as people know
            them. ends: low and high of the two intervals. inside: whether each holds the table.
        is_fixed: runs never vary in it, so there is no interval.
    """

    key: str
    observed: float
    middle: float
    ends: tuple[tuple[float, float], tuple[float, float]]
    inside: tuple[bool, bool]
    is_fixed: bool = False


@dataclass(frozen=True)
class Prediction:
    """A part left out, predicted.

    Attributes:
        cut: between the parts; deals: how many the fit saw, and how many were open or came later.
        fit: to the first part. lines: one a statistic. runs: how many were made.
        expected: mean number of statistics inside, of 80 and of 90 %, in runs of the fitted market.
        as_few: share of such runs with as few inside 90 % as the table has, or fewer.
        dropped: statistics of which the table says nothing.
    """

    cut: Cut
    deals: tuple[int, int]
    fit: Calibration
    lines: tuple[Line, ...]
    runs: int
    expected: tuple[float, float]
    as_few: float
    dropped: tuple[str, ...]

    @property
    def inside(self) -> tuple[int, int]:
        """Return how many statistics lie inside their interval of 80 and of 90 %."""
        first, second = (sum(line.inside[n] for line in self.lines) for n in (0, 1))
        return first, second

    @property
    def is_surprising(self) -> bool:
        """Return whether the table has fewer inside than nearly all runs of the fitted market."""
        return self.as_few < SELDOM


def predict(
    scenario: Scenario,
    books: Books,
    cut: Cut,
    *,
    runs: int = 2000,
    seed: int = 1,
    workers: int = 2,
    progress: tuple[Progress | None, Progress | None] = (None, None),
    saved: Saved | None = None,
) -> Prediction:
    """Return what tables hold after a cut, beside what a fit to the part before says of it.

    progress: of the fit, and of the prediction. Raises: InputError for too little data.
    """
    first, kept = books.known_at(cut.week), saved or Saved()
    fit = fit_books(
        scenario, first, runs=runs, seed=seed, workers=workers, progress=progress[0], cut=cut.week,
        saved=kept,
    )  # fmt: skip
    work = Work(first, seed, workers, kept, progress[1])
    before, after = _continued(fit, cut, runs, work)
    later = first.deals_of(left_out(books.deals, cut))
    values = _moved(before, after, first.statistics(work.told))
    keys = told(books.deals, cut)
    chosen = [place for place, key in enumerate(HELD) if key in keys]
    lines, inside = compared(keys, values[:, chosen], held(later)[chosen], INTERVALS)
    counts = inside.sum(axis=1)
    mine = sum(line.inside[1] for line in lines)
    return Prediction(
        cut,
        (len(first.deals), len(later)),
        fit,
        lines,
        len(values),
        (float(counts[:, 0].mean()), float(counts[:, 1].mean())),
        float((counts[:, 1] <= mine).mean()),
        tuple(key for key in HELD if key not in keys),
    )


def _continued(fit: Calibration, cut: Cut, runs: int, work: Work) -> tuple[Floats, Floats]:
    """Return statistics of both parts, one row a run of a draw of the posterior."""
    from sim import run

    count = max(FEWEST, runs // PART)
    chosen = systematic(fit.weights, count)
    firm = fit.scenario.with_values({"run.weeks": cut.end})
    keys, size = [item.key for item in fit.found], _size(work.books.deals)

    def at(row: int) -> Floats:
        values = dict(zip(keys, fit.draws[chosen[row]].tolist(), strict=True))
        history = run(firm.with_values(values), work.seed, PILOT + runs + row)
        early = work.books.of_run(history).known_at(cut.week)
        table = work.books.deals_of(of_run(history))
        scale = np.exp(size - _size(early.deals))
        sized = replace(table, amount=table.amount * scale)
        return np.concatenate([early.statistics(work.told), held(left_out(sized, cut))])

    rows = work.rows(firm, at, count, f"continued from {cut.week} at {size!r} of {runs}")
    split = rows.shape[1] - len(HELD)
    return rows[:, :split], rows[:, split:]


def _size(deals: Deals) -> float:
    """Return the mean log of amounts won; 0 where there are none."""
    amounts = deals.amount[deals.is_won & ~np.isnan(deals.amount)]
    return float(np.log(amounts).mean()) if amounts.size else 0.0


def systematic(weights: Floats, count: int) -> Floats:
    """Return places of draws, each as often as its weight says, by even steps."""
    steps = (np.arange(count) + 0.5) / count
    return np.minimum(np.searchsorted(np.cumsum(weights), steps), len(weights) - 1)


def _moved(before: Floats, after: Floats, mine: Floats) -> Floats:
    """Return later parts moved to where the first part of the table lies.

    Residuals are widened by what each run draws the regression to itself, and by how little is
    known of the regression there. Nothing is moved farther than runs go.
    """
    centre, spread = before.mean(axis=0), before.std(axis=0)
    varies = spread > SAME
    if not varies.any():
        return after
    standard = (before - centre)[:, varies] / spread[varies]
    features = np.column_stack([np.ones(len(standard)), np.clip(standard, -CUT_TAILS, CUT_TAILS)])
    damping = RIDGE * np.eye(features.shape[1])
    damping[0, 0] = 0.0
    inverse = np.linalg.inv(features.T @ features + damping)
    slopes = inverse @ features.T @ after
    mine = np.clip(mine, before.min(axis=0), before.max(axis=0))
    here = (mine - centre)[varies] / spread[varies]
    here = np.concatenate([[1.0], np.clip(here, -CUT_TAILS, CUT_TAILS)])
    leverage = np.minimum(np.einsum("ij,jk,ik->i", features, inverse, features), 0.9)
    wider = np.sqrt((1.0 + here @ inverse @ here) / (1.0 - leverage))
    moved = here @ slopes + (after - features @ slopes) * wider[:, None]
    return np.asarray(np.where(after.std(axis=0) > SAME, moved, after))


def compared(
    keys: Sequence[str], values: Floats, mine: Floats, shares: tuple[float, float]
) -> tuple[tuple[Line, ...], Floats]:
    """Return the lines, and for each run, statistic and interval whether it lies inside.

    values: runs × statistics, in the order of `keys`; mine: of the table; shares: of the intervals.
    """
    lines, inside = [], []
    for place, key in enumerate(keys):
        column, ends = values[:, place], []
        for share in shares:
            low, high = np.quantile(column, [(1.0 - share) / 2.0, (1.0 + share) / 2.0])
            ends.append((float(low), float(high)))
        inside.append([(low <= column) & (column <= high) for low, high in ends])
        at = float(mine[place])
        is_in = [low - SAME <= at <= high + SAME for low, high in ends]
        as_people = [(shown(key, low), shown(key, high)) for low, high in ends]
        lines.append(
            Line(
                key,
                shown(key, at),
                shown(key, float(np.median(column))),
                (as_people[0], as_people[1]),
                (is_in[0], is_in[1]),
                bool(column.std() <= SAME),
            )
        )
    return tuple(lines), np.array(inside).transpose(2, 0, 1)
