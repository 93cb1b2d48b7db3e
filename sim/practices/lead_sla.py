"""A service level for leads: sales promises marketing a touch within some days.

The promise holds for a share of marketing's leads. Its hours come first in a rep's week and are
taken from open deals (see effort); while fewer promises are kept than agreed, reps work promised
leads before all others, and early in the week (see triage). Keeping track takes hours. A promise
broken while sales is behind is a contested event (see conflict).

Takes: half an hour a week of every rep.
Counter-force: promised leads take hours from open deals where none are free; what cannot be kept
becomes a grievance that was none before.
Neutral: share 0: nothing is promised.
Sources: evidence A13, A14, B2 (freshness); claims C14.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import kept, ratio
from sim.core.params import Block, param
from sim.core.units import Days, Hours, Share, Weeks
from sim.world.names import DAYS_PER_WEEK
from sim.world.places import pair_row
from sim.world.shared import inbox_of
from sim.world.state import Clock
from sim.world.vectors import NEVER, NOBODY


class LeadSla(Block, practice="Lead service level agreement"):
    """What sales promises marketing."""

    share: Share = param(
        0.0, 0, 1, source="model 5; assumption 98", sweep=(0.5, 0.95),
        meaning="share of marketing's leads that must be touched in time; 0 for no promise",
    )  # fmt: skip
    days: Days = param(
        2.0, 0.1, 60, unit="days", source="A14 (mean 42 h); assumption 98", sweep=(1.0, 7.0),
        meaning="days within which a lead must be touched",
    )  # fmt: skip
    hours: Hours = param(
        0.5, 0, 8, unit="hours", source="assumption 98", sweep=(0.25, 2.0),
        meaning="weekly hours of a rep to keep track of it",
    )  # fmt: skip
    memory: Weeks = param(
        8.0, 1, 104, unit="weeks", source="B4 (sales memory), assumption 98",
        meaning="half-life over which promises made and kept are counted",
    )  # fmt: skip


@rule
def hours_owed(share: float, leads: float, lead_hours: float) -> float:
    """Return the weekly hours that a promise for `share` of these leads takes."""
    return share * leads * lead_hours


@rule
def last_week(handed_over: int, days: float) -> int:
    """Return the last week in which a touch can still be in time."""
    return handed_over + max(int(-(-days // DAYS_PER_WEEK)) - 1, 0)


@phase
def promise(
    leads: Any, counters: Any, reps: Any, settings: Any, lead_hours: float, clock: Clock
) -> None:
    """Promise a touch for this week's leads of marketing; reckon the hours that will take."""
    keep = kept(settings["memory"])
    for row in range(reps.shape[0]):
        reps[row]["sla_leads"] *= keep
    if settings["share"] > 0.0:
        for row in range(counters[0]["new_leads"], counters[0]["leads"]):
            lead = leads[row]
            if lead["rep_id"] != NOBODY and lead["marketer_id"] != NOBODY:
                lead["promised_days"] = settings["days"]
                reps[lead["rep_id"]]["sla_leads"] += 1.0 - keep
    for row in range(reps.shape[0]):
        reps[row]["owed"] = hours_owed(settings["share"], reps[row]["sla_leads"], lead_hours)


@act
def fell_due(lead: Any, clock: Clock) -> int:
    """Return 1 if a promise was kept this week, -1 if it was broken, 0 if neither."""
    last = last_week(lead["handed_over_week"], lead["promised_days"])
    if lead["first_touch_week"] == NEVER:
        return -1 if clock.week == last else 0
    if lead["first_touch_week"] != clock.week or clock.week > last:
        return 0
    return 1 if lead["response_days"] <= lead["promised_days"] else -1


@act
def take_stock(seat: int, reps: Any, inboxes: Any, leads: Any, pairs: Any, clock: Clock) -> None:
    """Count the promises of one rep that were kept or broken this week."""
    rep = reps[seat]
    for place in inbox_of(rep):
        lead = leads[inboxes[place]["lead"]]
        if lead["promised_days"] > 0.0 and lead["rejected_week"] == NEVER:
            outcome = fell_due(lead, clock)
            rep["sla_due"] += float(outcome * outcome)
            if outcome == 1:
                rep["sla_kept"] += 1.0
            elif outcome == -1 and rep["behind"] == 1:
                pairs[pair_row(lead["marketer_id"], seat, rep["pod"], pairs, reps)]["late"] += 1.0


@phase
def track(reps: Any, inboxes: Any, leads: Any, pairs: Any, settings: Any, clock: Clock) -> None:
    """See which promises were kept this week, and who is behind."""
    for row in range(pairs.shape[0]):
        pairs[row]["late"] = 0.0
    keep = kept(settings["memory"])
    for seat in range(reps.shape[0]):
        rep = reps[seat]
        rep["sla_due"] *= keep
        rep["sla_kept"] *= keep
        if settings["share"] > 0.0:
            take_stock(seat, reps, inboxes, leads, pairs, clock)
        done = ratio(rep["sla_kept"], rep["sla_due"], 0.0)
        rep["behind"] = 1 if done < settings["share"] else 0
