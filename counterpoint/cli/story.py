"""counterpoint story: the dated life of one account, pair or person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoint.terminal.completing import complete_scenario
from counterpoint.terminal.form import dates_option
from counterpoint.terminal.kinds import check_scenarios
from counterpoint.terminal.options import (
    json_option,
    lasting,
    luck_options,
    resolve,
    scenario_options,
    weeks_option,
)
from counterpoint.terminal.tables import PLENTY, notice, room, wrapped

if TYPE_CHECKING:
    from datetime import date

    from analysis.stories.choose import Story

FORMATS = ("text", "markdown", "json", "ocel", "csv")


@click.command("story", short_help="The dated life of one account or pair.")
@click.argument("scenario", metavar="SCENARIO", shell_complete=complete_scenario)
@click.option("--account", type=click.IntRange(0), metavar="ID", help="The life of this account.")
@click.option("--pair", metavar="MARKETER,REP", help="What happened between two seats.")
@click.option("--person", type=click.IntRange(0), metavar="ID", help="A person_id or seat_id.")
@click.option(
    "--interesting",
    is_flag=False,
    flag_value="any",
    type=click.Choice(["any", "lost-customer", "quarrel", "made-up"]),
    help="Find a story: lost-customer (to a promise), quarrel (a deal that died of it), made-up (a "
    "pair that did), or any of them, as without this option.",
    metavar="[KIND]",
)
@click.option("--all", "everything", is_flag=True, help="Every event of the run.")
@click.option(
    "--against",
    metavar="OTHER",
    shell_complete=complete_scenario,
    help="The same account under this scenario with the same luck, side by side.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="ocel: OCEL 2.0 JSON for process mining; csv: case_id, activity, timestamp.",
)
@dates_option
@click.option("--out", type=click.Path(path_type=Path), help="File to write to; never replaced.")
@scenario_options
@luck_options
@weeks_option
@json_option
def command(
    scenario: str,
    account: int | None,
    pair: str | None,
    person: int | None,
    interesting: str | None,
    everything: bool,
    against: str | None,
    form: str,
    out: Path | None,
    market: str | None,
    overlays: tuple[str, ...],
    overrides: tuple[str, ...],
    seed: int,
    replicate: int,
    weeks: int | None,
    as_json: bool,
) -> None:
    """Tell what happened to one account, pair or person, week by week, and what led to it.

    \b
    Examples:
      counterpoint story siloed_metrics
      counterpoint story siloed_metrics --interesting quarrel --against shared_revenue
      counterpoint story shared_revenue --all --format ocel --out log.json
    """
    from analysis.results import form as tables
    from analysis.stories.choose import Wanted, told
    from counterpoint.terminal.progress import compiled

    check_scenarios(scenario, against, market, *overlays)
    if out is not None and out.exists():
        raise click.UsageError(f"--out {out}: exists already; choose another file")
    wanted = Wanted(account, _couple(pair), person, interesting, everything)
    changes = lasting(overrides, weeks)
    loaded = [resolve(name, market, overlays, changes) for name in (scenario, against) if name]
    compiled()
    story = told(loaded, wanted, seed, replicate)
    width = room() if out is None else PLENTY
    text = _text(story, "json" if as_json else form, tables.form().dates, width)
    if out is None:
        click.echo(text)
    else:
        _write(out, text)


def _couple(pair: str | None) -> tuple[int, int] | None:
    if pair is None:
        return None
    parts = [part.strip() for part in pair.split(",")]
    if len(parts) != 2 or not all(part.isdigit() for part in parts):
        raise click.UsageError(f"--pair {pair}: write two seats, such as 0,1 (see staff.seat_id)")
    return int(parts[0]), int(parts[1])


def _text(story: Story, form: str, start: date | None, width: int) -> str:
    """Return a story in the form asked for."""
    from analysis.stories import ocel, told

    log = story.logs[0]
    if form == "json":
        return json.dumps(_plain(story), indent=2, ensure_ascii=False)
    if form == "ocel":
        return json.dumps(ocel.ocel(log, start or ocel.START), indent=1, ensure_ascii=False)
    if form == "csv":
        table = ocel.flat(log, start or ocel.START)
        return str(table.to_csv(index=False, lineterminator="\n")).rstrip("\n")
    if form == "markdown":
        parts = [
            told.markdown(f"{story.title} ({name})", each, start, story.said)
            for name, each in zip(story.names, story.logs, strict=True)
        ]
        return "\n".join(parts).rstrip("\n")
    return "\n".join(_lines(story, start, width))


def _lines(story: Story, start: date | None, width: int) -> list[str]:
    """Return a story for a terminal, or for a reader that takes lines of any length."""
    from analysis.stories import told

    if len(story.logs) == 2:
        lives = (story.logs[0], story.logs[1])
        names = (story.names[0], story.names[1])
        lines = told.side_by_side(names, lives, start, min(width - 1, told.WIDTH))
    else:
        hanging = " " * (told.LABEL + len(told.GAP) + 2)
        lines = [part for line in told.lines(story.logs[0], start)
                 for part in wrapped(line, width, hanging=hanging)]  # fmt: skip
    said = [part for text in story.said for part in wrapped(text, width)]
    return [*wrapped(story.title, width), "", *lines, *(["", *said] if said else [])]


def _plain(story: Story) -> dict[str, Any]:
    return {
        "title": story.title,
        "seed": story.seed,
        "replicate": story.replicate,
        "said": list(story.said),
        "stories": [
            {"scenario": name, "events": json.loads(log.frame().to_json(orient="records"))}
            for name, log in zip(story.names, story.logs, strict=True)
        ],
    }


def _write(path: Path, text: str) -> None:
    from analysis.results.whole import write_whole

    write_whole(path, (text + "\n").encode())
    notice(f"Written: {path}")
