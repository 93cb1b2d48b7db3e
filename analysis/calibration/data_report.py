"""The report of a table of opportunities before anything is fitted to it: HTML and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.calibration.besides import Beside
from analysis.calibration.customers import customer_summaries
from analysis.calibration.leads import lead_summaries
from analysis.calibration.ledger import Ledger
from analysis.calibration.lines import Lines, some
from analysis.calibration.mappings import shipped
from analysis.calibration.quality import GROUPS, Finding
from analysis.calibration.quality_sales import all_findings
from analysis.calibration.reading import Reading
from analysis.calibration.told import KNOWN, cell, shown
from sim.world.names import DAYS_PER_WEEK

LINE_HEADS = ("what became of it", "lines", "which")
NAMED = 10
NOTHING = "Nothing to report."


def content(ledger: Ledger, findings: Sequence[Finding] | None = None) -> dict[str, Any]:
    """Return the report as JSON has it; no name of anybody is in it."""
    reading = ledger.reading
    found = all_findings(reading) if findings is None else findings
    return {
        "lines": reading.lines.plain(),
        "mapping": reading.mapping,
        "columns": reading.headings,
        "read_as": list(reading.said),
        "outcomes_not_known": reading.unknown,
        "currencies": reading.currencies,
        "holds": dict(holds(reading)),
        "findings": [each.plain() for each in found],
        "tables": {name: _beside_content(each) for name, each in ledger.besides.items()},
    }


def _beside_content(table: Beside) -> dict[str, Any]:
    return {
        "file": table.file.name,
        "lines": table.lines.plain(),
        "mapping": table.mapping,
        "columns": table.headings,
        "read_as": list(table.said),
        "words_not_known": table.unknown,
        "holds": dict(beside_holds(table)),
    }


def data_report(name: str, ledger: Ledger, facts: Sequence[tuple[str, str]]) -> str:
    """Return the report as HTML: one file, no network, no script.

    name: of the table. facts: how the report was made, name and value.
    """
    from analysis.results.html import environment

    reading = ledger.reading
    found = all_findings(reading)
    groups = [
        (key, title, [each.text for each in found if each.group == key] or [NOTHING])
        for key, title in GROUPS.items()
    ]
    return (
        environment()
        .get_template("data.html")
        .render(
            name=name,
            summary=summary(reading, found),
            groups=groups,
            heads=LINE_HEADS,
            rows=line_rows(reading.lines),
            besides=[
                (
                    each.spec.name,
                    each.file.name,
                    line_rows(each.lines),
                    beside_holds(each),
                    beside_read_as(each),
                    list(each.headings.items()),
                )
                for each in ledger.besides.values()
            ],
            columns=list(reading.headings.items()),
            read_as=read_as(reading),
            holds=holds(reading),
            facts=facts,
        )
    )


def summary(reading: Reading, findings: Sequence[Finding]) -> list[str]:
    """Return the first sentences: how many lines, and what is odd."""
    read, refused, ignored = reading.lines.counts
    odd = [each for each in findings if each.group == "unlike"]
    said = [
        f"{reading.lines.total:,} lines: {read:,} read, {refused:,} refused, {ignored:,} ignored.",
        f"{len(reading.deals):,} deals are used.",
    ]
    if odd:
        said.append(
            f"{len(odd)} thing{'s' if len(odd) > 1 else ''} in them do"
            f"{'' if len(odd) > 1 else 'es'} not look like sales: read that section before you "
            "believe a fit."
        )
    return said


def line_rows(lines: Lines) -> list[tuple[str, str, str]]:
    """Return rows under `LINE_HEADS` that add up to all lines of the file."""
    rows = [("read", f"{lines.read:,}", "")]
    for word, account in (("refused", lines.refused), ("ignored", lines.ignored)):
        rows += [
            (f"{word}: {reason}", f"{len(where):,}", some(where, NAMED))
            for reason, where in account.items()
        ]
    return [*rows, ("in all", f"{lines.total:,}", "")]


def read_as(reading: Reading) -> list[str]:
    """Return how the file was read, and the words that no outcome is known for."""
    return _read_as(
        reading.mapping, reading.said, reading.unknown, ("outcome", "", "won, lost or open")
    )


def beside_read_as(table: Beside) -> list[str]:
    """Return the same of a table beside that of opportunities."""
    way = ("status", table.spec.prefix, ", ".join(table.spec.kinds))
    return _read_as(table.mapping, table.said, table.unknown, way)


def _read_as(
    mapping: str, how: Sequence[str], unknown: dict[str, int], way: tuple[str, str, str]
) -> list[str]:
    title = shipped()[mapping].title if mapping in shipped() else mapping
    said = [f"headings as in: {title}", *how]
    if unknown:
        words = ", ".join(f"{word!r} {count:,}" for word, count in unknown.items())
        what, prefix, kinds = way
        said.append(
            f"words that are no {what}: {words}; say what each means, as --outcome "
            f'"{prefix}{next(iter(unknown))}=KIND" (KIND: {kinds})'
        )
    return [f"{text[:1].upper()}{text[1:]}." for text in said]


def beside_holds(table: Beside) -> list[tuple[str, str]]:
    """Return the statistics that a table beside that of opportunities gives to a fit."""
    if table.leads is not None:
        found, told = lead_summaries(table.leads), table.leads.told
    elif table.customers is not None:
        found = customer_summaries(table.customers)
        told = tuple(found)
    else:
        return []
    rows = [(KNOWN[key][0], cell(key, shown(key, found[key]))) for key in told]
    return [(table.spec.name, f"{table.used:,}"), *rows]


def holds(reading: Reading) -> list[tuple[str, str]]:
    """Return what the deals that are used hold, name and value."""
    deals = reading.deals
    won, lost = int(deals.is_won.sum()), int(deals.is_lost.sum())
    length = (deals.closed - deals.created)[~np.isnan(deals.closed)]
    amount = deals.amount[deals.is_won & ~np.isnan(deals.amount)]
    rows = [
        ("deals", f"{len(deals):,}"),
        ("won, lost, open", f"{won:,}, {lost:,}, {len(deals) - won - lost:,}"),
        ("weeks", f"{deals.weeks:,.0f}"),
        ("owners", f"{np.unique(deals.owner).size:,}"),
    ]
    if won + lost:
        rows.append(("win rate: won over closed", f"{won / (won + lost):.0%}"))
    if length.size:
        weeks = np.quantile(length, (0.5, 0.9))
        rows.append(("weeks to close: median, 90 % within", f"{weeks[0]:.1f}, {weeks[1]:.1f}"))
    if amount.size:
        low, middle, high = np.quantile(amount, (0.1, 0.5, 0.9))
        rows.append(
            ("amount won: median, 80 % between", f"{middle:,.0f}, {low:,.0f} and {high:,.0f}")
        )
    if reading.is_dated and len(deals):
        first, last = (
            str(np.datetime64(int((reading.first + week) * DAYS_PER_WEEK + 1e-6), "D"))
            for week in (0.0, deals.weeks - 1.0)
        )
        rows.append(("from, to", f"{first}, {last}"))
    if reading.currencies:
        seen = ", ".join(f"{name} {count:,}" for name, count in reading.currencies.items())
        rows.append(("currencies", seen))
    return rows
