"""The funnel by scenario: what enters, what is left at each stage."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures import style
from analysis.figures.fonts import wrapped
from analysis.figures.palette import looks
from analysis.runs.firm import STAGES
from analysis.words import wording


def funnel(summary: pd.DataFrame, scenarios: Collection[str]) -> Figure:
    """Return bars of yearly counts, one column per stage, each on its own scale."""
    figure = style.canvas(10, 1.7 + 0.42 * len(scenarios))
    columns = figure.subplots(1, len(STAGES), sharey=True)
    for axes, (measure, title) in zip(columns, STAGES.items(), strict=True):
        part = summary[summary["measure"] == measure].set_index("scenario")
        means = [float(part["mean"].get(name, float("nan"))) for name in scenarios]
        _bars(axes, means, scenarios)
        axes.set_title(title, loc="left", fontsize=style.TEXT, color=style.INK)
    columns[0].set_yticks(range(len(scenarios)), wrapped(scenarios))
    columns[0].set_ylim(len(scenarios) - 0.5, -0.5)
    style.headline(figure, "The funnel: mean per year; each column has its own scale")
    return figure


def _bars(axes: Axes, means: Sequence[float], scenarios: Collection[str]) -> None:
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color(style.FAINT)
    axes.tick_params(axis="y", length=0, labelsize=style.TEXT)
    axes.set_xticks([])
    known = [value for value in means if not math.isnan(value)]
    top = max(known, default=1.0) or 1.0
    axes.set_xlim(0, top * 1.45)
    shades = [each.colour for each in looks(scenarios).values()]
    for place, value in enumerate(means):
        if math.isnan(value):
            axes.text(0.02 * top, place, "n/a", va="center", fontsize=style.SMALL)
            continue
        axes.barh(place, value, height=0.62, color=shades[place])
        axes.text(
            value + 0.03 * top,
            place,
            wording.figure(value),
            va="center",
            fontsize=style.SMALL,
            color=style.INK,
        )
    axes.set_ylim(len(scenarios) - 0.5, -0.5)
