"""Shared systems: both sides write into one system and see each other's part.

What is kept in a joint system has to be kept up, week by week, by everybody. As far as it is, each
person's part in a shared result is seen, surveys and lists of follow-ups arrive sooner, and so does
the other side's failure: missed targets and leads left lying stand open to all, which those who
trust one another little take up as one more dispute.

Takes: 1.2 h a week of everybody.
Counter-force: upkeep takes hours of everybody, and misses are seen along with merits.
Neutral: share 0: nothing is shared and nothing to be kept up.
Sources: evidence A3 (monitoring and free riding); claims C19; assumptions 118 and 119.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import ratio
from sim.core.params import Block, param
from sim.core.units import Hours, Share
from sim.world.places import each
from sim.world.practices import Practice


class SharedSystems(Block, practice="Shared systems"):
    """What stands in a joint system, and what it shows."""

    share: Share = param(
        0.0, 0, 1, source="claims C19", sweep=(0.0, 1.0),
        meaning="part of what both sides know of leads and results that goes into one system",
    )  # fmt: skip
    hours: Hours = param(
        1.5, 0.01, 20, unit="hours", source="assumption 118", sweep=(0.5, 4.0),
        meaning="weekly hours each person spends to keep the whole system up",
    )  # fmt: skip
    visibility: Share = param(
        0.6, 0, 1, source="assumption 119", sweep=(0.2, 1.0),
        meaning="part of what is hidden of each other's work that the whole system shows",
    )  # fmt: skip
    speed: Share = param(
        0.5, 0, 1, source="assumption 119", sweep=(0.0, 1.0),
        meaning="part of the lag of surveys and counts that the whole system takes away",
    )  # fmt: skip
    exposure: Share = param(
        0.5, 0, 1, source="assumption 119", sweep=(0.0, 1.0),
        meaning="part of misses that are taken up once more where nobody trusts the other side",
    )  # fmt: skip


@rule
def kept_up(spent: float, needed: float, share: float) -> float:
    """Return the part of what is known that the system really holds: never more than `share`."""
    return min(ratio(spent, needed, 0.0), share)


@act
def add_upkeep(people: Any, pods: Any, per_pod: int, hours: float) -> None:
    """Add one side's upkeep, over what the whole system would need, to its pods."""
    for row in range(people.shape[0]):
        person = people[row]
        pods[person["pod"]]["result_visibility"] += person["booked"][Practice.SHARED_SYSTEMS] / (
            per_pod * hours
        )


@phase
def keep_up(pods: Any, marketers: Any, reps: Any, shared_systems: Any) -> None:
    """Work out what each pod's joint system shows this week."""
    for row in range(pods.shape[0]):
        pods[row]["result_visibility"] = 0.0
    per_pod = each(marketers, pods) + each(reps, pods)
    add_upkeep(marketers, pods, per_pod, shared_systems["hours"])
    add_upkeep(reps, pods, per_pod, shared_systems["hours"])
    for row in range(pods.shape[0]):
        pod = pods[row]
        level = kept_up(pod["result_visibility"], 1.0, shared_systems["share"])
        pod["result_visibility"] = shared_systems["visibility"] * level
        pod["fresher"] = shared_systems["speed"] * level
        pod["exposed"] = shared_systems["exposure"] * level
