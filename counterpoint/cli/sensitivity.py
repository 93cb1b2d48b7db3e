"""counterpoint sensitivity: which parameters matter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpoint.terminal.kinds import study_named
from counterpoint.terminal.options import cores, json_option
from counterpoint.terminal.studies import folder_for, result_options, study_argument, swept
from counterpoint.terminal.tables import Block, Column, notice, show

if TYPE_CHECKING:
    import pandas as pd

    from analysis.insight.sensitivity.sensitivity import Sensitivity
    from analysis.study import Study
    from analysis.study.results import StudyResults

NOISE_BLOCKS = 6
SHOWN = 8
"""Parameters that are printed for each outcome."""


@click.command("sensitivity", short_help="Which parameters matter.")
@study_argument
@result_options
@click.option(
    "--baseline", metavar="SCHEME", help="Scheme to take differences from.  [default: the first]"
)
@click.option(
    "--noise-blocks",
    type=click.IntRange(0, 100_000),
    default=NOISE_BLOCKS,
    show_default=True,
    help="Trajectories or base points run four times to tell the noise of a study with one "
    "replicate.",
)
@json_option
def command(
    study: str,
    results: Path | None,
    measures: tuple[str, ...],
    workers: int | None,
    out: Path | None,
    overwrite: bool,
    baseline: str | None,
    noise_blocks: int,
    as_json: bool,
) -> None:
    """Say which parameters of a STUDY move each scheme, and each difference between schemes.

    The study's design must be morris (screening) or saltelli (Sobol indices). An index that luck
    alone would give is marked, and the share of noise is stated.

    \b
    Examples:
      counterpoint sensitivity screening.yaml
      counterpoint sensitivity screening.yaml --results results/screening --measure win_rate
    """
    from analysis.insight.sensitivity.output import write_sensitivity
    from analysis.insight.sensitivity.sensitivity import check_study, sensitivity
    from counterpoint.terminal.progress import bar

    loaded = study_named(study)
    check_study(loaded, measures, baseline)
    folder = folder_for(loaded, "sensitivity", out, overwrite=overwrite)
    found = swept(loaded, results, workers)
    repeats = _repeats(found, noise_blocks, workers)
    with bar("Analysing") as progress:
        answer = sensitivity(
            found,
            measures=measures or None,
            baseline=baseline,
            repeats=repeats,
            progress=progress,
        )
    write_sensitivity(answer, found, folder, repeats=repeats, overwrite=overwrite)
    if as_json:
        click.echo(json.dumps(_plain(answer, folder), indent=2, ensure_ascii=False))
    else:
        _show(answer, folder)


def _repeats(results: StudyResults, blocks: int, workers: int | None) -> pd.DataFrame | None:
    """Return some points run again, when nothing else tells the noise."""
    from analysis.insight.sensitivity.sensitivity import repeated
    from counterpoint.terminal.progress import bar, compiled

    study: Study = results.study
    if study.replicates > 1 or not blocks:
        return None
    compiled()
    notice(f"Running {blocks} blocks four times, to tell noise from effects.")
    with bar("Telling noise from effects", "runs") as progress:
        return repeated(study, blocks=blocks, workers=workers or cores(), progress=progress)


def _plain(found: Sensitivity, folder: Path) -> dict[str, object]:
    from analysis.results.table import records

    tables = ("indices", "noise", "findings", "lost")
    return {
        "folder": str(folder),
        "design": found.design,
        "baseline": found.baseline,
        **{name: records(getattr(found, name)) for name in tables},
    }


def _show(found: Sensitivity, folder: Path) -> None:
    head = ["market", "measure", "scenario", "baseline"]
    blocks: list[Block] = []
    for keys, sentences in found.findings.groupby(head, sort=False):
        title, *_ = str(sentences["sentence"].iloc[0]).split(": ")
        part = found.indices
        for name, value in zip(head, keys, strict=True):
            part = part[part[name] == value]
        notes = [str(sentence).partition(": ")[2] for sentence in sentences["sentence"]]
        blocks.append(Block(title, _leading(part, found.design), notes=notes))
    show(_columns(found.design), blocks, again=True)
    click.echo()
    if len(found.lost):
        notice(f"{len(found.lost)} points without a value; see {folder / 'lost.csv'}")
    click.echo(f"Tables:  {folder}\nFigures: {folder / 'figures'}")


def _columns(design: str) -> tuple[Column, ...]:
    from analysis.insight.sensitivity.numbers import LEADING

    leading, second = LEADING[design == "saltelli"]
    return (
        Column("", is_left=True),
        Column(leading),
        Column("95 % interval"),
        Column(second, spare=1),
        Column("", is_left=True),
        Column("parameter", is_left=True, spare=2),
    )


def _leading(part: pd.DataFrame, design: str) -> list[tuple[str, ...]]:
    """Return a row for each of the leading parameters of one outcome."""
    from analysis.insight.sensitivity.numbers import LEADING, influence

    if part.empty:
        return []
    is_saltelli = design == "saltelli"
    table = influence(part, str(part["measure"].iloc[0]), is_saltelli=is_saltelli)
    keys = part.loc[part["index"] == LEADING[is_saltelli][0], "parameter"]
    return [
        (*cells, "" if flag == "clear" else flag, key)
        for (*cells, flag), key in zip(table.itertuples(index=False), keys, strict=True)
    ][:SHOWN]
