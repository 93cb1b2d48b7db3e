"""The form in which result tables are written: weeks or dates, and a workbook beside them.

Every result folder asks here; a command says so once, for as long as it runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sim.world.names import DAYS_PER_WEEK

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Form:
    """How tables are written.

    Attributes:
        dates: the day on which week 0 begins; None to write weeks as numbers.
        workbook: whether all tables are also written as one workbook.
    """

    dates: date | None = None
    workbook: bool = False


PLAIN = Form()
_FORM: ContextVar[Form | None] = ContextVar("form", default=None)


def form() -> Form:
    """Return the form that holds now."""
    return _FORM.get() or PLAIN


@contextmanager
def written_as(**changes: Any) -> Iterator[None]:
    """Let tables be written in another form, as far as `changes` says."""
    token = _FORM.set(replace(form(), **changes))
    try:
        yield
    finally:
        _FORM.reset(token)


def is_week(column: str) -> bool:
    """Return whether a column of a result table names weeks.

    >>> [is_week(name) for name in ("week", "won_week", "cycle_weeks", "launches.first_week")]
    [True, True, False, False]
    """
    return (column == "week" or column.endswith("_week")) and "." not in column


def dated(table: pd.DataFrame, start: date) -> pd.DataFrame:
    """Return a table with the day on which each week begins in place of its number."""
    columns = [str(name) for name in table if is_week(str(name))]
    return table.assign(**{name: _days(table[name], start) for name in columns})


def _days(weeks: pd.Series[Any], start: date) -> pd.Series[Any]:
    import pandas as pd

    return pd.Series(
        [None if pd.isna(week) else start + timedelta(weeks=int(week)) for week in weeks],
        index=weeks.index,
        dtype=object,
    )


def numbered(table: pd.DataFrame, start: date) -> pd.DataFrame:
    """Return a table as it was before `dated`, its days read as text.

    >>> import pandas as pd
    >>> numbered(pd.DataFrame({"week": ["2026-01-12"]}), date(2026, 1, 5))["week"].tolist()
    [1]
    """
    columns = [str(name) for name in table if is_week(str(name))]
    week = int(DAYS_PER_WEEK)
    return table.assign(
        **{name: [(date.fromisoformat(day) - start).days // week for day in table[name]]
           for name in columns}
    )  # fmt: skip


def dated_words(words: Any) -> Any:
    """Return a data dictionary for dated tables: weeks have become the days they begin on."""
    if isinstance(words, list):
        return [dated_words(each) for each in words]
    if not isinstance(words, dict):
        return words
    if words.get("unit") == "week" and is_week(str(words.get("column"))):
        return {**words, "unit": "date", "meaning": "first day of the week: " + words["meaning"]}
    return {key: dated_words(each) for key, each in words.items()}
