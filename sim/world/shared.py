"""Acts and rules that several rooms share, on rows of the world."""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, rule
from sim.core.formulas import alike_as_felt, alike_by_steps, expected_payout
from sim.core.memory import FORE, NEAR, ahead, soon
from sim.world.names import Metric
from sim.world.options import Cooling, Likeness
from sim.world.vectors import NEVER, NOBODY

REVENUES = (Metric.OWN_REVENUE, Metric.TEAM_REVENUE, Metric.SHARED_REVENUE)
"""Metrics that count euros sold."""
FADED = 1.0 - 1.0 / math.e
"""Part of what can be lost that is lost after one time constant."""


@act
def has_open_deal(account: Any) -> bool:
    """Return whether the account has an open opportunity."""
    return bool(account["opportunity"] != account["last_closed"])


@rule
def freshness(days: float, stale: float, cooling: float, form: int) -> float:
    """Return what is left of a lead's chance after some days: a + (1 - a) exp(-days/tau).

    Other forms agree with it on day 0 and after tau days. Linear: buyers lose patience at times
    spread evenly (Zeltyn & Mandelbaum 2005). Hyperbolic: buyers cool at different constant rates,
    a gamma mixture (Pareto; Schmittlein, Morrison & Colombo 1987), so some stay warm for long.

    >>> round(freshness(0.0, 0.35, 3.0, 0), 3)
    1.0
    """
    if form == Cooling.LINEAR:
        return stale + (1.0 - stale) * max(1.0 - FADED * days / cooling, 0.0)
    if form == Cooling.HYPERBOLIC:
        return stale + (1.0 - stale) / (1.0 + (math.e - 1.0) * days / cooling)
    return stale + (1.0 - stale) * math.exp(-days / cooling)


@act
def weeks_before(lead: Any) -> int:
    """Return the weeks a lead of marketing was on its way before it reached the rep."""
    if lead["marketer_id"] == NOBODY or lead["qualified_week"] == NEVER:
        return 0
    return int(lead["handed_over_week"] - lead["qualified_week"])


@act
def inbox_of(rep: Any) -> Any:
    """Return the places of a rep's inbox in the table of inboxes, as a range, newest lead first.

    What lies there still waits (see `is_waiting`) until triage has been through it this week.
    """
    return range(rep["inbox"], rep["inbox"] + rep["waiting"])


@act
def is_waiting(lead: Any) -> bool:
    """Return whether a lead in an inbox is still untouched, neither sent back nor dead."""
    return bool(lead["first_touch_week"] == NEVER and lead["rejected_week"] == NEVER)


@act
def ask_further_on(place: int, inboxes: Any, leads: Any, accounts: Any) -> None:
    """Ask memory for leads, and their accounts, that stand some places further on in inboxes."""
    ahead(inboxes["lead"], place, leads, FORE)
    if place + NEAR < inboxes.shape[0]:
        soon(accounts, leads[inboxes[place + NEAR]["lead"]]["account_id"], FORE)


@rule
def likeness(squared_distance: float, form: int) -> float:
    """Return how alike two things are, from their squared distance in sd.

    All forms agree at a distance of 0 and of 1 sd. Exponential: likeness falls by a fixed part with
    every step away (Shepard 1987). Weber: it falls with the distance as it is felt, the logarithm
    of Fechner 1860, so the first steps away cost most.
    """
    if form == Likeness.EXPONENTIAL:
        return alike_by_steps(squared_distance)
    if form == Likeness.WEBER:
        return alike_as_felt(squared_distance)
    return math.exp(-0.5 * squared_distance)


@act
def revenue_pay(euros: float, person: Any, place: Any, spread: float, contract: Any) -> float:
    """Return expected pay for revenue of a quarter with so many euros more than at `place`."""
    total = 0.0
    for metric in REVENUES:
        price = person["price"][metric]
        if price > 0.0:
            unit = person["unit"][metric]
            total += price * unit * expected_payout(
                place[metric] + euros / unit, spread,
                contract["accelerator"], contract["bonus"], contract["cap"],
            )  # fmt: skip
    return total


@act
def pay_for(euros: float, person: Any, place: Any, spread: float, contract: Any) -> float:
    """Return what so many euros more in a quarter are expected to pay, however they are counted.

    `place` is the attainment by metric that the quarter is expected to end with anyway, `spread`
    how far that may be off. What they pay is counted in quarters of on-target pay.
    """
    with_them = revenue_pay(euros, person, place, spread, contract)
    return float(with_them - revenue_pay(0.0, person, place, spread, contract))


@act
def pooled_view(people: Any, seats: Any, segment: int, dimension: int) -> float:
    """Return the mean view of one need of the people in these seats, a range."""
    total = 0.0
    for seat in seats:
        total += people[seat]["views"][segment, dimension] / len(seats)
    return total


@act
def trust_in_other(pair: Any, is_rep: bool) -> float:
    """Return how far the rep of a pair trusts the marketer, or the marketer the rep."""
    if is_rep:
        return float(pair["trust_rep_in_marketer"])
    return float(pair["trust_marketer_in_rep"])


@act
def mean_trust(pairs: Any, own: Any, is_rep: bool) -> float:
    """Return how far a person trusts the other side; `own` are the rows of the person's pairs."""
    total = 0.0
    for row in own:
        total += trust_in_other(pairs[row], is_rep) / len(own)
    return total
