"""Calendar: what this week's practices ask of everybody's week.

A practice takes hours from the same weeks in which people sell and market. This is the one place
where they are taken; what a practice does with them is written in its own room. Practices that
follow events (a debrief follows a win) are booked in the week after.

Reads: every practice's block (how often, how long), people (present).
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
    FEATURE_REQUESTS,
    JOINT_PLANNING,
    PRACTICES,
    PRICE_EXCEPTIONS,
    QUARTER,
    REVIEWS,
    SHARED_SYSTEMS,
    Clock,
)

NO_BOSS = 4
"""The position of `nobody` among those one may report to."""
STOKED = 1
"""The position of `stoked` among tensions."""


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
def reviewed_hours(boss: int, p: Any) -> float:
    """Return weekly hours of reviews with one's boss, if any, and of league tables."""
    leadership = p["leadership"]
    hours = leadership["review_hours"] if boss < NO_BOSS else 0.0
    if leadership["tension"] == STOKED:
        hours += leadership["table_hours"]
    return float(hours)


@act
def book_everybody(person: Any, p: Any, boss: int, clock: Clock) -> None:
    """Book the practices in which marketers and reps take part alike."""
    systems, planning = p["shared_systems"], p["joint_planning"]
    person["booked"][REVIEWS] = reviewed_hours(boss, p)
    person["booked"][SHARED_SYSTEMS] = systems["share"] * systems["hours"]
    person["booked"][JOINT_PLANNING] = due(planning["every"], planning["hours"], clock.index)
    person["booked"][PRICE_EXCEPTIONS] = person["exceptions"]


@act
def book_marketer(row: int, marketers: Any, p: Any, clock: Clock) -> None:
    """Book one marketer's practice hours."""
    person = marketers[row]
    for practice in range(len(PRACTICES)):
        person["booked"][practice] = 0.0
    book_everybody(person, p, p["organisation"]["marketers_report_to"], clock)
    add_up(person, p["calendar"], clock)


@act
def book_rep(row: int, reps: Any, p: Any, clock: Clock) -> None:
    """Book one rep's practice hours."""
    person = reps[row]
    for practice in range(len(PRACTICES)):
        person["booked"][practice] = 0.0
    book_everybody(person, p, p["organisation"]["reps_report_to"], clock)
    person["booked"][FEATURE_REQUESTS] = person["requests"]
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
