"""Rows of a text file with the physical lines they stand on: encoding, dialect, stray quotes."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from encodings.aliases import aliases
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sim.core.errors import InputError
from sim.scenario.suggest import nearest

MARKS = (",", ";", "\t", "|")
CHUNK = 1 << 20
SAMPLE = 400
"""Lines that show which mark stands between cells."""
LONGEST = 500
"""Lines that one row may go over, notes with line breaks included."""
UNCLOSED = "a quote that is never closed"
BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class Row(NamedTuple):
    """A row: its first line, over how many lines it goes, its cells, or why it has none."""

    line: int
    span: int
    cells: list[str]
    broken: str = ""


class _TooLongError(Exception):
    """A row goes on and on."""


def encoding_of(path: Path, given: str | None = None) -> str:
    """Return the encoding of a text: as its mark says, else UTF-8, else cp1252.

    Raises: InputError where none of these reads it, with the question.
    """
    if given is not None:
        _known(given)
        if not _reads(path, given):
            raise InputError(f"{path}: is not {given}; try another --encoding, or save it as UTF-8")
        return given
    with path.open("rb") as file:
        head = file.read(4096)
    marked = next((name for mark, name in BOMS.items() if head.startswith(mark)), None)
    tried = [marked] if marked else [] if b"\0" in head else ["utf-8", "cp1252"]
    for name in tried:
        if _reads(path, name):
            return name
    raise InputError(
        f"{path}: is neither UTF-8 nor Western European text (cp1252); save it as “CSV UTF-8”, or "
        "name what it is: --encoding NAME (cp1250, utf-16, shift_jis, …)"
    )


def _known(name: str) -> None:
    try:
        b"a".decode(name)
    except LookupError:
        near = nearest(name, {*aliases, *aliases.values()} - {name, aliases.get(name, name)})
        way = f"did you mean {near}?" if near else "there are cp1250, utf-16, shift_jis and more"
        raise InputError(f"--encoding {name}: no text encoding is called so; {way}") from None
    except UnicodeError:  # one that cannot read a single letter
        return


def _reads(path: Path, name: str) -> bool:
    try:
        decoder = codecs.getincrementaldecoder(name)()
        with path.open("rb") as file:
            while part := file.read(CHUNK):
                decoder.decode(part)
        decoder.decode(b"", final=True)
    except (UnicodeError, LookupError):
        return False
    return True


def mark_of(lines: Iterable[str]) -> str:
    """Return what stands between cells, from a file's first lines.

    >>> mark_of(["sep=;", "a;b"]), mark_of(["Report, 2026", "a;b;c", "1,5;2;3", "2,5;4;5"])
    (';', ';')
    """
    sample = list(islice(lines, SAMPLE))
    said = sample[0].strip().strip('"').casefold() if sample else ""
    if said.startswith("sep=") and len(said) == 5:
        return said[-1]

    def agreeing(mark: str) -> tuple[float, int]:
        widths = Counter(len(row.cells) for row in rows_of(sample, mark) if len(row.cells) > 1)
        if not widths:
            return 0.0, 0
        width, count = max(widths.items(), key=lambda each: (each[1], each[0]))
        return count / len(sample), width

    return max(MARKS, key=agreeing)


@dataclass
class _Source:
    """Lines one after the other, some of which may be given back; remembers those of a row."""

    lines: Iterator[str]
    taken: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    number: int = 0

    def __iter__(self) -> _Source:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= LONGEST:
            raise _TooLongError
        line = self.waiting.pop() if self.waiting else next(self.lines)
        self.number += 1
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """Give all lines of this row back but the first."""
        more = self.taken[1:]
        self.waiting += more[::-1]
        self.number -= len(more)
        self.taken = self.taken[:1]


def rows_of(lines: Iterable[str], mark: str, width: int | None = None) -> Iterator[Row]:
    """Yield the rows of a text: none swallows another, whatever quotes stand in it.

    lines: with their ends; width: cells of a row, where it is known.
    """
    source = _Source(iter(lines))
    reader = csv.reader(source, delimiter=mark)
    while True:
        source.taken = []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_TooLongError, csv.Error):
            cells = None
        span = len(source.taken)
        if cells is None or (span > 1 and _swallows(cells, source.taken, mark, width)):
            source.give_back()
            reader = csv.reader(source, delimiter=mark)
            yield Row(source.number, 1, [], UNCLOSED)
        else:
            yield Row(source.number - span + 1, span, cells)


def _swallows(cells: list[str], taken: list[str], mark: str, width: int | None) -> bool:
    """Return whether a row of several lines holds rows of their own, for want of a quote."""
    wanted = width or len(cells)
    if width is not None and len(cells) != width:
        return True
    return any(len(next(csv.reader([line], delimiter=mark), [])) == wanted for line in taken[1:])
