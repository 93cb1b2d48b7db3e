"""Tables beside that of opportunities read for a fit: leads, and customers.

Every line is used, refused or ignored, with a reason. Weeks count from the first deal of the table
of opportunities; what lies outside its weeks is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis.calibration.account import settle
from analysis.calibration.customers import Customers
from analysis.calibration.dates import Weeks, weeks_of
from analysis.calibration.deals import Flags, Floats
from analysis.calibration.dispositions import states, told, words
from analysis.calibration.leads import Leads
from analysis.calibration.lines import Lines
from analysis.calibration.specs import CUSTOMERS, LEADS, Spec
from analysis.calibration.table import How, Table, read_table
from sim.core.errors import InputError

NOT_OVER, NO_DATE = "not handed over", "no date of hand-over that can be read"
EARLY, LATE = "before the first deal", "after the last date of the deals"
UNKNOWN, OTHERS, SAME = "a status that is not known", "not from marketing", "the same one again"
NOT_WON, LEFT_BEFORE = "no date of signature that can be read", "left before it came"
GONE = "left before the first deal"
PASSED = (NOT_OVER, EARLY, LATE, OTHERS, SAME, GONE)
"""What is ignored, not refused."""
GAP = 4.0
"""Weeks without leads at either end from which a table is taken to begin later or end before."""
PAUSE = 8.0
"""Weeks between two terms of a customer up to which nobody left."""
LEAST = {LEADS.name: 30, CUSTOMERS.name: 10}
"""Rows from which a table is worth reading."""


class Frame(NamedTuple):
    """The weeks of the table of opportunities: when the first begins, and how many there are."""

    first: float
    weeks: float
    is_dated: bool


@dataclass(frozen=True)
class Beside:
    """A table as it was read.

    Attributes:
        spec: which kind. file: it was read from. used: rows. lines: the account of all lines.
        mapping: which one named its columns. headings: field → heading. said: how it was read.
        unknown: words that mean nothing known, and how many. leads, customers: what it holds.
    """

    spec: Spec
    file: Path
    used: int
    lines: Lines
    mapping: str
    headings: dict[str, str]
    said: tuple[str, ...]
    unknown: dict[str, int] = field(default_factory=dict)
    leads: Leads | None = None
    customers: Customers | None = None

    @property
    def left_out(self) -> dict[str, list[int]]:
        """Return the lines of rows that are not used, by reason."""
        more = {key: self.lines.ignored[key] for key in PASSED if key in self.lines.ignored}
        return {**self.lines.refused, **more}


def read_leads(file: Path, how: How, frame: Frame) -> Beside:
    """Return a table of leads. Raises: InputError, with the next step."""
    table, dates = _table(file, how, frame)
    handed = dates.of["handed_over"] - frame.first
    meant, unknown = words(table)
    reasons = np.full(len(table), "", dtype=object)
    is_foreign = table.hashes["marketer"] == 0 if "marketer" in table.hashes else reasons != ""
    end = np.floor(frame.weeks)
    for where, reason in (
        (is_foreign, OTHERS),
        (dates.unread["handed_over"], NO_DATE),
        (np.isnan(handed), NOT_OVER),
        (handed < 0.0, EARLY),
        (handed >= frame.weeks, LATE),
        (meant == "?", UNKNOWN),
        (_again(table), SAME),
    ):
        reasons[(reasons == "") & where] = reason
    used = reasons == ""
    settle(table, reasons, used, PASSED)
    _some(table, used)
    first, last = _between(handed[used], end)
    accepted, worked, rejected, converted = states(table, dates, meant, frame.first)
    leads = Leads(
        handed[used],
        accepted[used],
        worked[used],
        rejected[used],
        converted[used],
        told(table, meant[used], dates),
        first,
        last,
    )
    said = _said(table, dates)
    if (first, last) != (0.0, end):
        said.append(
            f"leads are known from week {first:.0f} to week {last - 1:.0f} of the deals: runs are "
            "looked at in the same weeks"
        )
    return _beside(table, int(used.sum()), said, unknown, leads=leads)


def read_customers(file: Path, how: How, frame: Frame) -> Beside:
    """Return a table of customers. Raises: InputError, with the next step."""
    table, dates = _table(file, how, frame)
    won, churned = (dates.of[name] - frame.first for name in CUSTOMERS.dates)
    won, churned, again = _joined(table, won, churned)
    reasons = np.full(len(table), "", dtype=object)
    for where, reason in (
        (again, SAME),
        (np.isnan(won), NOT_WON),
        (won >= frame.weeks, LATE),
        (churned < won, LEFT_BEFORE),
        (churned < 0.0, GONE),
    ):
        reasons[(reasons == "") & where] = reason
    used = reasons == ""
    settle(table, reasons, used, PASSED)
    _some(table, used)
    left = np.where(churned < frame.weeks, churned, np.nan)
    customers = Customers(won[used], left[used], float(np.floor(frame.weeks)))
    said, size = _said(table, dates), int(used.sum())
    said.append(
        f"{customers.at_start:,} customers at the start, {customers.due[0]:,} lost in "
        f"{customers.due[1]:,.0f} customer years after a first term"
    )
    if customers.early:
        said.append(
            f"{customers.early:,} left within 48 weeks of signing, which no run does, for its "
            "customers sign for a year: not counted"
        )
    return _beside(table, size, said, {}, customers=customers)


def _table(file: Path, how: How, frame: Frame) -> tuple[Table, Weeks]:
    """Return the rows of a table and their dates, counted as those of the opportunities are."""
    table = read_table(file, how)
    front, *others = how.spec.dates
    found = {name: table.texts[name] for name in (front, *others) if name in table.texts}
    dates = weeks_of(found, file, table.line.tolist(), how.order, prefix=how.spec.prefix)
    if dates.is_dated != frame.is_dated:
        kinds = ("dates", "numbers of weeks")
        mine, theirs = kinds if dates.is_dated else kinds[::-1]
        raise InputError(
            f"{file}: has {mine} where the opportunities have {theirs}; export both in one way"
        )
    return table, dates


def _again(table: Table) -> Flags:
    """Return which rows have an id that a later row has too."""
    if "id" not in table.hashes:
        return np.zeros(len(table), dtype=np.bool_)
    ids = table.hashes["id"]
    last = {number: row for row, number in enumerate(ids.tolist())}
    return np.array(
        [number != 0 and last[number] != row for row, number in enumerate(ids.tolist())]
    )


def _joined(table: Table, won: Floats, churned: Floats) -> tuple[Floats, Floats, Flags]:
    """Return dates with terms of one customer that follow each other joined, and what is joined.

    A customer who comes back later than `PAUSE` after leaving is another one.
    """
    again = np.zeros(len(table), dtype=np.bool_)
    groups: dict[int, list[int]] = {}
    for row, number in enumerate(table.hashes.get("id", again).tolist()):
        if number and not np.isnan(won[row]):
            groups.setdefault(number, []).append(row)
    won, churned = won.copy(), churned.copy()
    for rows in (each for each in groups.values() if len(each) > 1):
        first, *rest = sorted(rows, key=lambda row: float(won[row]))
        for row in rest:
            if not won[row] > churned[first] + PAUSE:
                again[row], ends = True, (churned[first], churned[row])
                churned[first] = np.max(ends)  # NaN, still there, wins
            else:
                first = row
    return won, churned, again


def _between(handed: Floats, end: float) -> tuple[float, float]:
    """Return between which weeks leads are known: a table may begin later or end before."""
    low, high = float(np.floor(handed.min())), float(np.floor(handed.max())) + 1.0
    return low if low > GAP else 0.0, high if end - high > GAP else end


def _some(table: Table, used: Flags) -> None:
    """Raise InputError where no row, or too few, can be used."""
    spec = table.spec
    if used.sum() >= LEAST[spec.name]:
        return
    reasons = {**table.lines.refused, **table.lines.ignored}
    rows = {key: len(where) for key, where in reasons.items() if key in (*PASSED, UNKNOWN, NO_DATE,
            NOT_WON, LEFT_BEFORE)}  # fmt: skip
    shown = ", ".join(f"{count:,} {reason}" for reason, count in rows.items())
    if used.any():
        others = f" (left out: {shown})" if shown else ""
        raise InputError(
            f"{table.file}: {int(used.sum()):,} of {len(table):,} {spec.name} can be used{others}, "
            f"too few to say anything; a fit takes {LEAST[spec.name]}: leave the table out, or "
            "bring more"
        )
    raise InputError(
        f"{table.file}: none of {len(table):,} rows can be used: {shown}; check which column is "
        "which, and that it covers the time of the opportunities"
    )


def _said(table: Table, dates: Weeks) -> list[str]:
    return [*table.said, *([dates.said] if dates.said else [])]


def _beside(
    table: Table,
    used: int,
    said: list[str],
    unknown: dict[str, int],
    *,
    leads: Leads | None = None,
    customers: Customers | None = None,
) -> Beside:
    places = table.chosen.places
    return Beside(
        LEADS if leads is not None else CUSTOMERS,
        table.file,
        used,
        table.lines,
        table.chosen.name,
        {name: table.head[place] for name, place in places.items()},
        tuple(said),
        unknown,
        leads,
        customers,
    )
