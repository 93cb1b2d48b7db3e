"""Result folders of `run` and `compare`."""

from __future__ import annotations

import math
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.dictionary import COMPARISON, comparison_dictionary, run_dictionary
from analysis.manifest import command, environment, manifest
from analysis.results import Results, write
from sim.history.history import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from analysis.comparison import Comparison
    from sim.history.history import History


def write_comparison(
    result: Comparison, folder: Path, *, overwrite: bool = False, seconds: float = 0.0
) -> Path:
    """Write tables, figures, report and manifest; return the path of the report.

    Args:
        result: what `compare` returned.
        folder: where; refused if it holds other results, unless `overwrite`.
        overwrite: replace results that stand there.
        seconds: how long the runs took, for the manifest.

    Raises:
        ResultsError: the folder is taken or cannot be written.
    """
    from analysis.figures import pictures
    from analysis.report.build import report

    started = time.monotonic()
    drawn = list(pictures(result))
    tables = {name: getattr(result, name) for name in COMPARISON}
    if result.drawn is not None:
        tables |= {"worlds": result.drawn.table, "turning": result.drawn.turning}
    durations = {"runs": seconds, "figures": time.monotonic() - started}
    facts = manifest(
        "compare", result.loaded, seed=result.seed, replicates=result.replicates,
        durations=durations, extra=_settings(result),
    )  # fmt: skip
    found = Results(
        facts=facts,
        tables=tables,
        dictionary=comparison_dictionary(with_worlds=result.drawn is not None),
        pictures=[replace(each, table=None) for each in drawn],
        scenarios=result.loaded,
        report=lambda results: report(result, drawn, results.facts),
    )
    return write(found, folder, overwrite=overwrite)


def _settings(result: Comparison) -> dict[str, Any]:
    found = result.precision
    return {
        "baseline": result.baseline,
        "meaningful": result.meaningful,
        "interrupted": result.interrupted,
        **({} if result.drawn is None else {"worlds": result.drawn.facts()}),
        **({} if result.firm is None else {"firm": asdict(result.firm)}),
        "precision": None
        if found is None
        else {
            "target": found.target,
            "width": found.width if found.width < float("inf") else None,
            "reached": found.reached,
            "budget": found.budget,
        },
    }


def write_run(
    history: History,
    folder: Path,
    *,
    fmt: str = "csv",
    overwrite: bool = False,
    seconds: float = 0.0,
    events: pd.DataFrame | None = None,
) -> None:
    """Write the tables of one run with scenario, data dictionary and manifest.

    Args:
        history: the run.
        folder: where; refused if it holds other results, unless `overwrite`.
        fmt: "csv" or "parquet".
        overwrite: replace results that stand there.
        seconds: how long the run took, for the manifest.
        events: its event log, to be written beside the tables.

    Raises:
        ResultsError: the folder is taken or cannot be written.
    """
    started = time.monotonic()
    tables = {name: history.frame(name) for name in TABLES}
    if events is not None:
        tables["events"] = events
    facts = manifest(
        "run", (history.scenario,), seed=history.seed, first=history.replicate, replicates=1,
        durations={"run": seconds, "tables": time.monotonic() - started},
    )  # fmt: skip
    words = run_dictionary(with_events=events is not None)
    texts = {"scenario.yaml": history.scenario.to_yaml()}
    found = Results(facts=facts, tables=tables, dictionary=words, texts=texts, fmt=fmt)
    write(found, folder, overwrite=overwrite)


def write_table(table: pd.DataFrame, name: str, folder: Path, *, overwrite: bool = False) -> None:
    """Write one table with a manifest of the command that made it.

    Raises:
        ResultsError: the folder is taken or cannot be written.
    """
    facts = {"kind": name, "command": command(), **environment()}
    write(Results(facts=facts, tables={name: table}), folder, overwrite=overwrite)


def records(table: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return a table as JSON has it: one record per row, null for what is missing or infinite."""
    rows = table.to_dict("records")
    return [
        {
            name: None if isinstance(cell, float) and not math.isfinite(cell) else cell
            for name, cell in row.items()
        }
        for row in rows
    ]
