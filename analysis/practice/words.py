"""One sentence per practice, and per pair of practices."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from analysis.comparison import verdicts
from analysis.measures import MEASURES
from analysis.words import titles, wording

if TYPE_CHECKING:
    import pandas as pd

SAYS = {
    "better": "helps",
    "worse": "hurts",
    "different": "differs",
    "no meaningful difference": "nothing visible",
    "not decided": "too noisy",
    "not measured": "not measured",
}
"""Verdict on the headline measure → what is said of a practice."""
MONEY = ("gross_profit_y3", "gross_profit_y1", "bookings_y3")
HOURS = "practice_hours"


def effect_sentence(rows: pd.DataFrame, headline: str, remedy: str = "") -> tuple[str, str]:
    """Return the verdict on one practice and a sentence with its numbers.

    Args:
        rows: the practice's rows of `Practices.effects`.
        headline: the measure that decides.
        remedy: what would decide it, to be said where nothing is decided.
    """
    by_measure = {row["measure"]: row for row in rows.to_dict("records")}
    main = by_measure[headline]
    verdict = SAYS[main["verdict"]]
    name = titles.practice(str(main["practice"]))
    subject = f"Without {wording.lowered(name)}" if main["switched"] == "off" else name
    parts = [f"{lowered(headline)} {_apart(main)}", _hours(main)]
    clear = [
        f"{lowered(measure)} {_size(row)}"
        for measure, row in by_measure.items()
        if measure not in (*MONEY, HOURS) and row["verdict"] in ("better", "worse", "different")
    ]
    also = f"; also {', '.join(clear)}" if clear else ""
    more = remedy if main["verdict"] == "not decided" else ""
    return verdict, f"{subject}: {verdict}; {', '.join(filter(None, parts))}{more}{also}."


def interaction_sentence(row: dict[Any, Any], meaningful: float) -> str:
    """Return what two practices do beyond the sum of their effects."""
    measure = MEASURES[row["measure"]]
    item = verdicts.Difference(
        row["first"], row["second"], measure, base=row["baseline_mean"], n=row["n"],
        mean=row["interaction"], low=row["ci_low"], high=row["ci_high"],
        p_adjusted=row["p_adjusted"], better=float("nan"),
    )  # fmt: skip
    both = f"{titles.practice(row['first'])} with {wording.lowered(titles.practice(row['second']))}"
    kind = verdicts.kind(item, meaningful)
    says = {
        "better": "together better than the sum of both",
        "worse": "together worse than the sum of both",
        "different": "together not the sum of both",
        "no meaningful difference": "they add up",
        "not decided": "too noisy to say whether they add up",
        "not measured": "not measured",
    }[kind]
    if kind == "not measured":
        return f"{both}: {lowered(measure.name)} {says}."
    interval = wording.span(item.low, item.high, item.base, measure)
    apart = wording.difference(item.mean, item.base, measure)
    return f"{both}: {says}; {lowered(measure.name)} {apart} beyond it ({interval})."


def lowered(measure: str) -> str:
    """Return a measure's title as it stands inside a sentence."""
    return wording.lowered(wording.title(measure))


def _size(row: dict[Any, Any]) -> str:
    return wording.difference(
        row["mean_difference"], row["baseline_mean"], MEASURES[row["measure"]]
    )


def _apart(row: dict[Any, Any]) -> str:
    if row["mean_difference"] == row["ci_low"] == row["ci_high"] == 0:
        return "the same in every pair"
    measure = MEASURES[row["measure"]]
    span = wording.span(row["ci_low"], row["ci_high"], row["baseline_mean"], measure)
    return f"{_size(row)} ({span})"


def _hours(row: dict[Any, Any]) -> str:
    hours = float(row["hours"])
    if math.isnan(hours):
        return ""
    if abs(hours) < 0.005:
        return "no hours of marketers and reps booked for it"
    word = "for" if hours > 0 else "saving"
    return f"{word} {abs(hours):.2f} h per person and week"
