"""What an explanation says, in sentences and in the lines of its tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from analysis.explanation.funnel import STEPS
from analysis.explanation.levers import CHOICES, WORLD
from analysis.explanation.lived import kept, kept_together
from analysis.measures import MEASURES, Measure
from analysis.words import wording
from analysis.words.called import titled_pair

if TYPE_CHECKING:
    from analysis.explanation.explain import Explanation

NOT_ADDITIVE = (
    "These shares do not add up: what goes away with one part may go away with another as well."
)
CLEAR_SHARE = 0.1
"""Share of a difference below which a mechanism is not worth a sentence."""
SIGNS = "+\N{MINUS SIGN}"
NO_LEVERS = (WORLD, CHOICES)
"""What two firms may differ in that no scheme decides."""
ROUND = 1.5
"""Share from which a difference that more than goes away is said to turn round."""
AT_MOST = 3
"""Mechanisms that get a sentence."""


def sentences(found: Explanation) -> list[str]:
    """Return the answer in sentences: the difference, the levers, the funnel, the mechanisms.

    Both scenarios are called by their titles.
    """
    found = titled_pair(found)
    said = (_apart(found), _whole(found), _levers(found), _steps(found), *_causes(found))
    return [*filter(None, said)]


def base(found: Explanation, name: str | None = None) -> float:
    """Return A's mean of a measure, by default of the headline."""
    return float(_row(found, name or found.headline)["a_mean"])


def points(value: float, whole: float, measure: Measure) -> str:
    r"""Return a part of a difference: in points where differences are in percent.

    >>> from analysis.measures import MEASURES
    >>> points(-40.0, 1000.0, MEASURES["bookings_y3"])
    '−4.0\xa0points'
    """
    said = wording.difference(value, whole, measure)
    return said.replace("%", "points") if wording.is_relative(measure, whole) else said


def lever_lines(found: Explanation) -> list[dict[str, str]]:
    """Return the lines of the table of levers, the largest first, and what they add up to.

    With worlds each line says in how many of them the sign is that of the mean.
    """
    measure, whole = MEASURES[found.headline], base(found)
    table = found.contributions[found.contributions["measure"] == found.headline]
    signs = {} if found.drawn is None else kept(found)
    lines = [
        {
            "lever": str(row["words"]),
            "part": points(row["contribution"], whole, measure),
            "interval": _span(row, whole, measure),
            **({"same sign": signs[row["lever"]]} if signs else {}),
            "change": str(row["change"]),
        }
        for row in table.to_dict("records")
    ]
    total = _row(found, found.headline)
    last = {
        "lever": "together",
        "part": points(total["difference"], whole, measure),
        "interval": _span(total, whole, measure),
        **({"same sign": kept_together(found)} if signs else {}),
        "change": "",
    }
    return [*lines, last]


def step_lines(found: Explanation) -> list[dict[str, str]]:
    """Return the lines of the table of the funnel."""
    units = {step: (words, unit) for step, words, unit in STEPS}
    whole = _still_paid(found)
    lines = []
    for row in found.steps.to_dict("records"):
        words, unit = units[row["step"]]
        lines.append(
            {
                "step": str(row["step"]),
                "words": words,
                "a": wording.amount(row["a"], unit),
                "b": wording.amount(row["b"], unit),
                "part": f"{wording.percent(row['contribution'] / whole, signed=True)}",
                "interval": _percents(row, whole),
            }
        )
    return lines


def cause_lines(found: Explanation) -> list[dict[str, str]]:
    """Return the lines of the table of choices and mechanisms."""
    measure, whole = MEASURES[found.headline], base(found)
    verb = {"choice": "frozen", "mechanism": "off"}
    return [
        {
            "part": f"{str(row['name']).replace('_', ' ')} {verb[row['kind']]}",
            "left": wording.difference(row["left"], whole, measure),
            "gone": points(row["gone"], whole, measure),
            "interval": _span(row, whole, measure),
        }
        for row in found.causes.to_dict("records")
    ]


def interaction_lines(found: Explanation) -> list[str]:
    """Return a sentence for every pair of the largest levers."""
    measure, whole = MEASURES[found.headline], base(found)
    words = {lever.name: lever.words for lever in found.levers}
    lines = []
    for row in found.interactions.to_dict("records"):
        both = f"{words[row['first']]} with {words[row['second']]}"
        says = "no interaction to be seen" if _spans_zero(row) else "they do not add up"
        said = points(row["interaction"], whole, measure)
        lines.append(f"{both}: {says}; {said} beyond both ({_span(row, whole, measure)}).")
    return lines


def _apart(found: Explanation) -> str:
    """Return what differs besides levers, "" where nothing does."""
    outside = [lever for lever in found.levers if lever.name in NO_LEVERS]
    if not outside:
        return ""
    what = " and ".join(f"{lever.words} ({lever.change})" for lever in outside)
    return (
        f"{found.a.name} and {found.b.name} differ in more than their schemes: {what}. So the "
        "difference is not that of the schemes alone; each has a line of its own below. --market "
        "FILE, with either of them or a third, lays both in one world."
    )


