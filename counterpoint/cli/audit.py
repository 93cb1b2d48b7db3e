"""counterpoint audit: whether claims survive other assumptions."""

from __future__ import annotations

import json
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpoint.terminal.keeping import kept
from counterpoint.terminal.options import (
    FRAGILE,
    INTERRUPTED,
    cores,
    json_option,
    lasting,
    paired_options,
)
from counterpoint.terminal.tables import Block, Column, say, show

if TYPE_CHECKING:
    from analysis.claims.audit import Audit
    from analysis.claims.claims import Claim

REPLICATES = 30
WORDS = ("group", "challenge", "verdict")
SPARE = {"n": 3, "group": 2, "interval": 1}
"""Columns that a narrow terminal leaves out; the highest first."""


@click.command("audit", short_help="Whether claims survive other assumptions.")
@click.argument("claims", metavar="[CLAIMS.yaml]", required=False)
@click.option(
    "--claim", "lines", metavar="TEXT", multiple=True, help="Ask this claim alone. Repeatable."
)
@click.option(
    "--set", "overrides", metavar="KEY=VALUE", multiple=True,
    help="Change one setting of every scenario. Repeatable.",
)  # fmt: skip
@click.option(
    "--replicates",
    type=click.IntRange(2, 1_000_000),
    default=REPLICATES,
    show_default=True,
    help="Pairs for each challenge.",
)
@click.option(
    "--meaningful",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.02,
    show_default=True,
    help="What 'no difference' (=) means, as a share of the right side.",
)
@click.option(
    "--each", is_flag=True,
    help="Move every numbered assumption by itself, not block by block; takes four times as long.",
)  # fmt: skip
@click.option(
    "--only", metavar="NAME", multiple=True,
    help="Try this challenge or group alone: --only worlds, --only 'trust off'. Repeatable.",
)  # fmt: skip
@paired_options
@json_option
def command(
    claims: str | None,
    lines: tuple[str, ...],
    overrides: tuple[str, ...],
    replicates: int,
    meaningful: float,
    each: bool,
    only: tuple[str, ...],
    seed: int,
    weeks: int | None,
    workers: int | None,
    out: Path | None,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Ask claims again under other luck, sizes, starts, mechanisms, assumptions and worlds.

    Without a file or --claim: what our own findings say. Ends with 3 where a claim is fragile, or
    undecided as it stands, so that a pipeline can watch it. Ctrl-C keeps what is complete.

    \b
    Examples:
      counterpoint audit --claim "siloed_metrics > shared_revenue in gross_profit_y3"
      counterpoint audit our_claims.yaml --out results/audit
    """
    from analysis.claims.audit import audit
    from analysis.claims.output import write_audit
    from analysis.results.store import check_free, free_folder
    from counterpoint.terminal.progress import bar, compiled

    asked = _asked(claims, lines)
    folder = out or free_folder(Path("results"), f"audit_{Path(claims or 'claims').stem}")
    check_free(folder, overwrite=overwrite)
    compiled()
    started = time.monotonic()
    with bar("Challenging") as progress:
        found = audit(
            asked,
            overrides=lasting(overrides, weeks),
            replicates=replicates,
            seed=seed,
            workers=workers or cores(),
            meaningful=meaningful,
            each=each,
            only=only,
            keep_on_interrupt=True,
            progress=progress,
        )
    seconds = time.monotonic() - started
    place = kept(folder, partial(write_audit, found, overwrite=overwrite, seconds=seconds))
    if as_json:
        click.echo(_json(found, place))
    else:
        _show(found, place)
    if found.interrupted:
        click.get_current_context().exit(INTERRUPTED)
    if not found.holds:
        click.get_current_context().exit(FRAGILE)


def _asked(claims: str | None, lines: tuple[str, ...]) -> list[Claim]:
    from analysis.claims.claims import SHIPPED, parsed_lines, read_claims

    if claims is not None and lines:
        raise click.UsageError("a file of claims and --claim exclude each other")
    if lines:
        return parsed_lines(lines)
    return read_claims(claims or SHIPPED)


def _json(found: Audit, folder: Path) -> str:
    from analysis.claims.words import sentences
    from analysis.results.table import records

    content = {
        "folder": str(folder),
        "seed": found.seed,
        "replicates": found.replicates,
        "interrupted": found.interrupted,
        "holds": found.holds,
        "sentences": sentences(found),
        "verdicts": records(found.verdicts),
        "results": records(found.results),
        "worlds": records(found.worlds),
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def _show(found: Audit, folder: Path) -> None:
    from analysis.claims.words import lines, sentences

    heads = {"group": "group", "challenge": "", "effect": "left − right",
             "interval": "95 % interval", "n": "pairs", "verdict": "verdict"}  # fmt: skip
    blocks = []
    for claim, part in found.results.groupby("claim", sort=False):
        rows = [tuple(line[key] for key in heads) for line in lines(part)]
        blocks.append(Block(str(claim), rows))
    columns = [Column(head, is_left=key in WORDS, spare=SPARE.get(key, 0))
               for key, head in heads.items()]  # fmt: skip
    show(columns, blocks, again=True)
    click.echo()
    for sentence in sentences(found):
        say(sentence, indent="", hanging="  ")
    click.echo(f"\nTables and figures: {folder}")
