"""Which file of a folder is which table: by what stands in its first line, not by its name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from analysis.calibration.mappings import FLAGS, fold, known_fields, listed
from analysis.calibration.specs import (
    MORE,
    OPPORTUNITIES,
    SPECS,
    STAGE_HEADINGS,
    Spec,
)
from analysis.calibration.table import How, rows_and_head
from sim.core.errors import InputError

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx")
STAGES = "stages"


@dataclass(frozen=True)
class Folder:
    """The tables of a folder, kind → file; histories of stages; and files that are neither."""

    tables: dict[str, Path]
    stages: list[Path] = field(default_factory=list)
    others: list[Path] = field(default_factory=list)


def sorted_out(folder: Path, how: dict[str, How], given: dict[str, Path]) -> Folder:
    """Return which file of a folder is which table.

    how: by kind of table; given: files that are named already. Raises: InputError where there are
    no opportunities, or several files of a kind.
    """
    files = sorted(
        each
        for each in folder.iterdir()
        if each.suffix.lower() in SUFFIXES
        and not each.name.startswith((".", "~"))
        and each.is_file()
    )
    kinds = {file: kind_of(file, how) for file in files if file not in given.values()}
    tables = dict(given)
    for spec in (OPPORTUNITIES, *MORE):
        found = [file for file, kind in kinds.items() if kind == spec.name]
        if spec.name in given:
            continue
        if len(found) > 1:
            raise InputError(_several(folder, spec, found))
        if found:
            tables[spec.name] = found[0]
    if OPPORTUNITIES.name not in tables:
        raise InputError(_none(folder, files))
    return Folder(
        tables,
        [file for file, kind in kinds.items() if kind == STAGES],
        [file for file, kind in kinds.items() if not kind],
    )


def kind_of(file: Path, how: dict[str, How]) -> str:
    """Return which kind of table a file is, by its headings; "" for none."""
    for spec in sorted(SPECS.values(), key=lambda each: not how[each.name].columns):
        mine = replace(how[spec.name], spec=spec)
        if mine.sheet is not None and file.suffix.lower() != ".xlsx":
            mine = replace(mine, sheet=None)
        try:
            with rows_and_head(file, mine) as (_, head):
                headings = head
        except InputError:
            continue
        if _is_stages(headings):
            return STAGES
        if _has(headings, spec, mine):
            return spec.name
    return ""


def _has(headings: list[str], spec: Spec, how: How) -> bool:
    folded = {fold(text) for text in headings}
    found = known_fields(headings, spec, how.mapping)
    found |= {name for name, heading in how.columns.items() if fold(heading) in folded}
    if spec is OPPORTUNITIES and set(FLAGS) <= found:
        found = found | {"outcome"}
    return set(spec.required) <= found and (not spec.tells or bool(found & set(spec.tells)))


def _is_stages(headings: list[str]) -> bool:
    folded = {fold(text) for text in headings}
    return all(folded & set(names) for names in STAGE_HEADINGS)


def _several(folder: Path, spec: Spec, found: list[Path]) -> str:
    names = listed([file.name for file in found])
    way = (
        f"name the one: counterpoint calibrate {found[0]}"
        if spec is OPPORTUNITIES
        else f"name the one: --{spec.name} {found[0]}"
    )
    return f"{folder}: several files look like {spec.name}: {names}; {way}"


def _none(folder: Path, files: list[Path]) -> str:
    if not files:
        return (
            f"{folder}: holds no CSV file or workbook; export the opportunities there, or name "
            "their file"
        )
    names = listed([file.name for file in files])
    wanted = ", ".join(OPPORTUNITIES.required)
    return (
        f"{folder}: no file in it has the headings of opportunities ({wanted}); name the file: "
        f"there are: {names}; --guess proposes which column is which"
    )
