"""Where each scheme wins: a map of chances, shares with regret, and outcomes over environments."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from analysis.figures import style
from analysis.figures.fonts import known, wrapped
from analysis.figures.palette import looks
from analysis.measures import named
from analysis.words import wording

if TYPE_CHECKING:
    from analysis.parameters.axes import Axis

Floats = NDArray[np.float64]

PER_ROW = 3
PALE = 0.12
BLANK = "#f2f2f2"


def winner_map(
    table: pd.DataFrame, points: pd.DataFrame, schemes: Sequence[str], x: Axis, y: Axis, title: str
) -> Figure:
    """Return a panel of who wins, and one per scheme with its chance of being best.

    Args:
        table: rows of one measure of `Regimes.map`.
        points: the environments, drawn as dots.
        schemes: names, in the order of their colours.
        x, y: the two parameters.
        title: what is compared.
    """
    count = len(schemes) + 1
    columns = 2 if count == PER_ROW + 1 else min(PER_ROW, count)
    rows = math.ceil(count / columns)
    figure = style.canvas(1.2 + 3.1 * columns, 1.1 + 2.9 * rows)
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    grids = {name: _grid(table[table["scenario"] == name]) for name in schemes}
    stack = np.stack([grids[name] for name in schemes])
    _winners(panels[0], stack, schemes)
    panels[0].set_title("best (pale: unsure; grey: no data)", loc="left", fontsize=style.TEXT)
    found, called = looks(schemes), known(schemes)
    for place, name in enumerate(schemes):
        _chance(panels[place + 1], grids[name], found[name].colour)
        panels[place + 1].set_title(called[name], loc="left", fontsize=style.TEXT)
    places = x.position(points[x.key]), y.position(points[y.key])
    for place, axes in enumerate(panels):
        if place >= count:
            axes.set_axis_off()
            continue
        axes.scatter(*places, s=3, color=style.INK, alpha=0.35, linewidth=0)
        _label(axes, x, y, is_left=place % columns == 0, is_low=place + columns >= count)
    style.headline(figure, title)
    style.legend(figure, called, lines=False)
    return figure


def shares(table: pd.DataFrame, schemes: Sequence[str], title: str) -> Figure:
    """Return how often each scheme is best, and the regret of picking it, with intervals.

    Args:
        table: rows of one measure of `Regimes.shares`.
        schemes: names, in the order of their colours.
        title: what is compared.
    """
    rows = table.set_index("scenario").loc[list(schemes)]
    unit = named(str(rows["measure"].iloc[0])).unit
    figure = style.canvas(10, 1.9 + 0.5 * len(schemes))
    left, right = figure.subplots(1, 2, sharey=True)
    shades = [each.colour for each in looks(schemes).values()]
    _bars(left, 100 * rows[["best", "best_low", "best_high"]].to_numpy(), shades)
    left.set_xlabel("best in % of environments", fontsize=style.SMALL)
    left.set_xlim(0, 100)
    left.set_yticks(range(len(schemes)), wrapped(known(schemes)))
    left.set_ylim(len(schemes) - 0.5, -0.5)
    _bars(right, rows[["regret", "regret_low", "regret_high"]].to_numpy(), shades)
    right.plot(rows["regret_p90"], range(len(schemes)), "|", color=style.INK, markersize=14)
    right.set_xlabel(
        f"mean regret, {unit}  (tick: 9 in 10 stay below)",
        fontsize=style.SMALL,
    )
    right.axvline(0, color=style.INK, linewidth=1)
    if unit.startswith("euros"):
        right.xaxis.set_major_formatter(FuncFormatter(lambda value, _: wording.euro_tick(value)))
    style.headline(figure, title)
    return figure


def outcome_curves(table: pd.DataFrame, schemes: Sequence[str], measure: str, title: str) -> Figure:
    """Return for each scheme the share of environments with at most a given outcome.

    Args:
        table: rows of one measure of `Regimes.chances`.
        schemes: names, in the order of their colours.
        measure: its name.
        title: what is compared.
    """
    figure = style.canvas(8.5, 4.8)
    axes = figure.subplots()
    style.tidy(axes)
    for name, each in looks(schemes).items():
        values = np.sort(table.loc[table["scenario"] == name, "mean"].to_numpy())
        axes.step(
            values,
            100 * np.arange(1, values.size + 1) / values.size,
            where="post",
            color=each.colour,
            dashes=each.dash,
            linewidth=1.9,
        )
    unit = named(measure).unit
    if unit.startswith("euros"):
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: wording.euro_tick(value)))
    axes.set_xlabel(f"{wording.title(measure)}, {unit}", fontsize=style.SMALL)
    axes.set_ylabel("environments with at most that, %", fontsize=style.SMALL)
    axes.set_ylim(0, 100)
    style.headline(figure, title)
    style.legend(figure, known(schemes), lines=True)
    return figure


def _grid(part: pd.DataFrame) -> Floats:
    """Return chances as rows of y and columns of x, lowest first."""
    wide = part.pivot(index="y_position", columns="x_position", values="chance")
    return wide.sort_index().sort_index(axis=1).to_numpy(dtype=np.float64)


def _winners(axes: Axes, stack: Floats, schemes: Sequence[str]) -> None:
    """Colour each cell after its most likely winner, paler where that is less sure."""
    is_known = ~np.isnan(stack).any(axis=0)
    filled = np.where(is_known, stack, 0.0)
    best, top = filled.argmax(axis=0), filled.max(axis=0)
    even = 1 / len(stack)
    depth = PALE + (1 - PALE) * np.clip((top - even) / (1 - even), 0, 1)
    colours = np.array([to_rgb(each.colour) for each in looks(schemes).values()])
    picture = 1 - depth[..., None] * (1 - colours[best])
    picture[~is_known] = to_rgb(BLANK)
    _show(axes, picture)


def _chance(axes: Axes, grid: Floats, shade: str) -> None:
    scale = LinearSegmentedColormap.from_list("chance", ["white", shade])
    picture = scale(np.nan_to_num(grid))[..., :3]
    picture[np.isnan(grid)] = to_rgb(BLANK)
    _show(axes, picture)
    rows, columns = grid.shape
    is_inside = np.nanmin(grid) < 0.5 < np.nanmax(grid) if np.isfinite(grid).any() else False
    if rows > 1 and columns > 1 and is_inside:
        across, up = ((np.arange(each) + 0.5) / each for each in (columns, rows))
        axes.contour(across, up, grid, levels=[0.5], colors=style.INK, linewidths=1)


def _show(axes: Axes, picture: Floats) -> None:
    axes.imshow(
        picture, origin="lower", extent=(0, 1, 0, 1), aspect="auto", interpolation="nearest"
    )
    for side in axes.spines.values():
        side.set_color(style.FAINT)


def _label(axes: Axes, x: Axis, y: Axis, *, is_left: bool, is_low: bool) -> None:
    axes.set_xticks(*x.ticks)
    axes.set_yticks(*y.ticks)
    axes.tick_params(labelsize=style.SMALL, labelleft=is_left, labelbottom=is_low)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    if is_low:
        axes.set_xlabel(x.title, fontsize=style.SMALL)
    if is_left:
        axes.set_ylabel(y.title, fontsize=style.SMALL)


def _bars(axes: Axes, rows: Floats, shades: Sequence[str]) -> None:
    style.tidy(axes)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0, labelsize=style.TEXT)
    for place, (value, low, high) in enumerate(rows):
        axes.barh(place, value, height=0.62, color=shades[place])
        axes.plot([low, high], [place, place], color=style.INK, linewidth=1.3)
