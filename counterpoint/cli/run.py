"""counterpoint run: one simulated company; writes its tables."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpoint.terminal.completing import complete_scenario
from counterpoint.terminal.keeping import kept
from counterpoint.terminal.options import (
    folder_options,
    json_option,
    lasting,
    luck_options,
    resolve,
    scenario_options,
    weeks_option,
)
from counterpoint.terminal.tables import Block, Column, show

if TYPE_CHECKING:
    import pandas as pd

    from sim.history.history import History
    from sim.scenario import Scenario

SHOWN = (
    "wins",
    "bookings",
    "gross_profit",
    "new_gross_profit",
    "win_rate",
    "cycle_weeks",
    "unworked_lead_share",
    "relationship_conflict",
    "trust",
    "resignations",
)
"""The summary: measures, and weekly columns summed over the last year."""


@click.command("run", short_help="One simulated company; writes its tables.")
@click.argument("scenario", metavar="SCENARIO", shell_complete=complete_scenario)
@scenario_options
@luck_options
@weeks_option
@folder_options
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help="File format of the tables.",
)
@click.option(
    "--events",
    "with_events",
    is_flag=True,
    help="Write an event log too; events name their causes.",
)
@json_option
def command(
    scenario: str,
    market: str | None,
    overlays: tuple[str, ...],
    overrides: tuple[str, ...],
    seed: int,
    replicate: int,
    weeks: int | None,
    out: Path | None,
    overwrite: bool,
    fmt: str,
    with_events: bool,
    as_json: bool,
) -> None:
    """Simulate one company and write its tables as a CRM would export them.

    \b
    Examples:
      counterpoint run shared_revenue --market enterprise --seed 7
      counterpoint run shared_revenue --replicate 12  # again what `compare` ran as replicate 12
      counterpoint run company.yaml --weeks 104 --out results/ours --format parquet
    """
    from analysis.results.run import write_run
    from analysis.results.store import check_free, free_folder

    changes = lasting(overrides, weeks)
    loaded = resolve(scenario, market, overlays, changes)
    folder = out or free_folder(Path("results"), _folder_name(loaded, seed, replicate))
    check_free(folder, overwrite=overwrite, kind="run")
    from counterpoint.terminal.progress import compiled

    compiled()
    started = time.monotonic()
    history, events = _simulated(loaded, seed, replicate, with_events=with_events)
    seconds = time.monotonic() - started
    place = kept(
        folder,
        lambda place: write_run(
            history, place, fmt=fmt, overwrite=overwrite, seconds=seconds, events=events
        ),
    )
    if as_json:
        click.echo(json.dumps({"folder": str(place), "measures": _plain(history)}, indent=2))
    else:
        _show(history, place, market)


def _folder_name(scenario: Scenario, seed: int, replicate: int) -> str:
    name = f"{scenario.name}_seed_{seed}"
    return f"{name}_replicate_{replicate}" if replicate else name


def _simulated(
    scenario: Scenario, seed: int, replicate: int, *, with_events: bool
) -> tuple[History, pd.DataFrame | None]:
    """Return the run and, if it is asked for, its event log."""
    if not with_events:
        from sim import run

        return run(scenario, seed, replicate), None
    from analysis.stories.events import events
    from analysis.stories.recording import recorded

    recording = recorded(scenario, seed, replicate)
    return recording.history, events(recording).frame()


def _plain(history: History) -> dict[str, float | None]:
    from analysis.measures import measured

    found = measured(history).items()
    return {name: None if math.isnan(value) else value for name, value in found}


def _show(history: History, folder: Path, market: str | None) -> None:
    from analysis.words import wording

    year, place = _last_year(history), f" in {market}" if market else ""
    luck = f"seed {history.seed}"
    if history.replicate:
        luck += f", replicate {history.replicate}"
    click.echo(f"{history.scenario.name}{place}, {luck}, {history.weeks} weeks")
    rows = [
        (wording.title(name), wording.amount(whole, unit), wording.amount(last, unit))
        for name, (whole, last, unit) in ((name, year[name]) for name in SHOWN)
    ]
    click.echo()
    show((Column("", is_left=True), Column("all weeks"), Column("last year")), [Block("", rows)])
    click.echo(f"\nTables: {folder}")


def _last_year(history: History) -> dict[str, tuple[float, float, str]]:
    """Return name → value over all counted weeks, value of the last counted year, unit."""
    from analysis.runs.run_summary import summary

    return summary(history, SHOWN)
