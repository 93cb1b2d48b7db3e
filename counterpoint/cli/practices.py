"""counterpoint practices: the marginal effect of each practice."""

from __future__ import annotations

import json
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoint.terminal.completing import complete_pair, complete_practice, complete_scenario
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
    from analysis.practice.effects import Practices

REPLICATES = 60
"""Paired companies per practice, unless the user says otherwise."""
SPARE = {"interval": 1, "conflict": 2, "knowledge": 4, "hours": 3}
"""Columns that a narrow terminal leaves out; the highest first."""
COLOURS = {"helps": "green", "hurts": "red"}


@click.command("practices", short_help="The marginal effect of each practice.")
@click.argument(
    "scenario", metavar="[SCENARIO]", default="siloed_metrics", shell_complete=complete_scenario
)
@scenario_options
@click.option(
    "--only",
    metavar="A,B…",
    shell_complete=complete_practice,
    help="Only these practices, shipped names or overlay files.  [default: all shipped ones]",
)
@click.option(
    "--pairs",
    metavar="A+B",
    multiple=True,
    shell_complete=complete_pair,
    help="Say also whether two practices add up. Repeatable; without --only just these are run.",
)
@click.option(
    "--replicates",
    type=click.IntRange(2, 1_000_000),
    default=REPLICATES,
    show_default=True,
    help="Paired companies per practice.",
)
@click.option(
    "--meaningful",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.02,
    show_default=True,
    help="Differences inside this share of the firm's mean do not matter.",
)
@worlds_option
@paired_options
@json_option
def command(
    scenario: str,
    market: str | None,
    overlays: tuple[str, ...],
    overrides: tuple[str, ...],
    only: str | None,
    pairs: tuple[str, ...],
    replicates: int,
    meaningful: float,
    worlds: str | None,
    all_worlds: bool,
    seed: int,
    weeks: int | None,
    workers: int | None,
    out: Path | None,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Switch each practice on for one firm (off, where it has it) and say what that does.

    Each is compared with the firm as it is, replicate by replicate. Prints a table sorted by the
    effect on gross profit; writes tables, a figure and report.html. Ctrl-C keeps what is complete.

    \b
    Examples:
      counterpoint practices siloed_metrics --market enterprise
      counterpoint practices our_firm.yaml --only meetings_working,exchange
      counterpoint practices --pairs celebrations+joint_assignments
      counterpoint practices --only exchange,lead_sla --worlds behaviour
    """
    from analysis.practice.effects import practices
    from analysis.practice.output import write_practices
    from analysis.results.store import check_free, free_folder
    from counterpoint.terminal.progress import bar, compiled

    named, couples = _named(only), _couples(pairs)
    check_scenarios(scenario, market, *overlays)
    folder = out or free_folder(Path("results"), f"practices_{Path(scenario).stem}")
    check_free(folder, overwrite=overwrite, kind="practices")
    compiled()
    started = time.monotonic()
    with bar("Simulating") as progress:
        found = practices(
            scenario,
            market=market,
            overlays=overlays,
            overrides=lasting(overrides, weeks),
            only=named,
            pairs=couples,
            replicates=replicates,
            seed=seed,
            workers=workers or cores(),
            meaningful=meaningful,
            worlds=worlds,
            all_worlds=all_worlds,
            keep_on_interrupt=True,
            progress=progress,
        )
    seconds = time.monotonic() - started
    if found.interrupted:
        notice(f"Stopped: keeping {found.replicates} complete replicates.")
    place = kept(folder, partial(write_practices, found, overwrite=overwrite, seconds=seconds))
    if as_json:
        click.echo(json.dumps(_plain(found, place), indent=2, ensure_ascii=False))
    else:
        _show(found, place / "report.html")
    if found.interrupted:
        click.get_current_context().exit(INTERRUPTED)


def _named(only: str | None) -> list[str]:
    """Return the practices that --only names; none without it, which means all."""
    if only is None:
        return []
    names = [name.strip() for name in only.split(",") if name.strip()]
    if not names:
        raise click.UsageError("--only names no practice; leave it out for all of them")
    return names


def _couples(pairs: tuple[str, ...]) -> list[tuple[str, str]]:
    result = []
    for text in pairs:
        names = [name.strip() for name in text.split("+")]
        if len(names) != 2 or not all(names) or names[0] == names[1]:
            raise click.UsageError(
                f"--pairs {text}: write two practices, such as exchange+ride_alongs"
            )
        result.append((names[0], names[1]))
    return result


def _plain(found: Practices, folder: Path) -> dict[str, Any]:
    """Return the result as JSON has it."""
    from analysis.comparison.verdicts import too_few
    from analysis.practice.output import tables
    from analysis.results.table import records
    from analysis.uncertainty.words import said_of

    written = tables(found)
    apart = {"measures", "worlds", "turning"}
    return {
        "folder": str(folder),
        "scenario": found.base.name,
        "market": found.market,
        "headline": found.headline,
        "replicates": found.replicates,
        "seed": found.seed,
        "interrupted": found.interrupted,
        "warnings": [text for text in [too_few(found.replicates)] if text],
        **(
            {}
            if found.drawn is None
            else {"worlds": told(found.drawn, said_of(found, found.headline))}
        ),
        **{name: records(table) for name, table in written.items() if name not in apart},
    }


def _show(found: Practices, report: Path) -> None:
    from analysis.comparison.verdicts import too_few
    from analysis.practice.output import clear_interactions, place, rows
    from analysis.uncertainty.words import said_of
    from analysis.words import wording

    say(f"{place(found)}: each practice alone, {found.replicates} paired replicates", indent="",
        hanging="  ", is_bold=True)  # fmt: skip
    click.echo()
    lines = rows(found)
    heads = {
        "practice": "", "verdict": "", "effect": wording.lowered(wording.title(found.headline)),
        "interval": "95 % interval", "conflict": "conflict", "knowledge": "knowledge error",
        "hours": "h a week",
    }  # fmt: skip
    columns = [Column(head, is_left=key in ("practice", "verdict"), spare=SPARE.get(key, 0))
               for key, head in heads.items()]  # fmt: skip
    cells = [tuple(line[key] for key in heads) for line in lines]
    show(columns, [Block("", cells, [COLOURS.get(line["verdict"]) for line in lines])])
    click.echo()
    for sentence in [*found.verdicts["sentence"], *clear_interactions(found)]:
        say(sentence, hanging="    ")
    show_worlds(said_of(found, found.headline))
    click.echo()
    caution = too_few(found.replicates)
    if caution is not None:
        say(caution, colour="yellow")
    if any("*" in cell for row in cells for cell in row):
        say("* real differences (Holm over practices and measures)")
    say("Hours are per person and week.")
    how_sure()
    click.echo(f"\nReport:  {report}\nFigure:  {report.parent / 'figures' / 'practices.png'}")
