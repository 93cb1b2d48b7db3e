"""How far the store of a study is: as JSON, and printed with the means of its first measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from counterpoint.terminal.tables import Block, Column, notice, say
from counterpoint.terminal.tables import show as show_table

if TYPE_CHECKING:
    from analysis.study.results import StudyResults

QUICKLY_READ = 20_000
"""Runs up to which the means are printed; reading more would keep people waiting."""
SHOWN = 6
"""Measures, and failures, that are printed at the end."""


def plain(result: StudyResults) -> dict[str, Any]:
    """Return how far a store is, as JSON has it."""
    return {
        "folder": str(result.folder),
        "study": result.study.name,
        "points": len(result.points),
        "schemes": list(result.schemes),
        "replicates": result.study.replicates,
        "runs": result.manifest["runs"],
        "made": result.made,
        "is_finished": result.manifest["is_finished"],
        "shard": result.manifest["shard"],
    }


def show(result: StudyResults) -> None:
    """Print how far a store is, and the means of its first measures."""
    runs = result.manifest["runs"]
    part = f", shard {result.manifest['shard']}" if result.manifest["shard"] else ""
    click.secho(f"{result.study.name}{part}", bold=True)
    say(
        f"{len(result.points):,} points × {len(result.schemes)} schemes × "
        f"{result.study.replicates:,} replicates: {runs['done']:,} of {runs['planned']:,} runs are "
        f"done, {runs['failed']:,} failed"
    )
    if runs["failed"] < runs["done"] <= QUICKLY_READ:
        _show_means(result)
    for row in result.failures.head(SHOWN).itertuples():
        notice(
            f"  failed: point {row.point}, {row.scenario}, replicate {row.replicate}: {row.text}"
        )
    if len(result.failures) > SHOWN:
        notice(f"  … all in {result.folder / 'failures.parquet'}")
    click.echo(f"\nStore: {result.folder}")


def _show_means(result: StudyResults) -> None:
    """Print means over all points and replicates, a column per scheme."""
    from analysis.measures import named
    from analysis.words import wording

    measures = result.study.measures[:SHOWN]
    head = result.schemes
    means = result.measures.groupby(["measure", "scenario"], observed=True)["value"].mean()
    rows = [
        (
            wording.title(name),
            *(wording.amount(float(means[name, each]), named(name).unit) for each in head),
        )
        for name in measures
    ]
    click.echo("\n  Means over all points and replicates")
    columns = [Column(name, spare=place) for place, name in enumerate(head)]
    show_table([Column("", is_left=True), *columns], [Block("", rows)])
    left = len(result.study.measures) - len(measures)
    if left:
        say(f"… and {left} more: counterpoint.analysis.load_study({str(result.folder)!r}).measures")
