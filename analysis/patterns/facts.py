"""Stylised facts of one run: each function returns the number a published pattern is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.measures import MEASURES, Run, Tables, rows
from analysis.measures.funnel import COHORT, wins_after
from sim.world.names import QUARTER, YEAR

Floats = NDArray[np.float64]

NAN = float("nan")
BIG_SOURCE = 0.05
"""Share of leads from which a source counts as big."""
ENOUGH_LEADS = 20
"""Leads a campaign needs to be counted."""
ENOUGH_DEALS = 30
"""Closed deals a rep needs for a win rate."""
MIDDLE = (4, 9)
"""Weeks of the quarter that count as its middle."""
EDGE = 2
"""Weeks at either end of a quarter."""
MANY_MEMBERS = 6
TOP = 0.2
"""The top fifth."""


def facts(run: Run) -> dict[str, float]:
    """Return every fact of a run by name."""
    tables = Tables(run)
    with np.errstate(all="ignore"):
        return {name: float(function(tables)) for name, function in FACTS.items()}


def campaign_cv(run: Run) -> float:
    """Return the coefficient of variation of campaigns' conversion, binomial noise removed."""
    cohort = _qualified(run)
    cohort = cohort[cohort["campaign_id"] >= 0]
    if not cohort.size:
        return NAN
    _, which = np.unique(cohort["campaign_id"], return_inverse=True)
    leads = np.bincount(which).astype(np.float64)
    wins = _converted(run, cohort, which)
    is_big = leads >= ENOUGH_LEADS
    return beta_binomial_cv(wins[is_big], leads[is_big])


def beta_binomial_cv(wins: Floats, trials: Floats) -> float:
    """Return sd/mean of the Beta distribution that a beta-binomial fit finds behind counts."""
    if wins.size < 3 or wins.sum() == 0:
        return NAN
    from scipy.optimize import minimize
    from scipy.special import betaln, expit

    def cost(point: Floats) -> float:
        mean, size = expit(point[0]), np.exp(np.clip(point[1], -5, 12))
        a, b = mean * size, (1 - mean) * size
        return -float(np.sum(betaln(wins + a, trials - wins + b) - betaln(a, b)))

    rate = wins.sum() / trials.sum()
    start = np.array([np.log(rate / (1 - rate)) if rate < 1 else 3.0, 2.0])
    best = minimize(cost, start, method="Nelder-Mead")
    mean, size = expit(best.x[0]), np.exp(np.clip(best.x[1], -5, 12))
    return float(np.sqrt((1 - mean) / (mean * (size + 1))))


def source_ratio(run: Run) -> float:
    """Return the conversion of the best big lead source over that of the worst."""
    cohort = _qualified(run)
    if not cohort.size:
        return NAN
    leads = np.bincount(cohort["source"])
    wins = _converted(run, cohort, cohort["source"])
    is_big = leads >= BIG_SOURCE * cohort.size
    rate = wins[is_big] / leads[is_big]
    return float(rate.max() / rate.min()) if rate.min() > 0 else float("inf")


def _converted(run: Run, cohort: NDArray[Any], groups: NDArray[Any]) -> Floats:
    """Return how many leads of each group see their account win."""
    is_won = wins_after(run, cohort["account_id"], cohort["qualified_week"])
    return np.bincount(groups, minlength=groups.max() + 1, weights=is_won).astype(np.float64)


def _qualified(run: Run) -> NDArray[Any]:
    table = run.raw("leads")
    return np.asarray(table[rows.within(table["qualified_week"], 0, run.weeks - COHORT + 1)])


def _cycles(run: Run) -> Floats:
    deals = rows.won(run)
    return np.asarray(deals["closed_week"] - deals["created_week"], dtype=np.float64)


def cycle_skew(run: Run) -> float:
    """Return mean over median of won deals' cycles."""
    cycles = _cycles(run)
    return float(cycles.mean() / np.median(cycles)) if cycles.size else NAN


def cycle_sigma(run: Run) -> float:
    """Return the deviation of the log of won deals' cycles; a cycle below a week counts half."""
    cycles = _cycles(run)
    return float(np.log(np.maximum(cycles, 0.5)).std(ddof=1)) if cycles.size > 1 else NAN


def size_effect(run: Run) -> float:
    """Return the win rate of the largest fifth of deals over that of the smallest."""
    deals = rows.closed(run)
    if deals.size < 5:
        return NAN
    order = np.argsort(deals["list_value"], kind="stable")
    is_win = deals["outcome"][order] == rows.code("opportunities", "outcome", "won")
    fifth = deals.size // 5
    return float(is_win[-fifth:].mean() / is_win[:fifth].mean())


def value_sigma(run: Run) -> float:
    """Return the deviation of the log of won values."""
    values = rows.won(run)["net_value"]
    values = values[values > 0]
    return float(np.log(values).std(ddof=1)) if values.size > 1 else NAN


def value_concentration(run: Run) -> float:
    """Return the share of value in the top fifth of wins."""
    values = np.sort(rows.won(run)["net_value"])
    top = max(1, round(TOP * values.size))
    return float(values[-top:].sum() / values.sum()) if values.size else NAN


def win_gini(run: Run) -> float:
    """Return the Gini coefficient of wins over rep seats."""
    staff = run.raw("staff")
    seats = np.unique(staff["seat_id"][rows.is_word(run, "staff", "role", "rep")])
    owner = rows.won(run)["rep_id"]
    counts = np.sort(np.count_nonzero(owner[:, None] == seats, axis=0))
    if not counts.size or counts.sum() == 0:
        return NAN
    place = np.arange(1, counts.size + 1)
    n = counts.size
    return float(2 * (place * counts).sum() / (n * counts.sum()) - (n + 1) / n)


