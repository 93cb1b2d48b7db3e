"""Opportunities as a CRM lists them, and as a run lists them.

A deal is created and closed in weeks since the first one; deals created before are left out on both
sides, so that a file (see `reading`) and a run say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.measures import rows
from sim.history.history import CATEGORIES

if TYPE_CHECKING:
    from sim.history.history import History

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Deals:
    """A table of opportunities.

    Attributes:
        created, closed: weeks; NaN where still open.
        is_won, is_lost: outcomes. amount: money; NaN where there is none. owner: a number each.
        weeks: how long the table is.
    """

    created: Floats
    closed: Floats
    is_won: Flags
    is_lost: Flags
    amount: Floats
    owner: NDArray[np.int64]
    weeks: float

    def __len__(self) -> int:
        return len(self.created)


def of_run(history: History) -> Deals:
    """Return the deals that a run created in its counted weeks."""
    table = history.raw("opportunities")
    table = table[table["created_week"] >= 0]
    words = CATEGORIES["opportunities", "outcome"]
    is_won = table["outcome"] == words.index("won")
    is_open = table["outcome"] == words.index("open")
    return Deals(
        table["created_week"].astype(np.float64),
        np.where(rows.happened(table["closed_week"]), table["closed_week"], np.nan),
        is_won,
        ~is_won & ~is_open,
        np.where(is_won, table["net_value"], table["list_value"]),
        table["rep_id"].astype(np.int64),
        float(history.weeks),
    )
