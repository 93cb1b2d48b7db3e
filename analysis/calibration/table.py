"""The rows of an export as fields: what is no row is taken off, and every line accounted for.

Owners and numbers of deals become numbers at once; their texts are kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.calibration import mappings, records, sheets
from analysis.calibration.lines import Lines
from analysis.calibration.records import Row
from analysis.calibration.specs import OPPORTUNITIES, Spec
from sim.core.errors import InputError

Ints = NDArray[np.int64]

HEAD_WITHIN = 40
"""Rows among which the head of a file is sought."""
KNOWN = 3
"""Fields from which a row is a head though dates or numbers stand in it."""
FEW_CELLS = 2
FOOTERS = (
    "grandtotal", "grandsummar", "subtotal", "total", "confidential", "copyright", "generatedby",
    "reportgenerated", "summe", "gesamt", "totaux", "totale", "suma", "soma",
)  # fmt: skip
"""How the first cell begins, folded, where a row sums up or says what a report is."""
BLANK, AGAIN = "blank", "the head again"
ABOVE, NOTE, TOTAL = "above the head", "a note of the report", "a total of the report"
WIDTH = "more or fewer cells than the head"


@dataclass(frozen=True)
class How:
    """How a file is to be read, where it does not tell.

    Attributes:
        columns: field → heading. mapping: ready, or from a file. kinds: word → won, lost or open.
        order: of day, month and year, see `dates.ORDERS`. decimal: the mark. currency: the one to
            keep. encoding: of the text. sheet: of the workbook. spec: which kind of table it is.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    mapping: mappings.Mapping | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    order: str | None = None
    decimal: str | None = None
    currency: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    spec: Spec = OPPORTUNITIES


@dataclass
class Table:
    """Texts by field, one a row.

    Attributes:
        file: it was read from. texts: field → texts. hashes: names and ids → numbers, 0 for none.
        line, span: of each row. chosen: which column is which. lines: the account so far.
        head: the headings. head_line: their line. said: how the file was read. spec: which kind.
    """

    file: Path
    texts: dict[str, list[str]]
    hashes: dict[str, Ints]
    line: Ints
    span: Ints
    chosen: mappings.Chosen
    lines: Lines
    head: list[str]
    head_line: int
    said: list[str]
    spec: Spec = OPPORTUNITIES

    def __len__(self) -> int:
        return len(self.line)


def read_table(file: Path, how: How) -> Table:
    """Return a file as fields. Raises: InputError, with what is missing and the next step."""
    try:
        with _rows(file, how) as (rows, said):
            return _table(file, rows, how, said)
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}; check the name") from error


@contextmanager
def rows_and_head(file: Path, how: How) -> Iterator[tuple[Iterator[Row], list[str]]]:
    """Give the rows below the head of a file, and its headings. Raises: InputError."""
    try:
        with _rows(file, how) as (rows, _):
            first = list(islice(rows, HEAD_WITHIN))
            place = _place(first, file, how)
            yield chain(first[place + 1 :], rows), _stripped(first[place].cells)
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}; check the name") from error


@contextmanager
def _rows(file: Path, how: How) -> Iterator[tuple[Iterator[Row], list[str]]]:
    """Give the rows of a text or a workbook, and how it was opened."""
    if sheets.is_workbook(file):
        with sheets.opened(file, how.sheet) as (sheet, name, hidden):
            said = [f"sheet {name!r}"]
            if hidden:
                said.append(f"hidden columns read like the others: {', '.join(hidden)}")
            yield sheets.rows_of_sheet(sheet), said
        return
    if how.sheet is not None:
        raise InputError(f"{file}: is text and has no sheets; leave out --sheet")
    encoding = records.encoding_of(file, how.encoding)
    with file.open(encoding=encoding, newline="") as lines:
        sample = list(islice(lines, records.SAMPLE))
        mark = records.mark_of(sample)
        width = _head(list(records.rows_of(sample, mark)), how)[1]
        said = [] if encoding.startswith("utf-8") else [f"text read as {encoding}"]
        yield records.rows_of(chain(sample, lines), mark, width), said


def _head(rows: list[Row], how: How) -> tuple[int, int | None]:
    """Return which of the first rows is the head, and how many cells it has."""
    first = [row for row in rows[:HEAD_WITHIN] if not row.broken]
    best = max(first, key=lambda row: (*_headlike(row, how), -row.line), default=None)
    return (best.line, len(best.cells)) if best is not None else (0, None)


def _headlike(row: Row, how: How) -> tuple[int, bool, int]:
    """Return how many fields a row names, whether it is made of words, and of how many."""
    is_words, count = mappings.is_head(row.cells)
    known = mappings.score(row.cells, how.columns, how.mapping, how.spec)
    return known if is_words or known >= KNOWN else 0, is_words, count


