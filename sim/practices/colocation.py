"""Colocation: marketers and reps of a pod sit together.

People talk in passing, every day, a little with everybody. Part of it is talk about customers, in
which evidence is exchanged as elsewhere; the rest is interruption. All of it is contact: views
converge, and disagreement is met more often.

Takes: 2.5 h a week of everybody.
Counter-force: interruptions; convergence; where people disagree they now do so daily.
Neutral: seating apart.
Sources: claims C17; evidence A38 (contact and convergence).
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase, rule
from sim.core.params import Block, param
from sim.core.units import Hours, Share
from sim.world.names import words
from sim.world.options import Seating
from sim.world.practices import Practice


class Colocation(Block, practice="Colocation"):
    """Whether the two sides sit together, and what that takes and gives."""

    seating: str = param(
        "apart", choices=words(Seating), source="claims C17",
        meaning="whether marketers and reps of a pod share a room",
    )  # fmt: skip
    hours: Hours = param(
        2.5, 0, 20, unit="hours", source="assumption 87", sweep=(1.0, 5.0),
        meaning="weekly hours of a person that talk and interruptions in a shared room take",
    )  # fmt: skip
    useful: Share = param(
        0.5, 0, 1, source="assumption 87", sweep=(0.2, 0.8),
        meaning="part of these hours that is talk about customers",
    )  # fmt: skip


@rule
def useful_talk(hours: float, useful: float) -> float:
    """Return the part of hours in passing in which evidence is exchanged."""
    return useful * hours


@phase
def talk_in_passing(pairs: Any, colocation: Any) -> None:
    """Say, pair by pair, how much of this week's talk in passing was about customers."""
    for row in range(pairs.shape[0]):
        hours = pairs[row]["together"][Practice.COLOCATION]
        pairs[row]["passing_hours"] = useful_talk(hours, colocation["useful"])
