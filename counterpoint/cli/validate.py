"""counterpoint validate: check scenario files without running anything."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from counterpoint.terminal.completing import complete_scenario
from counterpoint.terminal.kinds import is_study
from counterpoint.terminal.options import json_option
from counterpoint.terminal.tables import notice


@click.command("validate", short_help="Check files without running anything.")
@click.argument(
    "scenarios", metavar="FILE...", nargs=-1, required=True, shell_complete=complete_scenario
)
@json_option
def command(scenarios: tuple[str, ...], as_json: bool) -> None:
    """Check scenarios of any kind, studies, packs and rooms; print every problem with its line.

    A FILE is a path or a shipped name. The exit code is 0 when all are fine and 2 when any is not.
    A room from outside, a Python file, is compiled too.

    \b
    Example:
      counterpoint validate company.yaml scenarios/*.yaml
    """
    results = [_checked(name) for name in scenarios]
    if as_json:
        click.echo(json.dumps(results, indent=2))
    else:
        for result in results:
            _tell(result)
    if any(result["problems"] for result in results):
        raise click.exceptions.Exit(2)


def _checked(name: str) -> dict[str, Any]:
    from sim.core.errors import RoomError, ScenarioError

    try:
        return {"scenario": name, "problems": [], **_counted(name)}
    except (RoomError, ScenarioError) as error:
        problems = [{**asdict(item), "message": str(item)} for item in error.problems]
        return {"scenario": name, "problems": problems, "settings": 0}


def _counted(name: str) -> dict[str, int]:
    """Load a file; return how much it says. Raises: ScenarioError."""
    from counterpoint.workshop.rounds.pack import find_pack
    from sim.scenario import load_any, shipped

    if name.endswith(".py"):
        return _room(name)
    if shipped.find(name) is None and find_pack(name) is not None:
        from counterpoint.workshop.rounds.pack_file import load_pack

        pack = load_pack(name)
        return {"settings": len(pack.schemes) + len(pack.questions) + len(pack.practices)}
    if not is_study(name):
        return {"settings": len(load_any(name).origin)}
    from analysis.study.design_file import runs
    from analysis.study.loading import load_study_file

    study = load_study_file(name)
    return {"settings": len(study.parameters), "runs": runs(study)}


def _room(name: str) -> dict[str, int]:
    """Read a room from outside and compile it; return how many settings it has."""
    from analysis.odd.access import trespasses
    from sim.core.errors import RoomError
    from sim.drivers.compiled import try_room
    from sim.outside import load_room

    room = load_room(name)
    problems = trespasses(room)
    if problems:
        raise RoomError(problems)
    try_room(room)
    return {"settings": len(room.block.parameters)}


def _tell(result: dict[str, Any]) -> None:
    for problem in result["problems"]:
        notice(problem["message"])
    if not result["problems"]:
        varied = f" varied, {result['runs']:,} runs" if "runs" in result else ""
        click.echo(f"{result['scenario']}: fine ({result['settings']} settings{varied})")
