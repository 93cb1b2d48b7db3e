"""A specification curve: the effect under every challenge, sorted, over what was changed.

Simonsohn, Simmons & Nelson 2020, "Specification curve analysis", Nature Human Behaviour 4:1208.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis import wording
from analysis.figures import style
from analysis.measures import MEASURES

WIDTH, HEIGHT = 11.0, 6.5
SHADES = {
    "robust": style.STRONG,
    "shifted": style.SOFT,
    "fragile": style.FALL,
    "inconclusive": style.PALE,
}
MARKS = {"robust": "o", "shifted": "s", "fragile": "X", "inconclusive": "."}


def specification_curve(part: pd.DataFrame) -> Figure:
    """Return the sorted effects of one claim with intervals, over the groups of challenges."""
    table = part.sort_values("effect", kind="stable", ignore_index=True)
    figure = style.canvas(WIDTH, HEIGHT)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 2])
    for axes in (above, below):
        style.tidy(axes)
    _effects(above, table)
    _choices(below, table)
    style.headline(figure, str(table["claim"].iloc[0]))
    return figure


def _effects(axes: Axes, table: pd.DataFrame) -> None:
    measure = MEASURES[str(table["measure"].iloc[0])]
    base = np.abs(table["base"].to_numpy(dtype=np.float64))
    is_relative = wording.is_relative(measure, float(np.nanmean(base)))
    unit = np.where(base > 0, base, 1.0) if is_relative else np.ones_like(base)
    effect, low, high = (
        table[name].to_numpy(dtype=np.float64) / unit for name in ("effect", "ci_low", "ci_high")
    )
    axes.axhline(0, color=style.INK, linewidth=1)
    for kind, shade in SHADES.items():
        chosen = np.flatnonzero((table["verdict"] == kind).to_numpy())
        if chosen.size:
            axes.vlines(chosen, low[chosen], high[chosen], color=shade, linewidth=1.2)
            axes.plot(chosen, effect[chosen], MARKS[kind], color=shade, label=kind, markersize=6)
    if is_relative:
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: wording.percent_tick(value)))
    axes.set_ylabel("left minus right, 95 % interval", fontsize=style.SMALL)
    axes.legend(frameon=False, fontsize=style.SMALL, loc="best")


def _choices(axes: Axes, table: pd.DataFrame) -> None:
    groups = list(dict.fromkeys(table["group"]))
    for place, group in enumerate(groups):
        chosen = np.flatnonzero((table["group"] == group).to_numpy())
        axes.plot(chosen, np.full(chosen.size, place), "|", color=style.INK, markersize=9)
    axes.set_yticks(range(len(groups)), groups, fontsize=style.SMALL)
    axes.set_ylim(len(groups) - 0.4, -0.6)
    axes.set_xlabel("challenges, sorted by effect", fontsize=style.SMALL)
