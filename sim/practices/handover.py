"""Handover: delivery learns from the rep what was promised.

In the week after a win the rep tells delivery what was promised. During onboarding part of what
will not come is managed down before the customer misses it, and service goes where it is expected.
A rep who has no time for it, or has left, hands nothing over.

Takes: 3 h of the rep for each win.
Counter-force: an over-promise comes to light while everybody remembers who made it, and sales and
marketing argue about it (see conflict); the hours are missing for selling.
Neutral: share 0: nothing is handed over.
Sources: evidence A51, B5 (promise and churn); claims C23; assumption 106.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase, rule
from sim.core.formulas import ratio
from sim.core.params import Block, param
from sim.core.units import Hours, Share
from sim.world.places import each, those_of
from sim.world.practices import Practice
from sim.world.state import Clock


class Handover(Block, practice="Handing promises over"):
    """How promises reach delivery."""

    share: Share = param(
        0.0, 0, 1, source="model 5; assumption 106", sweep=(0.3, 1.0),
        meaning="share of what was promised that is handed over; 0 for nothing",
    )  # fmt: skip
    hours: Hours = param(
        3.0, 0, 40, unit="hours", source="assumption 106", sweep=(1.0, 8.0),
        meaning="rep hours to hand over all promises of one win",
    )  # fmt: skip
    managed: Share = param(
        0.5, 0, 1, source="assumption 106", sweep=(0.2, 0.8),
        meaning="part of a known promise gap that is talked down during onboarding",
    )  # fmt: skip
    aim: Share = param(
        0.25, 0, 2, source="assumption 106", sweep=(0.0, 0.5),
        meaning="how much more an hour of service achieves where promises are known",
    )  # fmt: skip


@rule
def known(booked: float, hours: float, wins: float) -> float:
    """Return the share of what was promised in these wins that delivery gets to know."""
    return min(ratio(booked, hours * wins, 0.0), 1.0)


@phase
def hand_over(
    customers: Any, counters: Any, reps: Any, pairs: Any, settings: Any, onboarding: float,
    clock: Clock,
) -> None:  # fmt: skip
    """Hand over last week's wins; let the gaps found at last week's deliveries come to light."""
    for row in range(pairs.shape[0]):
        pairs[row]["gaps"] = 0.0
    if settings["share"] == 0.0:
        return
    per_rep = each(pairs, reps)
    for row in range(counters[0]["customers"]):
        customer = customers[row]
        age = clock.index - customer["start"]
        seat = customer["rep_id"]
        if age == 1:
            rep = reps[seat]
            part = known(rep["booked"][Practice.HANDOVER], settings["hours"], rep["won_deals"])
            customer["gap_closed"] = settings["managed"] * part
            customer["service_focus"] = settings["aim"] * part
        if age == int(onboarding) + 1 and customer["promise_gap"] > 0.0:
            for pair in those_of(seat, pairs, reps):
                pairs[pair]["gaps"] += customer["gap_closed"] * customer["promise_gap"] / per_rep
