"""From one scenario to another, lever by lever: a waterfall with intervals."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.figures import style
from analysis.figures.fonts import drawn
from analysis.measures import MEASURES
from analysis.words import wording
from analysis.words.called import plainly

if TYPE_CHECKING:
    from analysis.explanation.explain import Explanation

WIDTH, ROW, FRAME = 10.0, 0.55, 2.0
UP, DOWN, ENDS = style.STRONG, style.FALL, style.INK
WORDS = 30


def waterfall(found: Explanation) -> Figure:
    """Return the way from A to B in the headline measure; whiskers are 95 % intervals."""
    from analysis.explanation.words import base

    table = found.contributions[found.contributions["measure"] == found.headline]
    rows = table.to_dict("records")
    start = base(found)
    figure = style.canvas(WIDTH, FRAME + ROW * (len(rows) + 2))
    axes = figure.subplots()
    style.tidy(axes)
    reached = start
    _end(axes, 0, start, wording.amount(start, MEASURES[found.headline].unit))
    for place, row in enumerate(rows, 1):
        size = float(row["contribution"])
        axes.barh(place, size, left=reached, height=0.6, color=UP if size >= 0 else DOWN)
        ends = [[size - row["ci_low"]], [row["ci_high"] - size]]
        axes.errorbar(
            [reached + size], [place], xerr=np.abs(ends), color=style.INK, capsize=3, linewidth=1
        )
        axes.plot([reached + size] * 2, [place, place + 1], color=style.FAINT, linewidth=0.8)
        reached += size
    _end(axes, len(rows) + 1, reached, wording.amount(reached, MEASURES[found.headline].unit))
    _frame(axes, found, [str(row["words"]) for row in rows], start)
    what = wording.title(found.headline)
    first, last = _ends(found)
    style.headline(figure, f"{what}: from {first} to {last}")
    return figure


class _Relative:
    """Turns values into differences from a start, and back."""

    def __init__(self, start: float) -> None:
        self._start = start

    def apart(self, value: Any) -> Any:
        """Return a value's difference from the start, as a share of it."""
        return np.asarray(value) / self._start - 1

    def value(self, apart: Any) -> Any:
        """Return the value at such a difference."""
        return (np.asarray(apart) + 1) * self._start


def _end(axes: Axes, place: int, value: float, text: str) -> None:
    axes.plot([value], [place], marker="D", markersize=9, color=ENDS)
    axes.axvline(value, color=style.FAINT, linewidth=0.6, linestyle=":")
    axes.annotate(
        text, (value, place), textcoords="offset points", xytext=(9, -3), fontsize=style.SMALL,
        color=style.INK,
    )  # fmt: skip


def _ends(found: Explanation) -> tuple[str, str]:
    """Return what the figure calls both scenarios."""
    names = plainly((found.a, found.b))
    first, last = (drawn(names[each.name], each.name) for each in (found.a, found.b))
    return first, last


def _frame(axes: Axes, found: Explanation, words: list[str], start: float) -> None:
    measure = MEASURES[found.headline]
    first, last = _ends(found)
    labels = [textwrap.fill(text, WORDS) for text in (first, *words, last)]
    axes.set_yticks(range(len(labels)), labels, fontsize=style.SMALL)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.use_sticky_edges = False
    axes.margins(x=0.12)
    axes.autoscale_view(scaley=False)
    axes.grid(visible=False, axis="y")
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: wording.amount(value, measure.unit))
    )
    axes.tick_params(axis="x", labelsize=style.SMALL)
    if wording.is_relative(measure, start):
        top = axes.secondary_xaxis(
            "top", functions=(_Relative(start).apart, _Relative(start).value)
        )
        top.xaxis.set_major_formatter(FuncFormatter(lambda value, _: wording.percent_tick(value)))
        top.set_xlabel(f"difference from {first}", fontsize=style.SMALL)
        top.tick_params(labelsize=style.SMALL)
