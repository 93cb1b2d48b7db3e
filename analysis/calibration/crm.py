"""A market fitted to the tables of a firm, with intervals and how far they can be trusted.

Parameters are drawn from the ranges they declare (a Sobol design); each draw is run once, as long
as the table of opportunities, and summed up by the statistics that the tables are summed up by. The
size of deals, and how many customers there are at the start, are matched first; how many firms and
people there are stays as the firm says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.calibration.abc import (
    CONFIDENCE,
    Design,
    Posterior,
    Recovery,
    estimator,
    posterior,
    recovery,
)
from analysis.calibration.books import Books
from analysis.calibration.deals import Floats
from analysis.calibration.knobs import DIGITS
from analysis.calibration.saved import Saved
from analysis.calibration.sizing import PILOT, Work, sized
from analysis.calibration.summaries import check_enough
from analysis.parameters.parameter import Parameter
from analysis.parameters.ranges import as_declared
from analysis.parameters.spans import reach
from analysis.runs.progress import Progress
from analysis.words.wording import rounded
from sim.core.errors import InputError
from sim.scenario import declared

if TYPE_CHECKING:
    from sim.scenario import Scenario

OF_DEALS = (
    "demand.entry_hazard",
    "pipeline.find_rate",
    "market.members",
    "market.value_spread",
    "buying_group.gain",
    "buying_group.threshold",
    "buying_group.rival_base",
    "closing.kill",
    "people.skill_spread",
)
"""What a table of opportunities can say something about."""
BESIDES = {
    "scoring.handling_hours": "leads",
    "triage.lead_hours": "lead_worked",
    "triage.refusal": "lead_rejected",
    "triage.lead_life": "lead_response",
    "delivery.churn_odds": "churn",
}
"""What other tables can say something about → the statistic that has to be told."""
FEWEST_RUNS = 128
SHORTEST, LONGEST = 26, 520
STRANGE = 3.0
"""A statistic farther than so many spreads from the runs nearest to the table is named."""
SAME = 1e-9
"""Spread up to which runs count as never varying."""
WELL, IN_PART = 0.5, 0.8
"""Widths of the 90 % interval, over the prior's, up to which a parameter counts as identified."""

NOT_TOLD = "not told"


@dataclass(frozen=True)
class Found:
    """One parameter: its interval in its own units, and how well such tables find it.

    is_outside: whether the table holds what no run near it shows; then no width is to be trusted.
    """

    key: str
    low: float
    middle: float
    high: float
    width: float
    covered: tuple[float, float]
    is_outside: bool = False

    @property
    def word(self) -> str:
        """Return how much the table says of it; nothing where runs do not reach the table."""
        return NOT_TOLD if self.is_outside else word_of(self.width)


def word_of(width: float) -> str:
    """Return how much is known where an interval is so wide, over the prior's."""
    if width <= WELL:
        return "well"
    return "in part" if width <= IN_PART else "hardly"


@dataclass(frozen=True)
class Calibration:
    """A fit.

    Attributes:
        scenario: the firm at the medians; settings: these, by dotted key.
        found: one a parameter; draws: kept draws × parameters, in their units; weights: of these.
        strange: statistics that no run near the table reproduces, with how many spreads off;
            None where these runs never vary, so that there is no spread.
        runs, tried: runs made, and how many were left out to measure coverage.
        told: statistics of the tables that were used, in order. weeks: how long runs were.
    """

    scenario: Scenario
    settings: dict[str, Any]
    found: tuple[Found, ...]
    draws: Floats
    weights: Floats
    strange: dict[str, float | None]
    runs: int
    tried: int
    told: tuple[str, ...]
    weeks: int


def parameters(books: Books) -> tuple[str, ...]:
    """Return what the tables of a firm can say something about."""
    return OF_DEALS + tuple(key for key, needs in BESIDES.items() if needs in books.told)


