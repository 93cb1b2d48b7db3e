"""Conflict: disagreement about customers, and strain between people.

Task conflict is what the two sides disagree on and bring up. The further their views are apart, the
more there is; it waits until they meet, unless it is forgotten first, so hours together bring up
more of it, and no more than there is.
Relationship conflict grows with contested events (a lead sent back or left lying, a win both claim,
an asset nobody used, a broken promise of a timely touch, a promise gap, a missed target, a cut
budget, a refused price exception or feature), the more the less people trust each other, the bigger
the egos, and the more one side's credit is the other's loss; some task conflict spills over. Who
spends much time together takes disputes less personally. Strain fades. It costs hours and closes
ears; its effect on people leaving runs through morale.

Counter-force: task conflict also marks where there is something to learn (see knowledge).
Neutral: heat 0 and every event weight 0: nothing is contested, and strain only fades.
Sources: evidence A20-A22, A24, A27, B5 (spill, self-attribution); assumptions 135, 136.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import absorbed, kept, ratio
from sim.core.params import Block, param
from sim.core.units import Hours, Number, PerWeek, Share, Weeks
from sim.world.names import QUARTER
from sim.world.options import Choice
from sim.world.places import each
from sim.world.state import Clock


class Conflict(Block):
    """How disagreement and strain arise."""

    rejected: Number = param(
        0.5, 0, 10, unit="events", source="assumption 51", meaning="weight of a lead sent back",
        around=2.0,
    )  # fmt: skip
    expired: Number = param(
        0.25, 0, 10, unit="events", source="A13; assumption 51", around=2.0,
        meaning="weight of a lead left lying until it was dead",
    )  # fmt: skip
    double_claim: Number = param(
        1.0, 0, 10, unit="events", source="assumption 51", around=2.0,
        meaning="weight of a win claimed by both",
    )  # fmt: skip
    unused: Number = param(
        1.0, 0, 10, unit="events", source="A52; assumption 51", meaning="weight of an unused asset",
        around=2.0,
    )  # fmt: skip
    late: Number = param(
        0.25, 0, 10, unit="events", source="A13; assumption 99", around=2.0,
        meaning="weight of a lead not touched in the time that was promised",
    )  # fmt: skip
    gap: Number = param(
        3.0, 0, 50, unit="events", source="claims C23; assumption 99", around=2.0,
        meaning="weight of a full promise gap that a handover brings to light",
    )  # fmt: skip
    missed: Number = param(
        2.0, 0, 20, unit="events", source="A18; assumption 51", around=2.0,
        meaning="weight of a target missed by all of it, at the end of a quarter",
    )  # fmt: skip
    cut: Number = param(
        5.0, 0, 50, unit="events", source="assumption 51", around=2.0,
        meaning="weight of a plan that moves the whole budget between brand and activation",
    )  # fmt: skip
    lost_face: Number = param(
        1.0, 0, 10, unit="events", source="equations (hypothesis battle); assumption 83",
        sweep=(0.0, 3.0), meaning="weight of face lost over an experiment",
    )  # fmt: skip
    blame: Share = param(
        0.75, 0, 1, source="B5 self-attribution of failure .25", sweep=(0.5, 1.0),
        meaning="part of a failure that is put on the other side",
    )  # fmt: skip
    heat: Number = param(
        0.1, 0, 5, unit="1/event", source="assumption 52", sweep=(0.0, 0.3),
        meaning="strain from one contested event without trust, in a zero-sum game",
    )  # fmt: skip
    spill: Share = param(
        0.3, 0, 1, source="A22, B5 spill .30(1-trust)", sweep=(0.1, 0.6),
        meaning="part of task conflict that turns personal where there is no trust",
    )  # fmt: skip
    issues: PerWeek = param(
        0.35, 0, 10, unit="1/week", source="assumption 135", sweep=(0.1, 1.0),
        meaning="disagreements a week between two people whose views are one unit apart",
    )  # fmt: skip
    surfacing: Hours = param(
        1.0, 0.05, 40, unit="hours", source="assumption 39, for disagreement too", sweep=(0.3, 3.0),
        meaning="hours together a week in which most of what people disagree on comes up",
    )  # fmt: skip
    stale: Weeks = param(
        6.0, 1, 104, unit="weeks", source="B4 sales memory half-life, for disagreement too",
        sweep=(2.0, 16.0), meaning="half-life of a disagreement that nobody brings up",
    )  # fmt: skip
    contact: Share = param(
        0.2, 0, 1, source="A27 (contact helps, r = -.21); assumption 136", sweep=(0.0, 0.4),
        meaning="part of the heat that much time together takes away, unless people are compared",
    )  # fmt: skip
    cooling: PerWeek = param(
        0.04, 0, 1, unit="1/week", source="equations: RC fades by .04", sweep=(0.01, 0.1),
        meaning="part of strain that fades a week",
    )  # fmt: skip
    hours_lost: Hours = param(
        2.0, 0, 40, unit="hours", source="assumption 53", sweep=(0.0, 5.0),
        meaning="weekly hours a person loses per unit of mean strain",
    )  # fmt: skip
    most_lost: Hours = param(
        8.0, 0, 40, unit="hours", source="assumption 53", meaning="most hours a person can lose",
        sweep=(4.0, 16.0),
    )  # fmt: skip
    default_zero_sum: Share = param(
        1.0, 0, 1, source="equations: 1 if both claim the same",
        meaning="how zero-sum the game is felt to be while feelings about pay are frozen",
    )  # fmt: skip
    respect: Share = param(
        0.5, 0, 1, source="claims C25; assumption 54", sweep=(0.0, 1.0),
        meaning="part of the heat that full respect for the other craft takes away",
    )  # fmt: skip


@rule
def inflamed(events: float, trust: float, identity: float, zero_sum: float, heat: float) -> float:
    """Return the strain added by contested events this week."""
    return heat * events * (1.0 - trust) * identity * zero_sum


@rule
def cooled(strain: float, cooling: float, added: float, spilled: float) -> float:
    """Return strain a week later."""
    return (1.0 - cooling) * strain + added + spilled


@rule
def identity(ego: float, respect: float, relief: float) -> float:
    """Return how personally two people take a dispute."""
    return ego * (1.0 - relief * respect)


@rule
def brought_up(met: float, keeps: float) -> float:
    """Return the share of disagreements that are ever brought up.

    A week brings up the share `met` of what is waiting, and `keeps` of the rest is remembered.

    >>> round(brought_up(0.5, 0.8), 3)
    0.833
    """
    return ratio(met, 1.0 - (1.0 - met) * keeps, 0.0)


@act
def contested(pair: Any, conflict: Any) -> float:
    """Return the week's contested events between two people, each by its weight."""
    return float(
        conflict["rejected"] * pair["rejected"]
        + conflict["expired"] * pair["expired"]
        + conflict["double_claim"] * pair["claims"]
        + conflict["unused"] * pair["unused"]
        + conflict["late"] * pair["late"]
        + conflict["gap"] * pair["gaps"]
        + conflict["lost_face"] * pair["lost_face"]
    )


