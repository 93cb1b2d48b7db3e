"""Paired differences as dots and intervals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures import style
from analysis.figures.fonts import labels
from analysis.figures.palette import Look, looks
from analysis.measures import MEASURES
from analysis.words import wording

SHOWN = (
    "gross_profit_y1",
    "gross_profit_y3",
    "bookings_y1",
    "bookings_y3",
    "recurring_revenue_y3",
    "wins",
    "sales_velocity",
    "cycle_weeks",
    "acquisition_cost",
    "brand_stock",
    "knowledge_error",
    "relationship_conflict",
    "hours_lost",
    "resignations",
    "win_rate",
    "net_revenue_retention",
    "gross_retention",
    "discount",
    "mql_to_win",
    "unworked_lead_share",
    "content_use",
    "trust",
    "trust_p10",
)
CLEAR = ("better", "worse", "different")
AXIS = "worse  ←  difference  →  better"
STEP = 0.8
"""Height of a measure's group of rows; the rest is the gap to the next."""


FRAME, GROUP, PER_DOT = 1.9, 0.14, 0.13
SHORTEST, TALLEST = 4.0, 15.0
"""Inches: around the panels, per measure, per interval; smallest and largest figure."""
SQUEEZE = 8.0
"""Differences beyond this multiple of the upper quartile are written at the edge instead."""


@dataclass(frozen=True)
class Dot:
    """One difference, turned so that more is better."""

    look: Look
    mean: float
    low: float
    high: float
    is_clear: bool


def paired_differences(
    differences: pd.DataFrame,
    verdicts: pd.DataFrame,
    scenarios: Collection[str],
    baseline: str,
    meaningful: float,
) -> Figure:
    """Return every main measure's paired difference from the baseline, worse left, better right.

    Differences are in % of the baseline, those of shares in points; the sign of a measure of which
    less is better is turned.
    """
    relative, points = dots(differences, verdicts, scenarios, baseline)
    called = dict(zip(scenarios, labels(scenarios), strict=True))[baseline]
    rows = len(relative) + len(points)
    height = FRAME + rows * (GROUP + PER_DOT * max(1, len(scenarios) - 1))
    figure = style.canvas(9.5, min(max(height, SHORTEST), TALLEST))
    ratios = [max(1, len(relative)), max(1, len(points))]
    above, below = figure.subplots(2, 1, height_ratios=ratios)
    _panel(above, relative)
    above.axvspan(-100 * meaningful, 100 * meaningful, color=style.GRID, alpha=0.6, linewidth=0)
    above.set_xlabel(
        f"{AXIS}, in % of “{called}”  (grey: ±{100 * meaningful:g} %, too small to matter)",
        fontsize=style.SMALL,
    )
    _panel(below, points)
    below.set_xlabel(f"{AXIS}, in percentage points from “{called}”", fontsize=style.SMALL)
    style.headline(figure, "Paired differences from the baseline: mean and 95 % interval")
    style.legend(figure, scenarios, lines=False, without=baseline)
    return figure


def dots(
    differences: pd.DataFrame, verdicts: pd.DataFrame, scenarios: Collection[str], baseline: str
) -> tuple[dict[str, list[Dot]], dict[str, list[Dot]]]:
    """Return measure → dots, for measures read in percent and for shares."""
    table = differences.merge(verdicts, on=["scenario", "baseline", "measure"])
    table = table[(table["baseline"] == baseline) & table["mean_difference"].notna()]
    found = looks(scenarios)
    relative: dict[str, list[Dot]] = {}
    points: dict[str, list[Dot]] = {}
    for name in SHOWN:
        part = table[table["measure"] == name]
        base = float(part["baseline_mean"].iloc[0]) if len(part) else float("nan")
        is_share = MEASURES[name].unit == "share"
        if not len(part) or (not is_share and not abs(base) > 0):
            continue
        side = -1 if MEASURES[name].direction == "lower" else 1
        factor = side * (100.0 if is_share else 100 / abs(base))
        ends = ("ci_low", "ci_high")[::side]
        (points if is_share else relative)[name] = [
            Dot(
                found[row["scenario"]],
                factor * row["mean_difference"],
                factor * row[ends[0]],
                factor * row[ends[1]],
                is_clear=row["verdict"] in CLEAR,
            )
            for row in part.to_dict("records")
        ]
    return relative, points


def _panel(axes: Axes, groups: dict[str, list[Dot]]) -> None:
    style.tidy(axes)
    axes.grid(visible=False, axis="y")
    axes.axvline(0, color=style.INK, linewidth=1)
    limit = _limit([dot for dots in groups.values() for dot in dots])
    for row, dots in enumerate(groups.values()):
        if row % 2:
            axes.axhspan(row - 0.5, row + 0.5, color="#f6f6f6", linewidth=0, zorder=0)
        for rank, dot in enumerate(dots):
            _draw(axes, dot, row + STEP * ((rank + 0.5) / len(dots) - 0.5), limit)
    _cut(axes, [dot.mean for dots in groups.values() for dot in dots], limit)
    axes.set_yticks(np.arange(len(groups)), [_label(name) for name in groups])
    axes.set_ylim(len(groups) - 0.5, -0.5)


def _draw(axes: Axes, dot: Dot, height: float, limit: float) -> None:
    """Draw one interval; one that lies beyond the limit becomes its number at the edge."""
    shade = dot.look.colour
    if abs(dot.mean) >= limit:
        edge, side = (limit, "right") if dot.mean > 0 else (-limit, "left")
        text = f"{dot.mean:+.0f} ▶ " if dot.mean > 0 else f" ◀ {dot.mean:+.0f}"
        axes.text(
            edge, height, text, ha=side, va="center", color=shade, fontsize=style.SMALL
        )  # fmt: skip
        return
    ends = np.clip([dot.low, dot.high], -limit, limit)
    axes.plot(ends, [height, height], color=shade, linewidth=1.6)
    axes.plot(
        dot.mean,
        height,
        marker=dot.look.marker,
        markersize=6,
        color=shade,
        markerfacecolor=shade if dot.is_clear else "white",
    )


def _cut(axes: Axes, means: Sequence[float], limit: float) -> None:
    """End the axis at the limit on each side where a difference lies beyond it."""
    low, high = axes.get_xlim()
    low = -limit if min(means, default=0) <= -limit else max(low, -limit)
    high = limit if max(means, default=0) >= limit else min(high, limit)
    axes.set_xlim(low, high)


def _limit(dots: Sequence[Dot]) -> float:
    """Return where the axis is cut, so that one huge difference does not squeeze all others."""
    if not dots:
        return 1.0
    reach = sorted(abs(dot.mean) for dot in dots)
    typical = max(1.0, reach[int(0.75 * (len(reach) - 1))])
    return SQUEEZE * typical if reach[-1] > SQUEEZE * typical else float("inf")


def _label(name: str) -> str:
    less = "  (less is better)" if MEASURES[name].direction == "lower" else ""
    return wording.title(name) + less
