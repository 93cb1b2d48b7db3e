"""What is to be known of a table before it is believed: dates, amounts, what is open, what is odd.

Each look returns a finding or nothing. Thresholds are said in the sentences; none of them changes
what is fitted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.calibration.deals import Deals, Flags, Floats
from analysis.calibration.lines import some
from analysis.calibration.reading import BACKWARDS, Reading
from sim.world.names import DAYS_PER_WEEK

GROUPS = {
    "dates": "Dates",
    "amounts": "Amounts",
    "open": "Deals still open, and the edges of the table",
    "unlike": "What does not look like sales",
}
MOST_LINES = 1000
"""Lines that a finding lists at most."""
MONTH_END, MONTH_ENDS = 0.05, 0.15
"""Shares of closings on the last day of the month of creation, and of any month, to be named."""
FEWEST = 10
"""Deals of a kind from which a share of them is named."""
BULK, BULK_TIMES, BULK_SHARE = 20, 10.0, 0.05
"""Deals a day, how many times the usual day, and what share of all, that look like an import."""
SHORTEST_GAP, SURE = 4.0, 100.0
ROUND, ROUND_SHARE, SAME_SHARE = 1000.0, 0.5, 0.1
LARGEST = 1000.0


@dataclass(frozen=True)
class Finding:
    """Something to know.

    Attributes:
        key, group: what it is, of `GROUPS`. said: a sentence. count, of: how many of how many.
        lines: where, the first `MOST_LINES`.
    """

    key: str
    group: str
    said: str
    count: int
    of: int
    lines: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """Return the sentence, with the first lines where there are some."""
        return f"{self.said} ({some(self.lines)})." if self.lines else f"{self.said}."

    def plain(self) -> dict[str, Any]:
        """Return a finding as JSON has it."""
        return {"key": self.key, "group": self.group, "said": self.text, "count": self.count,
                "of": self.of, "lines": list(self.lines)}  # fmt: skip


Look = Callable[[Reading], Finding | None]


def found(
    reading: Reading, key: str, said: str, where: Flags, of: int | None = None
) -> Finding | None:
    """Return a finding about some of the deals used, None for none.

    said: may hold {n}, {of}, {share}, and {are}, {have}, {were} for the verb.
    """
    count, total = int(where.sum()), len(where) if of is None else of
    if not count:
        return None
    group, name = key.split(".")
    lines = np.sort(reading.line[where])[:MOST_LINES].tolist()
    one = {"are": "is", "have": "has", "were": "was"} if count == 1 else {}
    verbs = {word: one.get(word, word) for word in ("are", "have", "were")}
    share = f"{count / max(total, 1):.0%}"
    text = said.format(n=f"{count:,}", of=f"{total:,}", share=share, **verbs)
    return Finding(name, group, text, count, total, tuple(lines))


def days(reading: Reading, weeks: Floats) -> Floats:
    """Return whole days since 1970 of weeks of a table."""
    return np.floor((weeks + reading.first) * DAYS_PER_WEEK + 1e-6)


def months(number: Floats) -> tuple[np.ndarray[Any, Any], Flags]:
    """Return the month of days since 1970, NaN as -1, and whether each is the last of its month."""
    known = np.where(np.isnan(number), 0.0, number).astype(np.int64).astype("datetime64[D]")
    month = known.astype("datetime64[M]")
    following = (month + np.timedelta64(1, "M")).astype("datetime64[D]")
    last = following - np.timedelta64(1, "D") == known
    is_there = ~np.isnan(number)
    return np.where(is_there, month.astype(np.int64), -1), last & is_there


def backwards(reading: Reading) -> Finding | None:
    """Deals that close before they were created: back-dated, or imported after they had closed."""
    lines = reading.lines.refused.get(BACKWARDS, [])
    if not lines:
        return None
    total = len(lines) + len(reading.deals)
    said = (
        f"{len(lines):,} of {total:,} deals closed before the day of creation "
        f"({len(lines) / total:.0%}; refused): back-dated, or typed in when they were over"
    )
    return Finding(
        "back_dated", "dates", said, len(lines), total, tuple(sorted(lines)[:MOST_LINES])
    )


def same_day(reading: Reading) -> Finding | None:
    """Deals created on the day they closed."""
    if not reading.is_dated:
        return None
    deals = reading.deals
    over = ~np.isnan(deals.closed)
    where = over & (days(reading, deals.created) == days(reading, deals.closed))
    return found(reading, "dates.same_day", "{n} of {of} closed deals {were} created on the day "
                 "they closed ({share}): their true length is not in the table and counts as none",
                 where, int(over.sum()))  # fmt: skip


def month_end(reading: Reading) -> Finding | None:
    """Closing dates on the last day of the month of creation, as HubSpot proposes."""
    if not reading.is_dated:
        return None
    deals = reading.deals
    closed = np.where(np.isnan(deals.closed), reading.expected, deals.closed)
    month, is_last = months(days(reading, closed))
    created, _ = months(days(reading, deals.created))
    dated = int((month >= 0).sum())
    where = is_last & (month == created)
    if where.sum() < max(MONTH_END * dated, FEWEST):
        return None
    return found(reading, "dates.month_of_creation", "{n} of {of} closing dates {are} the last day "
                 "of the month in which the deal was created ({share}; about 2 % are by chance): "
                 "HubSpot proposes that day, so it is a default and not a date", where, dated,
                 )  # fmt: skip


def any_month_end(reading: Reading) -> Finding | None:
    """Closings that pile up on last days of months: forecasts that were never corrected."""
    if not reading.is_dated:
        return None
    deals = reading.deals
    over = ~np.isnan(deals.closed)
    _, is_last = months(days(reading, deals.closed))
    if is_last.sum() < max(MONTH_ENDS * int(over.sum()), FEWEST):
        return None
    return found(reading, "dates.month_end", "{n} of {of} closed deals closed on the last day "
                 "of a month ({share}; about 3 % are by chance): many are forecasts. Salesforce "
                 "sets the closing date of a deal won to that day (UTC) where it lay ahead, and "
                 "leaves it where it was past", is_last, int(over.sum()))  # fmt: skip


def imported(reading: Reading) -> Finding | None:
    """Days on which so many deals were created that they were imported."""
    return _crowded(reading, reading.deals.created, "dates.bulk_created",
                    "{n} of {of} deals {were} created on {days} ({share}): these look imported, "
                    "and their true beginning is not in the table")  # fmt: skip


def cleaned_up(reading: Reading) -> Finding | None:
    """Days on which so many deals were closed that somebody cleaned up."""
    return _crowded(reading, reading.deals.closed, "dates.bulk_closed",
                    "{n} of {of} closed deals {were} closed on {days} ({share}): a clean-up, not "
                    "the days on which buyers decided")  # fmt: skip


def _crowded(reading: Reading, weeks: Floats, key: str, said: str) -> Finding | None:
    if not reading.is_dated:
        return None
    day = days(reading, weeks)
    known = ~np.isnan(day)
    values, counts = np.unique(day[known], return_counts=True)
    if not values.size:
        return None
    least = max(BULK, BULK_TIMES * float(np.median(counts)), BULK_SHARE * known.sum())
    crowded = values[counts >= least]
    if not crowded.size:
        return None
    names = [str(np.datetime64(int(each), "D")) for each in crowded[:3]]
    words = ", ".join(names) + (f" and {crowded.size - 3} more days" if crowded.size > 3 else "")
    return found(reading, key, said.replace("{days}", words), np.isin(day, crowded),
                 int(known.sum()))  # fmt: skip


def gaps(reading: Reading) -> Finding | None:
    """The longest time without a new deal, where chance does not explain it."""
    created = np.sort(reading.deals.created)
    if created.size < BULK:
        return None
    steps = np.diff(created)
    rate = created.size / max(float(created[-1] - created[0]), 1.0)
    usual = np.log(created.size * SURE) / rate
    longest = int(np.argmax(steps))
    if steps[longest] < max(SHORTEST_GAP, usual):
        return None
    said = f"No deal was created for {steps[longest]:.0f} weeks{_when(reading, created[longest])}"
    count = int((steps >= max(SHORTEST_GAP, usual)).sum())
    more = f"; there are {count} such gaps" if count > 1 else ""
    tail = ": other records, a change of system, or a filter of the export"
    return Finding("gaps", "dates", said + more + tail, count, len(steps))


def _when(reading: Reading, week: float) -> str:
    if not reading.is_dated:
        return f" from week {week:.0f}"
    return f" from {np.datetime64(int((week + reading.first) * DAYS_PER_WEEK + 1e-6), 'D')}"


def no_amount(reading: Reading) -> Finding | None:
    """Deals without an amount, or with zero; lost ones often have none."""
    deals = reading.deals
    where = np.isnan(deals.amount)
    parts = [
        f"{int((where & kind).sum()):,} of {int(kind.sum()):,} {name}"
        for name, kind in (("won", deals.is_won), ("lost", deals.is_lost), ("open", _open(deals)))
        if (where & kind).any()
    ]
    zero = f", {int(reading.is_zero.sum()):,} of them 0 or less" if reading.is_zero.any() else ""
    return found(reading, "amounts.none", "{n} of {of} deals {have} no amount (" + ", ".join(parts)
                 + f"){zero}: they count, their size does not", where)  # fmt: skip


def round_amounts(reading: Reading) -> Finding | None:
    """Amounts that are whole thousands: estimates rather than prices."""
    amount = reading.deals.amount
    where = (amount >= ROUND) & (np.mod(amount, ROUND) == 0.0)
    known = int((~np.isnan(amount)).sum())
    if where.sum() < ROUND_SHARE * max(known, 1):
        return None
    return found(reading, "amounts.round", "{n} of {of} amounts {are} whole thousands ({share}): "
                 "estimates rather than prices; the spread of amounts is as rough", where, known,
                 )  # fmt: skip


def repeated(reading: Reading) -> Finding | None:
    """One amount that many deals have: a price list, or what is typed in when nothing is known."""
    amount = reading.deals.amount
    values, counts = np.unique(amount[~np.isnan(amount)], return_counts=True)
    if not values.size or counts.max() < max(SAME_SHARE * counts.sum(), BULK):
        return None
    most = float(values[np.argmax(counts)])
    return found(reading, "amounts.repeated", "{n} of {of} amounts {are} " + f"{most:,.0f}"
                 + " ({share}): a price, or what is typed in where nothing is known",
                 amount == most, int(counts.sum()))  # fmt: skip


def enormous(reading: Reading) -> Finding | None:
    """Amounts so large that a decimal mark may have been lost."""
    amount = reading.deals.amount
    if np.isnan(amount).all():
        return None
    middle = float(np.nanmedian(amount))
    return found(reading, "amounts.enormous", "{n} of {of} amounts {are} more than "
                 f"{LARGEST:,.0f} times the median of {middle:,.0f}: look whether a decimal mark "
                 "is lost", amount > LARGEST * middle)  # fmt: skip


def _open(deals: Deals) -> Flags:
    return ~deals.is_won & ~deals.is_lost


LOOKS: Sequence[Look] = (
    gaps, same_day, backwards, month_end, any_month_end, imported, cleaned_up,
    no_amount, round_amounts, repeated, enormous,
)  # fmt: skip
"""Looks at dates and amounts; `quality_sales` has those at what is open and what is odd."""
