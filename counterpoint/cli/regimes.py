"""counterpoint regimes: where each scheme wins."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpoint.terminal.completing import complete_key
from counterpoint.terminal.kinds import study_named
from counterpoint.terminal.options import json_option
from counterpoint.terminal.studies import folder_for, result_options, study_argument, swept
from counterpoint.terminal.tables import notice, say

if TYPE_CHECKING:
    from analysis.insight.discovery.regimes import Regimes


@click.command("regimes", short_help="Where each scheme wins.")
@study_argument
@result_options
@click.option(
    "--x",
    metavar="KEY",
    shell_complete=complete_key,
    help="Parameter along x of the map.  [default: what matters most]",
)
@click.option(
    "--y",
    metavar="KEY",
    shell_complete=complete_key,
    help="Parameter along y of the map.  [default: what matters next]",
)
@click.option("--seed", type=click.IntRange(0, 2**31), default=0, show_default=True,
              help="Seed of the hold-out split and of resampling, not of runs.")  # fmt: skip
@json_option
def command(
    study: str,
    results: Path | None,
    measures: tuple[str, ...],
    workers: int | None,
    out: Path | None,
    overwrite: bool,
    x: str | None,
    y: str | None,
    seed: int,
    as_json: bool,
) -> None:
    """Say in which environments of a STUDY each scheme is best, and what the wrong choice costs.

    A map over two parameters, rules in words that hold on environments they were not found on,
    expected regret, and stochastic dominance. Any design will do.

    \b
    Examples:
      counterpoint regimes environments
      counterpoint regimes environments --results results/environments --x needs.drift
    """
    from analysis.insight.discovery.output import write_regimes
    from analysis.insight.discovery.regimes import check_study, regimes

    loaded = study_named(study)
    check_study(loaded, measures, (x, y))
    folder = folder_for(loaded, "regimes", out, overwrite=overwrite)
    found = swept(loaded, results, workers)
    answer = regimes(found, measures=measures or None, x=x, y=y, seed=seed)
    write_regimes(answer, found, folder, overwrite=overwrite)
    if as_json:
        click.echo(json.dumps(_plain(answer, folder), indent=2, ensure_ascii=False))
    else:
        _show(answer, folder)


def _plain(found: Regimes, folder: Path) -> dict[str, object]:
    from analysis.results.table import records

    tables = ("shares", "drivers", "rules", "dominance", "findings", "lost")
    return {
        "folder": str(folder),
        "schemes": list(found.schemes),
        **{name: records(getattr(found, name)) for name in tables},
    }


def _show(found: Regimes, folder: Path) -> None:
    for _measure, part in found.findings.groupby("measure", sort=False):
        title, *_ = str(part["sentence"].iloc[0]).split(": ")
        say(title, indent="", is_bold=True)
        for sentence in part["sentence"]:
            say(str(sentence).partition(": ")[2], hanging="    ")
        click.echo()
    if len(found.lost):
        lost = found.lost["point"].nunique()
        notice(f"{lost} points without a value; see {folder / 'lost.csv'}")
    click.echo(f"Tables:  {folder}\nFigures: {folder / 'figures'}")
