"""A table of opportunities read for a fit: every line is used, refused or ignored, with a reason.

Deals that stand on several rows are told from rows that stand there twice; dates far from all
others, and amounts in other currencies, are left out.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.calibration.account import settle
from analysis.calibration.dates import Weeks, weeks_of
from analysis.calibration.deals import Deals, Flags, Floats
from analysis.calibration.lines import Lines
from analysis.calibration.mappings import fold
from analysis.calibration.money import amounts
from analysis.calibration.several import SAME, STAGE, one_row_a_deal
from analysis.calibration.specs import OPPORTUNITIES
from analysis.calibration.table import How, Table, read_table
from sim.core.errors import InputError

OURS = "counterpoint"
"""The mapping of tables of a run: their dates are never wrong."""
YES = ("true", "yes", "1", "y", "ja", "oui", "si", "sim", "wahr", "vrai", "vero", "verdadero")
NO = ("false", "no", "0", "n", "nein", "non", "nao", "falsch", "faux", "falso")
FAR, FAR_SHARE = 104.0, 0.01
"""Weeks without any date, and the share of dates beyond, from which these are no dates of deals."""
HALF = 0.5
MOST_WORDS = 12
"""More different words than this are no outcomes."""
UNKNOWN, LATE = "outcome not known", "a date more than two years from all others"
NOT_CREATED, NOT_READ = "no date of creation", "a date of creation that cannot be read"
NOT_CLOSED, BACKWARDS = "closed without a date", "closed before it was created"
EARLY = "created before week 0"
DEALS = (EARLY, SAME, STAGE)
"""What is ignored though it tells of a deal."""


@dataclass(frozen=True)
class Reading:
    """A table as it was read.

    Attributes:
        deals: those that are used; line: where each begins. lines: the account of all lines.
        mapping: which one named its columns. headings: field → heading. said: how it was read.
        first: the week that counts as the first; is_dated: whether from 1970-01-01, or a number.
        is_zero: where the amount of a used deal is 0 or less.
        expected: date of closing of deals still open, as the file has it, in weeks; NaN for none.
        currencies: how many amounts in which. unknown: words that are no outcome, and how many.
    """

    deals: Deals
    line: NDArray[np.int64]
    lines: Lines
    mapping: str
    headings: dict[str, str]
    said: tuple[str, ...]
    first: float
    is_dated: bool
    is_zero: Flags
    expected: Floats
    currencies: dict[str, int]
    unknown: dict[str, int]

    @property
    def left_out(self) -> dict[str, list[int]]:
        """Return the lines of deals that are not used, by reason."""
        more = {key: self.lines.ignored[key] for key in DEALS if key in self.lines.ignored}
        return {**self.lines.refused, **more}


def read(file: Path, how: How | None = None) -> Reading:
    """Return the opportunities of a CSV file or a workbook; for a folder see `folder`.

    Raises: InputError for what cannot be read, all problems together, with the next step.
    """
    how = how or How()
    table = read_table(file, how)
    is_run = table.chosen.name == OURS
    start = first_day(file.parent) if is_run else None
    found = {name: table.texts[name] for name in OPPORTUNITIES.dates}
    dates = weeks_of(found, table.file, table.line.tolist(), how.order, start)
    kinds, unknown = _kinds(table)
    reasons = _refused(kinds, dates, is_run=is_run)
    said = [*table.said, *([dates.said] if dates.said else [])]
    if (reasons == BACKWARDS).mean() > HALF:
        said.append(
            "most deals close before they were created: are the columns exchanged? --column "
            "created=HEADING --column closed=HEADING say which is which"
        )
    kept = one_row_a_deal(table, dates, kinds, reasons)
    if kept.said:
        said.append(kept.said)
    return _made(table, dates, kinds, kept.created, reasons, (how, said, unknown))


def first_day(folder: Path) -> date | None:
    """Return the day on which week 0 of a run begins, if its tables have dates."""
    try:
        said = json.loads((folder / "manifest.json").read_text(encoding="utf-8")).get("dates")
        return None if said is None else date.fromisoformat(said)
    except (OSError, ValueError, AttributeError, TypeError):
        return None


def _kinds(table: Table) -> tuple[NDArray[np.object_], dict[str, int]]:
    """Return won, lost or open a row, "" where it is not known, and the words not known."""
    texts = table.texts.get("outcome", [""] * len(table))
    known = {text: table.chosen.kinds.get(fold(text), "") for text in dict.fromkeys(texts)}
    kinds = np.array([known[text] for text in texts], dtype=object)
    if "is_won" in table.texts:
        won = np.array([_flag(text) for text in table.texts["is_won"]])
        over = np.array([_flag(t) for t in table.texts.get("is_closed", [""] * len(table))])
        kinds[(won < 1) & (over == 1)] = "lost"
        kinds[(won < 1) & (over == 0)] = "open"
        kinds[won == 1] = "won"
    counts = Counter(text for text, kind in zip(texts, kinds, strict=True) if not kind)
    is_words = {"won", "lost"} & set(kinds.tolist()) and len(counts) <= MOST_WORDS
    if not {"won", "lost", "open"} & set(kinds.tolist()):
        heading = table.head[table.chosen.places["outcome"]]
        raise InputError(
            f"{table.file}: no word of the column {heading!r} says won, lost or open; say what its "
            "words mean, as --outcome Signed=won, or name another: --column outcome=HEADING"
        )
    return kinds, dict(counts.most_common()) if is_words else {}


def _flag(text: str) -> int:
    """Return 1 for yes, 0 for no, -1 for neither."""
    word = fold(text)
    return 1 if word in YES else 0 if word in NO else -1


def _refused(kinds: NDArray[np.object_], dates: Weeks, *, is_run: bool) -> NDArray[np.object_]:
    """Return why each row cannot be used, "" where it can."""
    created, closed = dates.created, dates.closed
    is_over = (kinds == "won") | (kinds == "lost")
    reasons = np.full(len(kinds), "", dtype=object)
    for where, words in (
        (kinds == "", UNKNOWN),
        (dates.unread["created"], NOT_READ),
        (np.isnan(created), NOT_CREATED),
        (is_over & np.isnan(closed), NOT_CLOSED),
        (is_over & (closed < created), BACKWARDS),
    ):
        reasons[(reasons == "") & where] = words
    if not is_run:
        low, high = _span(created[reasons == ""], closed[(reasons == "") & is_over])
        far = (created < low) | (created > high) | (is_over & (closed > high))
        reasons[(reasons == "") & far] = LATE
    return reasons


def _span(created: Floats, closed: Floats) -> tuple[float, float]:
    """Return between which weeks dates lie, a few far from all others left out."""
    known = np.sort(np.concatenate([created, closed]))
    if not known.size:
        return -np.inf, np.inf
    gaps = np.flatnonzero(np.diff(known) > FAR)
    few = FAR_SHARE * known.size
    low = max((n + 1 for n in gaps if n + 1 <= few), default=0)
    high = min((n for n in gaps if known.size - n - 1 <= few), default=known.size - 1)
    return float(known[low]), float(known[high])


def _made(
    table: Table,
    dates: Weeks,
    kinds: NDArray[np.object_],
    created: Floats,
    reasons: NDArray[np.object_],
    more: tuple[How, list[str], dict[str, int]],
) -> Reading:
    """Return the reading: rows without a reason become deals, the others stand in the account."""
    how, said, unknown = more
    first = dates.first
    if dates.is_dated and not dates.is_given:
        first = float(created[reasons == ""].min()) if (reasons == "").any() else 0.0
    is_early = (reasons == "") & (created < first)
    used = (reasons == "") & ~is_early
    amount, currencies = _amounts(table, kinds, used, how)
    settle(table, np.where(is_early, EARLY, reasons), used, DEALS)
    is_over = (kinds == "won") | (kinds == "lost")
    closed = np.where(is_over, dates.closed, np.nan)
    last = max(np.max(created[used], initial=first), np.nanmax(closed[used], initial=first))
    deals = Deals(
        created[used] - first,
        closed[used] - first,
        (kinds == "won")[used],
        (kinds == "lost")[used],
        np.where(amount > 0.0, amount, np.nan)[used],
        _numbered(table.hashes["owner"][used]),
        float(last - first) + 1.0,
    )
    headings = {name: table.head[place] for name, place in table.chosen.places.items()}
    expected = np.where(is_over, np.nan, dates.closed)[used] - first
    return Reading(
        deals,
        table.line[used],
        table.lines,
        table.chosen.name,
        headings,
        tuple(said),
        first,
        dates.is_dated,
        (amount <= 0.0)[used],
        expected,
        currencies,
        unknown,
    )


def _amounts(
    table: Table, kinds: NDArray[np.object_], used: Flags, how: How
) -> tuple[Floats, dict[str, int]]:
    """Return amounts, those of deals won as won; NaN for other currencies than the one kept."""
    names = [name for name in ("amount", "amount_won") if name in table.texts]
    columns, signs = [], []
    for name in names:
        where = f"{table.file}: column {table.head[table.chosen.places[name]]!r}"
        values, currency = amounts(table.texts[name], where, how.decimal)
        columns.append(values)
        signs.append(currency)
    amount, sign = columns[0], signs[0]
    if len(columns) > 1:
        takes = (kinds == "won") & ~np.isnan(columns[1])
        amount, sign = np.where(takes, columns[1], amount), np.where(takes, signs[1], sign)
    if "currency" in table.texts:
        told = np.array([text.upper() for text in table.texts["currency"]], dtype=object)
        sign = np.where(told != "", told, sign)
    is_there = used & ~np.isnan(amount) & (sign != "")
    counts = dict(Counter(sign[is_there].tolist()).most_common())
    if how.currency is not None and how.currency.upper() not in counts:
        seen = ", ".join(counts) or "none: amounts name no currency"
        raise InputError(f"{table.file}: no amount is in {how.currency}; leave out --currency, or "
                         f"choose of: {seen}")  # fmt: skip
    if len(counts) > 1 and how.currency is None:
        seen = ", ".join(f"{name} {count:,}" for name, count in counts.items())
        raise InputError(
            f"{table.file}: amounts in several currencies ({seen}); which one is to be fitted: "
            f"--currency {next(iter(counts))}? Deals in others count without an amount; or bring "
            "all amounts to one currency"
        )
    keep = how.currency.upper() if how.currency else None
    return (np.where((sign == keep) | (sign == ""), amount, np.nan) if keep else amount), counts


def _numbered(hashes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return 0, 1, 2 … in the order in which owners first appear."""
    _, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first)).astype(np.int64)[inverse]
