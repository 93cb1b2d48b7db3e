"""What all figures share: size, colours, fonts, saving.

Figures are matplotlib objects made without pyplot: no global state, no window, safe in threads.
"""

from __future__ import annotations

from collections.abc import Collection
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.figures.fonts import labels
from analysis.figures.palette import looks

INK, FAINT, GRID, PALE = "#222222", "#6b6b6b", "#dddddd", "#c9c9c9"
STRONG, SOFT, FALL, ALARM = "#2A68B0", "#8FBFE6", "#C28100", "#B3261E"
"""Shades of figures without schemes: what counts, its larger brother, what goes down, a limit."""
TEXT, SMALL, TITLE = 10, 9, 12
DPI = 150


def canvas(width: float, height: float) -> Figure:
    """Return an empty figure of so many inches."""
    figure = Figure(figsize=(width, height), layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def tidy(axes: Axes) -> None:
    """Give axes thin spines, a light grid and readable ticks."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(FAINT)
    axes.grid(visible=True, color=GRID, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(colors=INK, labelsize=SMALL)


def headline(figure: Figure, text: str) -> None:
    """Write the figure's title, on the left above everything."""
    figure.suptitle(text, x=0.01, ha="left", fontsize=TITLE, fontweight="bold", color=INK)


def legend(
    figure: Figure,
    scenarios: Collection[str],
    *,
    lines: bool,
    without: str | None = None,
    columns: int = 4,
) -> None:
    """Put one legend of scenarios below the axes, where it covers no data."""
    shown = [name for name in scenarios if name != without]
    called = dict(zip(scenarios, labels(scenarios), strict=True))
    found = looks(scenarios)
    handles = [
        Line2D(
            [],
            [],
            color=found[name].colour,
            linewidth=2 if lines else 0,
            dashes=found[name].dash if lines else (None, None),
            marker="" if lines else found[name].marker,
            markersize=7,
        )
        for name in shown
    ]
    figure.legend(
        handles,
        [called[name] for name in shown],
        loc="outside lower left",
        ncols=min(columns, len(shown)),
        frameon=False,
        fontsize=TEXT if columns > 1 else SMALL,
        handlelength=3 if columns > 1 else 1.5,
    )


def png(figure: Figure) -> bytes:
    """Return the figure as PNG; the same figure gives the same bytes."""
    buffer = BytesIO()
    figure.savefig(
        buffer, format="png", dpi=DPI, metadata={"Software": None}, pil_kwargs={"compress_level": 6}
    )
    return buffer.getvalue()


def svg(figure: Figure, name: str) -> bytes:
    """Return the figure as SVG; ids depend on `name` only, and there is no date."""
    from matplotlib import rc_context

    buffer = BytesIO()
    with rc_context({"svg.hashsalt": f"counterpoint {name}", "svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()
