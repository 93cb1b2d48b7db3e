"""counterpoint explain: what makes the difference between two scenarios."""

from __future__ import annotations

import json
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoint.terminal.completing import complete_measure, complete_scenario
from counterpoint.terminal.keeping import kept
from counterpoint.terminal.kinds import check_scenarios
from counterpoint.terminal.lived import show_worlds, told
from counterpoint.terminal.options import (
    INTERRUPTED,
    cores,
    json_option,
    lasting,
    paired_options,
    scenario_options,
    worlds_option,
)
from counterpoint.terminal.tables import Block, Column, how_sure, notice, say, show

if TYPE_CHECKING:
    from analysis.explanation.explain import Explanation

REPLICATES = 100
SPARE = {"what changes": 2, "what it is": 3, "95 % interval": 1, "same sign in": 4}
"""Columns that a narrow terminal leaves out; the highest first."""


@click.command("explain", short_help="What makes the difference between two scenarios.")
@click.argument("first", metavar="A", shell_complete=complete_scenario)
@click.argument("second", metavar="B", shell_complete=complete_scenario)
@scenario_options
@click.option(
    "--measure",
    metavar="MEASURE",
    shell_complete=complete_measure,
    help="What to explain.  [default: gross_profit_y3, or what the runs can tell]",
)
@click.option(
    "--replicates",
    type=click.IntRange(2, 1_000_000),
    help=f"Walks from A to B, each on its own luck.  [default: {REPLICATES}]",
)
@click.option(
    "--precision",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Instead: go on until the interval of every lever is narrower than this share of A.",
)
@click.option(
    "--budget",
    type=click.IntRange(30, 1_000_000),
    default=2_000,
    show_default=True,
    help="Most replicates a --precision may cost.",
)
@click.option(
    "--causes",
    type=click.IntRange(0, 1_000_000),
    help="Replicates without each choice and mechanism; 0 leaves them out.  "
    "[default: a quarter, at least 20]",
)
@worlds_option
@paired_options
@json_option
def command(
    first: str,
    second: str,
    market: str | None,
    overlays: tuple[str, ...],
    overrides: tuple[str, ...],
    measure: str | None,
    replicates: int | None,
    precision: float | None,
    budget: int,
    causes: int | None,
    worlds: str | None,
    all_worlds: bool,
    seed: int,
    weeks: int | None,
    workers: int | None,
    out: Path | None,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Say which levers, which steps of the funnel and which mechanisms make B differ from A.

    Moves the levers in which they differ one after the other, in random orders, on the same luck;
    what each contributes adds up to the whole difference. Writes tables, a waterfall and
    report.html. Ctrl-C keeps what is complete.

    \b
    Examples:
      counterpoint explain siloed_metrics shared_revenue
      counterpoint explain siloed_metrics unified_cro --market enterprise --measure bookings_y3
      counterpoint explain siloed_metrics shared_revenue --worlds behaviour
    """
    from analysis.explanation.explain import explain
    from analysis.explanation.output import write_explanation
    from analysis.results.store import check_free, free_folder
    from counterpoint.terminal.progress import bars, compiled

    if replicates is not None and precision is not None:
        raise click.UsageError("--replicates and --precision exclude each other.")
    check_scenarios(first, second, market, *overlays)
    folder = out or free_folder(Path("results"), f"explain_{Path(first).stem}_{Path(second).stem}")
    check_free(folder, overwrite=overwrite, kind="explain")
    compiled()
    started = time.monotonic()
    with bars() as begin:
        found = explain(
            first,
            second,
            market=market,
            overlays=overlays,
            overrides=lasting(overrides, weeks),
            measure=measure,
            replicates=replicates or REPLICATES,
            precision=precision,
            budget=budget,
            causes=causes,
            worlds=worlds,
            all_worlds=all_worlds,
            seed=seed,
            workers=workers or cores(),
            keep_on_interrupt=True,
            progress=begin("Moving levers"),
            second_progress=begin("Switching off"),
        )
    seconds = time.monotonic() - started
    if found.interrupted:
        notice(f"Stopped: keeping {found.replicates} complete replicates.")
    place = kept(folder, partial(write_explanation, found, overwrite=overwrite, seconds=seconds))
    _tell(found, place, as_json=as_json)


def _tell(found: Explanation, folder: Path, *, as_json: bool) -> None:
    """Print the result, and end with the exit code of one that was stopped."""
    if as_json:
        click.echo(json.dumps(_plain(found, folder), indent=2, ensure_ascii=False))
    else:
        _show(found, folder / "report.html")
    if found.interrupted:
        click.get_current_context().exit(INTERRUPTED)


def _plain(found: Explanation, folder: Path) -> dict[str, Any]:
    """Return the result as JSON has it."""
    from analysis.comparison.verdicts import too_few
    from analysis.explanation import lived, words
    from analysis.explanation.output import tables
    from analysis.results.table import records

    apart = {"replicate_contributions", "worlds", "turning"}
    shown = {key: table for key, table in tables(found).items() if key not in apart}
    return {
        "folder": str(folder),
        "a": found.a.name,
        "b": found.b.name,
        "measure": found.headline,
        "replicates": found.replicates,
        "cause_replicates": found.cause_replicates,
        "seed": found.seed,
        "interrupted": found.interrupted,
        "warnings": [text for text in [too_few(found.replicates)] if text],
        "sentences": words.sentences(found),
        **({} if found.drawn is None else {"worlds": told(found.drawn, lived.sentences(found))}),
        **{name: records(table) for name, table in shown.items()},
    }


def _show(found: Explanation, report: Path) -> None:
    from analysis.comparison.verdicts import too_few
    from analysis.explanation import lived, words
    from analysis.words import wording

    say(f"From {found.a.name} to {found.b.name}", indent="", hanging="  ", is_bold=True)
    click.echo()
    for sentence in words.sentences(found):
        say(sentence)
    what = wording.lowered(wording.title(found.headline))
    same = () if found.drawn is None else ("same sign in",)
    heads = (what, "95 % interval", *same, "what changes")
    _table("Which lever", words.lever_lines(found), heads)
    for sentence in words.interaction_lines(found):
        say(sentence)
    steps = ("what it is", found.a.name, found.b.name, "part", "95 % interval")
    _table("Which step of the funnel", words.step_lines(found), steps)
    causes = ("difference left", "goes away", "95 % interval")
    title = f"Which mechanism ({found.cause_replicates} replicates)"
    _table(title, words.cause_lines(found), causes)
    show_worlds(lived.sentences(found))
    click.echo()
    caution = too_few(found.replicates)
    if caution is not None:
        say(caution, colour="yellow")
    how_sure()
    click.echo(f"\nReport:  {report}\nFigure:  {report.parent / 'figures' / 'waterfall.png'}")


def _table(title: str, lines: list[dict[str, str]], heads: tuple[str, ...]) -> None:
    """Print lines under a title, words flush left and numbers flush right; nothing without any."""
    if not lines:
        return
    click.secho(f"\n{title}\n", bold=True)
    columns = [
        Column("", is_left=True),
        *(Column(head, is_left=head.startswith("what "), spare=SPARE.get(head, 0))
          for head in heads),
    ]  # fmt: skip
    show(columns, [Block("", [tuple(line.values()) for line in lines])])
