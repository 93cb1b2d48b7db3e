"""Celebrations: people toast the wins that were theirs together.

Only wins that both worked for are worth a toast: those both claim, and those on named accounts. The
two read a shared toast as an expectation confirmed (see trust). A party without a joint win, or
long after it, confirms nothing.

Takes: 1 h of everybody every four weeks.
Counter-force: hours of everybody; nothing happens where nothing was joint.
Neutral: every 0 celebrates nothing.
Sources: claims C26; evidence A26 (confirmed expectations).
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase, rule
from sim.core.formulas import kept
from sim.core.params import Block, due, param
from sim.core.units import Hours, Weeks
from sim.world.practices import Practice


class Celebrations(Block, practice="Celebrations", takes=due("every", "hours"), together=True):
    """How often wins are celebrated."""

    every: int = param(
        0, 0, 104, unit="weeks", source="claims C26; 0 for none", sweep=(2, 26), integer=True,
        meaning="weeks between two celebrations; 0 for none",
    )  # fmt: skip
    hours: Hours = param(
        1.0, 0, 20, unit="hours", source="assumption 89", sweep=(0.5, 3.0),
        meaning="hours a celebration takes of everybody",
    )  # fmt: skip
    memory: Weeks = param(
        6.0, 0.5, 104, unit="weeks", source="assumption 89", sweep=(2.0, 13.0),
        meaning="half-life of a win that nobody has celebrated",
    )  # fmt: skip


@rule
def waiting(before: float, kept_share: float, new: float) -> float:
    """Return the joint wins that wait for a toast."""
    return before * kept_share + new


@phase
def celebrate(pairs: Any, marketers: Any, reps: Any, celebrations: Any) -> None:
    """Let pairs who both come celebrate what they won together since the last time."""
    keep = kept(celebrations["memory"])
    for row in range(pairs.shape[0]):
        pair = pairs[row]
        holders = marketers[pair["marketer"]]["holder"] + reps[pair["rep"]]["holder"]
        before = pair["uncelebrated"] if pair["met"] == holders else 0.0
        pair["uncelebrated"] = waiting(before, keep, pair["joint_events"])
        pair["celebrated"] = 0.0
        if pair["together"][Practice.CELEBRATIONS] > 0.0:
            pair["celebrated"] = pair["uncelebrated"]
            pair["uncelebrated"] = 0.0
