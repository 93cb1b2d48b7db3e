"""Calendar: what this week's practices ask of everybody's week.

A practice takes hours from the same weeks in which people sell and market. This is the one place
where they are taken; what a practice does with them is written in its own room. Practices that
follow events (a debrief follows a win) are booked in the week after.

Reads: every practice's block (how often, how long), people (present), and what practices follow:
marketers (live_assets, astray), reps (open_deals, won_deals, dispositions, astray).
Writes: marketers and reps (booked, practice_hours, practised).
Counter-force: every hour booked is missing for leads, deals, campaigns and customers.
Neutral: a practice that is never due books nothing, and the week is as long as it was.
Sources: model 5 (practice hours are taken from the same weeks); evidence B5 (meeting cost).
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.params import Block, param
from sim.core.units import Hours
from sim.world import (
    CODESIGN,
    CONTENT_ACCESS,
    CONTENT_TRAINING,
    FEEDBACK,
    FRAMING,
    HANDOFF_RULES,
    HANDOVER,
    LEAD_SLA,
    LITERACY_TRAINING,
    PRACTICES,
    QUARTER,
    UNIFIED_DEFINITION,
    Clock,
)


class Calendar(Block):
    """How much of a week practices may take."""

    most: Hours = param(
        20.0, 0, 40, unit="hours", source="assumption 80", sweep=(8.0, 30.0),
        meaning="weekly hours of practices beyond which people come to all of them less",
    )  # fmt: skip


@rule
def is_due(every: int, index: int) -> bool:
    """Return whether something that happens every `every` weeks falls in this week; 0 is never."""
    return every > 0 and index % every == every - 1


@rule
def due(every: int, hours: float, index: int) -> float:
    """Return the hours of this week that a practice takes which lasts `hours` when it is due."""
    return hours if is_due(every, index) else 0.0


@act
def book_marketer(row: int, marketers: Any, p: Any, clock: Clock) -> None:
    """Book one marketer's practice hours."""
    person = marketers[row]
    for practice in range(len(PRACTICES)):
        person["booked"][practice] = 0.0
    person["booked"][UNIFIED_DEFINITION] = due(
        p["unified_definition"]["every"], p["unified_definition"]["hours"], clock.index
    )
    person["booked"][CODESIGN] = due(p["codesign"]["every"], p["codesign"]["hours"], clock.index)
    person["booked"][HANDOFF_RULES] = due(
        p["handoff_rules"]["every"], p["handoff_rules"]["hours"], clock.index
    )
    person["booked"][HANDOFF_RULES] += person["astray"]
    access = p["content_access"]
    person["booked"][CONTENT_ACCESS] = access["level"] * access["hours"] * person["live_assets"]
    add_up(person, p["calendar"], clock)


@act
def book_rep(row: int, reps: Any, p: Any, clock: Clock) -> None:
    """Book one rep's practice hours."""
    person = reps[row]
    for practice in range(len(PRACTICES)):
        person["booked"][practice] = 0.0
    person["booked"][UNIFIED_DEFINITION] = due(
        p["unified_definition"]["every"], p["unified_definition"]["hours"], clock.index
    )
    person["booked"][CODESIGN] = due(p["codesign"]["every"], p["codesign"]["hours"], clock.index)
    person["booked"][HANDOFF_RULES] = due(
        p["handoff_rules"]["every"], p["handoff_rules"]["hours"], clock.index
    )
    person["booked"][CONTENT_TRAINING] = due(
        p["content_training"]["every"], p["content_training"]["hours"], clock.index
    )
    person["booked"][LITERACY_TRAINING] = due(
        p["literacy_training"]["every"], p["literacy_training"]["hours"], clock.index
    )
    person["booked"][HANDOFF_RULES] += person["astray"]
    person["booked"][FEEDBACK] = p["feedback"]["hours"] * person["dispositions"]
    if p["lead_sla"]["share"] > 0.0:
        person["booked"][LEAD_SLA] = p["lead_sla"]["hours"]
    framing = p["framing"]
    person["booked"][FRAMING] = framing["share"] * framing["hours"] * person["open_deals"]
    handover = p["handover"]
    person["booked"][HANDOVER] = handover["share"] * handover["hours"] * person["won_deals"]
    add_up(person, p["calendar"], clock)


@rule
def attended(wanted: float, most: float) -> float:
    """Return the part of the booked hours that people come to, if no more than `most` fit."""
    return most / wanted if wanted > most else 1.0


@act
def add_up(person: Any, calendar: Any, clock: Clock) -> None:
    """Add up what was booked; an empty seat attends nothing."""
    wanted = 0.0
    for practice in range(len(PRACTICES)):
        wanted += person["booked"][practice]
    part = attended(wanted, calendar["most"]) * person["present"]
    total = 0.0
    for practice in range(len(PRACTICES)):
        person["booked"][practice] *= part
        total += person["booked"][practice]
    person["practice_hours"] = total
    if clock.index % QUARTER == 0:
        person["practised"] = 0.0
    person["practised"] += total


@phase
def book_marketers(rows: Any, marketers: Any, p: Any, clock: Clock) -> None:
    """Book every marketer's practice hours."""
    for index in range(rows.shape[0]):
        book_marketer(rows[index], marketers, p, clock)


@phase
def book_reps(rows: Any, reps: Any, p: Any, clock: Clock) -> None:
    """Book every rep's practice hours."""
    for index in range(rows.shape[0]):
        book_rep(rows[index], reps, p, clock)
