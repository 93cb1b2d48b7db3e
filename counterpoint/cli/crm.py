"""`calibrate DATA`: a market fitted to a table of opportunities, and what to believe of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoint.cli.tables import Block, Column, notice, say, show

if TYPE_CHECKING:
    from analysis.calibration.crm import Calibration
    from analysis.calibration.deals import Deals
    from sim.scenario import Scenario

HEADER = """\
# A company file for Counterpoint, written by counterpoint calibrate from {table}.
# {deals:,} deals over {weeks:,} weeks, against {runs:,} runs. Medians; intervals of 90 % behind:
"""


def calibrate(
    table: Path, columns: dict[str, str], firm: Scenario, path: Path, options: dict[str, Any]
) -> None:
    """Fit, write the company file and the draws beside it, and print what was found.

    options: runs, seed, as_json.
    """
    from analysis.calibration.crm import fit_deals
    from analysis.calibration.deals import read_deals
    from analysis.calibration.summaries import check_enough
    from counterpoint.cli.options import cores
    from counterpoint.cli.progress import bar, compiled
    from counterpoint.cli.starter import write_starter

    deals = read_deals(table, columns)
    check_enough(deals)
    compiled()
    with bar("Running draws of the market", "runs") as update:
        fit = fit_deals(
            firm, deals, runs=options["runs"], seed=options["seed"], workers=cores(),
            progress=update,
        )  # fmt: skip
    write_starter(path, _text(fit, deals, table, path.stem))
    draws = posterior_path(path)
    _write_draws(fit, draws)
    if options["as_json"]:
        click.echo(json.dumps(_plain(fit, deals, path, draws), indent=2))
    else:
        _tell(fit, deals, table)
        notice(f"Wrote {path} and {draws}.\nNext: counterpoint show {path} --funnel")


def posterior_path(path: Path) -> Path:
    """Return where the draws go that belong to a company file."""
    return path.with_name(f"{path.stem}_posterior.parquet")


def _write_draws(fit: Calibration, path: Path) -> None:
    import pandas as pd

    from sim.core.errors import InputError

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
    return head + "".join(rows) + rest + fit.scenario.renamed(name).to_yaml()


def _tell(fit: Calibration, deals: Deals, table: Path) -> None:
    from analysis.titles import plain, titles

    say(lines(deals, table), indent="")
    heads = (
        Column("", is_left=True), Column("median"), Column("90 % interval", spare=1),
        Column("found"), Column("covers 90 %", spare=2),
    )  # fmt: skip
    names = titles(item.key for item in fit.found)
    rows = []
    for item in fit.found:
        low, middle, high = (plain(item.key).text(at) for at in (item.low, item.middle, item.high))
        covered = f"{item.covered[1]:.0%}"
        rows.append((names[item.key], middle, f"{low} to {high}", item.word, covered))
    show(heads, [Block("", rows)])
    say(
        f"found: how much a table of this size says, from {fit.tried} runs that were left out; "
        "covers 90 %: how often their interval of 90 % held the truth.",
        indent="",
    )
    say(strangeness(fit), indent="")


def lines(deals: Deals, table: Path) -> str:
    """Return a sentence that accounts for every line of a table."""
    left_out = sum(len(where) for where in deals.refused.values())
    text = f"{table}: {len(deals) + left_out:,} deals, {len(deals):,} used"
    parts = [
        f"{len(where):,} left out, {reason} (line {', '.join(map(str, where[:3]))}"
        f"{' …' if len(where) > 3 else ''})"
        for reason, where in deals.refused.items()
    ]
    return "; ".join([text, *parts]) + "."


def strangeness(fit: Calibration) -> str:
    """Return what no run near the table reproduces, or that there is nothing."""
    from analysis.calibration.summaries import SUMMARIES

    if not fit.strange:
        return "Runs near the table reproduce every statistic of it."
    named = ", ".join(f"{SUMMARIES[key]} ({off:+.1f})" for key, off in fit.strange.items())
    return (
        f"Outside of what runs near it do, in spreads: {named}. The fit is no description of "
        "that; start from another firm or market (--from, --market)."
    )


def _plain(fit: Calibration, deals: Deals, path: Path, draws: Path) -> dict[str, Any]:
    return {
        "file": str(path),
        "posterior": str(draws),
        "deals": len(deals),
        "left_out": {reason: len(where) for reason, where in deals.refused.items()},
        "runs": fit.runs,
        "left_out_runs": fit.tried,
        "parameters": [
            {"key": item.key, "low": item.low, "median": item.middle, "high": item.high,
             "width": item.width, "found": item.word, "covered": list(item.covered)}
            for item in fit.found
        ],
        "strange": fit.strange,
    }  # fmt: skip
