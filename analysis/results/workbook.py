"""One workbook of all tables in a result folder: a front sheet, their columns, a sheet a table."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sim.core.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

WORKBOOK = "tables.xlsx"
LONGEST_SHEET = 1_048_575
"""Rows that fit on a sheet below its head."""
LONGEST_NAME = 31
MADE = datetime(2000, 1, 1)
"""What the file says of when it was made: the same every time, so that its bytes are too."""
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FACTS = {
    "command": "command",
    "version": "version",
    "created": "made",
    "dates": "week 0 begins on",
}
"""Entries of the manifest that stand on the front sheet, and what they are called there."""


def check_library() -> None:
    """Raises: InputError when the library that writes workbooks is not installed."""
    import importlib.util

    if importlib.util.find_spec("xlsxwriter") is None:
        raise InputError("--xlsx needs XlsxWriter; install with: pip install 'counterpoint[xlsx]'")


def workbook(
    tables: Mapping[str, pd.DataFrame], words: Mapping[str, Any], facts: Mapping[str, Any]
) -> bytes:
    """Return the tables as a workbook.

    Args:
        tables: by name, in the order of the sheets.
        words: the folder's data dictionary; may be empty.
        facts: the folder's manifest.

    Raises: InputError without the library.
    """
    check_library()
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"title": "Counterpoint", "created": MADE})
    looks = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "title": book.add_format({"bold": True, "font_size": 16}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    described = _described(words)
    names = _sheet_names(tables)
    _front(book, looks, tables, names, facts)
    if described:
        _rows(book.add_worksheet("columns"), looks, ("table", "column", "unit", "meaning"),
              described)  # fmt: skip
    for name, table in tables.items():
        known = table.astype(object).where(table.notna(), None)
        cells = zip(*(known[column].tolist() for column in known), strict=True)
        _rows(book.add_worksheet(names[name]), looks, tuple(map(str, table)), cells)
    book.close()
    return out.getvalue()


def _sheet_names(tables: Mapping[str, Any]) -> dict[str, str]:
    """Return table → sheet; names are cut where a workbook takes no longer ones."""
    found: dict[str, str] = {}
    for name in tables:
        short, number = name.replace("/", " ")[:LONGEST_NAME], 2
        while short.lower() in {each.lower() for each in ("front", "columns", *found.values())}:
            short, number = f"{name[: LONGEST_NAME - 3]}-{number}", number + 1
        found[name] = short
    return found


def _front(
    book: Any, looks: Mapping[str, Any], tables: Mapping[str, pd.DataFrame],
    names: Mapping[str, str], facts: Mapping[str, Any],
) -> None:  # fmt: skip
    sheet = book.add_worksheet("front")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 70)
    sheet.write_string(0, 0, f"Counterpoint: {facts.get('kind', 'results')}", looks["title"])
    row = 2
    for key, title in FACTS.items():
        if facts.get(key) is not None:
            sheet.write_string(row, 0, title)
            sheet.write_string(row, 1, str(facts[key]))
            row += 1
    for scenario in facts.get("scenarios", ()):
        sheet.write_string(row, 0, "scenario")
        sheet.write_string(row, 1, str(scenario.get("name")))
        row += 1
    for place, title in enumerate(("sheet", "rows", "")):
        sheet.write_string(row + 1, place, title, looks["head"])
    for line, (name, table) in enumerate(tables.items(), row + 2):
        sheet.write_url(line, 0, f"internal:'{names[name]}'!A1", string=name)
        sheet.write_number(line, 1, len(table))
        if len(table) > LONGEST_SHEET:
            text = f"the first {LONGEST_SHEET:,}; all are in the file {name}"
            sheet.write_string(line, 2, text)


def _described(words: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Return (table, column, unit, meaning) of every column that the dictionary names."""
    found: list[tuple[str, ...]] = []
    for table, entry in words.get("tables", {}).items():
        columns = entry["columns"] if isinstance(entry, dict) else entry
        found += [(table, each["column"], each["unit"], each["meaning"]) for each in columns]
    return found


def _rows(sheet: Any, looks: Mapping[str, Any], head: tuple[str, ...], rows: Any) -> None:
    sheet.freeze_panes(1, 0)
    widths = [len(name) for name in head]
    for place, name in enumerate(head):
        sheet.write_string(0, place, name, looks["head"])
    for number, cells in enumerate(rows, 1):
        if number > LONGEST_SHEET:
            break
        for place, cell in enumerate(cells):
            _cell(sheet, number, place, cell, looks)
            if isinstance(cell, str):
                widths[place] = max(widths[place], len(cell))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width, 8) + 2, 60))


def _cell(sheet: Any, row: int, place: int, cell: Any, looks: Mapping[str, Any]) -> None:
    """Write one cell as what it is; what is missing stays blank."""
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell, looks["date"])
    elif isinstance(cell, int | float) and math.isfinite(cell):
        sheet.write_number(row, place, cell)
    else:
        sheet.write_string(row, place, str(cell)[:32_767])
