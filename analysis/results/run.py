"""The result folder of `run`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.results.dictionary import run_dictionary
from analysis.results.manifest import manifest
from analysis.results.protocol import Results, write
from sim.history.history import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from sim.history.history import History


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
