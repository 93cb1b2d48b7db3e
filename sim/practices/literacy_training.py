"""Financial-literacy training: reps learn to read what the economic buyer reads.

A training moves a rep towards a level; without practice it fades back to what the person brought
along. Newcomers start from their own.

Takes: 4 h of every rep every other month.
Counter-force: hours of every rep, whoever sits opposite; it fades, and leaves with the person.
Neutral: every 0: nobody is trained.
Sources: claims C28; assumption 105.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase, rule
from sim.core.formulas import absorbed, kept
from sim.core.params import Block, due, param
from sim.core.units import Hours, Share, Weeks
from sim.world.practices import Practice
from sim.world.state import Clock


class LiteracyTraining(
    Block, practice="Financial literacy", takes=due("every", "hours", of="reps")
):
    """How reps are trained in finance."""

    every: Weeks = param(
        0, 0, 104, unit="weeks", source="model 5; assumption 105", integer=True, sweep=(4, 52),
        meaning="weeks between two trainings; 0 for none",
    )  # fmt: skip
    hours: Hours = param(
        4.0, 0, 20, unit="hours", source="assumption 105", sweep=(2.0, 8.0),
        meaning="hours of every rep for one training",
    )  # fmt: skip
    level: Share = param(
        0.9, 0, 1, source="assumption 105", sweep=(0.7, 1.0),
        meaning="literacy that training leads to",
    )  # fmt: skip
    enough: Hours = param(
        16.0, 0.1, 200, unit="hours", source="assumption 105", sweep=(8.0, 40.0),
        meaning="hours in which 63 % of what is missing is learned",
    )  # fmt: skip
    half_life: Weeks = param(
        52.0, 1, 520, unit="weeks", source="assumption 105", sweep=(26.0, 104.0),
        meaning="half-life of what was learned",
    )  # fmt: skip


@rule
def learned(literacy: float, level: float, hours: float, enough: float) -> float:
    """Return what a training adds to somebody with this literacy; nothing at the level."""
    return max(level - literacy, 0.0) * absorbed(hours, enough)


@phase
def train(reps: Any, settings: Any, clock: Clock) -> None:
    """Hold this week's trainings; forget a little of the last one."""
    keep = kept(settings["half_life"])
    for row in range(reps.shape[0]):
        rep = reps[row]
        if rep["hired_week"] == clock.week:
            rep["literacy_gained"] = 0.0
        before = rep["literacy_gained"]
        hours = rep["booked"][Practice.LITERACY_TRAINING]
        more = learned(rep["literacy"], settings["level"], hours, settings["enough"])
        rep["literacy_gained"] = keep * before + more
        rep["literacy_change"] = rep["literacy_gained"] - before
