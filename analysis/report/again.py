"""Whether two result folders hold the same tables, byte by byte."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

TABLES = (".csv", ".parquet")


@dataclass(frozen=True)
class Agreement:
    """What comparing two folders found.

    Attributes:
        names: tables of the first folder, in order.
        first: the first that differs; None when all agree.
        where: what is different about it, in words.
    """

    names: tuple[str, ...]
    first: str | None
    where: str


def agreement(before: Path, after: Path) -> Agreement:
    """Return whether the tables of a folder are the same in another one."""
    names = tuple(sorted({path.name for each in (before, after) for path in each.iterdir()
                          if path.suffix in TABLES}))  # fmt: skip
    for name in names:
        for folder, which in ((before, "before"), (after, "now")):
            if not (folder / name).is_file():
                return Agreement(names, name, f"there is no such table {which}")
        if (before / name).read_bytes() != (after / name).read_bytes():
            return Agreement(names, name, _apart(before / name, after / name))
    return Agreement(names, None, "")


def _apart(before: Path, after: Path) -> str:
    """Return the first cell in which two tables differ."""
    if before.suffix != ".csv":
        return "its bytes differ"
    with before.open(newline="") as old, after.open(newline="") as new:
        rows = zip_longest(csv.reader(old), csv.reader(new))
        head = next(rows)[0] or []
        for number, (one, other) in enumerate(rows, 2):
            if one is None or other is None:
                return f"it ends at line {number - 1} {'before' if one is None else 'now'}"
            for name, was, now in zip_longest(head, one, other, fillvalue=""):
                if was != now:
                    return f"line {number}, {name}: {was or 'empty'} before, {now or 'empty'} now"
    return "its bytes differ"
