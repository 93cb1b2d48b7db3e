"""Names beside dots: each where it covers no dot and no other name, with a line where it moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from analysis.figures import style

Place = tuple[float, float, Literal["left", "right"]]
"""Points to the right and up from a dot, and the side of the text that is there."""

BESIDE, ABOVE, STEP = 9.0, 5.0, 13.0
"""Points that a name stands off its dot, and by which it is moved up or down."""
STEPS = 12
FAR = 1
"""Steps from which on a line leads to the dot."""
DOT = 4.0
"""Half the size of a dot, in points."""


def name_dots(
    axes: Axes,
    names: Sequence[str],
    dots: Sequence[tuple[float, float]],
    *,
    colours: Sequence[str] | None = None,
    size: float = style.SMALL,
    others: Sequence[tuple[float, float]] = (),
) -> list[Annotation]:
    """Write names beside dots; the first has the first choice. The limits of axes must be set.

    Args:
        axes: where the dots are.
        names: a text for each dot.
        dots: their places, in data.
        colours: one for each name.
        size: of the letters.
        others: places of dots that have no name and are not to be covered either.
    """
    figure = axes.get_figure(root=True)
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()
    scale = figure.dpi / 72
    frame = axes.get_window_extent()
    taken = [_dot_box(axes, dot, scale) for dot in (*dots, *others)]
    made = []
    for place, (name, dot) in enumerate(zip(names, dots, strict=True)):
        colour = colours[place] if colours else style.INK
        text = axes.annotate(
            name, dot, xytext=(BESIDE, ABOVE), textcoords="offset points", fontsize=size,
            color=colour, zorder=6, annotation_clip=False,
        )  # fmt: skip
        text.set_in_layout(False)
        _put(axes, text, dot, taken, frame)
        made.append(text)
    return made


def _put(
    axes: Axes,
    text: Annotation,
    dot: tuple[float, float],
    taken: list[Bbox],
    frame: Bbox,
) -> None:
    """Move a name to the first place that is free; to the one that covers least otherwise."""
    best: tuple[float, Place, Bbox] | None = None
    for where in _places():
        box = _box(text, where)
        inside = Bbox.intersection(box, frame)
        size = box.width * box.height
        outside = size - (inside.width * inside.height if inside else 0.0)
        covered = outside + sum(_shared(box, each) for each in taken)
        if best is None or covered < best[0] - 1e-9:
            best = covered, where, box
        if covered <= 0:
            break
    assert best is not None
    _, (across, up, side), box = best
    text.set_position((across, up))
    text.set_horizontalalignment(side)
    taken.append(box)
    if abs(up - ABOVE) > FAR * STEP:
        axes.annotate(
            "", dot, xytext=(across, up + 3), textcoords="offset points", zorder=1,
            arrowprops={"arrowstyle": "-", "color": style.FAINT, "linewidth": 0.6},
            annotation_clip=False,
        ).set_in_layout(False)  # fmt: skip


def _places() -> Iterator[Place]:
    """Yield where a name may stand, the nearest first."""
    for number in range(STEPS):
        for up in (ABOVE + number * STEP, ABOVE - (number + 1) * STEP):
            yield BESIDE, up, "left"
            yield -BESIDE, up, "right"


def _box(text: Annotation, where: Place) -> Bbox:
    text.set_position(where[:2])
    text.set_horizontalalignment(where[2])
    return text.get_window_extent()


def _dot_box(axes: Axes, dot: tuple[float, float], scale: float) -> Bbox:
    x, y = axes.transData.transform(dot)
    reach = DOT * scale
    return Bbox.from_extents(x - reach, y - reach, x + reach, y + reach)


def _shared(one: Bbox, other: Bbox) -> float:
    both = Bbox.intersection(one, other)
    return float(both.width * both.height) if both else 0.0
