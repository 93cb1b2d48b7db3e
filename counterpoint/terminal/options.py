"""The options that every command about a scenario shares, and what they lead to.

A command carries `@scenario_options`, takes `market`, `overlays` and `overrides`, and begins with
`loaded = resolve(scenario, market, overlays, overrides)`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from counterpoint.terminal.completing import (
    complete_market,
    complete_overlay,
    complete_setting,
    complete_worlds,
)
from counterpoint.terminal.form import form_options
from counterpoint.terminal.kinds import check_scenarios
from sim.core.luck import MOST_REPLICATE, MOST_SEED

if TYPE_CHECKING:
    from sim.scenario import Scenario

Command = TypeVar("Command", bound=Callable[..., Any])


def resolve(
    name: str,
    market: str | None = None,
    overlays: Sequence[str] = (),
    overrides: Sequence[str] = (),
) -> Scenario:
    """Return the scenario that the arguments and options of a command name.

    Raises: ScenarioError with every problem found; InputError when it is a study.
    """
    from sim.scenario import load_scenario

    check_scenarios(name, market, *overlays)
    return load_scenario(name, market=market, overlays=overlays, overrides=overrides)


def scenario_options(command: Command) -> Command:
    """Add --market, --with and --set; they arrive as `market`, `overlays` and `overrides`."""
    for option in (_SET, _WITH, _MARKET):
        command = option(command)
    return command


def market_option(command: Command) -> Command:
    """Add --market, which arrives as `market`."""
    return _MARKET(command)


def seed_option(command: Command) -> Command:
    """Add --seed of the runs, which arrives as `seed`."""
    return _SEED(command)


def luck_options(command: Command) -> Command:
    """Add --seed and --replicate of a single run, which arrive as `seed` and `replicate`."""
    return _SEED(_REPLICATE(command))


def weeks_option(command: Command) -> Command:
    """Add --weeks, which arrives as `weeks`; see `lasting`."""
    return _WEEKS(command)


def workers_option(command: Command) -> Command:
    """Add --workers, which arrives as `workers`; see `cores`."""
    return _WORKERS(command)


def folder_options(command: Command) -> Command:
    """Add --out, --overwrite, --xlsx and --dates of commands that write a result folder.

    The last two hold for whatever the command writes; it gets no arguments for them.
    """
    return _OUT(_OVERWRITE(form_options(command)))


def output_options(command: Command) -> Command:
    """Add --workers, --out and --overwrite of commands that run many firms."""
    return workers_option(folder_options(command))


def paired_options(command: Command) -> Command:
    """Add --seed, --weeks, --workers, --out and --overwrite of commands that run pairs."""
    return seed_option(weeks_option(output_options(command)))


def lasting(overrides: tuple[str, ...], weeks: int | None) -> tuple[str, ...]:
    """Return the overrides with what --weeks asks for, if anything."""
    return overrides if weeks is None else (*overrides, f"run.weeks={weeks}")


def worlds_option(command: Command) -> Command:
    """Add --worlds and --all-worlds: what replicates draw their settings from, and what counts."""
    return _WORLDS(_ALL_WORLDS(command))


def json_option(command: Command) -> Command:
    """Add --json, which arrives as `as_json`."""
    return _JSON(command)


SEEDS = (
    "Each pair of seed and replicate is luck of its own: seeds 1 and 2 share nothing, and "
    "`run --seed S --replicate R` repeats replicate R of whatever ran with seed S."
)
"""How seeds and replicates hang together; pages and starter files say it in these words."""
INTERRUPTED = 130
"""Exit code of a command that was stopped with Ctrl-C and kept what was done."""
FAILED = 1
"""Exit code of a sweep whose runs the model refused in part."""
FRAGILE = 3
"""Exit code where a claim is fragile, or undecided as it stands."""


def cores() -> int:
    """Return how many processors this program may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_MARKET = click.option(
    "--market",
    metavar="MARKET",
    shell_complete=complete_market,
    help="A market by name or file, or a company file whose market and firm facts to use. "
    "Without it: the scenario's own, else mid_market.",
)
_WITH = click.option(
    "--with",
    "overlays",
    metavar="OVERLAY",
    multiple=True,
    shell_complete=complete_overlay,
    help="Lay an overlay on top, such as null_model. Repeatable.",
)
_SET = click.option(
    "--set",
    "overrides",
    metavar="KEY=VALUE",
    multiple=True,
    shell_complete=complete_setting,
    help="Change one setting, such as trust.gain=0.03. Repeatable.",
)
SEED = click.IntRange(0, MOST_SEED)
_SEED = click.option(
    "--seed",
    type=SEED,
    default=1,
    show_default=True,
    help=f"Seed of the luck. {SEEDS}",
)
_REPLICATE = click.option(
    "--replicate",
    type=click.IntRange(0, MOST_REPLICATE),
    default=0,
    show_default=True,
    help="Which replicate of the seed; commands that make many count them from 0.",
)
_WEEKS = click.option(
    "--weeks",
    type=click.IntRange(1, 5200),
    help="Weeks to count after burn-in; the same as --set run.weeks=WEEKS.",
)
_WORKERS = click.option(
    "--workers", type=click.IntRange(1, 256), help="Threads.  [default: all cores]"
)
_OUT = click.option("--out", type=click.Path(path_type=Path), help="Folder for the results.")
_OVERWRITE = click.option(
    "--overwrite", is_flag=True, help="Replace results that --out already holds."
)
_WORLDS = click.option(
    "--worlds",
    metavar="WORLDS",
    shell_complete=complete_worlds,
    help="Let each replicate draw a world of its own, the same for every scheme: prior (the "
    "market's facts, around what the file says), behaviour (how people behave), or a CSV or "
    "Parquet file with a column per setting, as calibrate writes one.",
)
_ALL_WORLDS = click.option(
    "--all-worlds",
    is_flag=True,
    help="With --worlds prior or behaviour: keep worlds whose firm wins less than half or more "
    "than twice of what it wins as it stands. By default others are drawn in their place.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
