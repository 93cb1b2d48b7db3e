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
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.calibration.spelled import CENTURY, spelled
from sim.core.errors import InputError
from sim.world.names import DAYS_PER_WEEK

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ORDERS = {
    "ymd": "year, month, day",
    "dmy": "day, month, year",
    "mdy": "month, day, year",
}
"""Orders of a date's parts, and what they are called."""
PLAIN = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
PARTS = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:[ T].*)?")
RARELY, OFTEN = 0.01, 0.05
"""Share of deals that close before they were created: with the right order, with a wrong one."""
NAMED = 3
UNITS = (
    (20_000.0, 80_000.0, 1.0, 25_569.0, "dates read as days of a spreadsheet: 46053 is 2026-01-31"),
    (1e8, 1e10, 86_400.0, 0.0, "dates read as seconds since 1970"),
    (1e11, 1e13, 86_400_000.0, 0.0, "dates read as thousandths of a second since 1970"),
)
"""Numbers that are no weeks: least and most, how many are a day, the day of 1970, what they are."""


@dataclass(frozen=True)
class Weeks:
    """The dates of each row, in weeks.

    Attributes:
        of: field → weeks, NaN where there is none. first: the week that counts as the first.
        unread: field → where something stands that is no date. is_dated: whether weeks count from
            1970-01-01; is_given: whether it is said which is the first. said: how dates were read,
            where it had to be found out.
    """

    of: Mapping[str, Floats]
    first: float
    unread: Mapping[str, Flags]
    is_dated: bool = True
    is_given: bool = False
    said: str = ""

    @property
    def created(self) -> Floats:
        """Return when deals were created."""
        return self.of["created"]

    @property
    def closed(self) -> Floats:
        """Return when deals were closed, or are to be."""
        return self.of["closed"]


def weeks_of(
    found: Mapping[str, list[str]],
    file: Path,
    lines: Sequence[int],
    order: str | None = None,
    start: date | None = None,
    prefix: str = "",
) -> Weeks:
    """Return the dates of a table in weeks.

    found: their texts, that of the field in front which comes first; lines: where each stands;
    order: one of `ORDERS`, where it is known; start: the day that week 0 begins on, else that of
    the first row; prefix: before a field in options. Raises: InputError.
    """
    size, front = len(lines), next(iter(found))
    if _is_numbers(found[front]):
        numbers = {name: np.array([number(t) for t in texts]) for name, texts in found.items()}
        divisor, zero, said = _unit(numbers[front])
        days = {name: values / divisor - zero for name, values in numbers.items()}
        if not said:
            return Weeks(days, 0.0, _unread(days, found), is_dated=False)
    else:
        days, said = _days(found, file, lines, order, prefix)
    weeks = {name: values / DAYS_PER_WEEK for name, values in days.items()}
    if start is not None:
        first = float(np.datetime64(start, "D").astype(np.int64)) / DAYS_PER_WEEK
    else:
        first = float(np.nanmin(weeks[front], initial=np.inf)) if size else 0.0
    return Weeks(weeks, first, _unread(days, found), is_given=start is not None, said=said)


def _unread(days: Mapping[str, Floats], found: Mapping[str, list[str]]) -> dict[str, Flags]:
    return {name: np.isnan(days[name]) & _filled(texts) for name, texts in found.items()}


def number(text: str) -> float:
    """Return a number; NaN for what is none, and for what has no end."""
    try:
        found = float(text) if text else np.nan
    except ValueError:
        return np.nan
    return found if np.isfinite(found) else np.nan


def _filled(texts: Sequence[str]) -> Flags:
    return np.array([bool(text) for text in texts], dtype=np.bool_)


def _unit(created: Floats) -> tuple[float, float, str]:
    """Return by how much numbers are to be divided and lessened to be days, and what they are."""
    middle = float(np.nanmedian(created)) if created.size else 0.0
    for least, most, divisor, zero, said in UNITS:
        if least <= middle <= most:
            return divisor, zero, said
    return 1.0, 0.0, ""


def _days(
    found: Mapping[str, list[str]], file: Path, lines: Sequence[int], order: str | None, prefix: str
) -> tuple[dict[str, Floats], str]:
    plain = {text: _day(text) for texts in found.values() for text in dict.fromkeys(texts)}
    is_clear = {
        name: not any(np.isnan(plain[t]) and is_date(t) for t in dict.fromkeys(texts))
        for name, texts in found.items()
    }
    clear = {name: np.array([plain[text] for text in texts])
             for name, texts in found.items() if is_clear[name]}  # fmt: skip
    front = next(iter(found))
    if front in clear and np.isnan(clear[front]).all():
        raise InputError(
            f"{file}: the column of {front} holds no dates; name the one that does: "
            f"--column {prefix}{front}=HEADING"
        )
    if len(clear) == len(found):
        return clear, ""
    dated = {name: [text if name not in clear and is_date(text) else "" for text in texts]
             for name, texts in found.items()}  # fmt: skip
    tried = {key: _read(dated, key, clear) for key in ([order] if order else ORDERS)}
    fits = {key: days for key, days in tried.items() if days is not None}
    if not fits:
        raise InputError("\n".join(_mixed(dated, file, lines, order)))
    key = _proven(fits, dated, file)
    sample = next(text for texts in dated.values() for text in texts if text)
    return fits[key], f"dates read as {ORDERS[key]}: {sample} is {_date(sample, key)}"


