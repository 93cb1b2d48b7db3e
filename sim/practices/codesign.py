"""Content co-design: makers of content sit down with reps before they write.

Reps say what they believe buyers need. New assets follow it on the dimensions reps know (all of the
micro ones, half of the shared ones), as far as it was taken in: by the hours spent and by how much
the maker trusts the reps. What was said ages, and is forgotten.

Takes: 2 h of everybody every four weeks.
Counter-force: hours of both; content then carries the errors of sales as well; what was said months
ago is no longer so.
Neutral: every 0: makers write what they believe.
Sources: evidence A52, A28, B4; claims C18.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase, rule
from sim.core.formulas import absorbed, kept, ratio
from sim.core.params import Block, due, param
from sim.core.units import Hours, Weeks
from sim.world.names import DIMENSIONS
from sim.world.places import each, pair_row, those_of
from sim.world.practices import Practice
from sim.world.state import Clock


class Codesign(Block, practice="Content co-design", takes=due("every", "hours"), together=True):
    """How reps take part in making content."""

    every: Weeks = param(
        0, 0, 104, unit="weeks", source="model 5; assumption 101", integer=True, sweep=(2, 26),
        meaning="weeks between two sessions on content; 0 for none",
    )  # fmt: skip
    hours: Hours = param(
        2.0, 0, 20, unit="hours", source="assumption 101", sweep=(1.0, 8.0),
        meaning="hours of everybody for one session",
    )  # fmt: skip
    enough: Hours = param(
        2.0, 0.1, 40, unit="hours", source="assumption 101", sweep=(1.0, 6.0),
        meaning="hours of a session in which 63 % of what reps know comes across",
    )  # fmt: skip
    half_life: Weeks = param(
        13.0, 1, 520, unit="weeks", source="assumption 101", sweep=(4.0, 52.0),
        meaning="half-life of what makers remember of a session",
    )  # fmt: skip


@rule
def followed(trust: float, hours: float, enough: float) -> float:
    """Return how far makers follow what reps say in a session."""
    return trust * absorbed(hours, enough)


@phase
def sit_down(marketers: Any, reps: Any, pairs: Any, pods: Any, settings: Any, clock: Clock) -> None:
    """Hold this week's sessions; forget a little of the last one."""
    keep = kept(settings["half_life"])
    for row in range(marketers.shape[0]):
        marketer = marketers[row]
        marketer["brief_weight"] *= keep
        if marketer["hired_week"] == clock.week:
            marketer["brief_weight"] = 0.0
        if marketer["booked"][Practice.CODESIGN] == 0.0:
            continue
        trust, hours = 0.0, 0.0
        for seat in those_of(marketer["pod"], reps, pods):
            spent = reps[seat]["booked"][Practice.CODESIGN]
            hours += spent
            pair = pairs[pair_row(row, seat, marketer["pod"], pairs, reps)]
            trust += spent * pair["trust_marketer_in_rep"]
        if hours == 0.0:
            continue
        for s in range(marketer["brief"].shape[0]):
            for dimension in range(DIMENSIONS):
                said = 0.0
                for seat in those_of(marketer["pod"], reps, pods):
                    said += (
                        reps[seat]["booked"][Practice.CODESIGN] * reps[seat]["views"][s, dimension]
                    )
                marketer["brief"][s, dimension] = said / hours
        spent = min(hours / each(reps, pods), marketer["booked"][Practice.CODESIGN])
        marketer["brief_weight"] = followed(ratio(trust, hours, 0.0), spent, settings["enough"])
