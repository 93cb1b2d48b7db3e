"""What is said of a fit to tables: accounts of their lines, parameters, and what to believe."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.calibration.besides import Beside
    from analysis.calibration.crm import Calibration
    from analysis.calibration.ledger import Ledger
    from analysis.calibration.lines import Lines
    from analysis.calibration.reading import Reading

NONE = "\N{EM DASH}"
"""In place of an interval that says nothing."""
HEADS = ("", "median", "90 % interval", "found", "covers 90 %")


def rows(fit: Calibration) -> list[tuple[str, ...]]:
    """Return the parameters in words, under `HEADS`."""
    from analysis.words.titles import plain, titles

    names = titles(item.key for item in fit.found)
    found: list[tuple[str, ...]] = []
    for item in fit.found:
        low, middle, high = (plain(item.key).text(at) for at in (item.low, item.middle, item.high))
        covered = f"{item.covered[1]:.0%}"
        between = NONE if item.is_outside else f"{low} to {high}"
        found.append((names[item.key], middle, between, item.word, covered))
    return found


def accounts(ledger: Ledger) -> list[str]:
    """Return sentences that account for every line of every table, and for files not used."""
    from analysis.calibration.specs import STAGES

    said = [lines(ledger.reading, ledger.file)]
    said += [beside_lines(each) for each in ledger.besides.values()]
    folder = ledger.folder
    if folder is not None:
        said += [f"{file}: not used: a {STAGES}." for file in folder.stages]
        if folder.others:
            names = ", ".join(file.name for file in folder.others)
            said.append(f"Not used, for they are no table that a fit reads: {names}.")
    return said


def lines(reading: Reading, table: Path) -> str:
    """Return a sentence that accounts for every line of a table of opportunities."""
    from analysis.calibration.data_report import read_as

    deals = len(reading.deals)
    text = _account(table, "deals", deals, reading.left_out, reading.lines)
    return f"{text} {' '.join(read_as(reading))}"


def mostly_left_out(reading: Reading) -> str:
    """Return what to do first where most deals of a table could not be used, else nothing."""
    refused = sum(map(len, reading.lines.refused.values()))
    if refused <= len(reading.deals):
        return ""
    return f"{refused:,} deals are refused for what stands above: mend that first. Else: "


def beside_lines(table: Beside) -> str:
    """Return the same of a table beside it."""
    from analysis.calibration.data_report import beside_read_as

    text = _account(table.file, table.spec.name, table.used, table.left_out, table.lines)
    return f"{text} {' '.join(beside_read_as(table))}"


def _account(
    file: Path, what: str, used: int, left_out: dict[str, list[int]], account: Lines
) -> str:
    from analysis.calibration.lines import some

    count = used + sum(map(len, left_out.values()))
    parts = [f"{file}: {count:,} {what}, {used:,} used"]
    parts += [
        f"{len(where):,} left out, {reason} ({some(where)})" for reason, where in left_out.items()
    ]
    read, refused, ignored = account.counts
    sums = f"{account.total:,} lines are {read:,} read, {refused:,} refused, {ignored:,} ignored"
    return f"{'; '.join(parts)}. {sums}."


def believing(fit: Calibration) -> str:
    """Return what the columns of the table of parameters mean."""
    outside = "; not told: the table lies outside what runs can do, so no interval is shown"
    return (
        f"found: how much tables of this size say, from {fit.tried} runs that were left out"
        f"{outside if fit.strange else ''}; covers 90 %: how often their interval of 90 % held "
        "the truth."
    )


def strangeness(fit: Calibration) -> str:
    """Return what no run near the table reproduces, or that there is nothing."""
    from analysis.calibration.books import MEANINGS

    if not fit.strange:
        return "Runs near the table reproduce every statistic of it."
    named = ", ".join(
        f"{MEANINGS[key]} ({'no spread: runs never vary' if off is None else signed(off)})"
        for key, off in fit.strange.items()
    )
    return (
        f"Outside of what runs near it do, in spreads: {named}. The fit is no description of "
        "that; start from another firm or market (--from, --market)."
    )


def signed(value: float) -> str:
    """Return a number of spreads with its sign.

    >>> signed(-4.21), signed(4.6)
    ('−4.2', '+4.6')
    """
    return f"{value:+.1f}".replace("-", "\N{MINUS SIGN}")


def at_prior(settings: Iterable[str]) -> list[str]:
    """Return what other tables could say something of and was not fitted, in words."""
    from analysis.calibration.crm import BESIDES
    from analysis.calibration.customers import CUSTOMER_SUMMARIES
    from analysis.words.titles import titles

    fitted = set(settings)
    left = [key for key in BESIDES if key not in fitted]
    names = titles(left)
    return [
        f"{key} ({names[key]}): a table of "
        f"{'customers' if BESIDES[key] in CUSTOMER_SUMMARIES else 'leads'} would tell"
        for key in left
    ]
