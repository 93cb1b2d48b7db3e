"""counterpoint list: the shipped files."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from counterpoint.terminal.options import json_option
from counterpoint.terminal.tables import room

TITLES = {
    "scheme": "Schemes (how people are paid and organised)",
    "market": "Markets (--market)",
    "overlay": "Overlays (--with)",
    "practice": "Practices, one at a time (--with, and counterpoint practices)",
    "company": "Ground, and firms that change over the years",
    "study": "Studies (counterpoint sweep)",
}


@click.command("list", short_help="Shipped scenarios, markets, overlays and studies.")
@json_option
def command(as_json: bool) -> None:
    """List the shipped scenarios, markets, overlays and studies.

    \b
    Example:
      counterpoint list
    """
    from sim.rooms import current
    from sim.scenario.shipped import study_summaries, summaries

    found = [*summaries(), *study_summaries()]
    rooms = [
        {"name": room.name, "kind": "room", "description": room.meaning, "file": room.file,
         "title": room.block.practice}
        for room in current()
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps([*(asdict(item) for item in found), *rooms], indent=2))
        return
    width = max(len(name) for name in [*(i.name for i in found), *(r["name"] for r in rooms)]) + 2
    for kind, title in TITLES.items():
        rows = [item for item in found if kind == ("practice" if item.is_practice else item.kind)]
        if not rows:
            continue
        click.secho(title, bold=True)
        for item in rows:
            _line(item.name, headed(item.title, item.description), width)
        click.echo()
    if rooms:
        click.secho("Rooms from outside (--plugin)", bold=True)
        for each in rooms:
            _line(each["name"], f"{each['description']} ({each['file']})", width)
        click.echo()
    click.echo(
        "counterpoint show SCHEME prints its settings, counterpoint sweep STUDY runs a study."
    )


def _line(name: str, words: str, width: int) -> None:
    """Print a name with what it is, below one another where it is long."""
    click.echo(click.wrap_text(words, room(), f"  {name:<{width}}", " " * (width + 2)))


def headed(title: str, description: str) -> str:
    """Return a description under its title, which is said once where the description begins so.

    >>> headed("Third stage: aligned", "Third stage: also working meetings.")
    'Third stage: aligned. Also working meetings.'
    >>> headed("A handful of buyers", "A handful of buyers who all know one another.")
    'A handful of buyers who all know one another.'
    >>> headed("Each on own numbers", "Marketing makes leads.")
    'Each on own numbers. Marketing makes leads.'
    """
    head, _, more = title.partition(":")
    if not title or not description.startswith(head):
        return f"{title}. {description}" if title else description
    rest = description[len(head) :]
    if not more or not rest.startswith(":"):
        return description
    rest = rest.lstrip(": ")
    return f"{title}. {rest[:1].upper()}{rest[1:]}"
