"""Tables and sentences on a terminal: as wide as it is, and saying what does not fit.

All tables of one output show the same columns. A reader that is no terminal (a pipe, a file) gets
every column, and sentences in one line each.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

PLENTY = 1_000
"""Width when nobody looks at it."""
GAP = "  "
NARROWEST = 30


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        head: its title.
        is_left: flush left; numbers are flush right.
        spare: 0 is always shown; the highest goes first where the terminal is narrow.
    """

    head: str
    is_left: bool = False
    spare: int = 0


@dataclass(frozen=True)
class Block:
    """Rows that stand together under a title of their own.

    Attributes:
        title: printed above; empty for none.
        rows: a cell per column.
        colours: one entry per row, or none at all.
        notes: sentences printed below.
    """

    title: str
    rows: Sequence[Sequence[str]]
    colours: Sequence[str | None] = ()
    notes: Sequence[str] = ()


def room() -> int:
    """Return how many columns a line has; plenty when nobody looks at it."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else PLENTY


def say(
    text: str,
    *,
    indent: str = "  ",
    hanging: str | None = None,
    colour: str = "",
    is_bold: bool = False,
    to_error: bool = False,
) -> None:
    """Print a sentence, wrapped to the width of the terminal."""
    later = indent if hanging is None else hanging
    for line in wrapped(text, room(), indent=indent, hanging=later):
        click.secho(line, fg=colour or None, bold=is_bold or None, err=to_error)


def wrapped(text: str, width: int, *, indent: str = "", hanging: str = "") -> list[str]:
    """Return a sentence in lines that a terminal of some width holds."""
    return textwrap.wrap(
        text, max(NARROWEST, width - 1), initial_indent=indent, subsequent_indent=hanging,
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip


def show(columns: Sequence[Column], blocks: Sequence[Block], *, again: bool = False) -> None:
    """Print blocks of rows; the same columns in each, and which are left out.

    Args:
        columns: of every block.
        blocks: the rows.
        again: repeat the head in each block, for long ones; otherwise it stands once, on top.
    """
    cells = [[column.head for column in columns], *(row for block in blocks for row in block.rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(columns))]
    shown = fitting(columns, widths, room())

    def print_row(row: Sequence[str], colour: str | None = None) -> None:
        click.secho(f"  {GAP.join(_cells(columns, widths, shown, row))}".rstrip(), fg=colour)

    if not again:
        print_row(cells[0])
    for number, block in enumerate(blocks):
        if number or not again:
            click.echo("\n" if block.title else "", nl=False)
        if block.title:
            say(block.title, indent="", is_bold=True)
        if again and block.rows:
            print_row(cells[0])
        colours = block.colours or [None] * len(block.rows)
        for row, colour in zip(block.rows, colours, strict=True):
            print_row(row, colour)
        for note in block.notes:
            say(note, hanging="    ")
    hidden = [column.head for place, column in enumerate(columns) if place not in shown]
    if hidden:
        say(f"Not shown at this width: {', '.join(hidden)}. A wider terminal, a pipe or --json "
            "shows them.")  # fmt: skip


def how_sure() -> None:
    """Print how many published bands the model meets, and what friction numbers are."""
    from analysis.patterns.recorded import bands_met

    met = bands_met()
    if met:
        say(met)
    say("Friction numbers are theory-consistent, not calibrated: read order, not size.")


def fitting(columns: Sequence[Column], widths: Sequence[int], width: int) -> list[int]:
    """Return the places of the columns that fit, left to right."""
    shown = list(range(len(columns)))
    spare = sorted((c.spare, place) for place, c in enumerate(columns) if c.spare)
    while spare and sum(widths[place] + len(GAP) for place in shown) > width:
        shown.remove(spare.pop()[1])
    return shown


def _cells(
    columns: Sequence[Column], widths: Sequence[int], shown: Sequence[int], row: Sequence[str]
) -> Iterator[str]:
    for place in shown:
        text, width = row[place], widths[place]
        yield text.ljust(width) if columns[place].is_left else text.rjust(width)