def fit_books(
    scenario: Scenario,
    books: Books,
    *,
    runs: int = 2000,
    seed: int = 1,
    workers: int = 2,
    progress: Progress | None = None,
    cut: int | None = None,
    saved: Saved | None = None,
) -> Calibration:
    """Return the market of a firm fitted to its tables.

    cut: the week at which a table was cut; saved: keeps what is made.
    Raises: InputError for too little data.
    """
    check_enough(books.deals)
    if runs < FEWEST_RUNS:
        raise InputError(f"--runs: {runs} are too few; at least {FEWEST_RUNS}, better 2000")
    work = Work(books, seed, workers, saved or Saved(), progress, cut)
    weeks = int(np.clip(round(books.deals.weeks), SHORTEST, LONGEST))
    firm, found_at_once = sized(scenario.with_values({"run.weeks": weeks}), work)
    ranges = _ranges(firm, parameters(books))
    design = _made(firm, ranges, runs, work)
    known, mine = estimator(design), books.statistics(work.told)
    drawn, trust = posterior(known, mine), recovery(design)
    strange = _strange(work.told, design.statistics[drawn.nearest], drawn.weights, mine)
    found = _found(ranges, drawn, trust, is_outside=bool(strange))
    settings = {item.key: rounded(item.middle, DIGITS) for item in found} | found_at_once
    values = np.column_stack([item.at(drawn.draws[:, n]) for n, item in enumerate(ranges)])
    return Calibration(
        scenario.with_values(settings),
        settings,
        found,
        values,
        drawn.weights,
        strange,
        runs,
        trust.tried,
        work.told,
        weeks,
    )


def _ranges(firm: Scenario, keys: Sequence[str]) -> list[Parameter]:
    """Return what each parameter may be, around what the base says of it."""
    known, own = declared.flat(), firm.flat()
    ends = {key: reach(known[key], float(own[key])) for key in keys}
    return [
        replace(as_declared(key), low=float(low), high=float(high))
        for key, (low, high) in ends.items()
    ]


def _made(firm: Scenario, ranges: list[Parameter], runs: int, work: Work) -> Design:
    """Return the design: one run a point, each with luck of its own."""
    from scipy.stats import qmc

    from sim import run

    places = qmc.Sobol(len(ranges), seed=work.seed).random(1 << (runs - 1).bit_length())[:runs]

    def at(row: int) -> Floats:
        values = {item.key: item.at(u) for item, u in zip(ranges, places[row], strict=True)}
        history = run(firm.with_values(values), work.seed, PILOT + row)
        return work.seen(history).statistics(work.told)

    return Design(places, work.rows(firm, at, runs, "design"))


def _found(
    ranges: list[Parameter], drawn: Posterior, trust: Recovery, *, is_outside: bool
) -> tuple[Found, ...]:
    found = []
    quantiles = (drawn.quantile(share).tolist() for share in (0.05, 0.5, 0.95))
    for item, low, middle, high, (half, most) in zip(
        ranges, *quantiles, trust.covered.tolist(), strict=True
    ):
        width = (high - low) / CONFIDENCE[1]
        ends = item.at(low), item.at(middle), item.at(high)
        found.append(Found(item.key, *ends, width, (half, most), is_outside))
    return tuple(found)


def _strange(
    told: Sequence[str], near: Floats, weights: Floats, mine: Floats
) -> dict[str, float | None]:
    mean = weights @ near
    spread = np.sqrt(weights @ (near - mean) ** 2)
    off = np.where(spread > SAME, (mine - mean) / np.maximum(spread, SAME), 0.0)
    fixed = (spread <= SAME) & (np.abs(mine - mean) > SAME)
    found: dict[str, float | None] = {}
    for key, value, is_fixed in zip(told, off.tolist(), fixed.tolist(), strict=True):
        if is_fixed or abs(value) > STRANGE:
            found[key] = None if is_fixed else value
    return found
