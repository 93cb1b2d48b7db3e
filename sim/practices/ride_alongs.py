"""Ride-alongs: a marketer sits in on a rep's conversations with buyers.

The marketer hears objections and politics at first hand, in the buyers' own words: on micro
dimensions, as noisy as any conversation, and from the same accounts that reps see, so with the bias
all reps share. Each marketer goes with another rep every time.

Takes: 4 h of a marketer and 1 h of a rep every four weeks.
Counter-force: a marketer's hours, slower calls of the rep, less open buyers; both sides then make
the same errors, because they heard the same buyers.
Neutral: every 0 takes nobody along.
Sources: claims C16; evidence B4 (conversations).
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase, rule
from sim.core.params import Block, due, param
from sim.core.units import Hours, Share
from sim.world.names import RepTask
from sim.world.practices import Practice


class RideAlongs(Block, practice="Ride-alongs", takes=due("every", "hours", of="marketers")):
    """How often marketers are taken along."""

    every: int = param(
        0, 0, 104, unit="weeks", source="claims C16; 0 for none", sweep=(2, 26), integer=True,
        meaning="weeks between two ride-alongs of a marketer; 0 for none",
    )  # fmt: skip
    hours: Hours = param(
        4.0, 0, 40, unit="hours", source="assumption 85", sweep=(2.0, 8.0),
        meaning="hours a marketer spends on one",
    )  # fmt: skip
    slower: Share = param(
        0.25, 0, 2, source="assumption 85", sweep=(0.0, 0.5),
        meaning="hours a guest costs the rep, per hour of the ride-along",
    )  # fmt: skip
    candour: Share = param(
        0.8, 0, 1, source="assumption 85", sweep=(0.4, 1.0),
        meaning="how openly buyers talk with a guest in the room",
    )  # fmt: skip


@rule
def listened(hours: float, talking: float, candour: float) -> float:
    """Return the hours of open talk a guest hears; there are no more than the rep's own."""
    return candour * min(hours, talking)


@phase
def ride(pairs: Any, marketers: Any, reps: Any, ride_alongs: Any) -> None:
    """Add up the hours marketers heard buyers talk to reps."""
    for row in range(marketers.shape[0]):
        marketers[row]["buyer_hours"] = 0.0
    for row in range(pairs.shape[0]):
        hours = pairs[row]["together"][Practice.RIDE_ALONGS]
        if hours > 0.0:
            talking = reps[pairs[row]["rep"]]["hours"][RepTask.DEALS]
            guest = marketers[pairs[row]["marketer"]]
            guest["buyer_hours"] += listened(hours, talking, ride_alongs["candour"])
