"""Deals on several rows, as exports of a history have them, told from rows that repeat."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.calibration.dates import Weeks
from analysis.calibration.table import Table

SAME = "the same row again"
STAGE = "the same deal at an earlier stage"


class Kept(NamedTuple):
    """When each deal was created, over all its rows, and what was found."""

    created: NDArray[np.float64]
    said: str


def one_row_a_deal(
    table: Table, dates: Weeks, kinds: NDArray[np.object_], reasons: NDArray[np.object_]
) -> Kept:
    """Mark all rows of a deal but one in `reasons`; without numbers of deals nothing is marked.

    Rows whose fields are all equal are copies. Of other rows of one deal the latest counts, one
    that is closed before one that is open, and the deal is as old as its first row.
    """
    created = dates.created.copy()
    if "id" not in table.hashes:
        return Kept(created, "")
    usable = np.flatnonzero((reasons == "") & (table.hashes["id"] != 0))
    numbers, inverse, counts = np.unique(
        table.hashes["id"][usable], return_inverse=True, return_counts=True
    )
    if len(numbers) == len(usable):
        return Kept(created, "")
    groups: dict[int, list[int]] = {}
    for row, group in zip(usable.tolist(), inverse.tolist(), strict=True):
        if counts[group] > 1:
            groups.setdefault(group, []).append(row)
    copies = stages = 0
    for rows in groups.values():
        first: dict[tuple[object, ...], int] = {}
        for row in rows:
            kept = first.setdefault(_content(table, row), row)
            if kept != row:
                reasons[row], copies = SAME, copies + 1
        rest = list(first.values())
        if len(rest) > 1:
            stages += 1
            last = max(rest, key=lambda row: (kinds[row] != "open", dates.created[row], row))
            created[last] = np.nanmin(dates.created[rest])
            for row in rest:
                if row != last:
                    reasons[row] = STAGE
    said = [f"{copies:,} rows stand there twice"] if copies else []
    if stages:
        said.append(f"{stages:,} deals have several rows, of which the last counts")
    return Kept(created, "; ".join(said))


def _content(table: Table, row: int) -> tuple[object, ...]:
    texts = (column[row] for column in table.texts.values())
    return (*texts, int(table.hashes["owner"][row]))
