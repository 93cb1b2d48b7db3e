"""The data dictionary beside the tables of a study's store."""

from __future__ import annotations

from typing import Any

from analysis.results.dictionary import RUNS, entries, measure_entries

STUDY: dict[str, dict[str, tuple[str, str]]] = {
    "points": {
        "point": ("identity", "number of the point; extending a design keeps it"),
        "market": ("word", "the market of its runs"),
        "<setting>": ("the setting's", "one column per varied setting, by its dotted key"),
    },
    "measures-*": {
        "point": ("identity", "the point that was run"),
        **RUNS,
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
