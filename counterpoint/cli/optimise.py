"""counterpoint optimise: the best pay weights and practices over profit, friction and risk."""

from __future__ import annotations

import json
import math
import shlex
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoint.terminal.keeping import kept
from counterpoint.terminal.kinds import study_named
from counterpoint.terminal.options import (
    INTERRUPTED,
    SEED,
    cores,
    json_option,
    output_options,
    worlds_option,
)
from counterpoint.terminal.studies import folder_for, study_argument
from counterpoint.terminal.tables import Block, Column, notice, say, show

if TYPE_CHECKING:
    from analysis.insight.pareto.optimise import Optimum

SHOWN = 12
"""Settings of the front that are printed."""


@click.command("optimise", short_help="The best pay weights over revenue and friction.")
@study_argument
@click.option(
    "--scheme",
    metavar="SCHEME",
    help="Scheme to lay the settings on.  [default: the study's first]",
)
@click.option(
    "--objective",
    "objectives",
    metavar="[STATISTIC:]MEASURE",
    multiple=True,
    help="Measure to improve; statistics: mean, p10, p90, sd. Repeatable.  [default: gross profit, "
    "relationship conflict, and as risk the gross profit that nine runs in ten exceed]",
)
@click.option(
    "--limit",
    "limits",
    metavar="MEASURE<=NUMBER",
    multiple=True,
    help="What must hold, in quotes: 'resignations<=3', 'p10:win_rate>=0.1'. Repeatable.",
)
@click.option("--candidates", type=click.IntRange(4, 1_000_000), default=200, show_default=True,
              help="How many settings to try.")  # fmt: skip
@click.option("--population", type=click.IntRange(4, 10_000), default=20, show_default=True,
              help="How many of them make a generation.")  # fmt: skip
@click.option("--replicates", type=click.IntRange(2, 1_000_000),
              help="Runs of each setting in the search.  [default: the study's]")  # fmt: skip
@click.option("--final-replicates", type=click.IntRange(2, 1_000_000),
              help="Runs of each finalist, with fresh luck.  [default: 3 × as many]")  # fmt: skip
@click.option("--seed", type=SEED, default=1, show_default=True,
              help="Seed of the search; the runs use the study's.")  # fmt: skip