def days_in(texts: list[str], order: str) -> Floats | None:
    """Return days since 1970 of texts read in one order; None where one date cannot be."""
    read = _read({"all": texts}, order)
    return None if read is None else read["all"]


def _mixed(
    found: Mapping[str, list[str]], file: Path, lines: Sequence[int], order: str | None
) -> list[str]:
    """Return messages for dates that no one order reads, the first of them with their lines."""
    both = None if order else _both_orders(found, file, lines)
    if both is not None:
        return both
    wrong = [
        f"{file}:{line}: {name}: {text!r} is no date in the order {ORDERS[order]}"
        if order
        else f"{file}:{line}: {name}: {text!r} is no date as 2026-01-31; write all of them so"
        for name, texts in found.items()
        for line, text in zip(lines, texts, strict=True)
        if is_date(text) and (_date(text, order) is None if order else np.isnan(_day(text)))
    ]
    more = [f"and {len(wrong) - NAMED:,} more"] if len(wrong) > NAMED else []
    way = (
        "leave out --date-order, or write all dates in one order"
        if order
        else "a program that opened the file may have exchanged days and months; export it again"
    )
    return [*wrong[:NAMED], *more, f"{file}: {way}"]


def _both_orders(
    found: Mapping[str, list[str]], file: Path, lines: Sequence[int]
) -> list[str] | None:
    """Return messages for days that come first in some rows and months in others, else None."""
    shown = {}
    for name, texts in found.items():
        for line, text in zip(lines, texts, strict=True):
            read = [key for key in ORDERS if text and _date(text, key) is not None]
            if len(read) == 1 and read[0] not in shown:
                shown[read[0]] = f"{file}:{line}: {name}: {text!r} can only be {ORDERS[read[0]]}"
    if len(shown) < 2:
        return None
    way = (
        f"{file}: dates stand in more than one order, so the rest may be either; a program that "
        "opened the file may have exchanged days and months: export it again, all as 2026-01-31"
    )
    return [*shown.values(), way]


@lru_cache(maxsize=1 << 16)
def is_date(text: str) -> bool:
    """Return whether a text is a date in some order."""
    return any(_date(text, order) is not None for order in ORDERS)


def _read(
    found: Mapping[str, list[str]], order: str, clear: Mapping[str, Floats] | None = None
) -> dict[str, Floats] | None:
    """Return days of all columns read in an order, or None where one date cannot be.

    clear: days of columns that need no order.
    """
    days = dict(clear or {})
    for name in [each for each in found if each not in days]:
        known = {text: _date(text, order) for text in dict.fromkeys(found[name]) if text}
        if any(day is None for day in known.values()):
            return None
        number_of = {
            text: float(np.datetime64(day, "D").astype(np.int64)) for text, day in known.items()
        }
        days[name] = np.array([number_of.get(text, np.nan) for text in found[name]])
    return {name: days[name] for name in found}


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
        (text for texts in found.values() for text in texts if text and _differ(text, fits)),
        next(text for texts in found.values() for text in texts if text),
    )
    meant = ", ".join(f"{_date(sample, key)} (--date-order {key})" for key in fits)
    raise InputError(f"{file}: dates have several readings; which day is {sample}: {meant}?")


def _differ(text: str, orders: Sequence[str] | Mapping[str, object]) -> bool:
    return len({_date(text, key) for key in orders}) == len(orders)


def _backwards(days: Mapping[str, Floats]) -> float:
    """Return the share of later dates that come before the one in front."""
    first, *rest = days.values()
    later = np.concatenate(list(rest)) if rest else np.empty(0)
    front = np.tile(first, len(rest)) if rest else np.empty(0)
    known = ~np.isnan(front) & ~np.isnan(later)
    return float((later < front)[known].mean()) if known.any() else 0.0


def _date(text: str, order: str) -> date | None:
    """Return the day a text means in an order.

    >>> _date("20-10-16", "dmy"), _date("1/31/2026", "mdy"), _date("31-12-2017", "ymd")
    (datetime.date(2016, 10, 20), datetime.date(2026, 1, 31), None)
    """
    parts = PARTS.fullmatch(text)
    if parts is None:
        return spelled(text)
    given = dict(zip(order, (parts[1], parts[3], parts[4]), strict=True))
    if len(given["y"]) not in (2, 4) or max(len(given["m"]), len(given["d"])) > 2:
        return None
    year = int(given["y"]) + (CENTURY if len(given["y"]) == 2 else 0)
    try:
        return date(year, int(given["m"]), int(given["d"]))
    except ValueError:
        return None


def _is_numbers(texts: list[str]) -> bool:
    """Return whether most texts are numbers."""
    known = list(filter(None, texts))
    return bool(known) and sum(not np.isnan(number(text)) for text in known) > len(known) / 2


def _day(text: str) -> float:
    """Return a date as 2026-01-31, or with its month in words, in days; NaN for what is none."""
    try:
        day = date.fromisoformat(text[:10]) if PLAIN.match(text) else spelled(text)
    except ValueError:
        return np.nan
    return np.nan if day is None else float(day.toordinal() - date(1970, 1, 1).toordinal())
