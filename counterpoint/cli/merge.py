"""counterpoint merge: join the shards of a study."""

from __future__ import annotations

import json
from pathlib import Path

import click

from counterpoint.terminal.options import json_option
from counterpoint.terminal.stores import plain, show
from counterpoint.terminal.tables import notice


@click.command("merge", short_help="Join the shards of a study.")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.argument(
    "shards", metavar="SHARD...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@json_option
def command(out: Path, shards: tuple[Path, ...], as_json: bool) -> None:
    """Join the folders that sweep --shard made into the store OUT; the shards stay as they are.

    OUT then holds the same bytes as one sweep of the whole study. If a shard is missing or not
    finished, sweep the study into OUT and only what is missing is run.

    \b
    Example:
      counterpoint merge results/pay part1 part2 part3
    """
    from analysis.study.merge import merge

    result = merge(out, shards, notice=notice)
    if as_json:
        click.echo(json.dumps(plain(result), indent=2))
        return
    show(result)
    runs = result.manifest["runs"]
    if not result.manifest["is_finished"]:
        missing = runs["planned"] - runs["done"]
        notice(f"{missing:,} runs are missing: sweep the study into {out} to add them.")
