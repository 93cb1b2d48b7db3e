"""`calibrate DATA`: a market fitted to tables of a firm, and what to believe of it."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from counterpoint.terminal import crm_words as words
from counterpoint.terminal.fitted_file import Base, commented, company_file
from counterpoint.terminal.tablefile import hows_of
from counterpoint.terminal.tables import Block, Column, notice, say, show
from sim.core.errors import InputError

if TYPE_CHECKING:
    from analysis.calibration.books import Books
    from analysis.calibration.check import Check
    from analysis.calibration.crm import Calibration
    from analysis.calibration.heldout import Cut
    from analysis.calibration.ledger import Ledger
    from analysis.calibration.prediction import Prediction
    from analysis.results.beside import Beside
    from sim.scenario import Scenario

WIDE = 98
"""Characters of a line of comment."""
HEADER = """\
# A company file for Counterpoint, written by counterpoint calibrate from {table}.
# {held} over {weeks:,} weeks, against {runs:,} runs.
# Medians; intervals of 90 %, and how well each is found, behind them.
"""


class Options(NamedTuple):
    """What the command line says of a fit; hold_out is a share of time or None."""

    runs: int
    seed: int
    as_json: bool
    hold_out: float | None
    base: Base


class Fitted(NamedTuple):
    """A fit, the whole table beside its runs, and the prediction of what was left out."""

    fit: Calibration
    check: Check
    prediction: Prediction | None


def calibrate(
    table: Path, given: dict[str, Path], how: dict[str, Any], firm: Scenario, path: Path,
    options: Options,
) -> None:  # fmt: skip
    """Fit, write the company file with draws and reports beside it, and print what was found.

    given: tables beside that of opportunities, by kind. how: the options of `tablefile`.
    """
    from analysis.calibration import output
    from analysis.calibration.heldout import cut_of
    from analysis.calibration.summaries import check_enough
    from analysis.results.beside import Beside
    from analysis.results.protocol import put_into
    from counterpoint.terminal import fit_report

    ledger = read_ledger(table, given, how)
    accounts, books = words.accounts(ledger), ledger.books
    try:
        check_enough(books.deals)
    except InputError as error:
        first = words.mostly_left_out(ledger.reading)
        raise InputError("\n".join([*accounts, f"{ledger.file}: {first}{error}"])) from error
    cut = None if options.hold_out is None else cut_of(books.deals, options.hold_out)
    found = _fitted(firm, books, cut, path, options)
    fit = found.fit
    place = Beside(path)
    content = {**_plain(found, ledger, place), **output.checks(found.check, found.prediction)}
    believed = [words.believing(fit), words.strangeness(fit)]
    company = path.name, text(fit, books, table, path, options.base)
    data = output.data_results(ledger, table.name)
    parameters = words.HEADS, words.rows(fit)
    put_into(place, output.fit_results(
        fit, found.check, found.prediction, company, data, content,
        accounts=accounts, parameters=parameters, believed=believed,
    ))  # fmt: skip
    if options.as_json:
        click.echo(json.dumps(content, indent=2))
        return
    _tell(fit, accounts, believed)
    fit_report.tell(found.check, found.prediction)
    click.echo(f"\nReport:  {content['report']}\nData:    {content['data']}")
    notice(f"Wrote {path} and {content['posterior']}.\nNext: counterpoint show {path} --funnel")


def read_ledger(table: Path, given: dict[str, Path], how: dict[str, Any]) -> Ledger:
    """Return all tables as they were read. Raises: InputError, UsageError."""
    from analysis.calibration.ledger import read_all

    return read_all(table, hows_of(how), given)


def read_only(
    table: Path, given: dict[str, Path], how: dict[str, Any], out: Path | None, *, is_guess: bool,
    overwrite: bool, as_json: bool,
) -> None:  # fmt: skip
    """Print a guessed mapping, or write the report of tables and print what to know of them."""
    from analysis.calibration import output
    from analysis.calibration.data_report import content
    from analysis.calibration.guess_all import guess_all
    from analysis.calibration.quality import GROUPS
    from analysis.calibration.quality_sales import all_findings
    from analysis.results.beside import Beside
    from analysis.results.protocol import put_into
    from counterpoint.terminal.starter import check_new

    if is_guess:
        click.echo(guess_all(table, given, hows_of(how)), nl=False)
        return
    path = out or Path(f"{table.stem}.yaml")
    place = Beside(path)
    data = place.at(output.DATA)
    for other in (data, place.at(output.DATA_PLAIN)):
        check_new(other, overwrite=overwrite)
    ledger = read_ledger(table, given, how)
    put_into(place, output.data_results(ledger, table.name))
    found = all_findings(ledger.reading)
    if as_json:
        click.echo(json.dumps({"report": str(data), **content(ledger, found)}, indent=2))
        return
    for sentence in words.accounts(ledger):
        say(sentence, indent="", hanging="  ")
    for key, title in GROUPS.items():
        if any(each.group == key for each in found):
            say(f"{title}:", indent="", is_bold=True)
        for each in found:
            if each.group == key:
                say(each.text, hanging="    ")
    click.echo(f"\nData:    {data}")


def _fitted(firm: Scenario, books: Books, cut: Cut | None, path: Path, options: Options) -> Fitted:
    """Return the fit, and what is held against it; what is stopped can go on."""
    from analysis.calibration.check import checked
    from analysis.calibration.crm import fit_books
    from analysis.calibration.prediction import predict
    from analysis.calibration.saved import Saved
    from counterpoint.terminal.options import INTERRUPTED, cores
    from counterpoint.terminal.progress import bars, compiled

    compiled()
    place = path.with_name(f"{path.stem}_runs.npz")
    saved = Saved(place)
    how: dict[str, Any] = {"seed": options.seed, "workers": cores(), "saved": saved}
    found = None
    try:
        with bars() as begin:
            bar = begin("Running draws of the market", "runs", is_shown=True)
            fit = fit_books(firm, books, runs=options.runs, progress=bar, **how)
            check = checked(fit, books, progress=begin("Checking the fit", "runs"), **how)
            if cut is not None:
                both = begin("Fitting the first part", "runs"), begin("Continuing", "runs")
                found = predict(firm, books, cut, runs=options.runs, progress=both, **how)
    except KeyboardInterrupt:
        notice(
            f"Stopped after {saved.made:,} runs, kept in {place}: the same command goes on there."
        )
        click.get_current_context().exit(INTERRUPTED)
    saved.done()
    if saved.taken:
        notice(f"Went on from {saved.taken:,} runs made before.")
    return Fitted(fit, check, found)


def beside(path: Path) -> list[Path]:
    """Return the files that go beside a company file."""
    from analysis.calibration.output import FILES
    from analysis.results.beside import Beside

    return [Beside(path).at(name) for name in FILES]


def text(fit: Calibration, books: Books, table: Path, path: Path, base: Base) -> str:
    """Return the company file: what it extends, and the values that were fitted."""
    deals = books.deals
    tables = (("deals", deals), ("leads", books.leads), ("customers", books.customers))
    held = [f"{len(each):,} {name}" for name, each in tables if each is not None]
    head = HEADER.format(table=table, held=", ".join(held), weeks=round(deals.weeks), runs=fit.runs)
    # A file is passed on without what the terminal said, so it says itself where it does not fit.
    said = textwrap.wrap(words.strangeness(fit), WIDE) if fit.strange else []
    keys = [item.key for item in fit.found]
    rest = [*words.at_prior(keys), "everything else stands as the files it extends have it"]
    said.append("Not fitted, so as before:")
    for line in rest:
        said += textwrap.wrap(line, WIDE, initial_indent="  ", subsequent_indent="    ")
    notes = {
        item.key: item.word
        if item.is_outside
        else f"{item.low:.4g} to {item.high:.4g}, {item.word}"
        for item in fit.found
    }
    notes |= {
        "market.segments": "list values moved to the mean of the logs of amounts",
        "market.customers": "so that runs begin the table with as many customers",
    }
    firm = fit.scenario.renamed(path.stem)
    return company_file(path, firm, base, head + commented(said), notes)


def _tell(fit: Calibration, accounts: list[str], believed: list[str]) -> None:
    for sentence in accounts:
        say(sentence, indent="", hanging="  ")
    heads = (
        Column("", is_left=True), Column("median"), Column("90 % interval", spare=1),
        Column("found"), Column("covers 90 %", spare=2),
    )  # fmt: skip
    show(heads, [Block("", words.rows(fit))])
    for sentence in believed:
        say(sentence, indent="", hanging="  ")


def _plain(found: Fitted, ledger: Ledger, place: Beside) -> dict[str, Any]:
    from analysis.calibration.output import DATA, DRAWS
    from analysis.results.place import REPORT

    fit, reading = found.fit, ledger.reading
    read, refused, ignored = reading.lines.counts
    return {
        "file": str(place.path),
        "posterior": str(place.at(f"{DRAWS}.parquet")),
        "data": str(place.at(DATA)),
        "lines": {"all": reading.lines.total, "read": read, "refused": refused, "ignored": ignored},
        "deals": len(reading.deals),
        "left_out": {reason: len(where) for reason, where in reading.left_out.items()},
        "tables": {
            name: {"file": str(each.file), "used": each.used,
                   "left_out": {reason: len(where) for reason, where in each.left_out.items()}}
            for name, each in ledger.besides.items()
        },
        "runs": fit.runs,
        "left_out_runs": fit.tried,
        "parameters": [
            {"key": item.key, "low": item.low, "median": item.middle, "high": item.high,
             "width": item.width, "found": item.word, "covered": list(item.covered)}
            for item in fit.found
        ],
        "strange": fit.strange,
        "report": str(place.at(REPORT)),
    }  # fmt: skip
