"""Profit against quarrels: one mark per scheme, with the region that holds its true place."""

from __future__ import annotations

import math
from collections.abc import Collection

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray
from scipy import stats

from analysis.figures import fonts, style
from analysis.figures.labels import name_dots
from analysis.figures.palette import Look, looks
from analysis.measures import FRICTION, REVENUE
from analysis.words import wording

UNITS = {"hours_lost": "hours lost to quarrels a year", FRICTION: "relationship conflict, index"}
"""Friction: hours, which people know; an index where runs are too short for a yearly number."""
WIDE, NARROW = (9.0, 5.6), (4.2, 4.4)
"""Inches: for a page, for a phone."""
NAMED, LINE = 4, 0.22
"""Schemes named beside their marks on a phone; inches of a line of the list that has more."""
LEVEL = 0.95
LEAST = 3
"""Replicates below which there is no region to draw."""
ROUNDING = 1e-12
"""Spread, over the size of the numbers, that is no more than rounding."""

Floats = NDArray[np.float64]


def plane(
    measures: pd.DataFrame, scenarios: Collection[str], size: tuple[float, float] = WIDE
) -> Figure:
    """Return mean profit against mean hours lost; ellipses leave out shared luck."""
    revenue = measurable(measures)
    friction = quarrels(measures)
    x, y = (_wide(measures, name, scenarios) for name in (friction, revenue))
    is_listed = size == NARROW and len(scenarios) > NAMED
    figure = style.canvas(size[0], size[1] + is_listed * LINE * len(scenarios))
    axes = figure.subplots()
    style.tidy(axes)
    middles: list[tuple[float, float]] = []
    for place, each in enumerate(looks(scenarios).values()):
        _region(axes, x, y, place, each)
        middle = _middle(x[:, place]), _middle(y[:, place])
        axes.plot(
            *middle, marker=each.marker, markersize=11, color=each.colour,
            markeredgecolor="white", markeredgewidth=1.4, zorder=5,
        )  # fmt: skip
        middles.append(middle)
    axes.margins(0.16)
    axes.autoscale_view()
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: wording.euro_tick(value)))
    axes.set_xlabel(f"calmer  ←  {UNITS[friction]}  →  worse", fontsize=style.SMALL)
    axes.set_ylabel(f"{wording.title(revenue)}  →  better", fontsize=style.SMALL)
    if size == WIDE:
        style.headline(figure, "Profit against quarrels: best is up and to the left")
    else:
        axes.locator_params(axis="x", nbins=5)
    if is_listed:
        style.legend(figure, scenarios, lines=False, columns=1)
    else:
        name_dots(axes, fonts.labels(scenarios), middles, size=style.TEXT)
    return figure


def measurable(measures: pd.DataFrame) -> str:
    """Return the longest profit that these runs can measure."""
    for name in REVENUE:
        if measures.loc[measures["measure"] == name, "value"].notna().any():
            return name
    return REVENUE[-1]


def quarrels(measures: pd.DataFrame) -> str:
    """Return the friction that these runs can measure, hours if they can."""
    for name in UNITS:
        if measures.loc[measures["measure"] == name, "value"].notna().any():
            return name
    return FRICTION


def _wide(measures: pd.DataFrame, name: str, scenarios: Collection[str]) -> Floats:
    """Return replicates × scenarios."""
    part = measures[measures["measure"] == name]
    columns = [part.loc[part["scenario"] == each, "value"].to_numpy() for each in scenarios]
    return np.column_stack(columns).astype(np.float64)


def _middle(column: Floats) -> float:
    """Return the mean of what could be measured, or NaN."""
    known = column[np.isfinite(column)]
    return float(known.mean()) if known.size else math.nan


def _without_luck(values: Floats) -> Floats:
    """Return runs minus their replicate's mean, widened for what that takes away (Morey 2008)."""
    count = values.shape[1]
    apart = values - values.mean(axis=1, keepdims=True)
    return np.asarray(apart * math.sqrt(count / (count - 1)))


def _region(axes: Axes, x: Floats, y: Floats, place: int, each: Look) -> None:
    """Draw the region that holds the true pair of means with 95 % confidence (Hotelling)."""
    pairs = np.column_stack([_without_luck(x)[:, place], _without_luck(y)[:, place]])
    pairs = pairs[np.isfinite(pairs).all(axis=1)]
    count = len(pairs)
    if count < LEAST:
        return
    spread = pairs.std(axis=0)
    unit = np.where(spread > ROUNDING * np.abs([np.nanmean(x), np.nanmean(y)]), spread, 1.0)
    sizes, ways = np.linalg.eigh(np.cov((pairs / unit).T))
    reach = 2 * (count - 1) / (count * (count - 2)) * stats.f.ppf(LEVEL, 2, count - 2)
    turn = np.linspace(0, 2 * np.pi, 121)
    ring = np.array([np.cos(turn), np.sin(turn)]).T * np.sqrt(np.maximum(sizes, 0) * reach)
    edge = (ring @ ways.T) * unit + [np.nanmean(x[:, place]), np.nanmean(y[:, place])]
    axes.fill(edge[:, 0], edge[:, 1], color=each.colour, alpha=0.16, linewidth=0, zorder=2)
    axes.plot(edge[:, 0], edge[:, 1], color=each.colour, dashes=each.dash, linewidth=1.3, zorder=3)
