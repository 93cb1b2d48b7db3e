"""counterpoint diff: what differs between two scenarios."""

from __future__ import annotations

import json
from typing import Any

import click

from counterpoint.terminal.completing import complete_scenario
from counterpoint.terminal.kinds import check_scenarios
from counterpoint.terminal.options import json_option, resolve, scenario_options
from counterpoint.terminal.tables import GAP, room, say


@click.command("diff", short_help="What differs between two scenarios.")
@click.argument("first", metavar="A", shell_complete=complete_scenario)
@click.argument("second", metavar="B", shell_complete=complete_scenario)
@scenario_options
@json_option
def command(
    first: str,
    second: str,
    market: str | None,
    overlays: tuple[str, ...],
    overrides: tuple[str, ...],
    as_json: bool,
) -> None:
    """Print the settings in which scenarios A and B differ.

    \b
    Example:
      counterpoint diff siloed_metrics cmo_reports_to_cso
    """
    check_scenarios(first, second)
    a = resolve(first, market, overlays, overrides)
    b = resolve(second, market, overlays, overrides)
    rows = differences(_all(a), _all(b))
    if as_json:
        content = [{"key": key, a.name: left, b.name: right} for key, left, right in rows]
        if a.name == b.name:
            content = [{"key": key, "a": left, "b": right} for key, left, right in rows]
        click.echo(json.dumps(content, indent=2))
        return
    if not rows:
        also = "; only their titles differ" if a.title != b.title else ""
        say(f"{a.name} and {b.name} hold the same numbers{also}.", indent="")
        return
    if a.title != b.title:
        rows = [("title", a.title or None, b.title or None), *rows]
    _print((a.name, b.name), [(key, _text(x), _text(y)) for key, x, y in rows])


def _print(names: tuple[str, str], rows: list[tuple[str, str, str]]) -> None:
    """Print rows as a table; where that is too wide, each setting with its values below."""
    table = [("", *names), *rows]
    widths = [max(len(row[i]) for row in table) for i in range(3)]
    if sum(widths) + 2 * len(GAP) <= room():
        for key, left, right in table:
            click.echo(f"{key:<{widths[0]}}{GAP}{left:<{widths[1]}}{GAP}{right}")
        return
    for key, *values in rows:
        say(key, indent="")
        for name, value in zip(names, values, strict=True):
            say(f"{name}: {value}", hanging="    ")


def differences(a: dict[str, Any], b: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """Return (key, value in a, value in b) where two sets of settings differ.

    >>> differences({"x": 1, "y": 2}, {"x": 1, "y": 3})
    [('y', 2, 3)]
    """
    keys = dict.fromkeys([*a, *b])
    return [(key, a.get(key), b.get(key)) for key in keys if a.get(key) != b.get(key)]


def _all(loaded: Any) -> dict[str, Any]:
    from sim.scenario.declared import flattened

    result: dict[str, Any] = {}
    for key, value in loaded.flat().items():
        if isinstance(value, list):
            for number, entry in enumerate(value):
                result.update(flattened(entry, f"{key}[{number}]"))
        elif key != "run.before":
            result[key] = value
    past = flattened(loaded.past) if loaded.past is not None else {}
    scheme = ("contracts.", "organisation.", "information.")
    burn_in = {**{k: v for k, v in result.items() if k.startswith(scheme)}, **past}
    result.update({f"before.{key}": value for key, value in burn_in.items()})
    for week, change in loaded.timeline:
        result.update({f"timeline.week {week}.{key}": value for key, value in change.items()})
    return result


def _text(value: Any) -> str:
    return "-" if value is None else str(value)
