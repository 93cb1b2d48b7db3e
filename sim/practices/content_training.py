"""Training on content: reps learn what is there and how to use it.

A trained rep gets more out of an asset, and sees more easily that it fits. That holds for assets
that were there when the training was held, and fades; newcomers start untrained.

Takes: 2 h of every rep twice a quarter.
Counter-force: hours of reps; what is made after a training is as strange as before; half of it is
forgotten within weeks.
Neutral: every 0: nobody is trained.
Sources: evidence A52, B3 (match gain from used content); claims C18.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase, rule
from sim.core.formulas import absorbed, kept
from sim.core.params import Block, due, param
from sim.core.units import Hours, Share, Weeks
from sim.world.practices import Practice
from sim.world.state import Clock


class ContentTraining(
    Block, practice="Training on content", takes=due("every", "hours", of="reps")
):
    """How reps are trained on content."""

    every: Weeks = param(
        0, 0, 104, unit="weeks", source="model 5; assumption 103", integer=True, sweep=(4, 52),
        meaning="weeks between two trainings; 0 for none",
    )  # fmt: skip
    hours: Hours = param(
        2.0, 0, 20, unit="hours", source="assumption 103", sweep=(1.0, 6.0),
        meaning="hours of every rep for one training",
    )  # fmt: skip
    gain: Share = param(
        0.3, 0, 2, source="assumption 103", sweep=(0.1, 0.6),
        meaning="most that training adds to the relevance an asset has in the hands of a rep",
    )  # fmt: skip
    enough: Hours = param(
        2.0, 0.1, 40, unit="hours", source="assumption 103", sweep=(1.0, 6.0),
        meaning="hours in which 63 % of what is missing is learned",
    )  # fmt: skip
    half_life: Weeks = param(
        8.0, 1, 520, unit="weeks", source="assumption 103", sweep=(4.0, 26.0),
        meaning="half-life of what was learned",
    )  # fmt: skip


@rule
def learned(skill: float, gain: float, hours: float, enough: float) -> float:
    """Return skill after a training of some hours; it never passes `gain`."""
    return max(skill, skill + (gain - skill) * absorbed(hours, enough))


@phase
def train(reps: Any, settings: Any, clock: Clock) -> None:
    """Hold this week's trainings; forget a little of the last one."""
    keep = kept(settings["half_life"])
    for row in range(reps.shape[0]):
        rep = reps[row]
        rep["content_skill"] *= keep
        if rep["hired_week"] == clock.week:
            rep["content_skill"] = 0.0
        hours = rep["booked"][Practice.CONTENT_TRAINING]
        if hours > 0.0:
            rep["trained_week"] = clock.week
            rep["content_skill"] = learned(
                rep["content_skill"], settings["gain"], hours, settings["enough"]
            )