@act
def slighted(pair: Any, events: float, firm: Any, conflict: Any) -> float:
    """Return the settled events that still rankle, because a boss decided for the other side.

    Leads sent back or left lying and unused content are marketing's grievances, refusals are those
    of sales; what both resent counts half on each side.
    """
    of_marketing = (
        conflict["rejected"] * pair["rejected"]
        + conflict["expired"] * pair["expired"]
        + conflict["unused"] * pair["unused"]
    )
    of_sales = pair["overrides"] + pair["turned_down"]
    of_both = 0.5 * max(events - of_marketing - of_sales, 0.0)
    lost = firm[0]["against_marketing"] * (of_marketing + of_both)
    return float(lost + firm[0]["against_sales"] * (of_sales + of_both))


@act
def strain(
    row: int, pairs: Any, marketers: Any, reps: Any, pods: Any, firm: Any, conflict: Any,
    frozen: int, clock: Clock,
) -> None:  # fmt: skip
    """Count one pair's contested events and move its strain."""
    pair = pairs[row]
    marketer = marketers[pair["marketer"]]
    rep = reps[pair["rep"]]
    events = contested(pair, conflict)
    shown = conflict["expired"] * pair["expired"]
    if (clock.index + 1) % QUARTER == 0 and frozen == Choice.FREE:
        short = rep["missed"] + marketer["missed"]
        events += 0.5 * conflict["missed"] * short + conflict["cut"] * firm[0]["cut"]
        shown += 0.5 * conflict["missed"] * short
    trust = 0.5 * (pair["trust_marketer_in_rep"] + pair["trust_rep_in_marketer"])
    met = absorbed(pair["contact_hours"], conflict["surfacing"])
    taken = identity(
        0.5 * (marketer["ego"] + rep["ego"]),
        0.5 * (marketer["respect"] + rep["respect"]),
        conflict["respect"] * (1.0 - firm[0]["compared"]),
    )
    taken *= 1.0 - conflict["contact"] * met * (1.0 - firm[0]["compared"])
    events += pods[rep["pod"]]["exposed"] * (1.0 - trust) * shown
    events += pair["overrides"] + pair["turned_down"]
    zero_sum = conflict["default_zero_sum"] if frozen == Choice.FROZEN else firm[0]["zero_sum"]
    left = events * (1.0 - firm[0]["settled"]) + slighted(pair, events, firm, conflict)
    if pair["met"] != marketer["holder"] + rep["holder"]:
        pair["relationship_conflict"] = 0.0
        pair["carried"] = 0.0
    lifted = (1.0 - conflict["cooling"]) * pair["carried"]
    later = events * firm[0]["settled_later"] * conflict["blame"]
    pair["carried"] = inflamed(later, trust, taken, zero_sum, conflict["heat"])
    pair["contested_events"] = events
    pair["joint_events"] = pair["claims"] + pair["joint_wins"]
    disagreed = conflict["issues"] * pods[rep["pod"]]["knowledge_gap"]
    pair["task_conflict"] = disagreed * brought_up(met, kept(conflict["stale"]))
    added = inflamed(left * conflict["blame"], trust, taken, zero_sum, conflict["heat"])
    spilled = conflict["heat"] * conflict["spill"] * (1.0 - trust) * pair["task_conflict"]
    after = cooled(pair["relationship_conflict"], conflict["cooling"], added, spilled)
    pair["relationship_conflict"] = max(after - lifted, 0.0)


