"""The data dictionary beside the tables of a run, and how every other one is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.measures import MEASURES
from sim.core.tables import Table
from sim.history.history import ADDITIONAL, TABLES, public_columns
from sim.history.ids import REFERS_TO

RUNS: dict[str, tuple[str, str]] = {
    "scenario": ("word", "name of the scenario"),
    "replicate": ("count", "number of the replicate, from 0"),
    "seed": ("count", "its seed; `counterpoint run --seed S --replicate R` repeats it"),
    "measure": ("word", "what was measured; see `measures`"),
    "value": ("the measure's", "its value; empty if the run cannot tell"),
}
"""The table of measures, a row per run and measure, wherever one is written."""


def entries(tables: Mapping[str, Mapping[str, tuple[str, str]]]) -> dict[str, list[dict[str, str]]]:
    """Return tables of (unit, meaning) by column as a data dictionary has them."""
    return {
        table: [
            {"column": name, "unit": unit, "meaning": meaning}
            for name, (unit, meaning) in columns.items()
        ]
        for table, columns in tables.items()
    }


def measure_entries() -> list[dict[str, str]]:
    """Return every registered measure with unit, direction and meaning."""
    return [
        {
            "measure": item.name,
            "unit": item.unit,
            "better": item.direction,
            "meaning": item.meaning,
        }
        for item in MEASURES.values()
    ]


def run_dictionary(*, with_events: bool = False) -> dict[str, Any]:
    """Return the data dictionary of a run's folder, with the event log's if there is one.

    Of every column: unit, meaning, categories, the column of another table an id refers to, and
    whether it is additional, that is beyond those that readers may rely on.
    """
    tables = {
        name: {
            "meaning": table.meaning,
            "columns": [_entry(table, column) for column in public_columns(name)],
        }
        for name, table in TABLES.items()
    }
    return {"tables": {**tables, **(_events() if with_events else {})}}


def _events() -> dict[str, Any]:
    from analysis.stories.kinds import Kind
    from analysis.stories.log import COLUMNS

    (columns,) = entries({"events": COLUMNS}).values()
    kinds = [kind.value for kind in Kind]
    return {
        "events": {
            "meaning": "one thing that happened, with what led to it",
            "columns": [
                {**entry, "categories": kinds} if entry["column"] == "kind" else entry
                for entry in columns
            ],
        }
    }


def _entry(table: Table, name: str) -> dict[str, Any]:
    column = table.column(name)
    entry: dict[str, Any] = {"column": name, "unit": column.unit, "meaning": column.meaning}
    if column.words:
        entry["categories"] = list(column.words)
    if REFERS_TO.get(name, f"{table.name}.").partition(".")[0] != table.name:
        entry["refers_to"] = REFERS_TO[name]
    if name in ADDITIONAL.get(table.name, ()):
        entry["additional"] = True
    return entry
