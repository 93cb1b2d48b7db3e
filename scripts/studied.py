"""What turned the order of schemes, gathered from the measured pages into the package.

`python -m scripts.measured people screening` does it after writing the pages; `gathered` reads the
tables of both by the titles of their columns, so that columns may be added to them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.uncertainty.studied import RECORD
from scripts.schemes import BASELINE

PAGES = ("people", "screening")
HEADING = re.compile(r"^## (\w+), (\d+) of \d+ worlds")
CELL = re.compile(r"^\*\*([+-]\d\.\d+) \((\d+) to (\d+) %\)\*\*$")
"""A setting told from chance: correlation, and shares ahead in its lowest and highest third."""

Row = dict[str, str]


def write(folder: Path) -> None:
    """Write the record of what the pages in a folder say."""
    RECORD.write_text(json.dumps(gathered(folder), indent=1) + "\n", encoding="utf-8")


def gathered(folder: Path) -> dict[str, Any]:
    """Return the record: baseline, people, screened, sensitive. Raises: ValueError for a gap."""
    people, screening = (
        (folder / f"{name}.md").read_text(encoding="utf-8").splitlines() for name in PAGES
    )
    tables = list(_tables(screening))
    explained = next(rows for _, rows in tables if "scheme ahead" in rows[0])
    leading = next(rows for _, rows in tables if "what it is" in rows[0])
    found = {
        "baseline": BASELINE,
        "people": [each for title, rows in _tables(people) for each in _ahead(title, rows)],
        "screened": [_screened(one, leading) for one in explained],
        "sensitive": [one["setting"].strip("`") for one in leading],
    }
    empty = [name for name, value in found.items() if not value]
    if empty:
        raise ValueError(f"{folder}: nothing found for {', '.join(empty)}")
    return found


def _tables(lines: list[str]) -> Iterator[tuple[str, list[Row]]]:
    """Yield the heading above each table of a page, and its rows by the titles of the columns."""
    heading, head, rows = "", [], []  # type: str, list[str], list[Row]
    for line in [*lines, ""]:
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            if not head:
                head = cells
            elif not line.startswith("|---"):
                rows.append(dict(zip(head, cells, strict=True)))
            continue
        if rows:
            yield heading, rows
        head, rows = [], []
        heading = line if line.startswith("#") else heading


def _ahead(title: str, rows: list[Row]) -> list[dict[str, Any]]:
    """Return in how many worlds of a market each scheme was ahead of the baseline."""
    found = HEADING.match(title)
    if found is None:
        return []
    return [
        {"market": found[1], "scheme": each["scheme"], "worlds": int(found[2]),
         "ahead": int(each["above it in"].rstrip("%"))}
        for each in rows if each["scheme"] != BASELINE
    ]  # fmt: skip


def _screened(one: Row, leading: list[Row]) -> dict[str, Any]:
    """Return what a screening found on one scheme in one market, the surest setting first."""
    scheme = one["difference"].split(" − ")[0]
    told = []
    for each in leading:
        found = CELL.match(each[f"{scheme}, {one['market']}"])
        if found is not None:
            setting = each["setting"].strip("`")
            told.append((abs(float(found[1])), setting, int(found[2]), int(found[3])))
    turns = [{"setting": setting, "low": low, "high": high}
             for _, setting, low, high in sorted(told, key=lambda item: -item[0])]  # fmt: skip
    worlds, ahead = one["worlds"].replace(",", ""), one["scheme ahead"].rstrip("%")
    head = {"market": one["market"], "scheme": scheme}
    return {**head, "worlds": int(worlds), "ahead": int(ahead), "turns": turns}
