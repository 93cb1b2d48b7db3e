"""Intelligence exchange: a session to which both sides bring evidence prepared beforehand.

It is a working session with homework. What is said without preparation finds the right source on a
dimension only with the usual capability; where evidence lies on the table, the right source speaks.
Taking it in is gated by trust and closed by strain, as is all that is shared (knowledge_sharing).

Takes: 3 h of everybody every four weeks.
Counter-force: preparation costs hours too; without trust well-founded evidence is not believed.
Neutral: every 0 holds no session; preparation 0 makes it a plain working session.
Sources: claims C06, C08; equations (structured exchange).
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import phase, rule
from sim.core.params import Block, due, param
from sim.core.units import Hours
from sim.world.practices import Practice


class Exchange(
    Block,
    practice="Intelligence exchange",
    takes=due("every", "hours", "preparation"),
    together=True,
):
    """How often evidence is exchanged, and how well it is prepared."""

    every: int = param(
        0, 0, 104, unit="weeks", source="claims C08; 0 for none", sweep=(1, 13), integer=True,
        meaning="weeks between two sessions; 0 for none",
    )  # fmt: skip
    hours: Hours = param(
        1.5, 0, 20, unit="hours", source="B5 meeting cost; assumption 82", sweep=(0.5, 3.0),
        meaning="hours a session takes of everybody",
    )  # fmt: skip
    preparation: Hours = param(
        1.5, 0, 20, unit="hours", source="assumption 82", sweep=(0.0, 4.0),
        meaning="hours everybody prepares for a session",
    )  # fmt: skip
    grounding: Hours = param(
        1.5, 0.01, 40, unit="hours", source="assumption 82", sweep=(0.5, 4.0),
        meaning="hours of preparation that ground two thirds of what is said in evidence",
    )  # fmt: skip


@rule
def grounded(preparation: float, grounding: float) -> float:
    """Return the share of what is said that rests on prepared evidence."""
    return 1.0 - math.exp(-preparation / grounding)


@phase
def prepare(pairs: Any, exchange: Any) -> None:
    """Say, pair by pair, on how many hours of this week's session evidence was prepared."""
    share = grounded(exchange["preparation"], exchange["grounding"])
    for row in range(pairs.shape[0]):
        pairs[row]["prepared_hours"] = share * pairs[row]["together"][Practice.EXCHANGE]
