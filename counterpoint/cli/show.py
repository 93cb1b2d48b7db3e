"""counterpoint show: a resolved scenario, with the place every value comes from."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoint.terminal.completing import complete_scenario
from counterpoint.terminal.funnel import show_funnel
from counterpoint.terminal.options import json_option, resolve, scenario_options
from counterpoint.terminal.tables import GAP, room, say

if TYPE_CHECKING:
    from sim.scenario import Scenario

MOST = 12
"""Labelled numbers that are shown one by one without being asked for."""
INDENT = "    "


@click.command("show", short_help="A resolved scenario, and the file each value comes from.")
@click.argument("scenario", metavar="SCENARIO", shell_complete=complete_scenario)
@scenario_options
@click.option("--funnel", is_flag=True, help="Print what the file implies, without running it.")
@click.option(
    "--check",
    metavar="N",
    type=click.IntRange(2, 1000),
    help="With --funnel: run the file N times and say how far each line is off.",
)
@click.option("--changed", is_flag=True, help="Leave out what stands at its declared default.")
@click.option("--only", metavar="KEY", help="Only settings below KEY, such as contracts.rep.")
@click.option("--yaml", "as_yaml", is_flag=True, help="Print one file that needs no other.")
@json_option
def command(
    scenario: str,
    market: str | None,
    overlays: tuple[str, ...],
    overrides: tuple[str, ...],
    funnel: bool,
    check: int | None,
    changed: bool,
    only: str | None,
    as_yaml: bool,
    as_json: bool,
) -> None:
    """Print the settings of a scenario and the file and line each comes from.

    Long rows of untouched numbers are folded, and weights of 0 left out; --only shows them.

    \b
    Examples:
      counterpoint show shared_revenue --market enterprise
      counterpoint show siloed_metrics --only contracts.rep
      counterpoint show company.yaml --funnel --check 10
    """
    if check is not None and not funnel:
        raise click.UsageError("--check holds the funnel against runs; give --funnel with it")
    loaded = resolve(scenario, market, overlays, overrides)
    if funnel:
        show_funnel(loaded, check, as_json=as_json)
    elif as_yaml:
        click.echo(loaded.to_yaml(), nl=False)
    elif as_json:
        click.echo(json.dumps(_plain(loaded), indent=2))
    else:
        _show(loaded, _rows(loaded, changed, only))


def headed(loaded: Scenario) -> str:
    """Return a scenario's title in bold, with its name where that is another."""
    name = click.style(f"  {loaded.name}", dim=True) if loaded.title else ""
    return click.style(loaded.label, bold=True) + name


def _plain(loaded: Scenario) -> dict[str, Any]:
    return {
        "name": loaded.name,
        "title": loaded.label,
        "description": loaded.description,
        "currency": loaded.currency,
        "hash": loaded.hash,
        "before": loaded.before,
        "values": loaded.values,
        "origin": dict(loaded.origin),
        "timeline": [{"week": week, "changes": change} for week, change in loaded.timeline],
    }


def _rows(loaded: Scenario, changed: bool, only: str | None) -> list[tuple[str, str, str]]:
    from sim.core.errors import InputError
    from sim.scenario import declared
    from sim.scenario.declared import EURO
    from sim.scenario.suggest import hint

    rows = []
    for key, value, place in _folded(loaded, only):
        if (changed and place == "default") or (not only and _is_no_weight(key, value)):
            continue
        if only and not (key == only or key.startswith(f"{only}.")):
            continue
        for inner, item in _opened(key, value):
            unit = getattr(declared.flat().get(key), "unit", "1")
            unit = unit.replace(EURO, loaded.currency)
            text = _shown(item) + ("" if unit in ("", "1") else f" {unit}")
            rows.append((inner, text, place))
    if only and not rows and not changed:
        groups = {".".join(key.split(".")[:n]) for key in loaded.flat() for n in (1, 2, 3)}
        raise InputError(f"--only {only}: no such setting; {hint(only, sorted(groups))}")
    return rows


def _is_no_weight(key: str, value: Any) -> bool:
    from sim.scenario.declared import metrics

    section, _dot, rest = key.partition(".")
    return section == "contracts" and rest.split(".")[-1] in metrics() and value == 0.0


def _shown(item: Any) -> str:
    from sim.scenario.writing import scalar_text

    return str(item) if isinstance(item, str) else scalar_text(item)


def _folded(loaded: Scenario, only: str | None) -> list[tuple[str, Any, str]]:
    """Return (key, value, place); long rows of untouched numbers become one line."""
    flat = loaded.flat()
    groups: dict[str, list[str]] = {}
    for key in flat:
        groups.setdefault(key.rpartition(".")[0], []).append(key)
    rows: list[tuple[str, Any, str]] = []
    for group, keys in groups.items():
        is_long = len(keys) > MOST and group.count(".") == 1 and not group.startswith("contracts.")
        if is_long and not only and all(loaded.origin[key] == "default" for key in keys):
            rows.append((group, f"{len(keys)} numbers (--only {group})", "default"))
        else:
            rows.extend((key, flat[key], loaded.origin[key]) for key in keys)
    return rows


def _opened(key: str, value: Any) -> list[tuple[str, Any]]:
    if not isinstance(value, list):
        return [(key, value)]
    from sim.scenario.declared import flattened

    entries = enumerate(value)
    return [(f"{key}[{n}].{k}", v) for n, entry in entries for k, v in flattened(entry).items()]


def _show(loaded: Scenario, rows: list[tuple[str, str, str]]) -> None:
    click.echo(headed(loaded))
    say(loaded.description, indent="")
    click.echo()
    _table(rows)
    for week, change in loaded.timeline:
        click.echo(f"\nfrom week {week}:")
        for key, value in change.items():
            say(f"{key}: {value}", hanging="    ")


def _table(rows: list[tuple[str, str, str]]) -> None:
    """Print key, value and origin of every setting; what is too wide is wrapped, never left out."""
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
    if sum(widths) + 2 * len(GAP) < room():
        for key, value, place in rows:
            origin = click.style(place, dim=True)
            click.echo(f"{key:<{widths[0]}}{GAP}{value:<{widths[1]}}{GAP}{origin}")
        return
    short = [(key, value, Path(place).name) for key, value, place in rows]
    widths[2] = max(len(row[2]) for row in short)
    left = room() - 1 - widths[0] - widths[2] - 2 * len(GAP)
    for row in short:
        _row(row, widths[0], left)
    say("Files are named without their folders at this width; a wider terminal, a pipe or --json "
        "names them whole.", indent="")  # fmt: skip


def _row(row: tuple[str, str, str], width: int, left: int) -> None:
    """Print a setting, its value wrapped to the room that is left; or origin below."""
    key, value, place = row
    origin = click.style(place, dim=True)
    if left < max(map(len, value.split()), default=0):
        say(f"{key}{GAP}{value}", indent="", hanging=INDENT)
        click.echo(f"{INDENT}{origin}")
        return
    first, *others = textwrap.wrap(value, max(1, left), break_on_hyphens=False) or [""]
    click.echo(f"{key:<{width}}{GAP}{first:<{left}}{GAP}{origin}")
    for line in others:
        click.echo(f"{'':<{width}}{GAP}{line}")
