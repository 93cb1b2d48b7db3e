"""Job rotation: people spend a stretch in the other craft.

One after the other they work on the other side for some weeks. A marketer there talks to buyers; a
rep works with surveys. Both learn what the other side knows (see knowledge) and come to respect its
craft, up to a level. Meanwhile their own work is not done.

Takes: two weeks a year of everybody.
Counter-force: whole weeks of work are missing; the person who learned may leave.
Neutral: every 0 sends nobody.
Sources: claims C25; model 5 (job rotation).
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.params import Block, param
from sim.core.units import Hours, Share
from sim.world.practices import Practice


class Rotation(Block, practice="Job rotation"):
    """How often and how long people change sides."""

    every: int = param(
        0, 0, 520, unit="weeks", source="claims C25; 0 for never", sweep=(26, 156), integer=True,
        meaning="weeks from one stretch of a person to the next; 0 for never",
    )  # fmt: skip
    weeks: int = param(
        2, 1, 52, unit="weeks", source="assumption 90", sweep=(1, 8), integer=True,
        meaning="weeks a stretch lasts",
    )  # fmt: skip
    hours: Hours = param(
        16.0, 0, 40, unit="hours", source="assumption 90", sweep=(4.0, 20.0),
        meaning="weekly hours in the other craft during a stretch",
    )  # fmt: skip
    level: Share = param(
        0.8, 0, 1, source="claims C25; assumption 90", sweep=(0.6, 1.0),
        meaning="respect for the other craft of somebody who has done it for long",
    )  # fmt: skip
    schooling: Hours = param(
        40.0, 1, 2000, unit="hours", source="assumption 90", sweep=(20.0, 120.0),
        meaning="hours in the other craft that bring two thirds of that respect",
    )  # fmt: skip


@rule
def won_respect(respect: float, level: float, hours: float, schooling: float) -> float:
    """Return the respect gained in some hours; whoever has more already loses none."""
    return max(level - respect, 0.0) * (1.0 - math.exp(-hours / schooling))


@act
def appreciate(people: Any, rotation: Any) -> None:
    """Let those who are away come to respect the other craft."""
    for row in range(people.shape[0]):
        person = people[row]
        person["respect_gain"] = won_respect(
            person["respect"],
            rotation["level"],
            person["booked"][Practice.ROTATION],
            rotation["schooling"],
        )


@phase
def swap(marketers: Any, reps: Any, rotation: Any) -> None:
    """Let everybody who is in the other craft this week learn to respect it."""
    appreciate(marketers, rotation)
    appreciate(reps, rotation)