@worlds_option
@output_options
@json_option
def command(
    study: str,
    scheme: str | None,
    objectives: tuple[str, ...],
    limits: tuple[str, ...],
    candidates: int,
    population: int,
    replicates: int | None,
    final_replicates: int | None,
    worlds: str | None,
    all_worlds: bool,
    seed: int,
    workers: int | None,
    out: Path | None,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Search the settings that a STUDY varies for those that no other beats.

    Finalists are run again with luck the search never used, so that lucky ones drop out. Writes
    the front as a table, a figure, and scenario files that run and compare. Ctrl-C keeps what is
    done.

    \b
    Examples:
      counterpoint optimise pay_weights
      counterpoint optimise pay_weights --limit 'resignations<=3' --candidates 400
      counterpoint optimise pay_weights --worlds behaviour
    """
    from analysis.insight.pareto.optimise import optimise
    from analysis.insight.pareto.output import write_optimum
    from counterpoint.terminal.progress import bars, compiled

    loaded = study_named(study)
    folder = folder_for(loaded, "front", out, overwrite=overwrite)
    with bars() as begin:
        found = optimise(
            loaded,
            scheme=scheme,
            objectives=objectives or None,
            limits=limits,
            candidates=candidates,
            population=population,
            replicates=replicates,
            final_replicates=final_replicates,
            worlds=worlds,
            all_worlds=all_worlds,
            seed=seed,
            workers=workers or cores(),
            keep_on_interrupt=True,
            prepare=compiled,
            progress=begin("Searching", "settings"),
            final_progress=begin("Running finalists again", "runs"),
        )
    place = kept(folder, partial(write_optimum, found, loaded, overwrite=overwrite))
    if as_json:
        click.echo(json.dumps(_plain(found, place), indent=2, ensure_ascii=False))
    else:
        _show(found, place)
    if found.interrupted:
        notice("Stopped: keeping the settings that are complete.")
        click.get_current_context().exit(INTERRUPTED)


def _plain(found: Optimum, folder: Path) -> dict[str, Any]:
    from analysis.results.table import records
    from counterpoint.terminal.lived import told

    lived = found.lived
    worlds = {} if lived is None or lived.drawn is None else {
        "worlds": told(lived.drawn, lived.sentences())
    }  # fmt: skip
    return {
        "folder": str(folder),
        "scheme": found.scheme,
        "objectives": [each.column for each in found.objectives],
        "limits": [str(each) for each in found.limits],
        "search_seed": found.seed,
        "final_seed": found.final_seed,
        "replicates": found.replicates,
        "is_checked": found.is_checked,
        "interrupted": found.interrupted,
        **worlds,
        **{name: records(getattr(found, name)) for name in ("front", "references", "findings")},
    }


def _show(found: Optimum, folder: Path) -> None:
    for sentence in found.findings["sentence"]:
        say(sentence, indent="", hanging="  ")
    if len(found.front):
        click.echo()
        _show_front(found)
        click.echo()
        _show_first(found)
        if found.is_checked:
            _show_again(found, folder)
    click.echo(f"\nFront:  {folder / 'front.csv'}\nFigure: {folder / 'figures' / 'front.png'}")


def _show_again(found: Optimum, folder: Path) -> None:
    """Print the luck of the final numbers, and how to repeat one where `compare` can."""
    lived, worlds = found.lived, ""
    said = f"Final numbers: {found.replicates} replicates of seed {found.final_seed}."
    if lived is not None and lived.drawn is not None:
        worlds = f" --worlds {shlex.quote(lived.drawn.name)}"
        worlds += " --all-worlds" if lived.drawn.has_all_of_a_name else ""
    if lived is not None and lived.held:
        say(said, indent="")
        return
    say(f"{said} Repeat one with", indent="")
    click.echo(
        f"  counterpoint compare {folder / 'scenarios' / found.scheme}.yaml "
        f"{folder / 'scenarios' / found.front['scenario'].iloc[0]}.yaml "
        f"--seed {found.final_seed} --replicates {found.replicates}{worlds}"
    )


def _show_front(found: Optimum) -> None:
    """Print the leading settings of the front."""
    from analysis.insight.pareto.fronts import bounded
    from analysis.measures import named
    from analysis.words import wording

    wanted = [each for each in bounded(found.objectives, found.limits)
              if each.column in found.front]  # fmt: skip
    columns = [
        Column("", is_left=True),
        *(Column(each.column, spare=place) for place, each in enumerate(wanted)),
        Column("on the front in", spare=len(wanted)),
        *([Column(f"beats {found.scheme} in", spare=len(wanted))] if found.lived else ()),
    ]
    rows = []
    for row in found.front.head(SHOWN).to_dict("records"):
        chance = row.get("chance_on_front")
        units = [named(each.measure).unit for each in wanted]
        amounts = [wording.amount(float(row[each.column]), unit)
                   for each, unit in zip(wanted, units, strict=True)]  # fmt: skip
        often = "" if chance is None else f"{100 * chance:.0f}{wording.SPACE}%"
        beats = [_beats(row, found)] if found.lived else ()
        rows.append((str(row["scenario"]), *amounts, often, *beats))
    show(columns, [Block("", rows)])
    left = len(found.front) - SHOWN
    if left > 0:
        click.echo(f"  … and {left} more")


def _beats(row: dict[Any, Any], found: Optimum) -> str:
    """Return in how many worlds a setting beats the scheme in what is sought first."""
    from analysis.words import wording

    share = float(row.get(f"{found.objectives[0].measure}_better", math.nan))
    return "" if math.isnan(share) else wording.firms(share, found.replicates, "world")


def _show_first(found: Optimum) -> None:
    """Print the settings of the first row in plain words."""
    from analysis.words.titles import told

    row = found.front.iloc[0]
    keys = [name for name in found.front.columns if name in found.candidates and "." in name]
    say(f"{row['scenario']} sets {told([(key, row[key]) for key in keys])}.", indent="",
        hanging="  ")  # fmt: skip
    click.echo()
