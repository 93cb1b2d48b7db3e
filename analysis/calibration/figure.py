"""What a table holds, against runs of its fit: a row a statistic, each on its own scale."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.calibration.heldout_words import FIXED
from analysis.calibration.told import KNOWN, cell
from analysis.figures import style

if TYPE_CHECKING:
    from analysis.calibration.prediction import Line

WIDTH, ROW, FRAME = 10.0, 0.36, 1.6
FARTHEST = 2.2
"""Where a mark is drawn that lies farther out, in halves of the 90 % interval."""
LINE = 40
"""Letters in a line of a statistic's name."""


def table_against_runs(lines: Sequence[Line], shares: tuple[float, float], headline: str) -> Figure:
    """Return two intervals of each statistic as bars and what the table holds as marks."""
    figure = style.canvas(WIDTH, FRAME + ROW * len(lines))
    axes = figure.subplots()
    style.tidy(axes)
    axes.grid(visible=False, axis="y")
    for place, line in enumerate(lines):
        _row(axes, place, line)
    names = ["\n".join(textwrap.wrap(KNOWN[line.key][0], LINE)) for line in lines]
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(-FARTHEST - 0.2, FARTHEST + 2.3)
    axes.set_xticks([-1, 0, 1], ["low end", "middle", "high end"])
    axes.set_xlabel("of the 90 % interval, each statistic on its own scale", fontsize=style.SMALL)
    style.headline(figure, headline)
    _legend(figure, shares)
    return figure


def _row(axes: Axes, place: int, line: Line) -> None:
    """Draw one statistic, its interval in words on the right."""
    low, high = line.ends[1]
    said = f"{cell(line.key, line.observed)}; {cell(line.key, low)} to {cell(line.key, high)}"
    if line.is_fixed or high <= low:
        said = f"{cell(line.key, line.observed)}; {FIXED}: {cell(line.key, line.middle)}"
    else:
        ends = [2.0 * (at - low) / (high - low) - 1.0 for at in (*line.ends[0], line.observed)]
        axes.barh(place, 2.0, left=-1.0, height=0.5, color=style.GRID)
        axes.barh(place, ends[1] - ends[0], left=ends[0], height=0.5, color=style.SOFT)
        at = min(max(ends[2], -FARTHEST), FARTHEST)
        shape = "o" if at == ends[2] else ">" if at > 0 else "<"
        shade = style.STRONG if line.inside[1] else style.ALARM
        axes.plot([at], [place], shape, color=shade, markersize=7)
    axes.text(FARTHEST + 0.2, place, said, va="center", fontsize=style.SMALL, color=style.INK)


def _legend(figure: Figure, shares: tuple[float, float]) -> None:
    marks = [
        Line2D([], [], color=shade, marker=shape, linewidth=0, markersize=7)
        for shade, shape in ((style.STRONG, "o"), (style.ALARM, "o"), (style.ALARM, ">"))
    ]
    handles: list[Line2D | Patch] = [*marks, Patch(color=style.SOFT), Patch(color=style.GRID)]
    names = ["observed, inside", "observed, outside", "farther out"]
    names += [f"{100 * share:.0f} %" for share in shares]
    figure.legend(
        handles, names, loc="outside lower left", ncols=5, frameon=False, fontsize=style.SMALL
    )
