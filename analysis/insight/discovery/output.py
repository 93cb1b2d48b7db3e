"""The result folder of `regimes`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.insight.discovery import numbers
from analysis.insight.discovery.regimes import TABLES
from analysis.insight.output import write_found
from analysis.results.protocol import picture
from analysis.words import wording

if TYPE_CHECKING:
    import pandas as pd

    from analysis.figures.picture import Picture
    from analysis.insight.discovery.regimes import Regimes
    from analysis.study.results import StudyResults


def write_regimes(
    found: Regimes, results: StudyResults, folder: Path, *, overwrite: bool = False
) -> None:
    """Write shares, maps, rules, dominance, findings and figures.

    Args:
        found: what `regimes` returned.
        results: what it read.
        folder: where; refused if it holds other results, unless `overwrite`.
        overwrite: replace results that stand there.

    Raises:
        ResultsError: the folder is taken or cannot be written.
    """
    tables = {name: getattr(found, name) for name in TABLES}
    drawn = _winners(found, results.points)
    write_found(
        "regimes", folder, tables, drawn, {"study": results.study.name}, {}, overwrite=overwrite
    )


def _winners(found: Regimes, points: pd.DataFrame) -> Iterable[Picture]:
    from analysis.insight.discovery.winners import outcome_curves, shares, winner_map

    for measure, pair in found.axes.items():
        name = wording.title(measure)
        part = {
            table: getattr(found, table)[getattr(found, table)["measure"] == measure]
            for table in ("map", "shares", "chances")
        }
        used = points[points["point"].isin(part["chances"]["point"])]
        title = f"{name}: where each scheme wins"
        figure = winner_map(part["map"], used, found.schemes, *pair, title)
        caption = f"{title} (dots: environments; grey: too few)"
        table = numbers.chances(part["map"], found.schemes, *pair)
        yield picture(f"{measure}-map", caption, figure, table)
        title = f"{name}: how often each scheme is best, and what picking it gives away"
        figure = shares(part["shares"], found.schemes, title)
        yield picture(f"{measure}-shares", title, figure, numbers.shares(part["shares"]))
        title = f"{name} over environments"
        figure = outcome_curves(part["chances"], found.schemes, measure, title)
        table = numbers.outcomes(part["chances"], found.schemes, measure)
        yield picture(f"{measure}-outcomes", title, figure, table)
