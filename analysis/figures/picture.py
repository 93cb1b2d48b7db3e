"""A drawn figure: its files, and what is said of it to those who do not see it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

SPOKEN = 8
"""Rows of a table that go into the text for screen readers."""


@dataclass(frozen=True)
class Picture:
    """A drawn figure.

    Attributes:
        name: file name without ending.
        caption: what it shows, for the report.
        png, svg: the two files.
        table: the numbers behind it as text, if they are at hand.
    """

    name: str
    caption: str
    png: bytes
    svg: bytes
    table: pd.DataFrame | None = None

    @property
    def alt(self) -> str:
        """Return what a screen reader says: the caption and the numbers."""
        return self.caption if self.table is None else spoken(self.caption, self.table)


def spoken(caption: str, table: pd.DataFrame) -> str:
    """Return a caption with the first numbers behind it, for those who do not see the figure."""
    rows = [
        f"{row.iloc[0]}: "
        + ", ".join(f"{name.strip()} {row[name]}" for name in table.columns[1:] if row[name] != "")
        for _, row in table.head(SPOKEN).iterrows()
    ]
    more = f"; and {len(table) - SPOKEN} more rows in the table" if len(table) > SPOKEN else ""
    return f"{caption} {'; '.join(rows)}{more}."
