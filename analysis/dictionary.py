"""The data dictionaries that lie beside result tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.measures import MEASURES
from analysis.verdicts import KINDS
from sim.core.tables import Table
from sim.history.history import ADDITIONAL, TABLES, public_columns
from sim.history.ids import REFERS_TO

COURSES = (
    "column of the weekly table, or bookings_quarter and gross_profit_quarter (last 13 weeks), "
    "gross_profit_cumulative (from week 0), trust (mean of both ways)"
)

COMPARISON: dict[str, dict[str, tuple[str, str]]] = {
    "measures": {
        "scenario": ("word", "name of the scenario"),
        "replicate": ("count", "number of the replicate, from 0"),
        "seed": ("count", "its seed; `counterpoint run --seed S --replicate R` repeats it"),
        "measure": ("word", "what was measured; see `measures`"),
        "value": ("the measure's", "its value; empty if the run cannot tell"),
    },
    "summary": {
        "scenario": ("word", "name of the scenario"),
        "measure": ("word", "what was measured; see `measures`"),
        "n": ("count", "replicates with a value"),
        "mean": ("the measure's", "mean over replicates"),
        "ci_low": ("the measure's", "lower end of the 95 % interval of the mean"),
        "ci_high": ("the measure's", "upper end of the 95 % interval of the mean"),
        "p10": ("the measure's", "value that one replicate in ten stays below"),
        "p90": ("the measure's", "value that one replicate in ten exceeds"),
    },
    "differences": {
        "scenario": ("word", "name of the scenario"),
        "baseline": ("word", "what it is compared with"),
        "measure": ("word", "what was measured; see `measures`"),
        "n": ("count", "pairs in which both have a value"),
        "mean_difference": ("the measure's", "mean of scenario minus baseline over pairs"),
        "ci_low": ("the measure's", "lower end of its 95 % interval"),
        "ci_high": ("the measure's", "upper end of its 95 % interval"),
        "p_value": ("share", "two-sided p-value of no difference"),
        "p_adjusted": ("share", "the same, adjusted by Holm over all rows of this table"),
        "probability_better": (
            "share",
            "pairs in which the scenario is strictly better; empty if neither way is better",
        ),
    },
    "ranks": {
        "scenario": ("word", "name of the scenario"),
        "measure": ("word", "what was measured; only measures with a better direction"),
        "probability_best": ("share", "replicates in which it is best; ties are shared"),
        "mean_rank": ("rank", "mean rank over replicates, 1 is best; ties share a rank"),
    },
    "timecourse": {
        "scenario": ("word", "name of the scenario"),
        "week": ("week", "0 is the first counted week"),
        "measure": ("word", COURSES),
        "mean": ("the measure's", "mean over replicates"),
        "p10": ("the measure's", "value that one replicate in ten stays below"),
        "p90": ("the measure's", "value that one replicate in ten exceeds"),
    },
    "verdicts": {
        "scenario": ("word", "name of the scenario"),
        "baseline": ("word", "what it is compared with"),
        "measure": ("word", "what was measured; see `measures`"),
        "baseline_mean": ("the measure's", "mean of the baseline over the pairs"),
        "share_tied": ("share", "pairs in which both have the same value"),
        "verdict": ("word", ", ".join(KINDS)),
        "sentence": ("text", "the verdict in one sentence"),
    },
    "coherence": {
        "scenario": ("word", "name of the scenario"),
        "baseline": ("word", "what it is paired with"),
        "measure": ("word", "what was measured; see `measures`"),
        "n": ("count", "pairs"),
        "correlation": ("correlation", "of the two values of a pair: the luck they share"),
        "variance_reduction": (
            "ratio",
            "variance of the difference without pairing over the variance with it",
        ),
        "runs_saved": ("runs", "further runs that independent luck would have needed"),
    },
    "hours": {
        "scenario": ("word", "name of the scenario"),
        "role": ("word", "marketer, rep or leader"),
        "task": ("word", "what the hours went to"),
        "share": ("share", "share of the role's hours in counted weeks, mean of replicates"),
    },
}  # fmt: skip
"""Table → column → unit and meaning."""
WORLDS: dict[str, dict[str, tuple[str, str]]] = {
    "worlds": {
        "replicate": ("count", "number of the replicate that drew this world"),
        "<setting>": ("the setting's", "one column per setting drawn, by its dotted key"),
    },
    "turning": {
        "scenario": ("word", "name of the scenario"),
        "baseline": ("word", "what it is compared with"),
        "measure": ("word", "whose paired difference is meant"),
        "setting": ("word", "a setting that was drawn; the most surely telling first"),
        "n": ("count", "worlds in which both have a value"),
        "correlation": ("correlation", "rank correlation (Spearman) with the difference"),
        "p_value": ("share", "two-sided p-value of no correlation"),
        "p_adjusted": ("share", "the same, adjusted by Holm over the settings drawn"),
        "above_low": ("share", "worlds above the baseline in the setting's lowest third"),
        "above_high": ("share", "worlds above the baseline in the setting's highest third"),
    },
}
"""The tables that a comparison with `--worlds` has besides."""


STUDY: dict[str, dict[str, tuple[str, str]]] = {
    "points": {
        "point": ("identity", "number of the point; extending a design keeps it"),
        "market": ("word", "the market of its runs"),
        "<setting>": ("the setting's", "one column per varied setting, by its dotted key"),
    },
    "measures-*": {
        "point": ("identity", "the point that was run"),
        **COMPARISON["measures"],
    },
    "failures": {
        "point": ("identity", "the point that was run"),
        "market": ("word", "its market"),
        "scenario": ("word", "name of the scenario"),
        "replicate": ("count", "number of the replicate, from 0"),
        "seed": ("count", "its seed; `counterpoint run --seed S --replicate R` repeats it"),
        "error": ("word", "kind of the error"),
        "text": ("text", "what it said"),
        "parameters": ("JSON", "value of every varied setting"),
    },
}
"""The tables of a study's store, in Parquet."""


def study_dictionary() -> dict[str, Any]:
    """Return the data dictionary of a study's store."""
    return {"tables": entries(STUDY), "measures": measure_entries()}


def comparison_dictionary(*, with_worlds: bool = False) -> dict[str, Any]:
    """Return the data dictionary of a comparison's folder, with that of its worlds if it has."""
    tables = {**COMPARISON, **(WORLDS if with_worlds else {})}
    return {"tables": entries(tables), "measures": measure_entries()}


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
