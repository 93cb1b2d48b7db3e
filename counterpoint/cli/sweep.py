"""counterpoint sweep: run a study into a results store."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoint.terminal.kinds import study_named
from counterpoint.terminal.options import FAILED, INTERRUPTED, cores, json_option, workers_option
from counterpoint.terminal.stores import plain, show
from counterpoint.terminal.studies import store_of, study_argument
from counterpoint.terminal.tables import notice, say

if TYPE_CHECKING:
    from analysis.study.results import StudyResults


class Shard(click.ParamType[tuple[int, int]]):
    """i/n: the i-th of n parts."""

    name = "i/n"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Return (i, n)."""
        found = re.fullmatch(r"(\d{1,7})/(\d{1,7})", str(value))
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            self.fail(
                f"{value!r} does not name a part, as 3/8 does: the third of eight.", param, ctx
            )
        return int(found[1]), int(found[2])


@click.command("sweep", short_help="Run a study into a results store.")
@study_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The store.  [default: results/ and the study's name]",
)
@workers_option
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Run on the workers of a Dask scheduler, such as tcp://head:8786, instead of here.",
)
@click.option(
    "--shard", type=Shard(), metavar="I/N", help="Make only the I-th of N parts; join with merge."
)
@click.option(
    "--replicates",
    type=click.IntRange(1, 1_000_000),
    help="Replicates of every point.  [default: the study's]",
)
@click.option("--keep-tables", is_flag=True, help="Keep the tables of every run too, in the store.")
@click.option(
    "--chunk",
    type=click.IntRange(1, 1_000_000),
    help="About how many runs a file holds; fixed when the store is begun.  [default: 40]",
)
@click.option(
    "--retry-failed", is_flag=True, help="Make runs again that failed in an earlier sweep."
)
@json_option
def command(
    study: str,
    out: Path | None,
    workers: int | None,
    scheduler: str | None,
    shard: tuple[int, int] | None,
    replicates: int | None,
    keep_tables: bool,
    chunk: int | None,
    retry_failed: bool,
    as_json: bool,
) -> None:
    """Run every point of a STUDY under every scheme, as often as it says, into a results store.

    Give the same command again and it does only what is missing, whatever stopped it. More
    replicates, or more points of a Sobol sequence, extend a store. Ctrl-C finishes what is under
    way.

    \b
    Examples:
      counterpoint sweep smoke
      counterpoint sweep pay.yaml --out results/pay --workers 8
      counterpoint sweep pay.yaml --out part3 --shard 3/8
    """
    from analysis.study.sweep import sweep
    from counterpoint.terminal.progress import bars, compiled
    from counterpoint.terminal.watch import at_work_in

    loaded = study_named(study)
    if replicates is not None:
        loaded = replace(loaded, replicates=replicates)
    folder = out or store_of(loaded)
    at_work_in(folder)
    with bars() as begin:
        result = sweep(
            loaded,
            folder,
            workers=workers or cores(),
            scheduler=scheduler,
            shard=shard,
            keep_tables=keep_tables,
            chunk_runs=chunk,
            progress=begin("Simulating", "runs"),
            notice=notice,
            keep_on_interrupt=True,
            retry_failed=retry_failed,
            prepare=compiled,
        )
    if as_json:
        click.echo(json.dumps(plain(result), indent=2))
    else:
        show(result)
        if result.manifest["is_finished"]:
            for sentence in _next(result, study).splitlines():
                say(sentence, indent="", hanging="  ")
    if result.interrupted:
        notice("Stopped. Give the same command again to go on.")
        click.get_current_context().exit(INTERRUPTED)
    if result.manifest["runs"]["failed"]:
        notice(
            "The model refused these runs, so their numbers are missing. Mend the ranges of the "
            "study, or give the same command with --retry-failed to try them again.")  # fmt: skip
        click.get_current_context().exit(FAILED)


def _next(result: StudyResults, study: str) -> str:
    """Return what can be done with a finished store; first, when it was finished before."""
    from analysis.insight.discovery.regimes import FEWEST_ENVIRONMENTS
    from analysis.insight.sensitivity.sensitivity import RANKED_BY

    runs = result.manifest["runs"]["done"]
    said = "" if result.made else f"Nothing was missing: {result.folder} holds all {runs:,} runs.\n"
    if result.manifest["shard"]:
        return f"{said}Next: join it with the other shards, with counterpoint merge"
    many = len(result.schemes) > 1 and len(result.study.parameters) > 1
    if result.study.design.kind in RANKED_BY:
        reader = "sensitivity"
    elif many and len(result.points) >= FEWEST_ENVIRONMENTS:
        reader = "regimes"
    else:
        call = f"counterpoint.analysis.load_study({str(result.folder)!r})"
        return f"{said}Next: read it in Python, with {call}; or ask for more replicates or points"
    command = shlex.join(["counterpoint", reader, study, "--results", str(result.folder)])
    return f"{said}Next: {command}"
