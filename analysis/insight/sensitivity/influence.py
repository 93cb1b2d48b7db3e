"""Which parameters matter: bars of Sobol indices, and the plane of a Morris screening."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from analysis.figures import style
from analysis.figures.labels import name_dots
from analysis.measures import named
from analysis.words import wording
from analysis.words.titles import titles

Floats = NDArray[np.floating]

MOST = 15
"""Parameters that are drawn."""
WIDEST = (-0.2, 1.3)
"""Shares that are shown; intervals of few base points may go further."""
NAMED = 8
"""Parameters that get their name in the plane of a screening."""
HIDDEN = ("within noise",)
FIRST, TOTAL, PALE = style.STRONG, style.SOFT, style.PALE
FRAME, PER_ROW = 1.9, 0.42
LINE = 36
"""Letters in a line of a parameter's title."""


def sobol_bars(indices: pd.DataFrame, noise: pd.Series, title: str) -> Figure:
    """Return bars of first and total order with intervals; grey where noise would do as much.

    Args:
        indices: rows of one outcome of `Sensitivity.indices`, the most important first.
        noise: its row of `Sensitivity.noise`.
        title: what the outcome is.
    """
    keys = list(dict.fromkeys(indices["parameter"]))[:MOST]
    figure = style.canvas(9.5, FRAME + PER_ROW * len(keys))
    axes = figure.subplots()
    style.tidy(axes)
    axes.grid(visible=False, axis="y")
    for name, shift, shade in (("ST", -0.19, TOTAL), ("S1", 0.19, FIRST)):
        part = indices[indices["index"] == name].set_index("parameter").loc[keys]
        shades = [PALE if flag in HIDDEN else shade for flag in part["flag"]]
        places = np.arange(len(keys)) + shift
        axes.barh(places, part["value"], height=0.36, color=shades)
        _whiskers(axes, part, places)
    share = float(noise["noise_share"])
    total = indices[indices["index"] == "ST"].set_index("parameter").loc[keys]
    _floors(axes, total["noise_floor"].to_numpy())
    axes.axvline(0, color=style.INK, linewidth=1)
    low, high = axes.get_xlim()
    axes.set_xlim(max(low, WIDEST[0]), min(high, WIDEST[1]))
    axes.set_yticks(range(len(keys)), _lines(keys))
    axes.set_ylim(len(keys) - 0.5, -0.5)
    axes.set_xlabel(
        f"share of the variance between points ({_noise_text(share)})", fontsize=style.SMALL
    )
    style.headline(figure, title)
    _sobol_legend(figure, has_floor=share > 0)
    return figure


def morris_plane(indices: pd.DataFrame, noise: pd.Series, title: str) -> Figure:
    """Return mean absolute effect against spread of effects; grey dots may be noise.

    Args:
        indices: rows of one outcome of `Sensitivity.indices`, the most important first.
        noise: its row of `Sensitivity.noise`.
        title: what the outcome is.
    """
    star = indices[indices["index"] == "mu_star"].set_index("parameter")
    sigma = indices[indices["index"] == "sigma"].set_index("parameter").loc[star.index]
    figure = style.canvas(9.5, 5.8)
    axes = figure.subplots()
    style.tidy(axes)
    hidden = star["flag"].isin(HIDDEN).to_numpy()
    x, y = star["value"].to_numpy(), sigma["value"].to_numpy()
    for chosen, shade in ((hidden, PALE), (~hidden, FIRST)):
        ends = np.abs(star[["ci_low", "ci_high"]].to_numpy()[chosen].T - x[chosen])
        axes.errorbar(
            x[chosen], y[chosen], xerr=ends, fmt="o", color=shade, markersize=6,
            elinewidth=1.2, alpha=0.9,
        )  # fmt: skip
    axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
    axes.set_ylim(bottom=0)
    unit = named(str(noise["measure"])).unit
    axes.set_xlabel(
        f"mean absolute effect over the whole range (mu*), {unit}  "
        f"({_noise_text(float(noise['noise_share']))})",
        fontsize=style.SMALL,
    )
    axes.set_ylabel(f"spread of effects (sigma), {unit}", fontsize=style.SMALL)
    if unit.startswith("euros"):
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(FuncFormatter(lambda value, _: wording.euro_tick(value)))
    style.headline(figure, title)
    _morris_legend(figure)
    shown = list(titles(star.index).values())[:NAMED]
    colours = [style.FAINT if is_hidden else style.INK for is_hidden in hidden[:NAMED]]
    places = list(zip(x, y, strict=True))
    name_dots(axes, shown, places[:NAMED], colours=colours, others=places[NAMED:])
    return figure


def _lines(keys: Sequence[str]) -> list[str]:
    """Return what parameters are, in plain words and short lines."""
    return ["\n".join(textwrap.wrap(name, LINE)) for name in titles(keys).values()]


def _floors(axes: Axes, floors: Floats) -> None:
    """Mark on each total effect what luck alone gives."""
    known = np.flatnonzero(~np.isnan(floors))
    axes.plot(floors[known], known - 0.19, "|", color=style.ALARM, markersize=12, markeredgewidth=2)


def _whiskers(axes: Axes, part: pd.DataFrame, places: Floats) -> None:
    ends = np.abs(part[["ci_low", "ci_high"]].to_numpy().T - part["value"].to_numpy())
    axes.errorbar(
        part["value"], places, xerr=ends, fmt="none", ecolor=style.INK, elinewidth=1, capsize=2
    )


def _noise_text(share: float) -> str:
    if np.isnan(share):
        return "share of noise unknown"
    return f"{wording.percent(share)} of the variance is noise"


def _sobol_legend(figure: Figure, *, has_floor: bool) -> None:
    handles: list[Patch | Line2D] = [Patch(color=TOTAL), Patch(color=FIRST), Patch(color=PALE)]
    names = ["total effect (with interactions)", "alone", "may be noise"]
    _legend(figure, handles, names, has_floor=has_floor)


def _morris_legend(figure: Figure) -> None:
    handles: list[Patch | Line2D] = [
        Line2D([], [], color=shade, marker="o", linewidth=0) for shade in (FIRST, PALE)
    ]
    _legend(figure, handles, ["clear of noise", "may be noise"], has_floor=False)


def _legend(
    figure: Figure, handles: list[Patch | Line2D], names: list[str], *, has_floor: bool
) -> None:
    if has_floor:
        handles.append(Line2D([], [], color=style.ALARM, marker="|", markersize=10, linewidth=0))
        names.append("what luck alone gives")
    figure.legend(
        handles, names, loc="outside lower left", ncols=4, frameon=False, fontsize=style.SMALL
    )
