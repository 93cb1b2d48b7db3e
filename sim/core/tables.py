"""Columns and tables: the shape of the world's state, declared once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

LINE = 64
"""Bytes in a line of the processor's cache."""
BLANKS = {
    "week": -10000,
    "id": -1,
    "row": -1,
    "reason": -1,
    "source": -1,
    "days": float("nan"),
    "score": float("nan"),
}
"""What stands in a new row, by the unit of the column; 0 where nothing is said."""
ANYTHING = (-math.inf, math.inf)
BOUNDS = {
    "share": (0.0, 1.0),
    "flag": (0.0, 1.0),
    "week": (-10000.0, math.inf),
    "id": (-1.0, math.inf),
    "row": (-1.0, math.inf),
    "reason": (-1.0, math.inf),
    "source": (-1.0, math.inf),
    "sd": ANYTHING,
    "ln": ANYTHING,
    "logit": ANYTHING,
    "score": ANYTHING,
}
"""Between what values lie, by the unit of the column; 0 or more where nothing is said."""


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: as in the result files.
        dtype: numpy type; a suffix such as "f8[6]" makes a vector.
        unit: the unit of every number in it.
        writer: the one room (or `population`, for fixed traits) that writes it.
        meaning: one line for people.
        words: the categories, when the column holds their position.
        blank: what stands in a new row, where its unit does not say it (see `BLANKS`).
        low, high: inclusive bounds, where its unit or words do not say them (see `BOUNDS`).
    """

    name: str
    dtype: str
    unit: str
    writer: str
    meaning: str
    words: tuple[str, ...] = ()
    blank: float | None = None
    low: float | None = None
    high: float | None = None

    def bounds(self) -> tuple[float, float]:
        """Return the inclusive bounds of every number in it; an empty cell (NaN) is in bounds."""
        low, high = BOUNDS.get(self.unit, (0.0, math.inf))
        if self.words:
            high = len(self.words) - 1.0
        return (
            low if self.low is None else self.low,
            high if self.high is None else self.high,
        )

    @property
    def beginning(self) -> float | None:
        """Return what stands in a new row, or None for 0."""
        return BLANKS.get(self.unit) if self.blank is None else self.blank

    @property
    def is_measured(self) -> bool:
        """Return whether it holds numbers that must be finite whenever they are there."""
        return self.dtype.startswith("f8")

    @property
    def may_be_empty(self) -> bool:
        """Return whether NaN stands for what has not happened."""
        return self.beginning is not None and math.isnan(self.beginning)

    def entry(self) -> Any:
        """Return the numpy dtype entry."""
        kind, _, size = self.dtype.partition("[")
        if not size:
            return (self.name, kind)
        shape = tuple(int(part) for part in size.rstrip("]").split(","))
        return (self.name, kind, shape)


@dataclass(frozen=True)
class Table:
    """One table.

    Attributes:
        name: plural noun.
        meaning: what a row is.
        columns: in storage order.
        public: names of the columns written to result files, in their order.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    public: tuple[str, ...] = ()

    def dtype(self) -> np.dtype[Any]:
        """Return the structured dtype of a row."""
        return np.dtype([column.entry() for column in self.columns], align=True)

    def blank(self, rows: int) -> np.ndarray[Any, Any]:
        """Return `rows` rows in which nothing has happened yet (see `BLANKS`)."""
        row = self.allocate(1)
        for column in self.columns:
            if column.beginning is not None:
                row[column.name] = column.beginning
        table = self.allocate(rows)
        as_bytes = table.view(np.uint8).reshape(rows, row.itemsize)
        as_bytes[:] = row.view(np.uint8)
        return table

    def allocate(self, rows: int) -> np.ndarray[Any, Any]:
        """Return memory for `rows` rows, all zero, that starts at a line of the cache."""
        dtype = self.dtype()
        memory = np.zeros(rows * dtype.itemsize + LINE, np.uint8)
        first = -memory.ctypes.data % LINE
        return memory[first : first + rows * dtype.itemsize].view(dtype)

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
