"""Sentences that open a report whose folder has none of its own: a run, a store, the patterns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from analysis.measures import MEASURES
from analysis.patterns.scoreboard import told
from analysis.results.form import numbered
from analysis.results.store import STORE
from analysis.words import wording
from analysis.words.called import scheme

if TYPE_CHECKING:
    import pandas as pd

CHUNK = "measures-"
"""How tables begin that hold the measures of a store's runs."""


ALONE = (
    "One firm and one luck: it tells a story and proves nothing; counterpoint compare says what "
    "holds in many."
)


def opened(kind: str, facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return what the tables of a folder say by themselves, in sentences; none for other kinds."""
    if kind == "patterns" and "patterns" in tables:
        return [told(tables["patterns"])]
    if kind == "run" and "weekly" in tables:
        return _of_run(facts, tables["weekly"])
    chunks = [table for name, table in tables.items() if name.startswith(CHUNK) and len(table)]
    return _of_store(facts, chunks) if kind == STORE and chunks else []


def _of_run(facts: Mapping[str, Any], weekly: pd.DataFrame) -> list[str]:
    """Return what one firm earned, won and lost to quarrels in its counted weeks."""
    start = facts.get("dates")
    table = weekly if start is None else numbered(weekly, date.fromisoformat(str(start)))
    sums = table[table["week"] >= 0]
    name = scheme(str(facts["scenarios"][0]["name"]))
    total = {key: float(sums[key].sum()) for key in ("gross_profit", "wins", "hours_lost")}
    earned = (
        f"{name}: {wording.euros(total['gross_profit'])} gross profit, {total['wins']:,.0f} deals "
        f"won and {total['hours_lost']:,.0f} hours lost to quarrels in {len(sums)} weeks."
    )
    return [earned, ALONE]


def _of_store(facts: Mapping[str, Any], chunks: list[pd.DataFrame]) -> list[str]:
    """Return the means of a study's first measure, and in how many points each scheme is ahead."""
    import pandas as pd

    runs = pd.concat(chunks).dropna(subset="value")
    measure = next((each for each in facts["study"]["measures"] if each in MEASURES), None)
    runs = runs[runs["measure"] == measure]
    if measure is None or runs.empty:
        return []
    points = runs.groupby(["point", "scenario"], observed=True)["value"].mean().unstack().dropna()
    unit, names = MEASURES[measure].unit, [scheme(str(each)) for each in points.columns]
    means = [
        f"{wording.amount(float(points[each].mean()), unit)} under {name}"
        for each, name in zip(points.columns, names, strict=True)
    ]
    title = wording.title(measure)
    said = [f"{title}, on average over {_points(len(points))}: {wording.listed(means, 'and')}."]
    ahead = _ahead(points, MEASURES[measure].direction)
    if ahead and len(names) > 1:
        places = zip(names, ahead, strict=True)
        counts = [f"{name} in {count:,}" for name, count in places if count]
        runs_each = runs["replicate"].nunique()
        said.append(
            f"Ahead: {wording.listed(counts, 'and')} of them, with {runs_each:,} runs of each "
            "scheme a point, so some of it is luck; counterpoint regimes says where, and how "
            "surely."
        )
    return said


def _points(count: int) -> str:
    return "the one point tried" if count == 1 else f"the {count:,} points tried"


def _ahead(points: pd.DataFrame, direction: str) -> list[int]:
    """Return in how many points each scheme is best; empty where no direction is better."""
    if direction not in ("higher", "lower"):
        return []
    best = points.idxmax(axis=1) if direction == "higher" else points.idxmin(axis=1)
    return [int((best == each).sum()) for each in points.columns]