def rep_deviation(run: Run) -> float:
    """Return the deviation of reps' win rates once binomial variance is taken out."""
    deals = rows.closed(run)
    is_win = deals["outcome"] == rows.code("opportunities", "outcome", "won")
    _, which = np.unique(deals["rep_id"], return_inverse=True)
    count = np.bincount(which)
    rate = np.bincount(which, weights=is_win) / count
    rate, count = rate[count >= ENOUGH_DEALS], count[count >= ENOUGH_DEALS]
    if rate.size < 3:
        return NAN
    noise = (rate * (1 - rate) / (count - 1)).mean()
    return float(np.sqrt(max(0.0, rate.var(ddof=1) - noise)))


def _quarter_week(run: Run) -> tuple[NDArray[Any], NDArray[Any]]:
    deals = rows.won(run)
    return deals, deals["closed_week"] % QUARTER


def quarter_end_value(run: Run) -> float:
    """Return value won in a quarter's last two weeks over that in its first two."""
    deals, week = _quarter_week(run)
    early = deals["net_value"][week < EDGE].sum()
    return float(deals["net_value"][week >= QUARTER - EDGE].sum() / early) if early else NAN


def quarter_end_discount(run: Run) -> float:
    """Return the mean discount in a quarter's last two weeks minus that in its middle."""
    deals, week = _quarter_week(run)
    late = deals["discount"][week >= QUARTER - EDGE]
    middle = deals["discount"][(week >= MIDDLE[0]) & (week < MIDDLE[1])]
    return float(late.mean() - middle.mean()) if late.size and middle.size else NAN


def _purchase(run: Run, sizes: Callable[[NDArray[Any]], NDArray[Any]]) -> float:
    """Return the share of closed deals in groups of a size that bought from somebody."""
    deals = rows.closed(run)
    undecided = deals["outcome"] == rows.code("opportunities", "outcome", "no_decision")
    return rows.share(~undecided, sizes(deals["members"]))


def purchase_alone(run: Run) -> float:
    """Return how often a group of one buys from somebody."""
    return _purchase(run, lambda members: members == 1)


def purchase_many(run: Run) -> float:
    """Return how often a group of six or more buys from somebody."""
    return _purchase(run, lambda members: members >= MANY_MEMBERS)


def incumbency(run: Run) -> float:
    """Return the win rate at existing customers over that at new ones."""
    deals = rows.closed(run)
    is_win = deals["outcome"] == rows.code("opportunities", "outcome", "won")
    is_old = deals["existing_customer"] == 1
    return rows.share(is_win, is_old) / rows.share(is_win, ~is_old)


def _terms(run: Run) -> tuple[NDArray[Any], Floats, NDArray[Any]]:
    """Return customers, years each was one in counted weeks, and who left in them."""
    customers = run.raw("customers")
    gone = customers["churned_week"]
    end = np.where(rows.happened(gone), np.minimum(gone, run.weeks), run.weeks)
    years = np.maximum(0, end - np.maximum(customers["won_week"], 0)) / YEAR
    return customers, years, rows.within(gone, 0, run.weeks)


def churn(run: Run) -> float:
    """Return customers lost per customer and year."""
    _, years, is_lost = _terms(run)
    return float(is_lost.sum() / years.sum()) if years.sum() > 0 else NAN


def overpromise_churn(run: Run) -> float:
    """Return churn of the quarter of customers with the largest promise gap over the smallest."""
    customers, years, is_lost = _terms(run)
    known = (years > 0) & (customers["opportunity_id"] >= 0) & ~np.isnan(customers["promise_gap"])
    order = np.argsort(customers["promise_gap"][known], kind="stable")
    quarter = order.size // 4
    if not quarter:
        return NAN
    lost, spent = is_lost[known][order], years[known][order]
    best = lost[:quarter].sum() / spent[:quarter].sum()
    worst = lost[-quarter:].sum() / spent[-quarter:].sum()
    return float(worst / best) if best > 0 else (float("inf") if worst > 0 else NAN)


def half_year_profit(run: Run) -> float:
    """Return gross profit of weeks 0 to 25."""
    return rows.total(run, "gross_profit", COHORT)


def third_year_bookings(run: Run) -> float:
    """Return bookings of weeks 104 to 155."""
    return rows.total(run, "bookings", 3 * YEAR) - rows.total(run, "bookings", 2 * YEAR)


FACTS: dict[str, Callable[[Run], float]] = {
    **{
        function.__name__: function
        for function in (
            campaign_cv,
            source_ratio,
            cycle_skew,
            cycle_sigma,
            size_effect,
            value_sigma,
            value_concentration,
            win_gini,
            rep_deviation,
            quarter_end_value,
            quarter_end_discount,
            purchase_alone,
            purchase_many,
            incumbency,
            churn,
            overpromise_churn,
            half_year_profit,
            third_year_bookings,
        )
    },
    **{
        name: MEASURES[name].function
        for name in (
            "mql_to_win",
            "quarter_end_ratio",
            "unworked_lead_share",
            "no_decision_share",
            "attainment_share",
            "bookings_y1",
            "bookings_net_y3",
            "gross_profit_y3",
        )
    },
}
"""Name → function."""
