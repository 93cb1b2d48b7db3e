"""Dates of a table as weeks: one order of day, month and year a file, proven or asked for.

Read are numbers of weeks, dates as 2026-01-31, and dates in another order with two or four digits
of the year. An order is proven where no other reads every date of the file, or where every other
lets deals close before they were created.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.core.errors import InputError

Floats = NDArray[np.float64]

ORDERS = {
    "ymd": "year, month, day",
    "dmy": "day, month, year",
    "mdy": "month, day, year",
}
"""Orders of a date's parts, and what they are called."""
FIELDS = ("created", "closed")
DAYS = 7.0
CENTURY = 2000
"""To which the years belong that are written with two digits."""
PARTS = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:[ T].*)?")
RARELY, OFTEN = 0.01, 0.05
"""Share of deals that close before they were created: with the right order, with a wrong one."""
NAMED = 3


@dataclass(frozen=True)
class Weeks:
    """Both dates of each deal, in weeks.

    Attributes:
        created, closed: NaN where there is none. first: the week that counts as the first.
        said: how dates were read, where it had to be found out.
    """

    created: Floats
    closed: Floats
    first: float
    said: str = ""


def weeks_of(
    found: Mapping[str, list[str]], file: Path, order: str | None = None, start: date | None = None
) -> Weeks:
    """Return created and closed in weeks.

    found: their texts; order: one of `ORDERS`, where it is known; start: the day that week 0
    begins on, else that of the first deal. Raises: InputError.
    """
    if _is_numbers(found["created"]):
        created, closed = (np.array([number(text) for text in found[name]]) for name in FIELDS)
        return Weeks(created, closed, 0.0)
    days, said = _days(found, file, order)
    created, closed = (days[name] / DAYS for name in FIELDS)
    if start is not None:
        return Weeks(created, closed, float(np.datetime64(start, "D").astype(np.int64)) / DAYS)
    return Weeks(created, closed, float(np.nanmin(created, initial=np.inf)), said)


def number(text: str) -> float:
    """Return a number; NaN for what is none."""
    try:
        return float(text) if text else np.nan
    except ValueError:
        return np.nan


def _days(
    found: Mapping[str, list[str]], file: Path, order: str | None
) -> tuple[dict[str, Floats], str]:
    plain = {name: np.array([_day(text) for text in found[name]]) for name in FIELDS}
    wrong = [
        f"{file}:{line}: {name}: {text!r} is no date as 2026-01-31; write all of them so"
        for name in FIELDS
        for line, (text, day) in enumerate(zip(found[name], plain[name], strict=True), 2)
        if text and np.isnan(day)
    ]
    if not wrong:
        return plain, ""
    tried = {key: _read(found, key) for key in ([order] if order else ORDERS)}
    fits = {key: days for key, days in tried.items() if days is not None}
    if not fits:
        more = [f"and {len(wrong) - NAMED:,} more"] if len(wrong) > NAMED else []
        raise InputError("\n".join([*wrong[:NAMED], *more]))
    key = _proven(fits, found, file)
    sample = next(text for text in found["created"] if text)
    return fits[key], f"dates read as {ORDERS[key]}: {sample} is {_date(sample, key)}"


def _read(found: Mapping[str, list[str]], order: str) -> dict[str, Floats] | None:
    """Return days of both columns read in an order, or None where one date cannot be."""
    days = {}
    for name in FIELDS:
        known = {text: _date(text, order) for text in dict.fromkeys(found[name]) if text}
        if any(day is None for day in known.values()):
            return None
        number_of = {
            text: float(np.datetime64(day, "D").astype(np.int64)) for text, day in known.items()
        }
        days[name] = np.array([number_of.get(text, np.nan) for text in found[name]])
    return days


def _proven(
    fits: Mapping[str, dict[str, Floats]], found: Mapping[str, list[str]], file: Path
) -> str:
    """Return the only order that can be meant. Raises: InputError with the question."""
    if len(fits) == 1:
        return next(iter(fits))
    backwards = {key: _backwards(days) for key, days in fits.items()}
    right = [key for key, share in backwards.items() if share <= RARELY]
    if len(right) == 1 and all(v > OFTEN for k, v in backwards.items() if k != right[0]):
        return right[0]
    sample = next(
        (text for name in FIELDS for text in found[name] if text and _differ(text, fits)),
        next(text for text in found["created"] if text),
    )
    meant = ", ".join(f"{_date(sample, key)} (--date-order {key})" for key in fits)
    raise InputError(f"{file}: dates have several readings; which day is {sample}: {meant}?")


def _differ(text: str, orders: Sequence[str] | Mapping[str, object]) -> bool:
    return len({_date(text, key) for key in orders}) == len(orders)


def _backwards(days: Mapping[str, Floats]) -> float:
    """Return the share of deals that close before they were created."""
    known = ~np.isnan(days["created"]) & ~np.isnan(days["closed"])
    return float((days["closed"] < days["created"])[known].mean()) if known.any() else 0.0


def _date(text: str, order: str) -> date | None:
    """Return the day a text means in an order.

    >>> _date("20-10-16", "dmy"), _date("1/31/2026", "mdy"), _date("31-12-2017", "ymd")
    (datetime.date(2016, 10, 20), datetime.date(2026, 1, 31), None)
    """
    parts = PARTS.fullmatch(text)
    if parts is None:
        return None
    given = dict(zip(order, (parts[1], parts[3], parts[4]), strict=True))
    if len(given["y"]) not in (2, 4) or max(len(given["m"]), len(given["d"])) > 2:
        return None
    year = int(given["y"]) + (CENTURY if len(given["y"]) == 2 else 0)
    try:
        return date(year, int(given["m"]), int(given["d"]))
    except ValueError:
        return None


def _is_numbers(texts: list[str]) -> bool:
    return all(not np.isnan(number(text)) for text in texts if text)


def _day(text: str) -> float:
    """Return a date as 2026-01-31 in days; NaN for what is none."""
    try:
        return float(np.datetime64(text[:10], "D").astype(np.int64)) if len(text) >= 10 else np.nan
    except ValueError:
        return np.nan
