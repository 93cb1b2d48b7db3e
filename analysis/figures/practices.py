"""Effect of every practice against the hours it takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter
from numpy.typing import NDArray

from analysis import wording
from analysis.figures import style
from analysis.measures import FRICTION

Floats = NDArray[np.float64]

WIDTH, HEIGHT = 11.0, 7.0
LINE = 0.036
"""Least distance between two labels, as a share of the height."""
SCALE = "PuOr_r"
"""Purple: calmer, orange: more conflict; readable with any common colour blindness."""


@dataclass(frozen=True)
class _Dots:
    names: list[str]
    hours: Floats
    effect: Floats
    low: Floats
    high: Floats
    conflict: Floats
    clear: NDArray[np.bool_]


def effect_against_cost(effects: pd.DataFrame, headline: str, firm: str) -> Figure:
    """Return the effect on the headline measure against hours, one dot per practice.

    Args:
        effects: `Practices.effects`.
        headline: the measure that is drawn, in per cent of the firm's mean.
        firm: the firm's name.
    """
    dots = _dots(effects, headline)
    figure = style.canvas(WIDTH, HEIGHT)
    axes = figure.subplots()
    style.tidy(axes)
    axes.axhline(0, color=style.INK, linewidth=1)
    most = max(1e-9, float(np.nanmax(np.abs(dots.conflict))) if dots.names else 1e-9)
    shades = ScalarMappable(TwoSlopeNorm(0.0, -most, most), SCALE)
    colours = shades.to_rgba(np.nan_to_num(dots.conflict))
    for place in range(len(dots.names)):
        _dot(axes, dots, place, colours[place])
    _labels(axes, dots)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_xlabel("hours per person and week that the practice takes", fontsize=style.SMALL)
    axes.set_ylabel(f"{wording.lowered(wording.title(headline))}, difference", fontsize=style.SMALL)
    bar = figure.colorbar(shades, ax=axes, shrink=0.6, pad=0.01)
    bar.ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    bar.set_label("relationship conflict, difference (purple is calmer)", fontsize=style.SMALL)
    bar.ax.tick_params(labelsize=style.SMALL)
    style.headline(figure, f"What each practice does for {firm}, and what it takes")
    return figure


def _dots(effects: pd.DataFrame, headline: str) -> _Dots:
    main = effects[effects["measure"] == headline].sort_values("hours", kind="stable")
    friction = effects[effects["measure"] == FRICTION].set_index("practice").loc[main["practice"]]
    base = main["baseline_mean"].abs().to_numpy(dtype=np.float64)
    off = (main["switched"] == "off").to_numpy()
    names = [
        ("without " if is_off else "") + str(name).replace("_", " ")
        for name, is_off in zip(main["practice"], off, strict=True)
    ]
    effect, low, high = (
        main[name].to_numpy(dtype=np.float64) / base
        for name in ("mean_difference", "ci_low", "ci_high")
    )
    conflict = (friction["mean_difference"] / friction["baseline_mean"]).to_numpy(dtype=np.float64)
    clear = main["verdict"].isin(["better", "worse", "different"]).to_numpy()
    return _Dots(
        names, main["hours"].to_numpy(dtype=np.float64), effect, low, high, conflict, clear
    )


def _dot(axes: Axes, dots: _Dots, place: int, colour: tuple[float, ...]) -> None:
    """Draw one practice: large and framed where the difference is real."""
    x, is_clear = dots.hours[place], dots.clear[place]
    axes.plot([x, x], [dots.low[place], dots.high[place]], color=style.FAINT, linewidth=0.9,
              alpha=0.75, zorder=2)  # fmt: skip
    axes.plot(
        x, dots.effect[place], marker="o" if is_clear else "s", markersize=11 if is_clear else 7,
        color=colour, markeredgecolor=style.INK, markeredgewidth=1.4 if is_clear else 0.5,
        linestyle="none", zorder=4,
    )  # fmt: skip


def _labels(axes: Axes, dots: _Dots) -> None:
    """Name the dots in columns beside them, none over another, each with a thin line to its dot."""
    low, high = axes.get_ylim()
    left, right = float(dots.hours.min()), float(dots.hours.max())
    width = max(right - left, 0.1)
    axes.set_xlim(left - 0.05 * width, right + 0.30 * width)
    step = LINE * (high - low)
    column = 0.17 * width
    taken: dict[int, list[float]] = {}
    for place in np.argsort(-np.abs(dots.effect), kind="stable"):
        x, y = dots.hours[place], dots.effect[place]
        slot = int((x - left) / column)
        height = _free(y, taken, slot, step)
        taken.setdefault(slot, []).append(height)
        axes.annotate(
            dots.names[place], (x, y), (left + (slot + 0.22) * column + 0.02 * width, height),
            fontsize=style.SMALL - 0.5, color=style.INK, va="center", zorder=6,
            fontweight="bold" if dots.clear[place] else "normal",
            arrowprops={"arrowstyle": "-", "color": style.FAINT, "linewidth": 0.6},
            bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "alpha": 0.8, "linewidth": 0},
        )  # fmt: skip


def _free(height: float, taken: dict[int, list[float]], slot: int, step: float) -> float:
    """Return the height nearest to one's own at which no label stands in this or the next slots."""
    others = [each for near in (slot - 1, slot, slot + 1) for each in taken.get(near, [])]
    for distance in range(200):
        for sign in (1, -1):
            tried = height + sign * distance * step / 2
            if all(abs(tried - other) >= step for other in others):
                return tried
    return height
