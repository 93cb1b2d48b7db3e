"""counterpoint patterns: scoreboard against published patterns."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoint.terminal.completing import complete_scenario
from counterpoint.terminal.kinds import check_scenarios
from counterpoint.terminal.options import (
    cores,
    json_option,
    market_option,
    output_options,
    seed_option,
)
from counterpoint.terminal.tables import Block, Column, say, show

if TYPE_CHECKING:
    import pandas as pd

UNITS = {"share": (100, " %", 1), "percent": (100, " %", 1), "points": (100, " pp", 1)}
"""Unit → factor, what is printed behind the number, digits."""
COLUMNS = (
    Column("", is_left=True),
    Column("use", is_left=True, spare=2),
    Column("", is_left=True),
    Column("median"),
    Column("95 % interval", spare=1),
    Column("band"),
    Column("", is_left=True),
    Column("source", is_left=True, spare=3),
)
USES = "C may be calibrated on, E must emerge from the mechanisms, X is a contrast over a sweep."


@click.command("patterns", short_help="Scoreboard against published patterns.")
@click.argument(
    "scenario", metavar="[SCENARIO]", default="siloed_metrics", shell_complete=complete_scenario
)
@market_option
@click.option(
    "--replicates",
    type=click.IntRange(2, 100_000),
    default=30,
    show_default=True,
    help="Companies to simulate per variant of the firm.",
)
@seed_option
@output_options
@json_option
def command(
    scenario: str,
    market: str | None,
    replicates: int,
    seed: int,
    workers: int | None,
    out: Path | None,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Measure published patterns on simulated firms and say which lie inside their bands.

    Prints a table; with --out it is written too, as patterns.csv.

    \b
    Example:
      counterpoint patterns siloed_metrics --market mid_market --replicates 50
    """
    from analysis.patterns import scoreboard
    from analysis.results.store import check_free
    from analysis.results.table import records, write_table
    from counterpoint.terminal.progress import bar, compiled

    check_scenarios(scenario, market)
    if out is not None:
        check_free(out, overwrite=overwrite, kind="patterns")
    compiled()
    with bar("Simulating") as progress:
        table = scoreboard(
            scenario,
            market=market,
            replicates=replicates,
            seed=seed,
            workers=workers or cores(),
            progress=progress,
        )
    if out is not None:
        write_table(table, "patterns", out, overwrite=overwrite)
    if as_json:
        click.echo(json.dumps(records(table), indent=2))
    else:
        _show(table, replicates)


def _show(table: pd.DataFrame, replicates: int) -> None:
    found = table.to_dict("records")
    rows = [
        (
            row["pattern"], row["use"], row["fact"], _text(row["median"], row["unit"]),
            _span(row["median_low"], row["median_high"], row["unit"]), _band(row), _mark(row),
            row["source"],
        )
        for row in found
    ]  # fmt: skip
    show(COLUMNS, [Block("", rows, [None if row["is_inside"] else "red" for row in found])])
    inside = int(table["is_inside"].sum())
    click.echo()
    say(f"{inside} of {len(table)} inside their bands; medians over {replicates} runs.", indent="")
    say("A question mark: the interval of the median reaches across the edge of the band.",
        indent="")  # fmt: skip
    say(USES, indent="")


def _mark(row: dict[Any, Any]) -> str:
    return ("in" if row["is_inside"] else "OUT") + ("" if row["is_sure"] else "?")


def _band(row: dict[Any, Any]) -> str:
    low, high, unit = row["low"], row["high"], row["unit"]
    if math.isinf(high):
        return f"≥ {_text(low, unit)}"
    if math.isinf(low):
        return f"≤ {_text(high, unit)}"
    return _span(low, high, unit)


def _span(low: float, high: float, unit: str) -> str:
    """Return a range with its unit once."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return f"{_text(low, unit)} to {_text(high, unit)}"
    factor, tail, digits = UNITS.get(unit, (1, "", 2))
    return f"{factor * low:.{digits}f} to {factor * high:.{digits}f}{tail}"


def _text(value: float, unit: str) -> str:
    if math.isnan(value):
        return "n/a"
    if math.isinf(value):
        return "∞"
    factor, tail, digits = UNITS.get(unit, (1, "", 2))
    return f"{factor * value:.{digits}f}{tail}"
