"""The report of a fit whose table was cut in time: what was left out, and the fit to all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.calibration.heldout_words import HEADS, row, sentences

if TYPE_CHECKING:
    from analysis.calibration.prediction import Prediction

CAPTION = (
    "Each statistic of the part of the table that the fit did not see, beside what runs of the "
    "fitted market, continued, say of it. Bars are intervals of 80 and 90 %, each on its own "
    "scale; the numbers are what was observed and the 90 % interval."
)


def fit_report(
    name: str,
    found: Prediction,
    *,
    accounts: str,
    parameters: tuple[Sequence[str], Sequence[Sequence[str]]],
    believed: Sequence[str],
    facts: Sequence[tuple[str, str]],
) -> str:
    """Return the report as HTML: one file, no network, no script.

    Args:
        name: of the file that was fitted.
        found: the part left out, predicted.
        accounts: a sentence that accounts for every line of the table.
        parameters: heads and rows of the table of parameters, fitted to all of it.
        believed: sentences about these. facts: how it was made, name and value.
    """
    from markupsafe import Markup

    from analysis.figures import Picture, style
    from analysis.figures.heldout import left_out_against_predicted
    from analysis.report.build import environment, inline_svg

    figure = left_out_against_predicted(found)
    picture = Picture("left_out", CAPTION, b"", style.svg(figure, "left_out"))
    return (
        environment()
        .get_template("calibration.html")
        .render(
            name=name,
            accounts=accounts,
            sentences=sentences(found),
            heads=("", *HEADS[1:]),
            rows=[row(line) for line in found.lines],
            figure=Markup(inline_svg(picture)),
            caption=CAPTION,
            parameter_heads=parameters[0],
            parameters=parameters[1],
            believed=believed,
            facts=facts,
        )
    )
