"""What `show --funnel` prints: the arithmetic of a file, and on request runs beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from counterpoint.terminal.tables import Block, Column, say, show

if TYPE_CHECKING:
    from analysis.calibration.funnel import Held
    from analysis.meanfield.funnel import Line
    from sim.scenario import Scenario

HINT = "Arithmetic, no run, and not always near one; --check 10 holds it against runs."

STEADY = (
    "It reckons with demand.entry_hazard all the time; by demand.form accounts of this file come "
    "at that pace only when half of all have looked."
)


def show_funnel(loaded: Scenario, runs: int | None, *, as_json: bool) -> None:
    """Print what a file implies; with `runs`, beside so many runs, and what not to rely on."""
    from analysis.meanfield.funnel import funnel

    lines = funnel(loaded)
    if runs is None and as_json:
        click.echo(json.dumps({line.key: line.value for line in lines}, indent=2))
    elif runs is None:
        _show(loaded, lines)
    else:
        found = _held(loaded, lines, runs)
        if as_json:
            click.echo(json.dumps([_plain(item) for item in found], indent=2))
        else:
            _show_held(loaded, found, runs)


def _show(loaded: Scenario, lines: list[Line]) -> None:
    say(
        f"{loaded.label}: what the file implies, before any run",
        indent="",
        hanging="  ",
        is_bold=True,
    )
    heads = (Column("", is_left=True), Column("file"), Column("from", is_left=True, spare=1))
    show(heads, [Block("", [(line.meaning, line.text, line.how) for line in lines])])
    say(HINT, indent="")
    if loaded.values["demand"]["form"] != "constant":
        say(STEADY, indent="")


def _held(loaded: Scenario, lines: list[Line], runs: int) -> list[Held]:
    from analysis.calibration.funnel import held
    from counterpoint.terminal.options import cores
    from counterpoint.terminal.progress import bar, compiled

    compiled()
    with bar("Running the file", "runs") as update:
        return held(loaded, lines, runs, workers=cores(), progress=update)


def _plain(item: Held) -> dict[str, Any]:
    return {
        "line": item.line.key,
        "arithmetic": item.line.value,
        "runs": item.runs,
        "standard_error": item.error,
        "off": item.off,
        "near": item.is_near,
    }


def _show_held(loaded: Scenario, found: list[Held], runs: int) -> None:
    say(
        f"{loaded.label}: what the file implies, beside {runs} runs of it",
        indent="",
        hanging="  ",
        is_bold=True,
    )
    heads = (Column("", is_left=True), Column("file"), Column("runs"), Column("off by"))
    show(heads, [Block("", [_cells(item) for item in found])])
    say("runs: mean, ± two standard errors; off by: the file's arithmetic over the runs", indent="")
    say(verdict(found), indent="")


def _cells(item: Held) -> tuple[str, str, str, str]:
    from analysis.words.wording import off_by

    form = item.line.form
    ran = f"{item.runs:{form}} ±{2.0 * item.error:{form}}"
    return item.line.meaning, item.line.text, ran, off_by(item.off) if item.runs else "n/a"


def verdict(found: list[Held]) -> str:
    """Return a sentence: for which lines the arithmetic of this file can be relied on."""
    far = [item for item in found if not item.is_near]
    near = f"For this file the arithmetic is near on {len(found) - len(far)} of {len(found)} lines"
    if not far:
        return f"{near}."
    names = ", ".join(f"{item.line.meaning} ({_cells(item)[3]})" for item in far)
    return f"{near}. Take these from the runs: {names}."
