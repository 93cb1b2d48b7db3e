"""Tables of measured pages, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def row(cells: Iterable[str]) -> str:
    """Return a line of a table."""
    return "| " + " | ".join(cells) + " |"


def head(columns: Sequence[str]) -> list[str]:
    """Return the first two lines of a table.

    >>> head(["scheme", "share"])
    ['| scheme | share |', '|---|---|']
    """
    return [row(columns), "|" + "---|" * len(columns)]


def bold(text: str, is_clear: bool) -> str:
    """Return the text, bold where what it says is clear."""
    return f"**{text}**" if is_clear else text
