"""Tables as people read them: parameters by their titles, numbers with their units."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from analysis.measures import MEASURES
from analysis.words import wording
from analysis.words.titles import plain, titles
from sim.scenario import declared

if TYPE_CHECKING:
    import pandas as pd

FEWEST_ROWS = 2
"""Rows below which every column is shown, whatever it says."""
MOST_COLUMNS, MOST_TURNED = 14, 8
"""Columns beyond which a table stands on its side, and rows up to which it does."""
NUMBER = r"[-−+±€]*\d[\d,.]*(\s[kM])?(\s?%)?"
NUMERIC = re.compile(
    rf"{NUMBER}( to {NUMBER})?(\s[a-z]+){{0,3}}\*?|\d[\d,]* of \d[\d,]*(, \d[\d,]* tie)?"
)
OWN, SHARE = "the measure's", "share"
OF_VARIANCE = ("S1", "ST")
"""Indices that are parts of a variance, whatever the measure."""


def readable(table: pd.DataFrame, units: Mapping[str, str]) -> pd.DataFrame:
    """Return a table as text.

    Args:
        table: as its file holds it.
        units: column → unit, as the data dictionary has it; columns it lacks have none.
    """
    rows = table.to_dict("records")
    shown = table.astype(object)
    for column in table.columns:
        told = _teller(str(column), table, units.get(str(column), ""))
        shown[column] = [told(row[column], row) for row in rows]
    heads = {column: _head(str(column)) for column in table.columns}
    if len(set(heads.values())) < len(heads):
        return shown
    return shown.rename(columns=heads)


def folded(shown: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return a table of text without the columns that say one thing in all rows, and that thing.

    >>> import pandas as pd
    >>> table, same = folded(pd.DataFrame({"market": ["m", "m"], "x": ["1", "2"], "y": ["", ""]}))
    >>> list(table.columns), same
    (['x'], 'market: m; y: empty')
    """
    if len(shown) < FEWEST_ROWS:
        return shown, ""
    same = [name for name in shown.columns if shown[name].nunique() == 1]
    if len(same) == len(shown.columns):
        return shown, ""
    cells = {name: str(shown[name].iloc[0]) or "empty" for name in same}
    return shown.drop(columns=same), "; ".join(f"{name}: {cell}" for name, cell in cells.items())


def turned(shown: pd.DataFrame) -> pd.DataFrame:
    """Return a table of a few rows and many columns on its side: a row for every column.

    >>> import pandas as pd
    >>> many = pd.DataFrame({"name": ["a", "b"]} | {f"x{n}": ["1", "2"] for n in range(15)})
    >>> turned(many).shape, list(turned(many).columns), list(turned(many)["name"])[:2]
    ((15, 3), ['name', 'a', 'b'], ['x0', 'x1'])
    """
    heads = [str(cell) for cell in shown.iloc[:, 0]] if len(shown) else []
    is_wide = len(shown.columns) > MOST_COLUMNS and 0 < len(shown) <= MOST_TURNED
    if not is_wide or len(set(heads)) < len(heads):
        return shown
    first, *others = shown.columns
    cells = zip(*(shown[name].tolist() for name in others), strict=True)
    return type(shown)(
        {str(first): [str(name) for name in others]}
        | dict(zip(heads, ([str(cell) for cell in row] for row in cells), strict=True))
    )


def is_numeric(cell: object) -> bool:
    """Return whether a text is a number with its unit, which must not be wrapped.

    >>> [is_numeric(text) for text in ("−€1.2 k", "12 %", "+0.7 points", "3*", "9 of 60, 3 tie")]
    [True, True, True, True, True]
    >>> [is_numeric(text) for text in ("mid_market", "2nd week", "0 %, 100 % tie", "")]
    [False, False, False, False]
    """
    return NUMERIC.fullmatch(str(cell).strip()) is not None


def _teller(column: str, table: pd.DataFrame, unit: str) -> Callable[[Any, dict[Any, Any]], str]:
    """Return what makes a text of a cell and its row."""
    if column == "parameter":
        names = titles(table[column].astype(str))
        return lambda cell, _: names[str(cell)]
    if column == "measure":
        return lambda cell, _: wording.title(cell) if cell in MEASURES else str(cell)
    if column in declared.flat():
        return lambda cell, _: _number(cell, plain(column).text)
    if unit == SHARE:
        return lambda cell, _: _number(cell, lambda value: wording.amount(value, SHARE))
    if unit == OWN:
        return lambda cell, row: _number(cell, lambda value: _measured(value, column, row))
    return lambda cell, _: _number(cell, wording.figure)


def _number(cell: Any, told: Callable[[float], str]) -> str:
    """Return a number in words; nothing where it is missing, other cells as they are."""
    if isinstance(cell, bool | str) or not isinstance(cell, int | float):
        return str(cell)
    if isinstance(cell, int) and told is wording.figure:
        return str(cell)
    return "" if math.isnan(cell) else told(cell)


def _measured(value: float, column: str, row: dict[Any, Any]) -> str:
    """Return a value in the unit of the row's measure, or of the one its column is named after."""
    if row.get("index") in OF_VARIANCE:
        return f"{value:.2f}"
    name = str(row.get("measure", column)).removeprefix("search_")
    known = max((each for each in MEASURES if name.startswith(each)), key=len, default=None)
    return wording.figure(value) if known is None else wording.amount(value, MEASURES[known].unit)


def _head(column: str) -> str:
    return plain(column).label if column in declared.flat() else column.replace("_", " ")
