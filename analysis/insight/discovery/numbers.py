"""The numbers behind figures of `regimes`, as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.insight.dictionary import INTERVAL
from analysis.measures import named
from analysis.words import wording
from analysis.words.called import scheme
from analysis.words.titles import plain

if TYPE_CHECKING:
    from analysis.parameters.axes import Axis

PARTS = 3
"""Parts of a parameter's range for which a map is told in words."""
SPREAD = {"1 in 10 below": 0.1, "median": 0.5, "1 in 10 above": 0.9}


def chances(grid: pd.DataFrame, schemes: Sequence[str], x: Axis, y: Axis) -> pd.DataFrame:
    """Return the mean chance of being best in each part of a map, a column per scheme."""
    part = grid.assign(_x=_stretches(x, grid, "x"), _y=_stretches(y, grid, "y"))
    found = part.groupby(["_x", "_y", "scenario"], sort=False)["chance"].mean().unstack("scenario")
    shown = found.reindex(columns=list(schemes)).map(_share).rename(columns=scheme).reset_index()
    return shown.rename(columns={"_x": x.title, "_y": y.title}).rename_axis(columns=None)


def _stretches(axis: Axis, grid: pd.DataFrame, side: str) -> list[str]:
    """Return for each cell the part of the range that holds it, in words."""
    if axis.words:
        return [str(value) for value in grid[side]]
    text = plain(axis.key).text
    ends = [text(axis.value(step / PARTS)) for step in range(PARTS + 1)]
    places = (min(int(place * PARTS), PARTS - 1) for place in grid[f"{side}_position"])
    return [f"{ends[place]} to {ends[place + 1]}" for place in places]


def shares(table: pd.DataFrame) -> pd.DataFrame:
    """Return how often each scheme is best and what picking it gives away."""
    unit = named(str(table["measure"].iloc[0])).unit

    def money(value: float) -> str:
        return wording.amount(value, unit)

    rows = [
        (scheme(row["scenario"]), wording.percent(row["best"]),
         f"{wording.percent(row['best_low'])} to {wording.percent(row['best_high'])}",
         money(row["regret"]), f"{money(row['regret_low'])} to {money(row['regret_high'])}",
         money(row["regret_p90"]))
        for row in table.to_dict("records")
    ]  # fmt: skip
    head = ["scheme", "best in", INTERVAL, "gives away", f"{INTERVAL} of it", "1 in 10 gives more"]
    return pd.DataFrame(rows, columns=head)


def outcomes(table: pd.DataFrame, schemes: Sequence[str], measure: str) -> pd.DataFrame:
    """Return quantiles of an outcome over environments, a row per scheme."""
    unit = named(measure).unit
    means = table.groupby("scenario", observed=True)["mean"]
    found = {
        head: [wording.amount(float(means.get_group(name).quantile(level)), unit)
               for name in schemes]
        for head, level in SPREAD.items()
    }  # fmt: skip
    return pd.DataFrame({"scheme": [scheme(name) for name in schemes], **found})


def _share(value: float) -> str:
    return wording.percent(value) if value == value else ""  # noqa: PLR0124 - NaN is no chance
