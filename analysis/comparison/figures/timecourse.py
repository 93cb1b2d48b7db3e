"""Revenue and friction over time, one band per scenario."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.figures import style
from analysis.figures.palette import looks
from analysis.words import wording
from sim.world.names import YEAR

PANELS = (
    ("recurring_revenue", "Recurring revenue", "euros a year"),
    ("gross_profit_quarter", "Gross profit of the last 13 weeks", "euros"),
    ("relationship_conflict", "Relationship conflict", "index, mean of pairs"),
    ("trust", "Trust between marketers and reps", "share, mean of pairs"),
)
FEW = 4
"""With more scenarios the bands are drawn fainter."""


def over_time(timecourse: pd.DataFrame, scenarios: Collection[str]) -> Figure:
    """Return revenue (above) and friction (below) by week: mean and 10th to 90th percentile."""
    figure = style.canvas(10, 6.6)
    grid = figure.subplots(2, 2, sharex=True)
    for axes, (measure, title, unit) in zip(grid.ravel(), PANELS, strict=True):
        part = timecourse[timecourse["measure"] == measure]
        _panel(axes, part, scenarios)
        axes.set_title(title, loc="left", fontsize=style.TEXT, color=style.INK)
        axes.set_ylabel(unit, fontsize=style.SMALL)
        if unit.startswith("euros"):
            axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: wording.euro_tick(value)))
    for axes in grid[1]:
        axes.set_xlabel("week (the count begins at 0)", fontsize=style.SMALL)
    style.headline(figure, "Revenue and friction over time: mean, and where 8 runs in 10 lie")
    style.legend(figure, scenarios, lines=True)
    return figure


def _panel(axes: Axes, table: pd.DataFrame, scenarios: Collection[str]) -> None:
    style.tidy(axes)
    last = 0
    for name, each in looks(scenarios).items():
        rows = table[table["scenario"] == name]
        week = rows["week"].to_numpy()
        last = max(last, int(week.max(initial=0)))
        axes.fill_between(
            week,
            rows["p10"].to_numpy(),
            rows["p90"].to_numpy(),
            color=each.colour,
            alpha=0.13 if len(scenarios) <= FEW else 0.06,
            linewidth=0,
        )
        axes.plot(
            week,
            rows["mean"].to_numpy(),
            color=each.colour,
            dashes=each.dash,
            linewidth=1.9,
        )
    first = int(table["week"].min()) if len(table) else 0
    _warm_up(axes, first)
    axes.set_xticks(range(-YEAR * (-first // YEAR), last + YEAR, YEAR))
    axes.set_xlim(first, last + 1)


def _warm_up(axes: Axes, first: int) -> None:
    """Grey the weeks before the count, which are no part of any result, and name them."""
    if first >= 0:
        return
    axes.axvspan(first, 0, color=style.GRID, alpha=0.7, linewidth=0, zorder=0)
    axes.axvline(0, color=style.FAINT, linewidth=0.9)
    axes.annotate(
        "warm-up,\nnot counted", (first, 1), xycoords=("data", "axes fraction"), xytext=(3, -3),
        textcoords="offset points", va="top", fontsize=style.SMALL, color=style.FAINT,
    )  # fmt: skip
