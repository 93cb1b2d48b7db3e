"""Effect of every practice against the hours it takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from analysis.figures import style
from analysis.measures import FRICTION
from analysis.words import titles, wording

Floats = NDArray[np.float64]

WIDTH, HEIGHT = 11.5, 7.2
APART = (0.021, 0.026)
"""Least distance between two marks, as shares of width and height."""
LEAST_WIDTH = 0.3
"""Least width of the axis of hours, in roots of hours."""
MARGIN = 0.06
"""Room at both ends of that axis, as a share of its width."""
TINY = 1e-9
DARK = 0.45
"""Luminance below which a number on a mark is white."""
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


def effect_against_cost(
    effects: pd.DataFrame, headline: str, place: str, meaningful: float
) -> Figure:
    """Return the effect on the headline measure against hours, one dot per practice.

    Args:
        effects: `Practices.effects`.
        headline: the measure that is drawn, in per cent of the firm's mean.
        place: the firm and its market, as the title names them.
        meaningful: share of the firm's mean below which a difference does not matter; the colours
            reach at least so far, so that next to nothing looks like it.
    """
    dots = _dots(effects, headline)
    figure = style.canvas(WIDTH, HEIGHT)
    axes = figure.subplots()
    style.tidy(axes)
    axes.axhline(0, color=style.INK, linewidth=1)
    most = _rounded(float(np.nanmax(np.abs(dots.conflict), initial=max(meaningful, TINY))))
    shades = ScalarMappable(TwoSlopeNorm(0.0, -most, most), SCALE)
    along = _spread(dots)
    for number, shade in enumerate(shades.to_rgba(np.nan_to_num(dots.conflict))):
        _dot(axes, dots, number, along[number], shade)
    _ticks(axes, along)
    _key(axes, dots)
    axes.yaxis.set_major_formatter(_percent())
    axes.set_xlabel("hours per person and week that a practice takes", fontsize=style.SMALL)
    what = wording.lowered(wording.title(headline))
    axes.set_ylabel(f"{what}: difference with 95 % interval", fontsize=style.SMALL)
    bar = figure.colorbar(
        shades, ax=axes, location="bottom", shrink=0.45, aspect=40, pad=0.02,
        ticks=np.linspace(-most, most, 5), format=_percent(),
    )  # fmt: skip
    bar.set_label("relationship conflict: difference (purple is calmer)", fontsize=style.SMALL)
    bar.ax.tick_params(labelsize=style.SMALL)
    style.headline(figure, f"What practices do for {place}, and what they take")
    return figure


def _percent() -> FuncFormatter:
    return FuncFormatter(lambda value, _: wording.percent_tick(value))


def _rounded(size: float) -> float:
    """Return the next of 1, 2, 5, 10, 20 … at any power of ten that is not below a size.

    >>> _rounded(0.12), _rounded(0.5), _rounded(0.88)
    (0.2, 0.5, 1.0)
    """
    power = 10.0 ** np.floor(np.log10(size))
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= size * (1 - TINY)))


def _dots(effects: pd.DataFrame, headline: str) -> _Dots:
    main = effects[effects["measure"] == headline]
    friction = effects[effects["measure"] == FRICTION].set_index("practice").loc[main["practice"]]
    base = main["baseline_mean"].abs().to_numpy(dtype=np.float64)
    off = (main["switched"] == "off").to_numpy()
    names = [
        f"Without {wording.lowered(titles.practice(str(name)))}"
        if is_off
        else titles.practice(str(name))
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


def _across(hours: Floats) -> Floats:
    """Return places on the axis of hours: the root, so that the many short ones get room."""
    return np.asarray(np.sign(hours) * np.sqrt(np.abs(hours)))


def _spread(dots: _Dots) -> Floats:
    """Return where each mark stands on the axis of hours: beside those it would cover."""
    places = _across(dots.hours)
    width = max(float(np.ptp(places)), LEAST_WIDTH) * APART[0]
    height = max(float(np.nanmax(dots.high) - np.nanmin(dots.low)), 1e-9) * APART[1]
    done: list[int] = []
    for place in np.lexsort((places, ~dots.clear)):
        near = [each for each in done if abs(dots.effect[each] - dots.effect[place]) < height]
        for number in range(2 * len(places)):
            tried = places[place] + width * ((number + 1) // 2) * (-1 if number % 2 else 1)
            if all(abs(places[each] - tried) >= width * 0.999 for each in near):
                places[place] = tried
                break
        done.append(int(place))
    return places


def _dot(axes: Axes, dots: _Dots, place: int, x: float, shade: tuple[float, ...]) -> None:
    """Draw one practice with its number: large and framed where the difference is real."""
    is_clear = bool(dots.clear[place])
    axes.plot([x, x], [dots.low[place], dots.high[place]], color=style.FAINT, linewidth=0.9,
              alpha=0.6, zorder=2)  # fmt: skip
    axes.plot(
        x, dots.effect[place], marker="o" if is_clear else "s",
        markersize=13.5 if is_clear else 11.5, color=shade, markeredgecolor=style.INK,
        markeredgewidth=1.8 if is_clear else 0.5,
        linestyle="none", zorder=4,
    )  # fmt: skip
    light = 0.3 * shade[0] + 0.59 * shade[1] + 0.11 * shade[2]
    axes.text(
        x, dots.effect[place], str(place + 1), ha="center", va="center_baseline", zorder=5,
        fontsize=style.SMALL - 0.5, color="white" if light < DARK else style.INK,
        fontweight="bold" if is_clear else "normal",
    )  # fmt: skip


def _ticks(axes: Axes, along: Floats) -> None:
    """Show every mark and no hours at all, with room at both ends, and round hours as ticks."""
    low, high = float(np.nanmin(along, initial=0.0)), float(np.nanmax(along, initial=0.0))
    room = MARGIN * max(high - low, LEAST_WIDTH)
    axes.set_xlim(low - room, high + room)
    marks = np.array([0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 16])
    marks = np.concatenate([-marks[::-1], [0.0], marks])
    ends = axes.get_xlim()
    marks = marks[(_across(marks) >= ends[0]) & (_across(marks) <= ends[1])]
    axes.set_xticks(_across(marks), [f"{mark:g}".replace("-", "−") for mark in marks])


def _key(axes: Axes, dots: _Dots) -> None:
    """Name every number beside the axes, in the order of the effect; real differences in bold."""
    step = min(0.05, 1.0 / max(len(dots.names), 1))
    for place, name in enumerate(dots.names):
        for shift, text, side in ((1.045, str(place + 1), "right"), (1.055, name, "left")):
            axes.text(
                shift, 1.0 - step * (place + 0.5), text, transform=axes.transAxes, ha=side,
                va="center", fontsize=style.SMALL, color=style.INK,
                fontweight="bold" if dots.clear[place] else "normal",
            )  # fmt: skip
