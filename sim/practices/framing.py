"""Message framing: the same offer told as a problem to one person, as an opportunity to another.

A rep has one way of telling it. With preparation for a deal the pitch meets the frame of people the
rep has worked on. Who is not engaged yet is not known: there the frame is guessed, and a guess can
be worse than the habit.

Takes: rep time for every open deal.
Counter-force: preparation takes hours of every open deal, every week; in a group the rep hardly
knows it is guesswork.
Neutral: share 0: reps tell it their own way.
Sources: claims C27; assumption 104.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase
from sim.core.formulas import ratio
from sim.core.params import Block, param
from sim.core.units import Hours, Share
from sim.world.practices import Practice


class Framing(Block, practice="Framing by audience"):
    """How pitches are prepared for their audience."""

    share: Share = param(
        0.0, 0, 1, source="model 5; assumption 104", sweep=(0.3, 1.0),
        meaning="share of the pitches in open deals that are prepared; 0 for none",
    )  # fmt: skip
    hours: Hours = param(
        0.2, 0, 8, unit="hours", source="assumption 104", sweep=(0.1, 0.6),
        meaning="weekly rep hours to prepare the pitches in one open deal",
    )  # fmt: skip
    success: Share = param(
        0.8, 0, 1, source="assumption 104", sweep=(0.5, 1.0),
        meaning="chance that a prepared pitch meets the frame of somebody the rep knows",
    )  # fmt: skip
    wrong_guess: Share = param(
        0.5, 0, 1, source="assumption 104", sweep=(0.3, 0.6),
        meaning="chance that the frame of somebody unknown is guessed wrong",
    )  # fmt: skip


@phase
def prepare(reps: Any, settings: Any) -> None:
    """See how well this week's pitches are prepared, from the hours that were there for it."""
    for row in range(reps.shape[0]):
        rep = reps[row]
        wanted = settings["hours"] * rep["open_deals"]
        met = settings["success"] * ratio(rep["booked"][Practice.FRAMING], wanted, 0.0)
        rep["framing"] = met
        rep["frame_guess"] = met * settings["wrong_guess"]
