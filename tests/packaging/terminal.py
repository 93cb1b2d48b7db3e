"""A terminal of some width and few letters, as Windows has it, on which commands are run."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout

import click
import pytest

from counterpoint.cli.main import cli
from counterpoint.terminal import tables
from counterpoint.terminal.console import HANDLER, use_plain_letters

LETTERS = "cp1252"
WIDTHS = (80, 120)
"""Columns that the tables of every command must fit, whatever the terminal at hand has."""
DOCUMENTS = {"odd", "schema"}
"""Commands that print a document, which is read elsewhere."""


class Terminal(io.TextIOWrapper):
    """A stream that says it is one."""

    def isatty(self) -> bool:
        return True


def seen(words: Sequence[str], columns: int) -> tuple[int, str]:
    """Return exit code of a command, and what a terminal shows of it."""
    shown = io.BytesIO()
    screen = Terminal(shown, LETTERS, "strict", newline="\n", write_through=True)
    with _columns(columns), redirect_stdout(screen), redirect_stderr(screen):
        use_plain_letters()
        with pytest.raises(SystemExit) as ended:
            cli.main(list(words), prog_name="counterpoint")
        screen.flush()
    return int(ended.value.code or 0), click.unstyle(shown.getvalue().decode(LETTERS))


def plainly(text: str) -> str:
    """Return a text in the letters of the terminal."""
    return text.encode(LETTERS, HANDLER).decode(LETTERS)


def too_long(command: Sequence[str], said: str, columns: int) -> list[str]:
    """Return the lines that do not fit, but for a command to be copied and a long path."""
    if command[0] in DOCUMENTS:
        return []
    long = [line.strip() for line in said.splitlines() if len(line) > columns]
    return [
        line
        for line in long
        if " " in line.split(": ", 1)[-1].strip() and not line.startswith("counterpoint ")
    ]


@contextmanager
def _columns(columns: int) -> Iterator[None]:
    """Set the width of the terminal; see that tables fit others too."""
    fitting = tables.fitting

    def fits(among: Sequence[tables.Column], widths: Sequence[int], width: int) -> dict[int, int]:
        for each in WIDTHS:
            shown = fitting(among, widths, each)
            heads = [among[place].head for place in shown]
            assert sum(shown.values()) + len(tables.GAP) * len(shown) <= each, heads
        return fitting(among, widths, width)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        patch.setenv("TTY_COMPATIBLE", "0")
        patch.setattr(tables, "fitting", fits)
        yield
