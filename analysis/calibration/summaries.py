"""What a table of opportunities says, as statistics that a file and a run share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.calibration.deals import Deals, Floats
from sim.core.errors import InputError
from sim.world.names import YEAR

SUMMARIES = {
    "opened": "deals opened a year",
    "odds": "deals won over deals lost",
    "open": "share still open",
    "won_fast": "weeks to a win, first quarter of them",
    "won_middle": "weeks to a win, median",
    "won_slow": "weeks to a win, last quarter of them",
    "lost_fast": "weeks to a loss, first quarter of them",
    "lost_middle": "weeks to a loss, median",
    "lost_slow": "weeks to a loss, last quarter of them",
    "value_spread": "spread of amounts",
    "value_won": "amount of deals won over deals lost",
    "value_cycle": "how much longer large deals take",
    "rep_spread": "how differently salespeople win",
}
"""Each statistic, on a scale on which it can be regressed, with what it means."""
LEAST_CLOSED, LEAST_WON = 40, 10
LEAST_WEEKS, LEAST_DEAL = 26, 100.0
QUARTERS = (0.25, 0.5, 0.75)


def check_enough(deals: Deals) -> None:
    """Raise InputError where a table is too small for any fit."""
    closed, won = int((deals.is_won | deals.is_lost).sum()), int(deals.is_won.sum())
    lacking = _lacking(closed, won)
    if lacking:
        raise InputError(f"{lacking}; {_instead(deals)}")


def _lacking(closed: int, won: int) -> str:
    """Return what a table has too little of, "" where it has enough."""
    takes = f"a fit takes {LEAST_CLOSED} closed, {LEAST_WON} of them won, and some lost"
    if not closed:
        return f"no deal of it is closed; {takes}"
    if closed < LEAST_CLOSED:
        return f"{closed:,} closed deals, {won:,} of them won, are too few; {takes}"
    if won == closed:
        return f"all {closed:,} closed deals are won; {takes}: export those lost as well"
    if won < LEAST_WON:
        some = f"{won:,} of {closed:,} closed deals are" if won else f"none of {closed:,} is"
        return f"{some} won; {takes}"
    return ""


def _instead(deals: Deals) -> str:
    """Return the next step where a table is too small: the facts that it holds all the same."""
    won, lost = int(deals.is_won.sum()), int(deals.is_lost.sum())
    cycle = (deals.closed - deals.created)[deals.is_won]
    amount = deals.amount[deals.is_won & ~np.isnan(deals.amount)]
    found = {}
    if won and deals.weeks >= LEAST_WEEKS:
        found["won"] = f"{won * YEAR / deals.weeks:.3g}"
    if won and lost:
        found["win-rate"] = f"{100 * won / (won + lost):.0f}%"
    if won and float(cycle.mean()) >= 0.5:
        found["cycle"] = f"{cycle.mean():.1f}"
    if amount.size and float(amount.mean()) >= LEAST_DEAL:
        found["deal"] = f"{amount.mean():.0f}"
    if not found:
        return "say what you know instead: counterpoint calibrate --facts"
    options = " ".join(f"--{key} {text}" for key, text in found.items())
    return (
        f"what it holds can be met all the same: counterpoint calibrate {options} (and --leads, "
        "--customers, if you know them)"
    )


def summaries(deals: Deals) -> Floats:
    """Return the statistics in the order of `SUMMARIES`; 0 where too few deals say anything."""
    won, lost = deals.is_won, deals.is_lost
    ended = won | lost
    size, years = len(deals), deals.weeks / YEAR
    cycle = np.log1p(np.maximum(deals.closed - deals.created, 0.0))
    amount = np.log(deals.amount)
    valued = ended & ~np.isnan(amount)
    found = [
        np.log((size + 0.5) / years),
        np.log((won.sum() + 0.5) / (lost.sum() + 0.5)),
        np.log((size - ended.sum() + 0.5) / (ended.sum() + 0.5)),
        *_quarters(cycle[won]),
        *_quarters(cycle[lost]),
        amount[valued].std() if valued.sum() > 1 else 0.0,
        _mean(amount[valued & won]) - _mean(amount[valued & lost]),
        _slope(amount[valued & won], cycle[valued & won]),
        _unevenness(deals.owner[won]),
    ]
    return np.array(found, dtype=np.float64)


def _quarters(values: Floats) -> Floats:
    return np.quantile(values, QUARTERS) if values.size else np.zeros(len(QUARTERS))


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else 0.0


def _slope(first: Floats, second: Floats) -> float:
    """Return by how much the second grows with the first; 0 for what does not vary."""
    spread = float(first.std()) if first.size > 2 else 0.0
    if spread == 0.0:
        return 0.0
    return float(((first - first.mean()) * (second - second.mean())).mean()) / spread**2


def _unevenness(owners: NDArray[np.int64]) -> float:
    """Return the spread of wins among those who won any, over their mean."""
    counts = np.unique(owners, return_counts=True)[1]
    return float(counts.std() / counts.mean()) if counts.size > 1 else 0.0
