"""Acts and rules that several rooms share, on rows of the world."""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, rule
from sim.core.formulas import alike_as_felt, alike_by_steps, expected_payout
from sim.world.names import Metric
from sim.world.options import Likeness
from sim.world.vectors import NOBODY

REVENUES = (Metric.OWN_REVENUE, Metric.TEAM_REVENUE, Metric.SHARED_REVENUE)
"""Metrics that count euros sold."""


@act
def has_open_deal(account: Any) -> bool:
    """Return whether the account has an open opportunity."""
    return bool(account["opportunity"] != account["last_closed"])


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
def pair_row(marketer: int, rep: int, pod: int, pairs: Any, reps: Any) -> int:
    """Return the row of the pair; without a marketer the first pair of the rep.

    Pairs stand rep by rep; within a rep in the order of the pod's marketers.
    """
    marketers = pairs.shape[0] // reps.shape[0]
    local = 0 if marketer == NOBODY else marketer - pod * marketers
    return int(rep * marketers + local)


@act
def pooled_view(people: Any, first: int, last: int, segment: int, dimension: int) -> float:
    """Return the mean view of the people in seats `first` to `last` (exclusive) of one need."""
    total = 0.0
    for seat in range(first, last):
        total += people[seat]["views"][segment, dimension] / (last - first)
    return total


@act
def pairs_of(row: int, is_rep: bool, pod: int, marketers: int, reps: int) -> Any:
    """Return the rows of a person's pairs: the first, the end (exclusive), and the step.

    So many `marketers` and `reps` share a pod; those of a marketer stand one rep apart.
    """
    if is_rep:
        return row * marketers, (row + 1) * marketers, 1
    first = pod * reps * marketers + row - pod * marketers
    return first, first + reps * marketers, marketers


@act
def trust_in_other(pair: Any, is_rep: bool) -> float:
    """Return how far the rep of a pair trusts the marketer, or the marketer the rep."""
    if is_rep:
        return float(pair["trust_rep_in_marketer"])
    return float(pair["trust_marketer_in_rep"])


@act
def mean_trust(pairs: Any, own: Any, is_rep: bool) -> float:
    """Return how far a person trusts the other side; `own` pairs stand where `pairs_of` says."""
    first, last, step = own
    count = (last - first) // step
    total = 0.0
    for pair in range(first, last, step):
        total += trust_in_other(pairs[pair], is_rep) / count
    return total
