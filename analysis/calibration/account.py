"""What became of the rows of a table, told to the account of its lines."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.calibration.deals import Flags
from analysis.calibration.table import Table


def settle(
    table: Table, reasons: NDArray[np.object_], used: Flags, passed: Collection[str]
) -> None:
    """Add the rows of a table to the account of its lines, which then adds up.

    reasons: why each row is not used, "" where it is; passed: reasons for which a row is ignored
    and not refused.
    """
    lines = table.lines
    for reason in dict.fromkeys(reasons[reasons != ""].tolist()):
        add = lines.ignore if reason in passed else lines.refuse
        add(reason, _lines(table, reasons == reason))
    lines.read = int(table.span[used].sum())
    lines.check()


def _lines(table: Table, where: NDArray[Any]) -> list[int]:
    first, span = table.line[where], table.span[where]
    if span.sum() == len(span):
        return [int(n) for n in first]
    return [int(n + more) for n, size in zip(first, span, strict=True) for more in range(size)]
