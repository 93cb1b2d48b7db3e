"""Measures of revenue, retention and price."""

from __future__ import annotations

import numpy as np

from analysis.measures import rows
from analysis.measures.registry import Run, measure
from sim.world.names import QUARTER, YEAR


@measure("bookings_y1", "euros", "higher", "bookings of weeks 0 to 51, at list price")
def bookings_y1(run: Run) -> float:
    return rows.total(run, "bookings", YEAR)


@measure("bookings_y2", "euros", "higher", "bookings of weeks 0 to 103, at list price")
def bookings_y2(run: Run) -> float:
    return rows.total(run, "bookings", 2 * YEAR)


@measure("bookings_y3", "euros", "higher", "bookings of weeks 0 to 155, at list price")
def bookings_y3(run: Run) -> float:
    return rows.total(run, "bookings", 3 * YEAR)


@measure("bookings_net_y3", "euros", "higher", "bookings of weeks 0 to 155, after discounts")
def bookings_net_y3(run: Run) -> float:
    return rows.total(run, "bookings_net", 3 * YEAR)


@measure("gross_profit_y1", "euros", "higher", "gross profit after selling cost, weeks 0 to 51")
def gross_profit_y1(run: Run) -> float:
    return rows.total(run, "gross_profit", YEAR)


@measure("gross_profit_y3", "euros", "higher", "gross profit after selling cost, weeks 0 to 155")
def gross_profit_y3(run: Run) -> float:
    return rows.total(run, "gross_profit", 3 * YEAR)


@measure("recurring_revenue_y3", "euros", "higher", "recurring revenue a year, as of week 155")
def recurring_revenue_y3(run: Run) -> float:
    if run.weeks < 3 * YEAR:
        return float("nan")
    return float(rows.weekly(run, "recurring_revenue", 3 * YEAR - 1, 3 * YEAR)[0])


@measure(
    "net_revenue_retention",
    "share",
    "higher",
    "recurring revenue a year later from the customers of a year's start, over what they paid then",
)
def net_revenue_retention(run: Run) -> float:
    deals = rows.won(run)
    first_deals = deals[deals["existing_customer"] == 0]
    kept, start = 0.0, 0.0
    for first in _years(run):
        is_new = rows.within(first_deals["closed_week"], first, first + YEAR)
        added = float(first_deals["net_value"][is_new].sum())
        kept += _recurring(run, first + YEAR - 1) - added
        start += _recurring(run, first - 1)
    return kept / start if start > 0 else float("nan")


@measure(
    "gross_retention",
    "share",
    "higher",
    "share of a year's starting recurring revenue that was not lost to churn in that year",
)
def gross_retention(run: Run) -> float:
    lost, start = 0.0, 0.0
    for first in _years(run):
        lost += float(rows.weekly(run, "churned_revenue", first, first + YEAR).sum())
        start += _recurring(run, first - 1)
    return 1 - lost / start if start > 0 else float("nan")


def _years(run: Run) -> range:
    """Return the first weeks of the full counted years that have a week before them."""
    first = 0 if run.burn_in > 0 else YEAR
    return range(first, run.weeks - YEAR + 1, YEAR)


def _recurring(run: Run, week: int) -> float:
    return float(rows.weekly(run, "recurring_revenue", week, week + 1)[0])


@measure("discount", "share", "lower", "mean discount on the list price of deals won")
def discount(run: Run) -> float:
    return rows.mean(rows.won(run)["discount"])


@measure(
    "quarter_end_ratio",
    "ratio",
    "none",
    "deals won in the last two weeks of a quarter over those won in its first two",
)
def quarter_end_ratio(run: Run) -> float:
    week = rows.won(run)["closed_week"] % QUARTER
    late, early = np.count_nonzero(week >= QUARTER - 2), np.count_nonzero(week < 2)
    return late / early if early else float("nan")


@measure("acquisition_cost", "euros", "lower", "marketing and selling cost per deal won")
def acquisition_cost(run: Run) -> float:
    names = run.raw("weekly").dtype.names or ()
    if "selling_cost" not in names:
        return float("nan")
    wins = float(rows.weekly(run, "wins").sum())
    return float(rows.weekly(run, "selling_cost").sum()) / wins if wins else float("nan")
