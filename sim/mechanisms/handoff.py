"""The hand-off: qualified leads and calls go to the rep who owns the account.

Where nobody has said who does what, some leads go astray: to somebody else first, or nowhere. The
more reps there are, the less likely a lead finds its owner by chance. What went astray is sorted
out in the week after, in hours of both sides (see calendar).

Counter-force: the rep, not marketing, decides what happens next (see triage).
Neutral: delay 0 and misrouted 0 hand leads over in the week they are qualified.
Sources: evidence A13, A14; claims C05.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import uniform
from sim.core.params import Block, param
from sim.core.units import Hours, Share, Weeks
from sim.world.state import Clock
from sim.world.vectors import NEVER, NOBODY

ASTRAY, LOST = 2801, 2802


class Handoff(Block):
    """How leads reach reps."""

    delay: Weeks = param(
        0.0, 0, 8, unit="weeks", source="A14 (mean 42 h, within the week)", sweep=(0.0, 2.0),
        meaning="whole weeks between qualification and hand-over",
    )  # fmt: skip
    misrouted: Share = param(
        0.0, 0, 1, lever=True, source="claims C05; assumption 108", sweep=(0.0, 0.5),
        meaning="share of leads that would go astray in a large firm where nobody knows the rules",
    )  # fmt: skip
    lost: Share = param(
        0.3, 0, 1, source="A13; assumption 108", sweep=(0.0, 0.6),
        meaning="part of these that nobody ever finds",
    )  # fmt: skip
    detour: Weeks = param(
        1.0, 0, 8, unit="weeks", source="A14; assumption 108", sweep=(0.0, 3.0),
        meaning="whole weeks the others take to reach their owner",
    )  # fmt: skip
    sorting: Hours = param(
        0.5, 0, 8, unit="hours", source="assumption 108", sweep=(0.0, 2.0),
        meaning="hours each side spends on work done twice for a lead that went astray",
    )  # fmt: skip


@rule
def is_routed(has_marketer: bool, qualified_week: int) -> bool:
    """Return whether a lead goes to sales: calls and finds always, responses once qualified."""
    return not has_marketer or qualified_week != NEVER


@rule
def astray(misrouted: float, reps: float, by_marketing: float, by_sales: float) -> float:
    """Return the chance that a lead goes astray.

    Of `reps` one is right by chance; where both sides know the rules (0 to 1) nothing goes astray.
    """
    return misrouted * (1.0 - 1.0 / reps) * (1.0 - by_marketing * by_sales)


@act
def route(
    row: int, leads: Any, accounts: Any, marketers: Any, reps: Any, handoff: Any, clock: Clock
) -> None:
    """Hand one new lead to the rep who owns the account, if it finds the way."""
    lead = leads[row]
    has_marketer = lead["marketer_id"] != NOBODY
    if not is_routed(has_marketer, lead["qualified_week"]):
        return
    account = accounts[lead["account_id"]]
    lead["rep_id"] = account["rep"]
    lead["handed_over_week"] = clock.week
    if not has_marketer:
        return
    account["last_lead"] = row
    lead["handed_over_week"] = clock.week + int(handoff["delay"])
    marketer = marketers[lead["marketer_id"]]
    rep = reps[account["rep"]]
    chance = astray(handoff["misrouted"], float(reps.shape[0]), marketer["clarity"], rep["clarity"])
    if uniform(clock.seed, ASTRAY, lead["lead_id"], 0) >= chance:
        return
    marketer["astray"] += handoff["sorting"]
    if uniform(clock.seed, LOST, lead["lead_id"], 0) < handoff["lost"]:
        lead["rep_id"] = NOBODY
        lead["handed_over_week"] = NEVER
    else:
        rep["astray"] += handoff["sorting"]
        lead["handed_over_week"] += int(handoff["detour"])


@phase
def route_leads(
    leads: Any, counters: Any, accounts: Any, marketers: Any, reps: Any, handoff: Any, clock: Clock
) -> None:
    """Hand over this week's qualified leads, calls and finds."""
    for row in range(marketers.shape[0]):
        marketers[row]["astray"] = 0.0
    for row in range(reps.shape[0]):
        reps[row]["astray"] = 0.0
    for row in range(counters[0]["new_leads"], counters[0]["leads"]):
        route(row, leads, accounts, marketers, reps, handoff, clock)
