"""A specification curve: the effect under every challenge, sorted, over what was changed.

Simonsohn, Simmons & Nelson 2020, "Specification curve analysis", Nature Human Behaviour 4:1208.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from analysis.claims.claims import OPEN, PLAIN, SAME
from analysis.figures import style
from analysis.measures import MEASURES
from analysis.words import wording
from analysis.words.called import said

Floats = NDArray[np.float64]
WIDTH, HEIGHT = 11.0, 6.5
SHADES = {
    "robust": style.STRONG,
    "shifted": style.SOFT,
    "fragile": style.FALL,
    "inconclusive": style.PALE,
    "unmoved": style.PALE,
}
ENDS, ROOM = (0.03, 0.97), 0.15
"""Part of the ends of intervals that stay in sight whatever a few wide ones do, and room beyond."""
MARKS = {"robust": "o", "shifted": "s", "fragile": "X", "inconclusive": ".",
         "unmoved": "_"}  # fmt: skip


def specification_curve(part: pd.DataFrame) -> Figure:
    """Return the sorted effects of one claim with intervals, over the groups of challenges."""
    measure = MEASURES[str(part["measure"].iloc[0])]
    base = part["base"].abs()
    is_relative = wording.is_relative(measure, float(np.nanmean(base)))
    shown = part[["effect", "ci_low", "ci_high"]].astype(np.float64)
    if is_relative:
        shown = shown.div(base.where(base > 0, 1.0), axis=0)
    groups = [*dict.fromkeys(part["group"])]
    table = part.assign(**shown).sort_values("effect", kind="stable", ignore_index=True)
    figure = style.canvas(WIDTH, HEIGHT)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 2])
    for axes in (above, below):
        style.tidy(axes)
        for place in np.flatnonzero(table["group"] == PLAIN):
            axes.axvline(place, color=style.INK, linewidth=0.8, linestyle=":")
    _effects(above, table)
    if is_relative:
        above.yaxis.set_major_formatter(FuncFormatter(lambda value, _: wording.percent_tick(value)))
    _choices(below, table, groups)
    style.headline(figure, said(str(table["claim"].iloc[0])))
    return figure


def _effects(axes: Axes, table: pd.DataFrame) -> None:
    effect, low, high = (table[name].to_numpy() for name in ("effect", "ci_low", "ci_high"))
    axes.axhline(0, color=style.INK, linewidth=1)
    for kind, shade in SHADES.items():
        chosen = np.flatnonzero((table["verdict"] == kind).to_numpy())
        if chosen.size:
            axes.vlines(chosen, low[chosen], high[chosen], color=shade, linewidth=1.2)
            axes.plot(chosen, effect[chosen], MARKS[kind], color=shade, label=kind, markersize=6)
    bottom, top = _sight(low, high, effect[~table["verdict"].isin((OPEN, SAME)).to_numpy()])
    axes.set_ylim(bottom, top)
    is_cut = np.nanmin(low) < bottom or np.nanmax(high) > top
    said = "left minus right, 95 % interval" + (" (long ones cut)" if is_cut else "")
    axes.set_ylabel(said, fontsize=style.SMALL)
    axes.legend(frameon=False, fontsize=style.SMALL, ncols=len(SHADES), loc="lower right",
                bbox_to_anchor=(1.0, 1.0), borderaxespad=0.2)  # fmt: skip


def _sight(low: Floats, high: Floats, decided: Floats) -> tuple[float, float]:
    """Return the range to show: zero, what is decided, and nearly all intervals."""
    if np.isnan(low).all():
        return -1.0, 1.0
    bottom = min(0.0, float(np.nanquantile(low, ENDS[0])), *decided)
    top = max(0.0, float(np.nanquantile(high, ENDS[1])), *decided)
    room = ROOM * (top - bottom) or 1.0
    return bottom - room, top + room


def _choices(axes: Axes, table: pd.DataFrame, groups: Sequence[str]) -> None:
    for place, group in enumerate(groups):
        chosen = np.flatnonzero((table["group"] == group).to_numpy())
        axes.plot(chosen, np.full(chosen.size, place), "|", color=style.INK, markersize=9)
    axes.set_yticks(range(len(groups)), groups, fontsize=style.SMALL)
    axes.set_ylim(len(groups) - 0.4, -0.6)
    axes.set_xlabel("challenges, sorted by effect", fontsize=style.SMALL)