@phase
def strain_all(
    rows: Any, pairs: Any, marketers: Any, reps: Any, pods: Any, firm: Any, conflict: Any,
    frozen: int, clock: Clock,
) -> None:  # fmt: skip
    """Move the strain of every pair."""
    for index in range(rows.shape[0]):
        strain(rows[index], pairs, marketers, reps, pods, firm, conflict, frozen, clock)


@phase
def lose_hours(pairs: Any, marketers: Any, reps: Any, conflict: Any) -> None:
    """Turn strain into hours lost, person by person."""
    for row in range(marketers.shape[0]):
        marketers[row]["lost_hours"] = 0.0
    for row in range(reps.shape[0]):
        reps[row]["lost_hours"] = 0.0
    seats, per_rep = each(pairs, marketers), each(pairs, reps)
    for row in range(pairs.shape[0]):
        pair = pairs[row]
        lost = conflict["hours_lost"] * pair["relationship_conflict"]
        marketers[pair["marketer"]]["lost_hours"] += lost / seats
        reps[pair["rep"]]["lost_hours"] += lost / per_rep
    for row in range(marketers.shape[0]):
        marketers[row]["lost_hours"] = min(marketers[row]["lost_hours"], conflict["most_lost"])
    for row in range(reps.shape[0]):
        reps[row]["lost_hours"] = min(reps[row]["lost_hours"], conflict["most_lost"])
