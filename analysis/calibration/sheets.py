"""Rows of a workbook (.xlsx), one at a time: typed cells as text that says what they are.

Formulas are not evaluated: what the program that saved the file computed is taken. Nothing is
written back.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from analysis.calibration.records import Row
from sim.core.errors import InputError
from sim.scenario.suggest import hint

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LARGEST = 4_000_000_000
"""Bytes that a workbook may have when it is unpacked."""
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def is_workbook(path: Path) -> bool:
    """Return whether a file is a workbook, by its first bytes.

    Raises: InputError for old ones, and for what is only called one.
    """
    with path.open("rb") as file:
        head = file.read(4)
    if head == OLD:
        raise InputError(
            f"{path}: is an old (.xls) or a protected workbook; save it as .xlsx without a "
            "password, or as “CSV UTF-8”"
        )
    if head != ZIP and path.suffix.lower() in (".xlsx", ".xlsm"):
        raise InputError(
            f"{path}: is called a workbook and is none; save it again as .xlsx, or, if it is text, "
            "call it .csv"
        )
    return head == ZIP


@contextmanager
def opened(path: Path, sheet: str | None = None) -> Iterator[tuple[Any, str, list[str]]]:
    """Give a sheet to be read, its name, and the letters of its hidden columns.

    sheet: its name; without, the only one that is not empty. Raises: InputError.
    """
    _check(path)
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile, OSError) as error:
        raise InputError(
            f"{path}: is no workbook that can be read; open and save it as .xlsx, or as “CSV UTF-8”"
        ) from error
    try:
        chosen = _chosen(book, path, sheet)
        yield chosen, chosen.title, _hidden(path, chosen)
    finally:
        book.close()


def rows_of_sheet(sheet: Any) -> Iterator[Row]:
    """Yield the rows of a sheet, empty ones too, with their numbers."""
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        yield Row(number, 1, [text(cell) for cell in cells])


def text(cell: Any) -> str:
    """Return a cell as text: dates as 2026-01-31, numbers with a decimal point.

    >>> text(datetime(2026, 1, 31)), text(1200.0), text(1.125), text(True), text(None)
    ('2026-01-31', '1200', '1.1250', 'true', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return ""
        if cell.is_integer():
            return str(int(cell))
        shown = f"{cell:.12f}".rstrip("0")
        return shown + "0" * max(0, 4 - len(shown.partition(".")[2]))
    return str(cell)


def _check(path: Path) -> None:
    import importlib.util

    if importlib.util.find_spec("openpyxl") is None:
        raise InputError(
            f"{path}: reading workbooks needs openpyxl; install with: pip install "
            "'counterpoint[xlsx]', or save the file as “CSV UTF-8”"
        )
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as error:
        raise InputError(f"{path}: is a damaged workbook; save it again, or as CSV") from error
    if size > LARGEST:
        raise InputError(
            f"{path}: unpacks to {size / 1e9:.1f} GB; save the sheet as “CSV UTF-8”, which is read "
            "line by line"
        )


def _chosen(book: Workbook, path: Path, sheet: str | None) -> Any:
    names = [each.title for each in book.worksheets]
    if sheet is not None:
        if sheet not in names:
            raise InputError(f"{path}: has no sheet {sheet!r}; {hint(sheet, names)}")
        return book[sheet]
    full = [each for each in book.worksheets if any(any(row) for row in _few(each))]
    if not full:
        raise InputError(f"{path}: its sheets are empty; give the file with the opportunities")
    if len(full) > 1:
        words = ", ".join(repr(each.title) for each in full)
        raise InputError(f"{path}: has several sheets; which one: --sheet NAME? There are: {words}")
    return full[0]


def _few(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the first rows of a sheet."""
    sheet.reset_dimensions()
    yield from sheet.iter_rows(max_row=50, values_only=True)


def _hidden(path: Path, sheet: Any) -> list[str]:
    """Return the letters of hidden columns, which a sheet read row by row does not tell."""
    from openpyxl.utils import get_column_letter

    found: list[str] = []
    with zipfile.ZipFile(path) as packed, packed.open(sheet._worksheet_path.lstrip("/")) as part:
        for _, each in ElementTree.iterparse(part, ["start"]):
            if each.tag == f"{SPREADSHEET}col" and each.get("hidden") in ("1", "true"):
                first, last = int(each.get("min", 0)), int(each.get("max", 0))
                found += [get_column_letter(n) for n in range(first, min(last, first + 99) + 1)]
            if each.tag == f"{SPREADSHEET}sheetData":
                break
    return found
