"""Tables and sentences on a terminal: as wide as it is, and saying what does not fit.

All tables of one output show the same columns. A reader that is no terminal (a pipe, a file) gets
every column, and sentences in one line each.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TextIO

import click

from counterpoint.terminal.console import spelled

PLENTY = 1_000
"""Width when nobody looks at it."""
GAP = "  "
NARROWEST = 30
LEAST = 16
"""Columns that words of a table keep, however narrow the terminal is."""


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


def room(stream: TextIO | None = None) -> int:
    """Return how many columns a line of a stream has; plenty when nobody looks at it."""
    is_seen = (stream or sys.stdout).isatty()
    return shutil.get_terminal_size().columns if is_seen else PLENTY


def say(
    text: str,
    *,
    indent: str = "  ",
    hanging: str | None = None,
    colour: str = "",
    is_bold: bool = False,
) -> None:
    """Print a sentence, wrapped to the width of the terminal."""
    later = indent if hanging is None else hanging
    for line in wrapped(spelled(text, sys.stdout), room(), indent=indent, hanging=later):
        click.secho(line, fg=colour or None, bold=is_bold or None)


def notice(text: str, colour: str = "") -> None:
    """Tell what is no answer, on standard error: each line wrapped to the terminal's width."""
    width = room(sys.stderr)
    for line in spelled(text, sys.stderr).splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        for part in wrapped(line, width, hanging=f"{indent}  "):
            click.secho(part, fg=colour or None, err=True)


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
        for cells in _lines(columns, shown, row):
            click.secho(f"  {GAP.join(cells)}".rstrip(), fg=colour)

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


def fitting(columns: Sequence[Column], widths: Sequence[int], width: int) -> dict[int, int]:
    """Return the places of the columns that fit, left to right, and how wide each is shown.

    Where those that are always shown do not fit, the widest of words gets several lines.
    """
    shown = dict(enumerate(widths))
    spare = sorted((c.spare, place) for place, c in enumerate(columns) if c.spare)

    def over() -> int:
        return sum(shown.values()) + len(GAP) * len(shown) - width

    while spare and over() > 0:
        del shown[spare.pop()[1]]
    words = [place for place in shown if columns[place].is_left]
    if words and over() > 0:
        widest = max(words, key=shown.__getitem__)
        shown[widest] = max(min(LEAST, shown[widest]), shown[widest] - over())
    return shown


def _lines(
    columns: Sequence[Column], shown: Mapping[int, int], row: Sequence[str]
) -> Iterator[list[str]]:
    """Yield the lines of a row: more than one where words do not fit in their column."""
    parts = [_wrap(row[place], width) or [""] for place, width in shown.items()]
    for line in zip_longest(*parts, fillvalue=""):
        yield [
            text.ljust(width) if columns[place].is_left else text.rjust(width)
            for (place, width), text in zip(shown.items(), line, strict=True)
        ]


def _wrap(text: str, width: int) -> list[str]:
    """Return words in lines of a column; a number, or what fits, in one."""
    if len(text) <= width:
        return [text]
    return textwrap.wrap(text, width, subsequent_indent=GAP, break_on_hyphens=False,
                         break_long_words=False)  # fmt: skip
