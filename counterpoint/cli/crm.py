"""`calibrate DATA`: a market fitted to a table of opportunities, and what to believe of it."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoint.cli.tablefile import data_paths, how_of, write_data
from counterpoint.cli.tables import Block, Column, notice, say, show
from sim.core.errors import InputError

if TYPE_CHECKING:
    from analysis.calibration.crm import Calibration
    from analysis.calibration.deals import Deals
    from analysis.calibration.heldout import Cut
    from analysis.calibration.prediction import Prediction
    from analysis.calibration.reading import Reading
    from sim.scenario import Scenario

HEADS = ("", "median", "90 % interval", "found", "covers 90 %")
WIDE = 98
"""Characters of a line of comment."""
HEADER = """\
# A company file for Counterpoint, written by counterpoint calibrate from {table}.
# {deals:,} deals over {weeks:,} weeks, against {runs:,} runs. Medians; intervals of 90 % behind:
"""


def calibrate(
    table: Path, how: dict[str, Any], firm: Scenario, path: Path, options: dict[str, Any]
) -> None:
    """Fit, write the company file with draws and reports beside it, and print what was found.

    how: the options of `tablefile`. options: runs, seed, as_json, hold_out (share of time or None).
    """
    from analysis.calibration.heldout import cut_of
    from analysis.calibration.reading import read
    from analysis.calibration.summaries import check_enough
    from counterpoint.cli import heldout
    from counterpoint.cli.starter import write_starter

    reading = read(table, how_of(how))
    deals = reading.deals
    try:
        check_enough(deals)
    except InputError as error:
        raise InputError(f"{lines(reading, table)}\n{table}: {error}") from error
    cut = None if options["hold_out"] is None else cut_of(deals, options["hold_out"])
    fit, found = _fitted(firm, deals, cut, path, options)
    write_starter(path, _text(fit, deals, table, path.stem))
    draws = posterior_path(path)
    _write_draws(fit, draws)
    data = write_data(reading, table, path)
    content = _plain(fit, reading, path, draws, data)
    accounts, believed = lines(reading, table), [believing(fit), strangeness(fit)]
    if found is not None:
        content |= heldout.written(found, path, content, accounts, (HEADS, _rows(fit)), believed)
    if options["as_json"]:
        click.echo(json.dumps(content, indent=2))
        return
    _tell(fit, accounts, believed)
    if found is not None:
        heldout.tell(found, heldout.report_path(path))
    click.echo(f"Data:    {data}")
    notice(f"Wrote {path} and {draws}.\nNext: counterpoint show {path} --funnel")


def read_only(
    table: Path, how: dict[str, Any], out: Path | None, *, is_guess: bool, overwrite: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Print a guessed mapping, or write the report of a table and print what to know of it."""
    from analysis.calibration.data_report import content
    from analysis.calibration.guess import guess
    from analysis.calibration.quality import GROUPS
    from analysis.calibration.quality_sales import all_findings
    from analysis.calibration.reading import read
    from counterpoint.cli.starter import check_new

    if is_guess:
        click.echo(guess(table, how_of(how)), nl=False)
        return
    path = out or Path(f"{table.stem}.yaml")
    for other in data_paths(path):
        check_new(other, overwrite=overwrite)
    reading = read(table, how_of(how))
    data = write_data(reading, table, path)
    found = all_findings(reading)
    if as_json:
        click.echo(json.dumps({"report": str(data), **content(reading, found)}, indent=2))
        return
    say(lines(reading, table), indent="", hanging="  ")
    for key, title in GROUPS.items():
        if any(each.group == key for each in found):
            say(f"{title}:", indent="", is_bold=True)
        for each in found:
            if each.group == key:
                say(each.text, hanging="    ")
    click.echo(f"\nData:    {data}")


def _fitted(
    firm: Scenario, deals: Deals, cut: Cut | None, path: Path, options: dict[str, Any]
) -> tuple[Calibration, Prediction | None]:
    """Return the fit, and the prediction of what is left out; what is stopped can go on."""
    from analysis.calibration.crm import fit_books
    from analysis.calibration.prediction import predict
    from analysis.calibration.saved import Saved
    from counterpoint.cli.options import INTERRUPTED, cores
    from counterpoint.cli.progress import bars, compiled

    compiled()
    place = path.with_name(f"{path.stem}_runs.npz")
    saved = Saved(place)
    how = {"runs": options["runs"], "seed": options["seed"], "workers": cores(), "saved": saved}
    found = None
    try:
        with bars() as begin:
            bar = begin("Running draws of the market", "runs", is_shown=True)
            fit = fit_books(firm, books, progress=bar, **how)
            if cut is not None:
                first, then = begin("Fitting the first part", "runs"), begin("Continuing", "runs")
                found = predict(firm, deals, cut, progress=(first, then), **how)
    except KeyboardInterrupt:
        notice(
            f"Stopped after {saved.made:,} runs, kept in {place}: the same command goes on there."
        )
        click.get_current_context().exit(INTERRUPTED)
    saved.done()
    if saved.taken:
        notice(f"Went on from {saved.taken:,} runs made before.")
    return fit, found


