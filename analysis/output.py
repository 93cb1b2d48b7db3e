"""Result folders of `run` and `compare`."""

from __future__ import annotations

import math
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.dictionary import comparison_dictionary, run_dictionary
from analysis.manifest import command, environment, manifest
from analysis.store import ResultFolder, slug
from sim.history import TABLES as RUN_TABLES

if TYPE_CHECKING:
    import pandas as pd

    from analysis.comparison import Comparison
    from sim.history import History

TABLES = (
    "measures",
    "summary",
    "differences",
    "ranks",
    "timecourse",
    "verdicts",
    "coherence",
    "hours",
)


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
    with ResultFolder(folder, overwrite=overwrite) as target:
        for name in TABLES:
            target.write_table(name, getattr(result, name))
        if result.drawn is not None:
            target.write_table("worlds", result.drawn.table)
            target.write_table("turning", result.drawn.turning)
        for picture in drawn:
            target.write(f"figures/{picture.name}.png", picture.png)
            target.write(f"figures/{picture.name}.svg", picture.svg)
        for scenario in result.loaded:
            target.write(f"scenarios/{slug(scenario.name)}.yaml", scenario.to_yaml())
        words = comparison_dictionary(with_worlds=result.drawn is not None)
        target.write_dictionary(words)
        durations = {"runs": seconds, "tables_and_figures": time.monotonic() - started}
        facts = manifest(
            "compare",
            result.loaded,
            seed=result.seed,
            replicates=result.replicates,
            durations=durations,
            extra=_settings(result),
        )
        target.write("report.html", report(result, drawn, facts))
        target.finish(facts)
    return folder / "report.html"


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
    with ResultFolder(folder, overwrite=overwrite) as target:
        for name in RUN_TABLES:
            target.write_table(name, history.frame(name), fmt)
        if events is not None:
            target.write_table("events", events, fmt)
        target.write("scenario.yaml", history.scenario.to_yaml())
        target.write_dictionary(run_dictionary(with_events=events is not None))
        facts = manifest(
            "run",
            (history.scenario,),
            seed=history.seed,
            first=history.replicate,
            replicates=1,
            durations={"run": seconds, "tables": time.monotonic() - started},
        )
        target.finish(facts)


def write_table(table: pd.DataFrame, name: str, folder: Path, *, overwrite: bool = False) -> None:
    """Write one table with a manifest of the command that made it.

    Raises:
        ResultsError: the folder is taken or cannot be written.
    """
    with ResultFolder(folder, overwrite=overwrite) as target:
        target.write_table(name, table)
        target.finish({"kind": name, "command": command(), **environment()})


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
