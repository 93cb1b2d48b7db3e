"""counterpoint validate: check scenario files without running anything."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from counterpoint.cli.options import complete_scenario, json_option


@click.command("validate", short_help="Check files without running anything.")
@click.argument(
    "scenarios", metavar="SCENARIO...", nargs=-1, required=True, shell_complete=complete_scenario
)
@json_option
def command(scenarios: tuple[str, ...], as_json: bool) -> None:
    """Check scenario files of any kind; print every problem with file and line.

    The exit code is 0 when all are fine and 2 when any is not.

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
    from sim.core.errors import ScenarioError
    from sim.scenario import load_any

    try:
        loaded = load_any(name)
    except ScenarioError as error:
        problems = [{**asdict(item), "message": str(item)} for item in error.problems]
        return {"scenario": name, "problems": problems, "settings": 0}
    return {"scenario": name, "problems": [], "settings": len(loaded.origin)}


def _tell(result: dict[str, Any]) -> None:
    for problem in result["problems"]:
        click.echo(problem["message"], err=True)
    if not result["problems"]:
        click.echo(f"{result['scenario']}: fine ({result['settings']} settings)")
