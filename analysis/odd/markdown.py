"""Small pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOTICE = "<!-- Written by `make docs` from the code; edit the code instead. -->"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; cells are escaped, an empty cell stays empty."""
    lines = [_row(headings), "|" + " --- |" * len(headings)]
    lines += [_row([_cell(cell) for cell in row]) for row in rows]
    return "\n".join(lines)


def page(title: str, *parts: str) -> str:
    """Return a page with a title, the notice that it is generated, and its parts."""
    return "\n\n".join([f"# {title}", NOTICE, *(part.strip() for part in parts if part)]) + "\n"


def section(title: str, body: str, level: int = 2) -> str:
    """Return a headed section, or nothing when there is no body."""
    return f"{'#' * level} {title}\n\n{body.strip()}" if body.strip() else ""


def filled(text: str, fragments: dict[str, str]) -> str:
    """Return `text` with everything between `<!-- begin NAME -->` and `<!-- end NAME -->` replaced.

    Raises:
        KeyError: a fragment has no place in the text.
    """
    for name, body in fragments.items():
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        if begin not in text or end not in text:
            raise KeyError(f"no place for the fragment {name}")
        head, _, rest = text.partition(begin)
        tail = rest.partition(end)[2]
        text = f"{head}{begin}\n\n{body.strip()}\n\n{end}{tail}"
    return text


def number(value: object) -> str:
    """Return a number without needless digits: 0.3333, 25000, 1.5."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:.4g}" if abs(value) < 10_000 else f"{value:.0f}"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")
