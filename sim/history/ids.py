"""The identities in result tables: which seat is meant, and where an id is explained.

Inside the state a seat is its place within its function. In result tables it has the identity it
has in `staff`: three times that place, plus 0 for marketers, 1 for reps and 2 for leaders. A
further rep so leaves everybody else their id. Persons, campaigns and assets pair the seat with a
number of their own: seat × 2^20 + number.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.draws import paired
from sim.world.names import KINDS, Kind

SEATS = {"marketer_id": Kind.MARKETER, "rep_id": Kind.REP}
"""Columns that name a seat, and its kind."""
MADE_IN_SEATS = ("campaign_id", "asset_id")
"""Columns that pair a marketing seat with a number."""
REFERS_TO = {
    "marketer_id": "staff.seat_id",
    "rep_id": "staff.seat_id",
    "person_id": "staff.person_id",
    "opportunity_id": "opportunities.opportunity_id",
    "asset_id": "content.asset_id",
}
"""Id column, wherever it stands → the column of the table that lists its values."""


def identify(name: str, column: np.ndarray[Any, Any]) -> None:
    """Give the seats in a column of this name their identity, in place; empty cells stay empty."""
    if name in SEATS:
        column[:] = np.where(column < 0, column, column * KINDS + SEATS[name])
    elif name in MADE_IN_SEATS:
        room = int(paired(1, 0))
        # (seat·KINDS + kind)·room + number, of column = seat·room + number
        named = column + (column // room * (KINDS - 1) + Kind.MARKETER) * room
        column[:] = np.where(column < 0, column, named)
