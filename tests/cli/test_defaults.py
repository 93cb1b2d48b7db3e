"""What a command takes by default is what its function takes.

Each says its own: importing `analysis` would cost the help of a command half a second.
"""

import inspect
import re
from importlib import import_module

import click
import pytest

from analysis import compare, explain, optimise, practices, regimes
from analysis.claims.audit import audit
from analysis.patterns.scoreboard import scoreboard
from counterpoint.cli.main import cli

FUNCTIONS = {
    "audit": audit,
    "compare": compare,
    "explain": explain,
    "optimise": optimise,
    "patterns": scoreboard,
    "practices": practices,
    "regimes": regimes,
}
SAID = re.compile(r"\[default: ([\d,.]+)\]")


def defaults(command: click.Command) -> dict[str, float]:
    """Return the numbers that options have by default, or say that they have."""
    context = click.Context(command)
    found = {}
    for item in command.params:
        number = item.get_default(context)
        said = SAID.search(getattr(item, "help", None) or "")
        if isinstance(number, int | float) and not isinstance(number, bool):
            found[item.name] = number
        elif said:
            found[item.name] = float(said[1].replace(",", ""))
    return found


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_command_and_its_function_have_the_same_numbers_by_default(name):
    command = import_module(f"counterpoint.cli.{name}").command
    takes = {
        key: item.default
        for key, item in inspect.signature(FUNCTIONS[name]).parameters.items()
        if isinstance(item.default, int | float) and not isinstance(item.default, bool)
    }
    given = defaults(command)
    shared = takes.keys() & given.keys()
    assert "seed" in shared
    assert {key: given[key] for key in shared} == {key: takes[key] for key in shared}


def test_what_a_help_line_says_counts_as_a_default():
    compared = defaults(cli.get_command(click.Context(cli), "compare"))
    assert {"replicates", "budget", "meaningful", "seed"} <= compared.keys()
