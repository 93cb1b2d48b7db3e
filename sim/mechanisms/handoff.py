"""The hand-off: qualified leads and calls go to the rep who owns the account.

Reads: leads (qualified_week, marketer_id), accounts (rep).
Writes: leads (rep_id, handed_over_week), accounts (last_lead).
Counter-force: the rep, not marketing, decides what happens next (see triage).
Neutral: delay 0 hands leads over in the week they are qualified.
Sources: evidence A13, A14.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.params import Block, param
from sim.core.units import Weeks
from sim.world import NEVER, NOBODY, Clock


class Handoff(Block):
    """How leads reach reps."""

    delay: Weeks = param(
        0.0, 0, 8, unit="weeks", source="A14 (mean 42 h, within the week)", sweep=(0.0, 2.0),
        meaning="whole weeks between qualification and hand-over",
    )  # fmt: skip


@rule
def is_routed(has_marketer: bool, qualified_week: int) -> bool:
    """Return whether a lead goes to sales: calls and finds always, responses once qualified."""
    return not has_marketer or qualified_week != NEVER


@act
def route(row: int, leads: Any, accounts: Any, handoff: Any, clock: Clock) -> None:
    """Hand one new lead to the rep who owns the account."""
    lead = leads[row]
    has_marketer = lead["marketer_id"] != NOBODY
    if is_routed(has_marketer, lead["qualified_week"]):
        account = accounts[lead["account_id"]]
        lead["rep_id"] = account["rep"]
        lead["handed_over_week"] = clock.week
        if has_marketer:
            lead["handed_over_week"] = clock.week + int(handoff["delay"])
            account["last_lead"] = row


@phase
def route_leads(leads: Any, counters: Any, accounts: Any, handoff: Any, clock: Clock) -> None:
    """Hand over this week's qualified leads, calls and finds."""
    for row in range(counters[0]["new_leads"], counters[0]["leads"]):
        route(row, leads, accounts, handoff, clock)
