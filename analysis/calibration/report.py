"""The report of a fit: the whole table beside runs, what was left out, and the parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.calibration import check_words, heldout_words

if TYPE_CHECKING:
    from analysis.calibration.check import Check
    from analysis.calibration.prediction import Line, Prediction

WHOLE = (
    "Each statistic of the whole table, beside what runs of draws of the fit say of it. Bars are "
    "intervals of 50 and 90 %, each on its own scale; the numbers are what the table holds and the "
    "90 % interval."
)
LEFT_OUT = (
    "Each statistic of the part of the table that the fit did not see, beside what runs of the "
    "fitted market, continued, say of it. Bars are intervals of 80 and 90 %, each on its own "
    "scale; the numbers are what was observed and the 90 % interval."
)


def fit_report(
    name: str,
    check: Check,
    found: Prediction | None,
    *,
    accounts: Sequence[str],
    parameters: tuple[Sequence[str], Sequence[Sequence[str]]],
    believed: Sequence[str],
    facts: Sequence[tuple[str, str]],
) -> str:
    """Return the report as HTML: one file, no network, no script.

    Args:
        name: of the file that was fitted.
        check: the whole table beside runs of the fit.
        found: the part left out, predicted; None where nothing was.
        accounts: sentences that account for every line of every table.
        parameters: heads and rows of the table of parameters, fitted to all of it.
        believed: sentences about these. facts: how it was made, name and value.
    """
    from analysis.calibration.check import INTERVALS
    from analysis.calibration.prediction import INTERVALS as WIDER
    from analysis.results.html import environment

    of = f"{check.inside[1]} of {len(check.lines)} statistics inside their 90 % interval"
    said, heads = check_words.sentences(check), check_words.HEADS
    headline = f"Table and runs of the fit: {of}"
    title = "The whole table beside runs of the fit"
    parts = [_part("whole", title, WHOLE, said, heads, check.lines, INTERVALS, headline)]
    if found is not None:
        of = f"{found.inside[1]} of {len(found.lines)} statistics inside their 90 % interval"
        parts.append(
            _part("left-out", "The part left out", LEFT_OUT, heldout_words.sentences(found),
                  heldout_words.HEADS, found.lines, WIDER, f"Left out and predicted: {of}")
        )  # fmt: skip
    return (
        environment()
        .get_template("calibration.html")
        .render(
            name=name,
            title="the fit" if found is None else "the fit and the part left out",
            accounts=accounts,
            parts=parts,
            parameter_heads=parameters[0],
            parameters=parameters[1],
            believed=believed,
            facts=facts,
        )
    )


def _part(
    key: str,
    title: str,
    caption: str,
    said: Sequence[str],
    heads: Sequence[str],
    lines: Sequence[Line],
    shares: tuple[float, float],
    headline: str,
) -> dict[str, Any]:
    """Return a section: sentences, a picture and a table."""
    from markupsafe import Markup

    from analysis.calibration.figure import table_against_runs
    from analysis.figures import style
    from analysis.figures.picture import Picture
    from analysis.results.html import inline_svg

    figure = table_against_runs(lines, shares, headline)
    picture = Picture(key, caption, b"", style.svg(figure, key))
    return {
        "key": key,
        "title": title,
        "sentences": said,
        "heads": ("", *heads[1:]),
        "rows": [heldout_words.row(line) for line in lines],
        "figure": Markup(inline_svg(picture)),
        "caption": caption,
    }
