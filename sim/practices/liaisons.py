"""Liaisons: one marketer and one rep keep a channel open and brief their own side.

The two talk every week and carry what they take in from each other to their colleagues, who believe
it as far as they trust their own colleague and listen to the briefing. The channel hangs on two
people: while one seat is vacant, or its holder still new, it is closed for everybody.

Takes: 3 h a week of each, half an hour of everybody.
Counter-force: hours of the liaisons and of everybody briefed; a single point of failure.
Neutral: number 0 names no liaison.
Sources: claims C17; equations (structured exchange).
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.params import Block, param
from sim.core.units import Hours, Share, Weeks
from sim.world.places import place_in_pod
from sim.world.practices import Practice
from sim.world.state import Clock


class Liaisons(Block, practice="Liaisons"):
    """How many channels there are, and what they carry."""

    number: int = param(
        0, 0, 20, unit="people", source="claims C17; 0 for none", sweep=(1, 3), integer=True,
        meaning="liaisons on each side of a pod; 0 for none",
    )  # fmt: skip
    hours: Hours = param(
        3.0, 0, 40, unit="hours", source="assumption 86", sweep=(1.0, 8.0),
        meaning="weekly hours of a liaison",
    )  # fmt: skip
    briefing: Hours = param(
        0.5, 0, 20, unit="hours", source="assumption 86", sweep=(0.25, 2.0),
        meaning="weekly hours every colleague listens to the liaisons of the own side",
    )  # fmt: skip
    digest: Hours = param(
        0.5, 0.01, 20, unit="hours", source="assumption 86", sweep=(0.25, 2.0),
        meaning="weekly hours of briefing that bring two thirds of what liaisons know",
    )  # fmt: skip
    trust: Share = param(
        0.75, 0, 1, source="assumption 86", sweep=(0.5, 0.95),
        meaning="trust in a colleague of the own side",
    )  # fmt: skip
    settling: Weeks = param(
        13.0, 0, 104, unit="weeks", source="assumption 86", sweep=(4.0, 26.0),
        meaning="weeks after which a new liaison is up to it",
    )  # fmt: skip


@rule
def briefed(trust: float, briefing: float, digest: float) -> float:
    """Return the part of what a liaison knows that reaches a colleague."""
    return trust * (1.0 - math.exp(-briefing / digest))


@rule
def is_up_to_it(present: int, weeks: float, settling: float) -> bool:
    """Return whether a seat's holder can serve as a liaison."""
    return present == 1 and weeks >= settling


@act
def prick_up(people: Any, pods: Any, liaisons: Any) -> None:
    """Say how much of what liaisons carry each person of one side takes in."""
    for row in range(people.shape[0]):
        person = people[row]
        hours = person["booked"][Practice.LIAISONS]
        person["liaison_receptivity"] = briefed(liaisons["trust"], hours, liaisons["digest"])
        if place_in_pod(row, people, pods) < liaisons["number"] and hours > 0.0:
            person["liaison_receptivity"] = 1.0


@phase
def carry(pairs: Any, marketers: Any, reps: Any, pods: Any, liaisons: Any, clock: Clock) -> None:
    """Open the channels of this week, and see who listens."""
    for row in range(pairs.shape[0]):
        pair = pairs[row]
        marketer = marketers[pair["marketer"]]
        rep = reps[pair["rep"]]
        is_open = is_up_to_it(
            marketer["present"], float(clock.week - marketer["hired_week"]), liaisons["settling"]
        ) and is_up_to_it(
            rep["present"], float(clock.week - rep["hired_week"]), liaisons["settling"]
        )
        pair["liaison_hours"] = pair["together"][Practice.LIAISONS] if is_open else 0.0
    prick_up(marketers, pods, liaisons)
    prick_up(reps, pods, liaisons)
