"""New business apart from renewals: what the customers won in counted weeks bring.

Gross profit is earned on every live contract, and most of those were signed before the count
began. These measures see only accounts that were no customers: a first deal, and its first 52
weeks, which end at the first renewal. What is sold once is paid at the signature.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.measures import rows
from analysis.measures.registry import Run, measure
from sim.world.names import YEAR


@measure("new_bookings_y1", "euros", "higher",
         "list value of the first deals of new customers, won in weeks 0 to 51")  # fmt: skip
def new_bookings_y1(run: Run) -> float:
    return _bookings(run, YEAR)


@measure("new_bookings_y3", "euros", "higher",
         "list value of the first deals of new customers, won in weeks 0 to 155")  # fmt: skip
def new_bookings_y3(run: Run) -> float:
    return _bookings(run, 3 * YEAR)


@measure("new_gross_profit_y1", "euros", "higher",
         "margin on the first contract year of customers won from week 0 on, up to week 51, "
         "before pay and budget")  # fmt: skip
def new_gross_profit_y1(run: Run) -> float:
    return profit(run, YEAR)


@measure("new_gross_profit_y3", "euros", "higher",
         "margin on the first contract year of customers won from week 0 on, up to week 155, "
         "before pay and budget")  # fmt: skip
def new_gross_profit_y3(run: Run) -> float:
    return profit(run, 3 * YEAR)


def _bookings(run: Run, weeks: int) -> float:
    if run.weeks < weeks:
        return float("nan")
    return float(_first_deals(run, weeks)["list_value"].sum())


def profit(run: Run, weeks: int) -> float:
    """Return the margin of each first contract year on its weeks before week `weeks`."""
    if run.weeks < weeks:
        return float("nan")
    deals = _first_deals(run, weeks)
    once = _once_share(run)
    paid = np.minimum(weeks - deals["closed_week"], YEAR) * (1.0 - once) + YEAR * once
    return float((deals["net_value"] * paid).sum()) / YEAR * _margin(run)


def _first_deals(run: Run, weeks: int) -> NDArray[Any]:
    """Return the deals that made an account a customer in weeks 0 … weeks − 1."""
    customers, deals = run.raw("customers"), run.raw("opportunities")
    is_new = rows.within(customers["won_week"], 0, weeks)
    first = customers["opportunity_id"][is_new]
    return np.asarray(deals[np.isin(deals["opportunity_id"], first)])


def _margin(run: Run) -> float:
    """Return the share of revenue that is left before pay and budget."""
    table = run.raw("weekly")
    costs = table["selling_cost"] if "selling_cost" in (table.dtype.names or ()) else 0.0
    revenue = float(table["recurring_revenue"].sum()) + _once(run) * YEAR
    if not revenue:
        return 0.0
    return float((table["gross_profit"] + costs).sum()) * YEAR / revenue


def _once(run: Run) -> float:
    """Return what the wins of all weeks paid once, in euros."""
    return float(run.column("weekly", "once_revenue").sum())


def _once_share(run: Run) -> float:
    """Return the share of the value of deals that is paid once."""
    once = _once(run)
    return once / float(run.raw("weekly")["bookings_net"].sum()) if once else 0.0
