"""Measures of the funnel: leads, hand-off, opportunities, wins."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.measures import rows
from analysis.measures.registry import Run, measure
from sim.world.names import YEAR

FOLLOW_UP = 8
"""Weeks in which a lead must see a rep's hour to count as worked."""
COHORT = 26
"""Weeks in which an account must win to count for its lead."""


def lead(run: Run, name: str) -> NDArray[Any]:
    """Return a column of the leads; the table is long, and a measure needs little of it."""
    return run.column("leads", name)


def qualified(run: Run, before: int) -> rows.Flags:
    """Return which leads of marketing's campaigns were qualified in weeks 0 … before − 1."""
    week, marketer = lead(run, "qualified_week"), lead(run, "marketer_id")
    return np.asarray(rows.within(week, 0, before) & (marketer >= 0))


@measure("leads", "per year", "none", "raw responses")
def leads(run: Run) -> float:
    return rows.per_year(run, "leads")


@measure("mqls", "per year", "none", "leads that marketing called qualified")
def mqls(run: Run) -> float:
    return rows.per_year(run, "mqls")


@measure("accepted_leads", "per year", "none", "qualified leads that sales accepted")
def accepted_leads(run: Run) -> float:
    return rows.per_year(run, "accepted_leads")


@measure("worked_leads", "per year", "none", "qualified leads that got a rep's hour")
def worked_leads(run: Run) -> float:
    return rows.per_year(run, "worked_leads")


@measure("opportunities", "per year", "higher", "opportunities opened")
def opportunities(run: Run) -> float:
    if run.weeks < YEAR:
        return float("nan")
    opened = rows.within(run.raw("opportunities")["created_week"], 0, run.weeks)
    return int(np.count_nonzero(opened)) * YEAR / run.weeks


@measure("wins", "per year", "higher", "deals won")
def wins(run: Run) -> float:
    return rows.per_year(run, "wins")


@measure("win_rate", "share", "higher", "deals won over opportunities closed")
def win_rate(run: Run) -> float:
    finished = rows.closed(run)
    return rows.won(run).size / finished.size if finished.size else float("nan")


@measure("no_decision_share", "share", "lower", "losses that ended without any decision")
def no_decision_share(run: Run) -> float:
    finished = rows.closed(run)
    lost = finished["outcome"] != rows.code("opportunities", "outcome", "won")
    undecided = finished["outcome"] == rows.code("opportunities", "outcome", "no_decision")
    return rows.share(undecided, lost)


@measure("cycle_weeks", "weeks", "lower", "mean weeks from opening to signature, deals won")
def cycle_weeks(run: Run) -> float:
    deals = rows.won(run)
    return rows.mean((deals["closed_week"] - deals["created_week"]).astype(np.float64))


@measure(
    "sales_velocity",
    "euros per week",
    "higher",
    "open opportunities × win rate × mean net value of a win ÷ mean weeks an opportunity is open",
)
def sales_velocity(run: Run) -> float:
    deals, finished = rows.won(run), rows.closed(run)
    if not deals.size:
        return float("nan")
    life = rows.mean((finished["closed_week"] - finished["created_week"]).astype(np.float64))
    value = rows.mean(deals["net_value"]) * deals.size / finished.size
    return _open_on_average(run) * value / max(life, 1.0)


def _open_on_average(run: Run) -> float:
    """Return the mean number of opportunities open in a counted week."""
    deals = run.raw("opportunities")
    ended = np.where(rows.happened(deals["closed_week"]), deals["closed_week"], run.weeks)
    spans = np.clip(ended, 0, run.weeks) - np.clip(deals["created_week"], 0, run.weeks)
    return float(spans.sum()) / run.weeks


@measure(
    "mql_to_win",
    "share",
    "higher",
    "accounts with a qualified lead that sign within 26 weeks of it, whatever the win's source",
)
def mql_to_win(run: Run) -> float:
    cohort = qualified(run, run.weeks - COHORT + 1)
    accounts, weeks = lead(run, "account_id")[cohort], lead(run, "qualified_week")[cohort]
    if not accounts.size:
        return float("nan")
    return _different(accounts[wins_after(run, accounts, weeks)]) / _different(accounts)


def _different(accounts: NDArray[Any]) -> int:
    """Return how many accounts are named; their ids are places in a list, from 0."""
    return int(np.count_nonzero(np.bincount(accounts)))


def wins_after(run: Run, accounts: NDArray[Any], weeks: NDArray[Any]) -> rows.Flags:
    """Return which accounts sign a deal in the 26 weeks after the given week of each."""
    deals = run.raw("opportunities")
    is_win = deals["outcome"] == rows.code("opportunities", "outcome", "won")
    signed = is_win & rows.happened(deals["closed_week"])
    winners, place = np.unique(deals["account_id"][signed], return_inverse=True)
    found = np.zeros(accounts.size, dtype=np.bool_)
    if not winners.size:
        return found
    near = np.minimum(np.searchsorted(winners, accounts), winners.size - 1)
    known = np.flatnonzero(winners[near] == accounts)
    span = run.weeks + run.burn_in + COHORT + 1
    ends = np.sort(place * span + deals["closed_week"][signed] + run.burn_in)
    start = near[known] * span + weeks[known] + run.burn_in
    later = np.searchsorted(ends, start + COHORT, side="right")
    found[known] = later > np.searchsorted(ends, start)
    return found


@measure(
    "unworked_lead_share",
    "share",
    "lower",
    "qualified leads without a rep's hour within eight weeks",
)
def unworked_lead_share(run: Run) -> float:
    cohort = qualified(run, run.weeks - FOLLOW_UP)
    touched = lead(run, "first_touch_week")
    wait = touched.astype(np.int64) - lead(run, "qualified_week")
    return rows.share(~(rows.happened(touched) & (wait <= FOLLOW_UP)), cohort)


@measure("rejected_lead_share", "share", "lower", "qualified leads that sales refused")
def rejected_lead_share(run: Run) -> float:
    cohort = qualified(run, run.weeks - FOLLOW_UP)
    return rows.share(rows.happened(lead(run, "rejected_week")), cohort)


@measure("response_days", "days", "lower", "median days from hand-over to a rep's first hour")
def response_days(run: Run) -> float:
    is_counted = rows.within(lead(run, "handed_over_week"), 0, run.weeks)
    days = lead(run, "response_days")[is_counted]
    days = days[~np.isnan(days)]
    return float(np.median(days)) if days.size else float("nan")


@measure(
    "marketing_share",
    "share",
    "none",
    "share of the list value of new opportunities that a lead of marketing's campaigns opened",
)
def marketing_share(run: Run) -> float:
    deals = run.raw("opportunities")
    opened = rows.within(deals["created_week"], 0, run.weeks)
    became = lead(run, "opportunity_id")
    ours = (lead(run, "marketer_id") >= 0) & (became >= 0)
    from_lead = np.isin(deals["opportunity_id"], became[ours])
    value = float(deals["list_value"][opened].sum())
    return float(deals["list_value"][opened & from_lead].sum()) / value if value else float("nan")


@measure("mql_threshold", "score", "none", "mean score at which marketing calls a lead qualified")
def mql_threshold(run: Run) -> float:
    return rows.average(run, "mql_threshold")
