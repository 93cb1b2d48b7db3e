"""The result folder of `sensitivity`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.insight.output import write_found
from analysis.insight.sensitivity import numbers
from analysis.insight.sensitivity.words import subject
from analysis.results.protocol import picture

if TYPE_CHECKING:
    import pandas as pd

    from analysis.figures.picture import Picture
    from analysis.insight.sensitivity.sensitivity import Sensitivity
    from analysis.study.results import StudyResults


def write_sensitivity(
    found: Sensitivity,
    results: StudyResults,
    folder: Path,
    *,
    repeats: pd.DataFrame | None = None,
    overwrite: bool = False,
) -> None:
    """Write indices, noise, findings and a figure per outcome.

    Args:
        found: what `sensitivity` returned.
        results: what it read.
        folder: where; refused if it holds other results, unless `overwrite`.
        repeats: the repeated runs behind the noise, if there are any.
        overwrite: replace results that stand there.

    Raises:
        ResultsError: the folder is taken or cannot be written.
    """
    tables = {name: getattr(found, name) for name in ("indices", "noise", "findings", "lost")}
    if repeats is not None:
        tables["repeats"] = repeats
    facts = {"study": results.study.name, "design": found.design, "baseline": found.baseline}
    write_found("sensitivity", folder, tables, _influence(found), facts, {}, overwrite=overwrite)


def _influence(found: Sensitivity) -> Iterable[Picture]:
    from analysis.insight.sensitivity.influence import morris_plane, sobol_bars

    is_saltelli = found.design == "saltelli"
    draw = sobol_bars if is_saltelli else morris_plane
    several = found.noise["market"].nunique() > 1
    for _, row in found.noise.iterrows():
        head = ["market", "measure", "scenario", "baseline"]
        part = found.indices
        for name in head:
            part = part[part[name] == row[name]]
        if part.empty:
            continue
        title = subject(row["measure"], row["scenario"], row["baseline"])
        title += f", {row['market']}" if several else ""
        words = [row["measure"], row["scenario"], row["baseline"] and f"minus_{row['baseline']}"]
        words += [row["market"]] if several else []
        table = numbers.influence(part, row["measure"], is_saltelli=is_saltelli)
        yield picture("-".join(filter(None, words)), title, draw(part, row, title), table)
