"""One definition of a good lead: both sides set the bar together, in review meetings.

In a review the bar is put where it is worth the most to both: what it earns a marketer and what it
earns a rep, weighed by the say of sales. Whoever can spare less time for the meeting has less say.
Leads that are good by the definition are accepted by rule; nobody sends them back as worthless.

Takes: 2 h of everybody a quarter.
Counter-force: between reviews nobody moves the bar, so it goes stale as response and market change;
a bar set too low fills inboxes with leads that were accepted and are never worked, and so does pay
for accepted leads.
Neutral: every 0: marketing sets the bar alone.
Sources: evidence A16, A17, P11; claims C12.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase, rule
from sim.core.formulas import ratio
from sim.core.params import Block, due, param
from sim.core.units import Hours, Share, Weeks
from sim.world.names import Definition, Metric
from sim.world.places import each, those_of
from sim.world.practices import Practice


class UnifiedDefinition(
    Block, practice="One definition of a good lead", takes=due("every", "hours"), together=True
):
    """How marketing and sales agree on what a good lead is."""

    every: Weeks = param(
        0, 0, 104, unit="weeks", source="model 5; assumption 96", integer=True,
        meaning="weeks between two joint reviews of the bar; 0 for none", sweep=(4, 26),
    )  # fmt: skip
    hours: Hours = param(
        2.0, 0, 20, unit="hours", source="B5 meeting cost; assumption 96", sweep=(1.0, 4.0),
        meaning="hours of everybody for one review",
    )  # fmt: skip
    sales_say: Share = param(
        0.5, 0, 1, source="assumption 96", sweep=(0.2, 0.8),
        meaning="weight of what the bar earns a rep against what it earns a marketer",
    )  # fmt: skip


@rule
def say(weight: float, sales_hours: float, marketing_hours: float) -> float:
    """Return the weight of sales in a review; who comes for less time has less of a say."""
    theirs = weight * sales_hours
    return ratio(theirs, theirs + (1.0 - weight) * marketing_hours, 0.0)


@phase
def meet(
    marketers: Any, reps: Any, pods: Any, settings: Any, scoring: Any, lead_hours: float
) -> None:
    """Hold this week's reviews: write what the bar means to the reps of the pod."""
    seats = each(reps, pods)
    for row in range(marketers.shape[0]):
        marketer = marketers[row]
        marketer["sales_say"] = 0.0
        if marketer["definition"] == Definition.IN_REVIEW:
            marketer["definition"] = Definition.AGREED
        if settings["every"] == 0:
            marketer["definition"] = Definition.ABSENT
        gain, cost, bonus, hours = 0.0, 0.0, 0.0, 0.0
        for seat in those_of(marketer["pod"], reps, pods):
            rep = reps[seat]
            slope = rep["slope"]
            hours += rep["booked"][Practice.UNIFIED_DEFINITION] / seats
            gain += slope[Metric.QUALIFIED_LEADS] / seats
            gain += slope[Metric.SOURCED_PIPELINE] * scoring["deal_value"] / seats
            gain += max(rep["brings"] - rep["takes"], 0.0) / seats
            cost += lead_hours * rep["hour_price"] / seats
            bonus += slope[Metric.ACCEPTED_LEADS] / seats
        own = marketer["booked"][Practice.UNIFIED_DEFINITION]
        if own > 0.0 and hours > 0.0:
            marketer["definition"] = Definition.IN_REVIEW
            marketer["sales_say"] = say(settings["sales_say"], hours, own)
            marketer["sales_gain"] = gain
            marketer["sales_cost"] = cost
            marketer["sales_bonus"] = bonus