def beside(path: Path, *, is_cut: bool) -> list[Path]:
    """Return the files that go beside a company file."""
    from counterpoint.cli.heldout import json_path, report_path

    return [
        posterior_path(path),
        *data_paths(path),
        *([report_path(path), json_path(path)] if is_cut else []),
    ]


def posterior_path(path: Path) -> Path:
    """Return where the draws go that belong to a company file."""
    return path.with_name(f"{path.stem}_posterior.parquet")


def _write_draws(fit: Calibration, path: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame(fit.draws, columns=[item.key for item in fit.found])
    frame.insert(0, "weight", fit.weights)
    try:
        frame.to_parquet(path, index=False)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error


def _text(fit: Calibration, deals: Deals, table: Path, name: str) -> str:
    head = HEADER.format(table=table, deals=len(deals), weeks=round(deals.weeks), runs=fit.runs)
    rows = [
        f"#   {item.key}: {item.middle:.4g} ({item.low:.4g} to {item.high:.4g}), {item.word}\n"
        for item in fit.found
    ]
    rest = "# Everything else stands as the firm that was fitted has it.\n"
    # A file is passed on without what the terminal said, so it says itself where it does not fit.
    about = textwrap.wrap(strangeness(fit), WIDE) if fit.strange else []
    warned = "".join(f"# {line}\n" for line in about)
    return head + "".join(rows) + warned + rest + fit.scenario.renamed(name).to_yaml()


def _rows(fit: Calibration) -> list[tuple[str, ...]]:
    """Return the parameters in words, under `HEADS`."""
    from analysis.titles import plain, titles

    names = titles(item.key for item in fit.found)
    rows: list[tuple[str, ...]] = []
    for item in fit.found:
        low, middle, high = (plain(item.key).text(at) for at in (item.low, item.middle, item.high))
        covered = f"{item.covered[1]:.0%}"
        rows.append((names[item.key], middle, f"{low} to {high}", item.word, covered))
    return rows


def _tell(fit: Calibration, accounts: str, believed: Sequence[str]) -> None:
    say(accounts, indent="")
    heads = (
        Column("", is_left=True), Column("median"), Column("90 % interval", spare=1),
        Column("found"), Column("covers 90 %", spare=2),
    )  # fmt: skip
    show(heads, [Block("", _rows(fit))])
    for sentence in believed:
        say(sentence, indent="")


def believing(fit: Calibration) -> str:
    """Return what the columns of the table of parameters mean."""
    outside = "; not told: the table lies outside what runs can do, so rely on no interval"
    return (
        f"found: how much a table of this size says, from {fit.tried} runs that were left out"
        f"{outside if fit.strange else ''}; covers 90 %: how often their interval of 90 % held "
        "the truth."
    )


def lines(reading: Reading, table: Path) -> str:
    """Return a sentence that accounts for every line of a table."""
    from analysis.calibration.data_report import read_as
    from analysis.calibration.lines import some

    deals, left_out = len(reading.deals), reading.left_out
    count = deals + sum(map(len, left_out.values()))
    text = f"{table}: {count:,} deals, {deals:,} used"
    parts = [
        f"{len(where):,} left out, {reason} ({some(where)})" for reason, where in left_out.items()
    ]
    read, refused, ignored = reading.lines.counts
    sums = (
        f"{reading.lines.total:,} lines are {read:,} read, {refused:,} refused, {ignored:,} ignored"
    )
    return f"{'; '.join([text, *parts])}. {sums}. {' '.join(read_as(reading))}"


def strangeness(fit: Calibration) -> str:
    """Return what no run near the table reproduces, or that there is nothing."""
    from analysis.calibration.summaries import SUMMARIES

    if not fit.strange:
        return "Runs near the table reproduce every statistic of it."
    named = ", ".join(
        f"{SUMMARIES[key]} ({'no spread: runs never vary' if off is None else f'{off:+.1f}'})"
        for key, off in fit.strange.items()
    )
    return (
        f"Outside of what runs near it do, in spreads: {named}. The fit is no description of "
        "that; start from another firm or market (--from, --market)."
    )


def _plain(
    fit: Calibration, reading: Reading, path: Path, draws: Path, data: Path
) -> dict[str, Any]:
    read, refused, ignored = reading.lines.counts
    return {
        "file": str(path),
        "posterior": str(draws),
        "data": str(data),
        "lines": {"all": reading.lines.total, "read": read, "refused": refused, "ignored": ignored},
        "deals": len(reading.deals),
        "left_out": {reason: len(where) for reason, where in reading.left_out.items()},
        "runs": fit.runs,
        "left_out_runs": fit.tried,
        "parameters": [
            {"key": item.key, "low": item.low, "median": item.middle, "high": item.high,
             "width": item.width, "found": item.word, "covered": list(item.covered)}
            for item in fit.found
        ],
        "strange": fit.strange,
    }  # fmt: skip
