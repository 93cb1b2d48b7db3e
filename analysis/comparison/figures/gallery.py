"""All figures of a comparison, with captions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure

from analysis.comparison.figures import numbers
from analysis.comparison.figures.differences import paired_differences
from analysis.comparison.figures.funnel import funnel
from analysis.comparison.figures.hours import hours
from analysis.comparison.figures.plane import NARROW, plane
from analysis.comparison.figures.timecourse import over_time
from analysis.figures import fonts, style
from analysis.figures.picture import Picture
from analysis.words.called import plainly, titled

if TYPE_CHECKING:
    from analysis.comparison.comparison import Comparison


CAPTIONS = {
    "differences": "Paired differences from the baseline with 95 % intervals: better to the right, "
    "worse to the left, whatever the measure. Filled marks are real differences; hollow ones are "
    "not decided or too small to matter.",
    "over_time": "Revenue and friction by week: the mean of all replicates, and the band that "
    "holds eight runs in ten. Grey: the warm-up, in which conflict "
    "and trust settle from where every firm begins; nothing of it is counted.",
    "plane": "Gross profit against hours lost to quarrels: one mark per scheme; best is up and to "
    "the left. Each ellipse holds the scheme's true place with 95 % confidence, beside the others: "
    "the luck that all schemes of a replicate share is left out.",
    "funnel": "The funnel by scheme: mean number a year at each stage.",
    "hours": "Where marketers and reps spent their hours, by scheme.",
}


def _called(result: Comparison) -> dict[str, str]:
    """Return name → what figures call a scheme."""
    return {name: fonts.drawn(title, name) for name, title in plainly(result.loaded).items()}


def _over_time(result: Comparison) -> Figure:
    return over_time(result.timecourse, _called(result))


def _plane(result: Comparison) -> Figure:
    return plane(result.measures, _called(result))


def _differences(result: Comparison) -> Figure:
    return paired_differences(
        result.differences, result.verdicts, _called(result), result.baseline, result.meaningful
    )


def _funnel(result: Comparison) -> Figure:
    return funnel(result.summary, _called(result))


def _hours(result: Comparison) -> Figure:
    return hours(result.hours, _called(result))


Draw = Callable[["Comparison"], Figure]
Tell = Callable[["Comparison"], pd.DataFrame]
FIGURES: dict[str, tuple[Draw, Tell]] = {
    "plane": (_plane, numbers.plane),
    "differences": (_differences, numbers.differences),
    "over_time": (_over_time, numbers.over_time),
    "funnel": (_funnel, numbers.funnel),
    "hours": (_hours, numbers.hours),
}
"""File name → function that draws it, and function that tells its numbers."""


def on_a_phone(result: Comparison) -> bytes:
    """Return the picture that opens a report, drawn for a narrow screen, as SVG."""
    return style.svg(plane(result.measures, _called(result), NARROW), "plane-narrow")


def pictures(result: Comparison) -> Iterator[Picture]:
    """Yield every figure of a comparison, drawn, with the numbers behind it."""
    told = titled(result)
    for name, (draw, tell) in FIGURES.items():
        figure = draw(result)
        yield Picture(name, CAPTIONS[name], style.png(figure), style.svg(figure, name), tell(told))