def _table(file: Path, rows: Iterator[Row], how: How, said: list[str]) -> Table:
    first = list(islice(rows, HEAD_WITHIN))
    place, lines = _place(first, file, how), Lines()
    head_line = first[place].line
    for row in first[:place]:
        lines.ignore(ABOVE if any(row.cells) else BLANK, _numbers(row))
    head = _stripped(first[place].cells)
    where = f"{file}:{head_line}"
    below = [_stripped(row.cells) for row in first[place + 1 :]]
    cells = {cell for row in below if row != head for cell in row}
    chosen = mappings.chosen(head, where, how.columns, how.mapping, how.kinds, cells, how.spec)
    lines.ignore("the head", _numbers(first[place]))
    table = _filled(file, chain(first[place + 1 :], rows), chosen, lines, head, how.spec.hashed)
    if not len(table):
        left = sum(map(len, lines.refused.values()))
        what = f"{left:,} rows, none of which can be read" if left else "no rows"
        raise InputError(f"{file}: has {what} below its head (line {head_line}); export it again")
    table.head_line, table.said, table.spec = head_line, said, how.spec
    return table


def _place(first: list[Row], file: Path, how: How) -> int:
    """Return the place of the head among the first rows. Raises: InputError without any."""
    line, _ = _head(first, how)
    place = next((n for n, row in enumerate(first) if row.line == line), 0)
    if not first or not any(cell.strip() for cell in first[place].cells):
        raise InputError(f"{file}: is empty; export the {how.spec.name} again, with their headings")
    known, is_words, count = _headlike(first[place], how)
    is_below = any(_headlike(row, how)[2] >= count for row in first[:place])
    if known < KNOWN and (not is_words or is_below):
        raise InputError(
            f"{file}:{first[place].line}: headings are missing: there are dates or numbers where "
            "they should stand; write a first line that names the columns"
        )
    return place


def _stripped(cells: list[str]) -> list[str]:
    """Return cells without empty ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return [cell.strip() for cell in cells[:end]]


def _filled(
    file: Path,
    rows: Iterable[Row],
    chosen: mappings.Chosen,
    lines: Lines,
    head: list[str],
    names: tuple[str, ...],
) -> Table:
    """Return the table; what is no row is ignored, what is none of its length refused."""
    places = chosen.places
    columns: dict[str, list[str]] = {name: [] for name in places if name not in names}
    hashed: dict[str, list[int]] = {name: [] for name in names if name in places}
    kept = [(column, places[name]) for name, column in columns.items()]
    counted = [(column, places[name]) for name, column in hashed.items()]
    known: dict[str, str] = {}
    starts, spans, last = [], [], lines.total
    width = len(head)
    for row in rows:
        last = row.line + row.span - 1
        reason, is_row = _no_row(row, head)
        if reason:
            (lines.refuse if is_row else lines.ignore)(reason, _numbers(row))
            continue
        cells = row.cells if len(row.cells) >= width else [*row.cells, *[""] * width]
        starts.append(row.line)
        spans.append(row.span)
        for column, place in kept:
            text = cells[place].strip()
            column.append(known.setdefault(text, text))
        for numbers, place in counted:
            text = cells[place].strip()
            numbers.append(hash(text) if text else 0)
    lines.total = max(last, *(n for part in lines.ignored.values() for n in part), 0)
    hashes = {name: np.array(values, dtype=np.int64) for name, values in hashed.items()}
    return Table(file, columns, hashes, np.array(starts, dtype=np.int64),
                 np.array(spans, dtype=np.int64), chosen, lines, head, 0, [])  # fmt: skip


def _no_row(row: Row, head: list[str]) -> tuple[str, bool]:
    """Return why a row is none that can be used, and whether it is one at all; "" if it can."""
    if row.broken:
        return row.broken, True
    cells, width = row.cells, len(head)
    if len(cells) == width and cells[0] and cells[-1]:
        return (AGAIN, False) if cells == head else ("", True)
    full = _stripped(cells)
    if not full:
        return BLANK, False
    if full == head:
        return AGAIN, False
    if sum(map(bool, full)) <= FEW_CELLS:
        first = mappings.fold(next(cell for cell in full if cell))
        if first.startswith(FOOTERS):
            return TOTAL if first.startswith(("total", "grand", "sub", "sum")) else NOTE, False
        if len(full) == 1 and width > FEW_CELLS:
            return NOTE, False
    if len(full) > width or len(cells) < width:
        return WIDTH, True
    return "", True


def _numbers(row: Row) -> range:
    return range(row.line, row.line + row.span)
