"""The plane of revenue and friction, one cloud per scenario."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from analysis import wording
from analysis.figures import style
from analysis.figures.palette import looks
from analysis.measures import FRICTION, REVENUE

MANY = 400
"""Beyond so many dots an SVG draws them as an image."""

Floats = NDArray[np.float64]


def plane(measures: pd.DataFrame, scenarios: Sequence[str]) -> Figure:
    """Return revenue against friction: every run, and the same runs with shared luck removed."""
    revenue = _measurable(measures)
    x, y = (_wide(measures, name, scenarios) for name in (FRICTION, revenue))
    figure = style.canvas(10, 5.2)
    left, right = figure.subplots(1, 2)
    _clouds(left, x, y, scenarios)
    _clouds(right, _without_luck(x), _without_luck(y), scenarios)
    left.set_title("every run", loc="left", fontsize=style.TEXT, color=style.INK)
    right.set_title(
        "shared luck removed (run minus its replicate's mean)",
        loc="left",
        fontsize=style.TEXT,
        color=style.INK,
    )
    for axes in (left, right):
        axes.set_xlabel("relationship conflict, index  (left is calmer)", fontsize=style.SMALL)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: wording.euro_tick(value)))
    left.set_ylabel(wording.title(revenue) + ", euros", fontsize=style.SMALL)
    style.headline(figure, "Revenue and friction: one dot per run, large marks are means")
    style.legend(figure, scenarios, lines=False)
    return figure


def _measurable(measures: pd.DataFrame) -> str:
    for name in REVENUE:
        if measures.loc[measures["measure"] == name, "value"].notna().any():
            return name
    return REVENUE[-1]


def _wide(measures: pd.DataFrame, name: str, scenarios: Sequence[str]) -> Floats:
    """Return replicates × scenarios."""
    part = measures[measures["measure"] == name]
    columns = [part.loc[part["scenario"] == each, "value"].to_numpy() for each in scenarios]
    return np.column_stack(columns).astype(np.float64)


def _without_luck(values: Floats) -> Floats:
    return np.asarray(values - values.mean(axis=1, keepdims=True) + values.mean())


def _clouds(axes: Axes, x: Floats, y: Floats, scenarios: Sequence[str]) -> None:
    style.tidy(axes)
    found = list(looks(scenarios).values())
    for place, each in enumerate(found):
        axes.scatter(
            x[:, place],
            y[:, place],
            s=15,
            marker=each.marker,
            color=each.colour,
            alpha=0.35,
            linewidth=0,
            rasterized=len(x) > MANY,
        )
    for place, each in enumerate(found):
        axes.plot(
            np.nanmean(x[:, place]),
            np.nanmean(y[:, place]),
            marker=each.marker,
            markersize=11,
            color=each.colour,
            markeredgecolor="white",
            markeredgewidth=1.6,
            zorder=5,
        )
