"""Roles and responsibilities: everybody knows who takes which lead, and when.

Sessions on who does what make rules known; so does sorting out, the hard way, what went astray. The
rules are forgotten bit by bit, and newcomers do not know them. Where both the marketer and the rep
know them, no lead goes astray (see handoff).

Takes: 2 h of everybody every other month.
Counter-force: hours of everybody; where nothing goes astray, in a small team or an orderly one,
they are spent for nothing.
Neutral: with nothing misrouted and no session nobody spends an hour on it.
Sources: claims C05; evidence A30; assumption 107.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import absorbed, kept
from sim.core.params import Block, due, param
from sim.core.units import Hours, Weeks
from sim.world.practices import Practice
from sim.world.state import Clock


class HandoffRules(Block, practice="Roles and responsibilities", takes=due("every", "hours")):
    """How people come to know who does what."""

    every: Weeks = param(
        0, 0, 104, unit="weeks", source="model 5; assumption 107", integer=True, sweep=(4, 26),
        meaning="weeks between two sessions on roles and responsibilities; 0 for none",
    )  # fmt: skip
    hours: Hours = param(
        2.0, 0, 20, unit="hours", source="B5 meeting cost; assumption 107", sweep=(1.0, 4.0),
        meaning="hours of everybody for one session",
    )  # fmt: skip
    enough: Hours = param(
        3.0, 0.1, 100, unit="hours", source="assumption 107", sweep=(1.0, 8.0),
        meaning="hours in which 63 % of what is not known becomes known",
    )  # fmt: skip
    half_life: Weeks = param(
        26.0, 1, 520, unit="weeks", source="assumption 107", sweep=(13.0, 104.0),
        meaning="half-life of what people know of the rules",
    )  # fmt: skip


@rule
def cleared(clarity: float, hours: float, enough: float) -> float:
    """Return how well somebody knows the rules after some hours spent on them."""
    return clarity + (1.0 - clarity) * absorbed(hours, enough)


@act
def recall(person: Any, settings: Any, clock: Clock) -> None:
    """Let one person learn and forget rules."""
    before = person["clarity"] * kept(settings["half_life"])
    if person["hired_week"] == clock.week:
        before = 0.0
    person["clarity"] = cleared(
        before, person["booked"][Practice.HANDOFF_RULES], settings["enough"]
    )


@phase
def clear_up(marketers: Any, reps: Any, settings: Any, clock: Clock) -> None:
    """Let everybody learn and forget who does what."""
    for row in range(marketers.shape[0]):
        recall(marketers[row], settings, clock)
    for row in range(reps.shape[0]):
        recall(reps[row], settings, clock)
