"""The report of `calibrate DATA`, and --hold-out: the option, and what is printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoint.terminal.numbers import Numeral
from counterpoint.terminal.tables import Block, Column, say, show

if TYPE_CHECKING:
    from analysis.calibration.check import Check
    from analysis.calibration.prediction import Prediction

SHARE, LEAST, MOST = 0.3, 0.1, 0.5
SPARES = (0, 0, 0, 1, 0, 0)
"""Which columns a narrow terminal leaves out."""


class LeftOut(Numeral):
    """A share of the time of a table, the usual one where none is said."""

    def __init__(self) -> None:
        super().__init__(LEAST, MOST)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the share; a file in its place is told where it belongs."""
        if isinstance(value, str) and value and Path(value).exists():
            self.fail(
                f"{value} is a file: DATA stands first, as in counterpoint calibrate {value} "
                "--hold-out", param, ctx,
            )  # fmt: skip
        return SHARE if value == "" else super().convert(value, param, ctx)


def tell(check: Check, found: Prediction | None) -> None:
    """Print how many statistics of the whole table runs hold, and the part left out if any."""
    from analysis.calibration.check_words import sentences as whole
    from analysis.calibration.heldout_words import HEADS, row, sentences

    for sentence in whole(check):
        say(sentence, indent="", hanging="  ")
    if found is None:
        return
    first, *rest = sentences(found)
    click.echo()
    say(first, indent="", hanging="  ")
    heads = [
        Column(head if place else "", is_left=place in (0, 5), spare=SPARES[place])
        for place, head in enumerate(HEADS)
    ]
    colours = [None if line.inside[1] else "yellow" for line in found.lines]
    show(heads, [Block("", [row(line) for line in found.lines], colours)])
    for sentence in rest:
        say(sentence, indent="", hanging="  ")
