"""What all figures share: size, colours, fonts, saving.

Figures are matplotlib objects made without pyplot: no global state, no window, safe in threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

COLOURS = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#000000",
    "#8C6D31",
)
"""Okabe & Ito's palette, which people with any common colour blindness can tell apart."""
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
DASHES: tuple[tuple[float, ...], ...] = (
    (1, 0),
    (5, 1.6),
    (1.4, 1.4),
    (7, 1.5, 1.5, 1.5),
    (3, 1.2),
    (9, 2),
    (1, 2.4),
    (4, 1, 1, 1, 1, 1),
)
INK, FAINT, GRID = "#222222", "#6b6b6b", "#dddddd"
TEXT, SMALL, TITLE = 10, 9, 12
DPI = 150


def colour(place: int) -> str:
    """Return the colour of the scenario at this place."""
    return COLOURS[place % len(COLOURS)]


def marker(place: int) -> str:
    """Return the marker of the scenario at this place."""
    return MARKERS[place % len(MARKERS)]


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
    figure: Figure, scenarios: Sequence[str], *, lines: bool, without: str | None = None
) -> None:
    """Put one legend of scenarios below the axes, where it covers no data."""
    shown = [name for name in scenarios if name != without]
    handles = [
        Line2D(
            [],
            [],
            color=colour(place),
            linewidth=2 if lines else 0,
            dashes=DASHES[place % len(DASHES)] if lines else (None, None),
            marker="" if lines else marker(place),
            markersize=7,
        )
        for place in map(list(scenarios).index, shown)
    ]
    figure.legend(
        handles,
        shown,
        loc="outside lower left",
        ncols=min(4, len(shown)),
        frameon=False,
        fontsize=TEXT,
        handlelength=3,
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
    with rc_context({"svg.hashsalt": f"counterpoint {name}", "svg.fonttype": "path"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()
