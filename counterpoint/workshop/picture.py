"""What the page draws: numbers of several schemes on the same luck, and how sure they are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.comparison.paired import paired_differences
from analysis.measures import MEASURES as REGISTERED
from analysis.runs import statistics
from analysis.words import wording
from counterpoint.workshop.farm import COLUMNS, FUNNEL, HEADLINE, MEASURES, Firm
from sim.world.names import QUARTER

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

MEANINGFUL = 0.02
TWIN_WEEKS = 104
TITLES = {
    "gross_profit_y1": "Gross profit, year 1",
    "gross_profit_y3": "Gross profit, three years",
    "bookings_y3": "Contracts signed, three years",
    "hours_lost": "Hours lost to quarrels, a year",
    "trust": "Trust between the departments, 0 to 100",
    "leads": "leads came in",
    "mqls": "called good by marketing",
    "accepted_leads": "accepted by sales",
    "worked_leads": "got a rep's hour",
    "opportunities": "became a deal to win",
    "wins": "signed",
}
MANY = 20_000
"""Replicates beyond which the page does not promise that more would tell."""


def picture(scenarios: Sequence[Scenario], firms: Sequence[Sequence[Firm]]) -> dict[str, Any]:
    """Return what the page shows, as JSON has it; the first scheme is compared with."""
    values = np.array([[firm.values for firm in row] for row in firms])
    names = [scenario.name for scenario in scenarios]
    wide = len(HEADLINE)
    contrasts = [(place, 0) for place in range(1, len(names))]
    table = (
        paired_differences(values[:, :, :wide], names, contrasts, measures=HEADLINE)
        if contrasts and len(firms) > 1
        else None
    )
    return {
        "replicates": len(firms),
        "schemes": [
            {"name": name, **_scheme(values[:, place], [row[place] for row in firms])}
            for place, name in enumerate(names)
        ],
        "differences": [] if table is None else _differences(table, names, values),
        "twins": twins(firms[0]),
    }


def _scheme(values: NDArray[np.float64], firms: Sequence[Firm]) -> dict[str, Any]:
    found = statistics.means_with_intervals(values)
    measures = {
        name: {
            "title": TITLES[name],
            "mean": _number(found.mean[place]),
            "low": _number(found.low[place]),
            "high": _number(found.high[place]),
            "text": shown(name, float(found.mean[place])),
        }
        for place, name in enumerate(MEASURES)
    }
    return {
        "measures": measures,
        "funnel": [measures[name] for name in FUNNEL],
        "courses": {name: _course(firms, name) for name in ("gross_profit", "hours_lost")},
    }


def _course(firms: Sequence[Firm], column: str) -> list[list[float | None]]:
    """Return (quarter, mean, low, high) of what has come together by the end of each quarter."""
    row = COLUMNS.index(column)
    summed = np.cumsum(np.nan_to_num(np.array([firm.weekly[row] for firm in firms])), axis=1)
    ends = summed[:, QUARTER - 1 :: QUARTER]
    low, high = statistics.quantiles(ends, 0.1), statistics.quantiles(ends, 0.9)
    return [
        [place + 1, _number(mean), _number(low[place]), _number(high[place])]
        for place, mean in enumerate(ends.mean(axis=0))
    ]


def _differences(
    table: pd.DataFrame, names: Sequence[str], values: NDArray[np.float64]
) -> list[dict[str, Any]]:
    result = []
    base = np.nanmean(values[:, 0], axis=0)
    for place, name in enumerate(names[1:], 1):
        held = table[table["scenario"] == name].to_dict("records")
        rows: dict[str, Mapping[Any, Any]] = {str(row["measure"]): row for row in held}
        gaps = values[:, place] - values[:, 0]
        result.append(
            {
                "name": name,
                "measures": {
                    measure: difference(
                        measure, rows[measure], float(base[column]), gaps[:, column]
                    )
                    for column, measure in enumerate(HEADLINE)
                },
            }
        )
    return result


def difference(
    measure: str, row: Mapping[Any, Any], base: float, gaps: NDArray[np.float64]
) -> dict[str, Any]:
    """Return one paired difference in numbers and words."""
    mean, low, high = (float(row[key]) for key in ("mean_difference", "ci_low", "ci_high"))
    size = abs(base) or math.nan
    settled = float(row["p_adjusted"]) < 0.05
    is_same = max(abs(low), abs(high)) < MEANINGFUL * size
    return {
        "title": TITLES[measure],
        "mean": _number(mean),
        "low": _number(low),
        "high": _number(high),
        "percent": [_number(100 * each / size) for each in (mean, low, high)],
        "text": wording.difference(mean, base, REGISTERED[measure]),
        "sure": bool(settled and not is_same),
        "same": bool(is_same),
        "better": _number(float(row["probability_better"])),
        "verdict": verdict(measure, mean, settled=settled, is_same=is_same, gaps=gaps),
    }


def verdict(
    measure: str, mean: float, *, settled: bool, is_same: bool, gaps: NDArray[np.float64]
) -> str:
    """Return what the statistics carry, in plain words."""
    if is_same:
        return "about the same (less than 2 % either way)"
    direction = "more" if mean > 0 else "less"
    if settled:
        better = REGISTERED[measure].direction
        is_good = (mean > 0) == (better == "higher")
        return f"{direction}, and that is sure: {'better' if is_good else 'worse'}"
    spread = float(np.nanstd(gaps, ddof=1)) if gaps.size > 1 else 0.0
    effect = mean / spread if spread else 0.0
    needed = statistics.replicates_to_settle(effect, 1) if effect else math.inf
    if needed > MANY:
        return "cannot tell, and more runs would hardly help"
    return f"cannot tell yet: about {max(needed, gaps.size + 1):,.0f} simulated firms would"


def twins(firms: Sequence[Firm]) -> dict[str, Any]:
    """Return two years of the same firm under each scheme, and when their ways part.

    lines: what was signed in the 13 weeks before each week, in euros; parts: first week in which
    anything differs and in which column, and the first week in which signatures differ.
    """
    lines = [_signed(firm) for firm in firms]
    parts = []
    for firm in firms[1:]:
        week, column = _parted(firms[0], firm, range(len(COLUMNS)))
        signed, _ = _parted(firms[0], firm, [COLUMNS.index("bookings")])
        parts.append({"week": week, "first": column, "signed": signed})
    return {"first": QUARTER, "lines": lines, "parts": parts}


def _signed(firm: Firm) -> list[float]:
    bookings = firm.weekly[COLUMNS.index("bookings"), :TWIN_WEEKS]
    summed = np.concatenate(([0.0], np.cumsum(bookings)))
    return [float(each) for each in summed[QUARTER:] - summed[:-QUARTER]]


def _parted(one: Firm, other: Firm, rows: Sequence[int]) -> tuple[int | None, str | None]:
    """Return the first week in which one of these columns differs, and that column."""
    held = list(rows)
    a, b = one.weekly[held], other.weekly[held]
    differs = (a != b) & ~(np.isnan(a) & np.isnan(b))
    weeks = np.flatnonzero(differs.any(axis=0))
    if not weeks.size:
        return None, None
    row = held[int(np.flatnonzero(differs[:, weeks[0]])[0])]
    return int(weeks[0]), COLUMNS[row].replace("_", " ")


def shown(measure: str, value: float) -> str:
    """Return a value as the page prints it.

    >>> shown("trust", 0.42), shown("hours_lost", 182.3)
    ('42', '182 h')
    """
    if math.isnan(value):
        return "n/a"
    if measure == "trust":
        return f"{100 * value:.0f}"
    if measure == "hours_lost":
        return f"{value:,.0f} h"
    if measure in FUNNEL:
        return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
    return wording.amount(value, REGISTERED[measure].unit)


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
