"""Joint planning: both sides sit down together and settle what comes next.

Marketing learns of launches before they happen and what reps can follow up, and both agree on what
to say. A plan binds: campaigns keep to the message agreed, and marketing reckons with the capacity
promised, until the plan runs out, even if the market or the team has moved meanwhile. Who comes to
half of the session, or sits in an empty seat, plans half as far or not at all.

Takes: 6 h of everybody a quarter.
Counter-force: hours of both sides, and a plan that does not move with the market.
Neutral: every 0: nobody plans together.
Sources: claims C20; evidence B5 (meeting cost); assumption 121.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import clipped, ratio
from sim.core.params import Block, due, param
from sim.core.units import Hours, Weeks
from sim.world.names import DIMENSIONS, QUARTER, SOURCES, RepTask, Source
from sim.world.practices import Practice
from sim.world.state import Clock


class JointPlanning(Block, practice="Joint planning", takes=due("every", "hours"), together=True):
    """How often both sides plan together."""

    every: Weeks = param(
        0, 0, 104, unit="weeks", source="claims C20", sweep=(0, 26), integer=True,
        meaning="weeks between joint plans, and how far a plan reaches; 0 for none",
    )  # fmt: skip
    hours: Hours = param(
        6.0, 0.1, 40, unit="hours", source="assumption 121", sweep=(2.0, 16.0),
        meaning="hours each person spends on a joint plan",
    )  # fmt: skip


@rule
def covered(every: int, booked: float, hours: float) -> int:
    """Return the weeks a plan reaches for somebody who came to `booked` of its hours."""
    return int(every * clipped(booked / hours, 0.0, 1.0))


@act
def weekly_hours(rep: Any, clock: Clock) -> float:
    """Return a rep's mean hours a week on leads, this quarter so far."""
    return float(rep["share"][RepTask.LEADS] / (clock.index % QUARTER + 1.0))


@act
def share_for_marketing(rep: Any) -> float:
    """Return the share of a rep's follow-ups that were not calls, referrals or own finds."""
    total, other = 0.0, 0.0
    for source in range(len(SOURCES)):
        total += rep["tried"][source]
        if (
            source == Source.INBOUND_SEARCH
            or source == Source.REFERRAL
            or source == Source.OUTBOUND
        ):
            other += rep["tried"][source]
    return float(ratio(total - other, total, 1.0))


@act
def capacity_of(pod: int, marketers: Any, reps: Any, triage: Any, clock: Clock) -> float:
    """Return marketing's leads a week that reps of a pod say they can follow up, per marketer.

    Only those who came speak for themselves.
    """
    leads = 0.0
    seats = 0.0
    for row in range(marketers.shape[0]):
        seats += 1.0 if marketers[row]["pod"] == pod else 0.0
    for row in range(reps.shape[0]):
        rep = reps[row]
        if rep["pod"] == pod and rep["booked"][Practice.JOINT_PLANNING] > 0.0:
            hours = weekly_hours(rep, clock) * share_for_marketing(rep)
            leads += hours / triage["lead_hours"]
    return float(ratio(leads, seats, 0.0))


@act
def brief(
    row: int, marketers: Any, reps: Any, segments: Any, joint_planning: Any, triage: Any,
    clock: Clock,
) -> None:  # fmt: skip
    """Let one marketer take part in a joint plan, or let the old one run out."""
    marketer = marketers[row]
    booked = marketer["booked"][Practice.JOINT_PLANNING]
    if booked > 0.0:
        weeks = covered(joint_planning["every"], booked, joint_planning["hours"])
        marketer["briefed"] = clock.index + weeks
        marketer["promised"] = capacity_of(marketer["pod"], marketers, reps, triage, clock)
        for s in range(segments.shape[0]):
            for dimension in range(DIMENSIONS):
                marketer["planned"][s, dimension] = marketer["message"][s, dimension]
    elif marketer["present"] == 0 or clock.index > marketer["briefed"]:
        marketer["briefed"] = min(marketer["briefed"], clock.index - 1)
        marketer["promised"] = 0.0


@phase
def brief_all(
    rows: Any, marketers: Any, reps: Any, segments: Any, joint_planning: Any, triage: Any,
    clock: Clock,
) -> None:  # fmt: skip
    """Let every marketer take part in joint plans."""
    for index in range(rows.shape[0]):
        brief(rows[index], marketers, reps, segments, joint_planning, triage, clock)
