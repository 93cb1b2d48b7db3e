"""Where the hours of marketers and reps went."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.figures import style
from analysis.figures.fonts import wrapped
from analysis.figures.palette import HUES

ROLES = (("marketer", "Marketers"), ("rep", "Reps"))
SHADES = tuple(day for day, _ in HUES)
IDLE = {"slack": "#d5d5d5", "practices": "#9fb6d3", "lost": "#7c7c7c", "vacancy": "#ffffff"}
HATCHED = {"vacancy": "////"}
"""Nobody there: hatched with a frame, so that it is neither a task nor the paper."""
LABELLED = 0.06
"""Smallest share that gets its number written into the bar."""


def hours(table: pd.DataFrame, scenarios: Collection[str]) -> Figure:
    """Return stacked bars of each role's week by task, one bar per scenario."""
    figure = style.canvas(10, 2.4 + 0.8 * len(scenarios))
    panels = figure.subplots(len(ROLES), 1, sharex=True)
    for axes, (role, title) in zip(panels, ROLES, strict=True):
        _stack(axes, table[table["role"] == role], scenarios)
        axes.set_title(title, loc="left", fontsize=style.TEXT, color=style.INK)
    panels[-1].set_xlabel("share of the role's hours, counted weeks, %", fontsize=style.SMALL)
    style.headline(figure, "Where the hours went")
    return figure


def _stack(axes: Axes, table: pd.DataFrame, scenarios: Collection[str]) -> None:
    style.tidy(axes)
    axes.grid(visible=False, axis="y")
    tasks = sorted(dict.fromkeys(table["task"]), key=lambda task: task in IDLE)
    shades = _shades(tasks)
    shares = table.set_index(["scenario", "task"])["share"]
    for place, name in enumerate(scenarios):
        left = 0.0
        for task in tasks:
            width = float(shares.get((name, task), 0.0))
            axes.barh(place, 100 * width, left=100 * left, height=0.66, **_fill(task, shades))
            if width >= LABELLED and task not in HATCHED:
                axes.text(
                    100 * (left + width / 2),
                    place,
                    f"{100 * width:.0f}",
                    ha="center",
                    va="center",
                    fontsize=style.SMALL,
                    color=_ink(shades[task]),
                )
            left += width
    axes.set_yticks(range(len(scenarios)), wrapped(scenarios))
    axes.set_ylim(len(scenarios) - 0.5, -0.5)
    axes.set_xlim(0, 100)
    axes.legend(
        [Patch(**_fill(task, shades)) for task in tasks],
        tasks,
        loc="center left",
        bbox_to_anchor=(1.0, 0.5),
        frameon=False,
        fontsize=style.SMALL,
    )


def _fill(task: str, shades: dict[str, str]) -> dict[str, Any]:
    """Return how the bar of a task is filled and framed."""
    frame = style.FAINT if task in HATCHED else "white"
    return {
        "facecolor": shades[task],
        "edgecolor": frame,
        "linewidth": 0.8,
        "hatch": HATCHED.get(task),
    }


def _shades(tasks: Sequence[str]) -> dict[str, str]:
    busy = [task for task in tasks if task not in IDLE]
    return {**{task: SHADES[i % len(SHADES)] for i, task in enumerate(busy)}, **IDLE}


def _ink(shade: str) -> str:
    """Return black or white, whichever stands out on a shade."""
    red, green, blue = (int(shade[i : i + 2], 16) for i in (1, 3, 5))
    return "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "white"