def _whole(found: Explanation) -> str:
    measure, row = MEASURES[found.headline], _row(found, found.headline)
    apart = wording.difference(row["difference"], row["a_mean"], measure)
    where = "below" if row["difference"] < 0 else "above"
    says = f"lies {apart.lstrip(SIGNS)} {where} {found.a.name}"
    if _spans_zero(row):
        says = f"cannot be told from {found.a.name} yet: {apart}"
    return (
        f"{wording.title(found.headline)}: {found.b.name} {says} "
        f"({_difference_span(row, measure)}), {found.replicates} paired replicates."
    )


def _levers(found: Explanation) -> str:
    measure, whole = MEASURES[found.headline], base(found)
    table = found.contributions[found.contributions["measure"] == found.headline]
    clear = [row for row in table.to_dict("records") if not _spans_zero(row)]
    apart = wording.difference(_row(found, found.headline)["difference"], whole, measure)
    if not clear:
        return (
            f"No single lever's part of {apart} can be told from nothing yet; more runs would tell."
        )
    parts = [f"{points(row['contribution'], whole, measure)} from {row['words']}" for row in clear]
    rest = len(table) - len(clear)
    tail = f"; of {rest} other lever{'s' if rest > 1 else ''} no part can be told from nothing"
    first = parts[0].replace(" from ", " come from ", 1)
    if _spans_zero(_row(found, found.headline)):
        return (
            f"Though the whole cannot be told from nothing, parts of it can: {', '.join(parts)}"
            f"{tail if rest else ''}."
        )
    return f"Of {apart}, {', '.join([first, *parts[1:]])}{tail if rest else ''}."


def _steps(found: Explanation) -> str:
    table = found.steps.to_dict("records")
    if not table:
        return "The funnel cannot be split: one of its totals is zero."
    whole = _still_paid(found)
    named = {step: words for step, words, _ in STEPS}
    clear = sorted(
        (row for row in table if not _spans_zero(row)),
        key=lambda row: -abs(float(row["contribution"])),
    )
    total = sum(float(row["contribution"]) for row in table) / whole
    parts = [
        f"{wording.percent(row['contribution'] / whole, signed=True)} by {named[row['step']]}"
        for row in clear
    ]
    said = ", ".join(parts) if parts else "by no step that can be told from nothing"
    apart = wording.percent(total, signed=True)
    return f"In the funnel, new contracts still paid at the end differ by {apart}: {said}."


def _causes(found: Explanation) -> list[str]:
    clear = [
        row
        for row in found.causes.to_dict("records")
        if not _spans_zero(row) and abs(float(row["share"])) >= CLEAR_SHARE
    ][:AT_MOST]
    verb = {"choice": "frozen", "mechanism": "switched off"}
    lines = []
    for row in clear:
        what = f"With {str(row['name']).replace('_', ' ')} {verb[row['kind']]} in both"
        lines.append(f"{what}, {_goes(float(row['share']))}.")
    return [*lines, NOT_ADDITIVE] if lines else []


def _goes(share: float) -> str:
    """Return what becomes of a difference of which a share goes away.

    >>> [_goes(share) for share in (1.1, 1.8)]
    ['all of the difference goes away', 'the difference turns round']
    """
    size = f"{abs(share) * 100:.0f}{wording.SPACE}%"
    if share < 0:
        return f"the difference grows by {size}"
    if share < 1:
        return f"{size} of the difference goes away"
    return "all of the difference goes away" if share < ROUND else "the difference turns round"


def _row(found: Explanation, name: str) -> dict[str, Any]:
    rows = found.means[found.means["measure"] == name].to_dict("records")
    return {str(key): value for key, value in rows[0].items()}


def _still_paid(found: Explanation) -> float:
    """Return what A's new contracts still pay at the end: the product of its steps."""
    return math.prod(float(value) for value in found.steps["a"])


def _spans_zero(row: dict[Any, Any]) -> bool:
    return not (row["ci_low"] > 0 or row["ci_high"] < 0)


def _span(row: dict[Any, Any], whole: float, measure: Measure) -> str:
    said = wording.span(row["ci_low"], row["ci_high"], whole, measure)
    return said.replace("%", "points") if wording.is_relative(measure, whole) else said


def _difference_span(row: dict[str, Any], measure: Measure) -> str:
    return wording.span(row["ci_low"], row["ci_high"], row["a_mean"], measure)


def _percents(row: dict[Any, Any], whole: float) -> str:
    low, high = (wording.percent(row[key] / whole, signed=True) for key in ("ci_low", "ci_high"))
    return f"{low} to {high}"
