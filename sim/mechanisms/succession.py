"""Succession: leaders leave, seats stand empty, successors see the world differently.

Leaders leave with a yearly hazard, which rises as the targets in their own contract are missed
below them. While a seat is empty it gives no attention, settles nothing and leaves the plan as it
was. The successor brings a horizon and a background of his own, around those of the seat.

Counter-force: a new leader may see further or shorter, and nobody knows which before.
Neutral: leaving 0: nobody leaves.
Sources: claims C32; assumptions 116 and 117 (no public rates by market).
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import normal, paired, uniform
from sim.core.params import Block, param
from sim.core.units import Number, Share, Weeks
from sim.world.names import METRICS, QUARTER, YEAR, ContractRole
from sim.world.state import Clock

LEAVE, SEARCH, OUTLOOK, LEANING = 3301, 3302, 3303, 3304


class Succession(Block):
    """How long leaders stay, and who comes after them."""

    leaving: Share = param(
        0.0, 0, 5, unit="1/year", source="claims C32; assumption 116", sweep=(0.0, 0.5),
        meaning="share of leaders on target who leave in a year",
    )  # fmt: skip
    missed_effect: Number = param(
        2.0, 0, 20, unit="logit", source="assumption 116", sweep=(0.0, 5.0),
        meaning="rise of the hazard of leaving with targets missed by all of them",
    )  # fmt: skip
    vacancy: Weeks = param(
        13.0, 0, 104, unit="weeks", source="assumption 117", sweep=(4.0, 26.0),
        meaning="mean weeks a leader's seat stays empty",
    )  # fmt: skip
    horizon_spread: Number = param(
        0.4, 0, 2, unit="sd of ln", source="assumption 117", sweep=(0.0, 0.8),
        meaning="spread of successors' horizons around that of the seat",
    )  # fmt: skip
    background_spread: Number = param(
        0.4, 0, 2, source="assumption 117", sweep=(0.0, 0.8),
        meaning="spread of successors' backgrounds around that of the seat",
    )  # fmt: skip


@rule
def ousted(yearly: float, missed: float, effect: float) -> float:
    """Return the chance that a leader leaves within a week."""
    return 1.0 - math.exp(-yearly / YEAR * math.exp(effect * missed))


@act
def shortfall(weights: Any, marketers: Any) -> float:
    """Return by how much the targets in a contract were missed last quarter, 0 to 1.

    Marketers keep the books of every metric, those of the whole pod included.
    """
    total = 0.0
    for metric in range(len(METRICS)):
        if weights[metric] > 0.0:
            attained = 0.0
            for row in range(marketers.shape[0]):
                attained += marketers[row]["attained"][metric] / marketers.shape[0]
            total += weights[metric] * max(1.0 - attained, 0.0)
    return total


@act
def take_over(row: int, leaders: Any, succession: Any, clock: Clock) -> None:
    """Give the seat to a successor with an own horizon and background."""
    leader = leaders[row]
    person = paired(row, leader["holder"])
    leader["vacant"] = 0
    leader["missed"] = 0.0
    leader["outlook"] = succession["horizon_spread"] * normal(clock.seed, OUTLOOK, person, 0)
    leader["leaning"] = succession["background_spread"] * normal(clock.seed, LEANING, person, 0)


@act
def serve(
    row: int, leaders: Any, marketers: Any, contracts: Any, succession: Any, clock: Clock
) -> None:
    """Let one leader stay or leave, or a successor begin."""
    leader = leaders[row]
    if leader["vacant"] == 1:
        if clock.index >= leader["until"]:
            take_over(row, leaders, succession, clock)
        return
    if leader["present"] == 0:
        return
    if (clock.index + 1) % QUARTER == 0:
        leader["missed"] = shortfall(contracts[ContractRole.CMO + row]["weights"], marketers)
    person = paired(row, leader["holder"])
    chance = ousted(succession["leaving"], leader["missed"], succession["missed_effect"])
    if uniform(clock.seed, LEAVE, person, clock.week) < chance:
        u = uniform(clock.seed, SEARCH, person, 0)
        leader["holder"] += 1
        leader["vacant"] = 1
        leader["until"] = clock.index + 1 + int(2.0 * u * succession["vacancy"])


@phase
def serve_all(
    rows: Any, leaders: Any, marketers: Any, contracts: Any, succession: Any, clock: Clock
) -> None:
    """Let every leader stay or leave."""
    for index in range(rows.shape[0]):
        serve(rows[index], leaders, marketers, contracts, succession, clock)
