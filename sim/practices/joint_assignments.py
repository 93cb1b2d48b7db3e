"""Joint assignments: a rep and a marketer work on named accounts together.

Each rep names some open deals, the weightiest first, and keeps them until they end. The marketer
assigned to the rep runs an account programme there: it reaches members of the buying group whom the
rep alone does not, and the two meet over it. A win on a named account was worked on by both.

Takes: 1 h a week of two people for each named account.
Counter-force: marketing hours on few accounts are missing for all others; hours of the rep; joint
hours make views converge.
Neutral: accounts 0 names none.
Sources: claims C13, C17; evidence B1 (members a rep reaches alone).
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import ratio
from sim.core.params import Block, param
from sim.core.units import Hours, Number
from sim.world.names import Outcome
from sim.world.places import dealt_to, pair_row, place_in_pod
from sim.world.practices import Practice
from sim.world.shared import has_open_deal
from sim.world.state import Clock
from sim.world.vectors import NOBODY


class JointAssignments(Block, practice="Joint assignments"):
    """How many accounts are worked on together, and how much."""

    accounts: int = param(
        0, 0, 50, unit="deals", source="claims C17; 0 for none", sweep=(1, 6), integer=True,
        meaning="open deals of a rep that are worked on together; 0 for none",
    )  # fmt: skip
    hours: Hours = param(
        1.0, 0, 20, unit="hours", source="assumption 88", sweep=(0.5, 3.0),
        meaning="weekly hours of each of the two on a named account",
    )  # fmt: skip
    reach: Number = param(
        1.5, 0, 13, unit="people", source="B1 members a rep reaches; assumption 88",
        sweep=(0.5, 3.0),
        meaning="people an hour a week of account programme reaches, growing with its square root",
    )  # fmt: skip


@rule
def programme(reach: float, hours: float, skill: float) -> float:
    """Return the people whom an account programme reaches."""
    return reach * math.sqrt(hours * skill)


@act
def partner_of(seat: int, reps: Any, marketers: Any, pods: Any) -> int:
    """Return the marketer assigned to a rep: seats are dealt out in turn."""
    place = place_in_pod(seat, reps, pods)
    return int(dealt_to(place, reps[seat]["pod"], marketers, pods))


@act
def work_on(account: Any, opportunities: Any, marketers: Any, assignments: Any, clock: Clock
            ) -> bool:  # fmt: skip
    """Let the marketer work on an account if it is named; return whether it still is."""
    account["programme_reach"] = 0.0
    is_open = has_open_deal(account)
    if not is_open or opportunities[account["opportunity"]]["created_week"] == clock.week:
        account["partner"] = NOBODY
    if account["partner"] == NOBODY:
        return False
    marketer = marketers[account["partner"]]
    hours = ratio(marketer["booked"][Practice.JOINT_ASSIGNMENTS], marketer["named"], 0.0)
    account["programme_reach"] = programme(assignments["reach"], hours, marketer["skill"])
    return True


@phase
def name_accounts(
    rows: Any, accounts: Any, opportunities: Any, marketers: Any, reps: Any, pods: Any,
    assignments: Any, clock: Clock,
) -> None:  # fmt: skip
    """Work on named accounts; let every rep with room for it name one more."""
    for seat in range(reps.shape[0]):
        reps[seat]["named"] = 0.0
        reps[seat]["candidate"] = NOBODY
    for index in range(rows.shape[0]):
        account = accounts[rows[index]]
        rep = reps[account["rep"]]
        if work_on(account, opportunities, marketers, assignments, clock):
            rep["named"] += 1.0
        elif account["effort_weight"] > 0.0:
            best = rep["candidate"]
            if best == NOBODY or account["effort_weight"] > accounts[best]["effort_weight"]:
                rep["candidate"] = rows[index]
    for row in range(marketers.shape[0]):
        marketers[row]["named"] = 0.0
    for seat in range(reps.shape[0]):
        rep = reps[seat]
        partner = partner_of(seat, reps, marketers, pods)
        if rep["candidate"] != NOBODY and rep["named"] < assignments["accounts"]:
            accounts[rep["candidate"]]["partner"] = partner
            rep["named"] += 1.0
        marketers[partner]["named"] += rep["named"]


@phase
def count_wins(
    rows: Any, accounts: Any, opportunities: Any, pairs: Any, reps: Any, clock: Clock
) -> None:
    """Count this week's wins on named accounts for the two who worked on them."""
    for row in range(pairs.shape[0]):
        pairs[row]["joint_wins"] = 0.0
    for index in range(rows.shape[0]):
        account = accounts[rows[index]]
        if account["partner"] != NOBODY:
            deal = opportunities[account["opportunity"]]
            if deal["outcome"] == Outcome.WON and deal["closed_week"] == clock.week:
                pair = pair_row(account["partner"], account["rep"], account["pod"], pairs, reps)
                pairs[pair]["joint_wins"] += 1.0
