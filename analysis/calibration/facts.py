"""What every sales person knows of the own firm, and the same numbers of simulated runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.measures import rows
from sim.world.names import YEAR

if TYPE_CHECKING:
    from sim.history.history import History


FACTS = {
    "leads": "leads handed over a year",
    "won": "deals won a year",
    "win_rate": "win rate",
    "cycle": "weeks from first meeting to signature",
    "deal": "average deal signed",
    "customers": "customers today",
}
"""The six numbers by key, in the order in which they are shown, with what they mean."""
KEYS = tuple(FACTS)


@dataclass(frozen=True)
class Simulated:
    """What runs say about the facts: means over all runs, and the standard error of each."""

    mean: dict[str, float]
    error: dict[str, float]


def simulated(histories: Sequence[History]) -> Simulated:
    """Return the facts of several runs together; standard errors by leaving out one run at a time.

    Ratios are ratios of sums over runs, so that a run without any win does no harm.
    """
    sums = np.array([_sums(history) for history in histories])
    total = sums.sum(axis=0)
    mean = _ratios(total, len(sums))
    if len(sums) < 2:
        return Simulated(mean, dict.fromkeys(mean, float("inf")))
    others = [_ratios(total - one, len(sums) - 1) for one in sums]
    spread = len(sums) - 1.0
    error = {key: float(np.sqrt(spread * np.var([other[key] for other in others]))) for key in mean}
    return Simulated(mean, error)


def _sums(history: History) -> list[float]:
    won, closed = rows.won(history), rows.closed(history)
    years = history.weeks / YEAR
    customers = history.raw("customers")
    is_old = customers["won_week"] < 0
    is_there = ~rows.happened(customers["churned_week"]) | (customers["churned_week"] >= 0)
    return [
        float(rows.weekly(history, "mqls").sum()) / years,
        won.size / years,
        float(won.size),
        float(closed.size),
        float((won["closed_week"] - won["created_week"]).sum()),
        float(won["net_value"].sum()),
        float(np.count_nonzero(is_old & is_there)),
    ]


def _ratios(sums: np.ndarray, runs: int) -> dict[str, float]:
    leads, yearly, won, closed, weeks, value, customers = sums.tolist()
    return {
        "leads": leads / runs,
        "won": yearly / runs,
        "win_rate": won / max(closed, 1.0),
        "cycle": weeks / max(won, 1.0),
        "deal": value / max(won, 1.0),
        "customers": customers / runs,
    }
