"""The Pareto front of a search: what no other setting beats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.figures import style
from analysis.figures.fonts import known, labels
from analysis.figures.labels import name_dots
from analysis.figures.palette import looks
from analysis.measures import named
from analysis.words import wording

if TYPE_CHECKING:
    from analysis.insight.pareto.objectives import Objective

SCALE = "cividis"
SPREAD = 4.0
"""Candidates further out than so many ranges of what matters are not shown."""


def pareto_front(
    front: pd.DataFrame,
    candidates: pd.DataFrame,
    references: pd.DataFrame,
    objectives: Sequence[Objective],
    shift: dict[str, float],
    title: str,
) -> Figure:
    """Return the front with intervals over everything tried, and the schemes as they are.

    The second objective lies along x, the first along y; a third one is the colour.

    Args:
        front, candidates, references: tables of `Optimum`.
        objectives: what was sought; a single one is drawn over the order of the search.
        shift: what lies between the seeds of the search and the final ones, by column.
        title: what was searched.
    """
    figure = style.canvas(9.5, 6)
    axes = figure.subplots()
    style.tidy(axes)
    up = objectives[0]
    across = objectives[1] if len(objectives) > 1 else None
    names = (across.column if across else "candidate", up.column)
    x, y = (candidates[name] + shift.get(name, 0.0) for name in names)
    axes.scatter(x, y, s=14, color=style.PALE, linewidth=0)
    if len(front):
        _draw_front(figure, axes, front, objectives, names)
    if across is not None:
        _draw_references(axes, references, names)
    _frame(axes, front, references, names)
    axes.set_ylabel(_axis_title(up), fontsize=style.SMALL)
    axes.set_xlabel(_axis_title(across) if across else "candidate", fontsize=style.SMALL)
    for axis, each in ((axes.yaxis, up), (axes.xaxis, across)):
        if each is not None and named(each.measure).unit.startswith("euros"):
            axis.set_major_formatter(FuncFormatter(lambda value, _: wording.euro_tick(value)))
    style.headline(figure, title)
    if across is not None:
        _name_references(axes, front, references, names)
    return figure


def _draw_front(
    figure: Figure,
    axes: Axes,
    front: pd.DataFrame,
    objectives: Sequence[Objective],
    names: tuple[str, str],
) -> None:
    x, y = front[names[0]].to_numpy(dtype=float), front[names[1]].to_numpy(dtype=float)
    options: dict[str, Any] = {"color": style.FAINT, "linewidth": 1.0, "zorder": 2}
    for name, other, draw in ((names[0], y, axes.hlines), (names[1], x, axes.vlines)):
        if f"{name}_gain" in front:
            base = front[name] - front[f"{name}_gain"]
            ends = [base + front[f"{name}_gain_{end}"] for end in ("low", "high")]
            draw(other, ends[0], ends[1], **options)
    third = objectives[2] if len(objectives) > 2 else None
    shades = front[third.column].to_numpy(dtype=float) if third else np.zeros(len(front))
    dots = axes.scatter(
        x, y, c=shades, cmap=SCALE if third else None, s=48, edgecolor="white", zorder=3
    )
    if third is not None:
        bar = figure.colorbar(dots, ax=axes, pad=0.01)
        bar.set_label(_axis_title(third), fontsize=style.SMALL)
        bar.ax.tick_params(labelsize=style.SMALL)
        if named(third.measure).unit.startswith("euros"):
            bar.ax.yaxis.set_major_formatter(
                FuncFormatter(lambda value, _: wording.euro_tick(value))
            )


def _draw_references(axes: Axes, references: pd.DataFrame, names: tuple[str, str]) -> None:
    found = looks(references["scenario"].astype(str))
    for row in references.to_dict("records"):
        each = found[str(row["scenario"])]
        axes.plot(row[names[0]], row[names[1]], marker=each.marker, markersize=11,
                  color=each.colour, markeredgecolor="white", zorder=4)  # fmt: skip


def _name_references(
    axes: Axes, front: pd.DataFrame, references: pd.DataFrame, names: tuple[str, str]
) -> None:
    places, others = (
        list(zip(table[names[0]].astype(float), table[names[1]].astype(float), strict=True))
        if len(table) else []
        for table in (references, front)
    )  # fmt: skip
    name_dots(axes, labels(known(references["scenario"].astype(str))), places, others=others)


def _frame(
    axes: Axes, front: pd.DataFrame, references: pd.DataFrame, names: tuple[str, str]
) -> None:
    """Keep the view on the front and the schemes; hopeless candidates may lie outside."""
    for name, get, put in (
        (names[0], axes.get_xlim, axes.set_xlim),
        (names[1], axes.get_ylim, axes.set_ylim),
    ):
        known = [table[name] for table in (front, references) if name in table and len(table)]
        if not known or name == "candidate":
            continue
        values = pd.concat(known).to_numpy(dtype=float)
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
        room = max(high - low, 1e-9 + 0.02 * abs(high))
        put(max(get()[0], low - SPREAD * room), min(get()[1], high + SPREAD * room))


def _axis_title(each: Objective) -> str:
    better = "higher" if each.sign > 0 else "lower"
    return f"{each.title}, {named(each.measure).unit}  ({better} is better)"
