"""The result folder of `compare`."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.comparison.dictionary import COMPARISON, comparison_dictionary
from analysis.results.manifest import manifest
from analysis.results.protocol import Results, write

if TYPE_CHECKING:
    from analysis.comparison.comparison import Comparison


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
    from analysis.comparison.figures.gallery import pictures
    from analysis.comparison.report import report

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
