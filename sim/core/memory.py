"""Ask memory for rows before their turn comes.

A list of rows leads all over a large table. A processor that meets each row only when it works on
it waits for memory at every step; told some steps before, it fetches meanwhile. Nothing else
changes: as plain Python these functions do nothing.

Of a row the first lines are fetched that memory is read by (64 bytes each): `HEAD`,
`FORE` or `BODY`.
"""

from __future__ import annotations

from typing import Any

HEAD = 1
"""Lines to fetch where a pass looks at the first columns only."""
FORE = 2
"""Lines to fetch where a pass also looks at an account's answers, or at leads of it."""
BODY = 5
"""Lines to fetch where a pass works on rows: a whole account, a deal or a lead, a usual group."""
STEPS = 48
"""How many places ahead to ask along a list: light work on so many takes as long as memory does."""
NEAR = 8
"""How many places ahead to follow a number in a row, which as a rule has been asked for by then."""


def ahead(rows: Any, index: int, table: Any, lines: int) -> None:
    """Have the row of `table` fetched that stands `STEPS` places after `index` in the list `rows`.

    `lines` is a constant.
    """
    del rows, index, table, lines  # compiled: `sim.core.prefetch`


def soon(table: Any, row: int, lines: int) -> None:
    """Have a row of `table` fetched; it may be a row that there is not. `lines` is a constant."""
    del table, row, lines  # compiled: `sim.core.prefetch`
