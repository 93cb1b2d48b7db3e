"""The numbers behind each figure of a comparison: a table to read, and a sentence to hear."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from analysis.comparison import headline
from analysis.comparison.figures.differences import SHOWN
from analysis.comparison.figures.plane import measurable, quarrels
from analysis.measures import MEASURES
from analysis.runs.firm import STAGES
from analysis.words import wording

if TYPE_CHECKING:
    from analysis.comparison.comparison import Comparison

HALF_YEAR = 26


def differences(result: Comparison) -> pd.DataFrame:
    """Return the paired differences that are drawn, as people read them."""
    found = [
        (line.scenario, line.title, line.base, line.apart, line.interval, line.verdict)
        for line in headline.lines(result, SHOWN)
        if line.baseline == result.baseline and line.verdict != "not measured"
    ]
    columns = ["scheme", "measure", result.baseline, "difference", "95 % interval", "verdict"]
    return pd.DataFrame(found, columns=columns)


def over_time(result: Comparison) -> pd.DataFrame:
    """Return the means that are drawn, every half year, and at the end of a shorter run."""
    table = result.timecourse
    is_shown = (table["week"] + 1) % HALF_YEAR == 0
    table = table[is_shown] if is_shown.any() else table[table["week"] == table["week"].max()]
    wide = table.pivot(index=["measure", "week"], columns="scenario", values="mean").reset_index()
    for name in result.scenarios:
        wide[name] = [
            wording.figure(value) if not math.isnan(value) else "" for value in wide[name]
        ]
    wide["measure"] = [wording.title(name) for name in wide["measure"]]
    return wide[["measure", "week", *result.scenarios]]


def plane(result: Comparison) -> pd.DataFrame:
    """Return mean and interval of profit and friction for each scheme."""
    found = {}
    for name in (measurable(result.measures), quarrels(result.measures)):
        part = result.summary[result.summary["measure"] == name].set_index("scenario")
        unit = MEASURES[name].unit
        for column, label in (("mean", wording.title(name)), ("p10", "1 in 10 below"),
                              ("p90", "1 in 10 above")):  # fmt: skip
            key = label if label not in found else f"{label} "
            found[key] = [
                wording.amount(float(part[column][each]), unit) for each in result.scenarios
            ]
    return pd.DataFrame({"scheme": result.scenarios, **found})


def funnel(result: Comparison) -> pd.DataFrame:
    """Return yearly counts by stage and scheme."""
    wide = result.summary.pivot(index="scenario", columns="measure", values="mean")
    rows = {
        title: [wording.figure(float(wide[name][each])) for each in result.scenarios]
        for name, title in STAGES.items()
    }
    return pd.DataFrame({"scheme": result.scenarios, **rows})


def hours(result: Comparison) -> pd.DataFrame:
    """Return shares of hours by role, task and scheme."""
    wide = result.hours.pivot_table(
        index=["role", "task"], columns="scenario", values="share", sort=False
    ).reset_index()
    for name in result.scenarios:
        wide[name] = [
            wording.percent(value) if not math.isnan(value) else "" for value in wide[name]
        ]
    return wide[["role", "task", *result.scenarios]]
