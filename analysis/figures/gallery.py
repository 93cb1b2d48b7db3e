"""All figures of a comparison, with captions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from analysis.figures import style
from analysis.figures.differences import paired_differences
from analysis.figures.funnel import funnel
from analysis.figures.hours import hours
from analysis.figures.plane import plane
from analysis.figures.timecourse import over_time

if TYPE_CHECKING:
    from analysis.compare import Comparison


CAPTIONS = {
    "differences": "Paired differences from the baseline with 95 % intervals: better to the right, "
    "worse to the left, whatever the measure. Filled marks are real differences; hollow ones are "
    "not decided or too small to matter.",
    "over_time": "Revenue and friction by week: the mean of all replicates, and the band that "
    "holds eight runs in ten. Grey: the warm-up, in which conflict "
    "and trust settle from where every firm begins; nothing of it is counted.",
    "plane": "Gross profit against relationship conflict, one cloud per scheme. On the right, the "
    "luck that all schemes of a replicate share is taken out.",
    "funnel": "The funnel by scheme: mean number a year at each stage.",
    "hours": "Where marketers and reps spent their hours, by scheme.",
}


@dataclass(frozen=True)
class Picture:
    """A drawn figure.

    Attributes:
        name: file name without ending.
        caption: what it shows, for the report and for screen readers.
        png, svg: the two files.
    """

    name: str
    caption: str
    png: bytes
    svg: bytes


def _over_time(result: Comparison) -> Figure:
    return over_time(result.timecourse, result.scenarios)


def _plane(result: Comparison) -> Figure:
    return plane(result.measures, result.scenarios)


def _differences(result: Comparison) -> Figure:
    return paired_differences(
        result.differences, result.verdicts, result.scenarios, result.baseline, result.meaningful
    )


def _funnel(result: Comparison) -> Figure:
    return funnel(result.summary, result.scenarios)


def _hours(result: Comparison) -> Figure:
    return hours(result.hours, result.scenarios)


FIGURES: dict[str, tuple[Callable[[Comparison], Figure], str]] = {
    "differences": (_differences, CAPTIONS["differences"]),
    "over_time": (_over_time, CAPTIONS["over_time"]),
    "plane": (_plane, CAPTIONS["plane"]),
    "funnel": (_funnel, CAPTIONS["funnel"]),
    "hours": (_hours, CAPTIONS["hours"]),
}
"""File name → drawing function and caption."""


def pictures(result: Comparison) -> Iterator[Picture]:
    """Yield every figure of a comparison, drawn."""
    for name, (draw, caption) in FIGURES.items():
        figure = draw(result)
        yield Picture(name, caption, style.png(figure), style.svg(figure, name))
