"""Mappings proposed for all tables of a firm: leads and customers besides opportunities."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from analysis.calibration import mappings
from analysis.calibration.dates import is_date
from analysis.calibration.folder import SUFFIXES, kind_of
from analysis.calibration.guess import (
    MOST_WORDS,
    MOSTLY,
    Column,
    columns_of,
    guess,
    known,
    word_rows,
)
from analysis.calibration.mappings import fold
from analysis.calibration.specs import CUSTOMERS, LEADS, MORE, OPPORTUNITIES, Spec
from analysis.calibration.table import How
from sim.core.errors import InputError
from sim.scenario.writing import scalar_text


def guess_all(path: Path, given: dict[str, Path], how: dict[str, How]) -> str:
    """Return one mapping file as text, for a file or a folder and for tables named besides.

    Raises: InputError.
    """
    tables, file = dict(given), path
    if path.is_dir():
        file, more = _in_folder(path, how)
        tables = more | tables
    text = guess(file, how[OPPORTUNITIES.name])
    for spec in MORE:
        if spec.name in tables:
            text += _beside(tables[spec.name], spec, how[spec.name])
    return text


def _in_folder(folder: Path, how: dict[str, How]) -> tuple[Path, dict[str, Path]]:
    """Return the file that looks most like opportunities, and what headings know of others."""
    files = sorted(each for each in folder.iterdir() if each.suffix.lower() in SUFFIXES)
    kinds = {file: kind_of(file, how) for file in files}
    mine = [file for file in files if kinds[file] == OPPORTUNITIES.name]
    free = mine or [file for file in files if not kinds[file]]
    if not free:
        raise InputError(f"{folder}: holds no table that may be opportunities; name the file")
    best = max(free, key=lambda file: known(file, how[OPPORTUNITIES.name]))
    return best, {kind: file for file, kind in kinds.items() if kind in {s.name for s in MORE}}


def _beside(file: Path, spec: Spec, how: How) -> str:
    columns = columns_of(file, replace(how, spec=spec))
    found = _leads(columns) if spec is LEADS else _customers(columns)
    rows = [f"{spec.name}: # {file.name}", "  columns:"]
    rows += [f"    {name}: {scalar_text(columns[place].heading)}  # {why}"
             for name, (place, why) in found.items()]  # fmt: skip
    rows += [f"    # {name}: nothing looks like it; write the heading here"
             for name in spec.required if name not in found]  # fmt: skip
    if "status" in found:
        rows += word_rows(columns[found["status"][0]], spec, ", ".join(spec.kinds), "  ")
    return "\n".join(rows) + "\n"


def _leads(columns: list[Column]) -> dict[str, tuple[int, str]]:
    kinds = mappings.chosen_words(LEADS)
    found = _named(columns, LEADS)
    words = [n for n, each in enumerate(columns)
             if each.filled and len(set(each.filled)) <= MOST_WORDS
             and each.share(lambda text: fold(text) in kinds)]  # fmt: skip
    if words:
        best = max(words, key=lambda n: columns[n].share(lambda text: fold(text) in kinds))
        found["status"] = (best, "its words say what became of leads")
    dated = [n for n, each in enumerate(columns) if each.share(is_date) >= MOSTLY]
    taken = {place for place, _ in found.values()}
    free = [n for n in dated if n not in taken]
    if "handed_over" not in found and free:
        found["handed_over"] = (max(free, key=lambda n: _filled(columns[n])), "dates in most rows")
    return found


def _customers(columns: list[Column]) -> dict[str, tuple[int, str]]:
    found = _named(columns, CUSTOMERS)
    taken = {place for place, _ in found.values()}
    dated = [n for n, each in enumerate(columns)
             if n not in taken and each.share(is_date) >= MOSTLY]  # fmt: skip
    dated.sort(key=lambda n: -_filled(columns[n]))
    if "won" not in found and dated:
        found["won"] = (dated.pop(0), "dates in most rows")
    if "churned" not in found and dated:
        found["churned"] = (dated[-1], "dates in few rows")
    return found


def _named(columns: list[Column], spec: Spec) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for name in spec.fields:
        for place, each in enumerate(columns):
            if name not in found and each.is_called(name, spec):
                found[name] = (place, "called so")
    return found


def _filled(column: Column) -> float:
    return len(column.filled) / len(column.texts)
