"""Customers as a firm lists them, and as a run lists them: since when, and when they left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.calibration.deals import Floats
from analysis.measures import rows
from sim.world.names import YEAR

if TYPE_CHECKING:
    from sim.history.history import History

CUSTOMER_SUMMARIES = {"churn": "customers lost a year, of those due to renew"}
"""The statistic, on a scale on which it can be regressed, with what it means."""
TERM = 48.0
"""Weeks of a first term, some days short of a year: nobody who is bound leaves in a run."""


@dataclass(frozen=True)
class Customers:
    """A table of customers.

    Attributes:
        won, churned: weeks since the first deal of the table of opportunities, negative before it;
            NaN in `churned` for those who stay. weeks: how long the table is.
    """

    won: Floats
    churned: Floats
    weeks: float

    def __len__(self) -> int:
        return len(self.won)

    @property
    def at_start(self) -> int:
        """Return how many were customers when the first week began."""
        is_there = np.isnan(self.churned) | (self.churned >= 0.0)
        return int(((self.won < 0.0) & is_there).sum())

    @property
    def due(self) -> tuple[int, float]:
        """Return how many left after their first term, and the years they were observed in it."""
        end = np.where(np.isnan(self.churned), self.weeks, self.churned)
        begun = np.maximum(self.won + TERM, 0.0)
        years = np.maximum(np.minimum(end, self.weeks) - begun, 0.0).sum() / YEAR
        left = (self.churned >= begun) & (self.churned < self.weeks)
        return int(left.sum()), float(years)

    @property
    def early(self) -> int:
        """Return how many left within their first term, which no run does."""
        return int(((self.churned >= 0.0) & (self.churned - self.won < TERM)).sum())


def of_run(history: History) -> Customers:
    """Return all customers of a run."""
    table = history.raw("customers")
    churned = np.where(rows.happened(table["churned_week"]), table["churned_week"], np.nan)
    return Customers(
        table["won_week"].astype(np.float64), churned.astype(np.float64), float(history.weeks)
    )


def known_at(customers: Customers, week: float) -> Customers:
    """Return what a table said at a week."""
    is_there = customers.won < week
    churned = customers.churned[is_there]
    return Customers(
        customers.won[is_there], np.where(churned < week, churned, np.nan), float(week)
    )


def customer_summaries(customers: Customers) -> dict[str, float]:
    """Return the statistics by key."""
    left, years = customers.due
    return {"churn": float(np.log((left + 0.5) / (years + 0.5)))}
