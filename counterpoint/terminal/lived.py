"""What drawn worlds say, as commands print it and as JSON has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from counterpoint.terminal.tables import say

if TYPE_CHECKING:
    from analysis.uncertainty.turning import Drawn


def show_worlds(said: Sequence[str]) -> None:
    """Print what drawn worlds say; nothing where none were drawn."""
    if said:
        click.echo("\nIn how many worlds")
    for sentence in said:
        say(sentence)


def told(drawn: Drawn, said: Sequence[str]) -> dict[str, Any]:
    """Return drawn worlds, and what is said of them, as JSON has them."""
    from analysis.results.table import records

    return {**drawn.facts(), "said": list(said), "turning": records(drawn.turning)}
