"""Qualification by lead or by buying group: what has to come together before sales is called.

By group a response counts for its account: only when enough people of it have answered or called
within a window may marketing hand it over, once for the group. Fewer, later, better leads. Somebody
has to find out which responses belong together.

Takes: marketing hours for each response.
Counter-force: an urgent buyer who acts alone waits, and may be gone; matching takes hours.
Neutral: by lead every response is judged alone.
Sources: evidence A43, A44; claims C13.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.params import Block, param
from sim.core.units import Hours, Number, Weeks
from sim.world.names import Source, words
from sim.world.options import Qualified
from sim.world.state import Clock
from sim.world.vectors import NOBODY


class Qualification(Block, practice="Buying groups instead of leads"):
    """What is qualified: a lead or a buying group."""

    by: str = param(
        "lead", choices=words(Qualified), source="A43; claims C13",
        meaning="whether single responses or engaged groups are qualified",
    )  # fmt: skip
    people: Number = param(
        2, 1, 6, unit="people", source="A43; assumption 97", integer=True, sweep=(2, 4),
        meaning="people of an account, in different roles, who must have answered or called",
    )  # fmt: skip
    window: Weeks = param(
        26, 1, 156, unit="weeks", source="assumption 97", integer=True, sweep=(8, 52),
        meaning="weeks within which they must have done so",
    )  # fmt: skip
    hours: Hours = param(
        0.1, 0, 4, unit="hours", source="assumption 97", sweep=(0.05, 0.3),
        meaning="marketing hours to match one response to its group",
    )  # fmt: skip


@rule
def is_recent(week: int, now: int, window: int) -> bool:
    """Return whether something happened within the last `window` weeks."""
    return week > now - window


@act
def people_engaged(row: int, leads: Any, window: int, clock: Clock) -> int:
    """Return how many people of an account, counted by role, answered or called lately.

    `row` is the account's latest response; a buyer whom a rep found has not answered.
    """
    count = 0
    roles = 0
    while row != NOBODY and is_recent(leads[row]["created_week"], clock.week, window):
        bit = 1 << int(leads[row]["member_role"])
        if leads[row]["source"] != Source.OUTBOUND and roles & bit == 0:
            roles |= bit
            count += 1
        row = leads[row]["earlier"]
    return count


@phase
def match_up(
    leads: Any, counters: Any, accounts: Any, marketers: Any, settings: Any, clock: Clock
) -> None:
    """Match this week's responses to their groups; let those wait whose group is too small."""
    for row in range(marketers.shape[0]):
        marketers[row]["matching_hours"] = 0.0
    if settings["by"] == Qualified.LEAD:
        return
    for row in range(counters[0]["new_leads"], counters[0]["leads"]):
        lead = leads[row]
        account = accounts[lead["account_id"]]
        lead["earlier"] = account["latest"]
        account["latest"] = row
        if lead["marketer_id"] != NOBODY:
            marketers[lead["marketer_id"]]["matching_hours"] += settings["hours"]
            last = account["last_lead"]
            known = last != NOBODY and is_recent(
                leads[last]["qualified_week"], clock.week, settings["window"]
            )
            if known or people_engaged(row, leads, settings["window"], clock) < settings["people"]:
                lead["waits"] = 1
