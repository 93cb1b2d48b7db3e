"""Meetings: hours in which marketers and reps of a pod sit together, on the calendar.

In a working session people lay what they know side by side, dimension by dimension: its hours count
as exchange, as far as people trust each other. In a reporting meeting each side presents its view
and the room settles for the middle, also where one side is blind. The larger the round, the less of
its hour any two people have for each other. Hours together also make views converge, and bring
disagreement to the table, whatever the agenda.

Takes: 1 h of everybody every other week.
Counter-force: hours of everybody who comes; convergence; reporting drags good views to bad ones.
Neutral: every 0 holds no meeting.
Sources: claims C11; evidence B5 (meeting cost); equations (unstructured meeting).
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase, rule
from sim.core.params import Block, param
from sim.core.units import Hours, Share
from sim.world.names import words
from sim.world.options import Agenda, Attendance
from sim.world.practices import Practice


class Meetings(Block, practice="Meetings", together=True):
    """How often people of a pod meet, what for, and who comes."""

    every: int = param(
        0, 0, 104, unit="weeks", source="claims C11 (weekly or biweekly); 0 for none",
        sweep=(1, 13), integer=True, meaning="weeks between two meetings; 0 for none",
    )  # fmt: skip
    hours: Hours = param(
        1.0, 0, 20, unit="hours", source="B5 meeting cost (1 h x attendees)", sweep=(0.5, 2.0),
        meaning="hours a meeting takes of everybody who comes",
    )  # fmt: skip
    agenda: str = param(
        "working", choices=words(Agenda), source="claims C11; equations",
        meaning="whether evidence is laid side by side, or each side reports",
    )  # fmt: skip
    attendance: str = param(
        "all", choices=words(Attendance), source="claims C11",
        meaning="who comes: everybody, some in turn, or always the first seat of each side",
    )  # fmt: skip
    delegates: Share = param(
        0.4, 0, 1, source="assumption 81", sweep=(0.2, 0.8),
        meaning="share of each side that comes in turn when delegates are sent, at least one",
    )  # fmt: skip


@rule
def counted(hours: float, is_of_this_kind: bool) -> float:
    """Return the hours of a meeting if it was of this kind, else none."""
    return hours if is_of_this_kind else 0.0


@phase
def hold(pairs: Any, meetings: Any) -> None:
    """Say, pair by pair, how many hours of this week's meetings were work and how many reports."""
    is_work = bool(meetings["agenda"] == Agenda.WORKING)
    for row in range(pairs.shape[0]):
        hours = pairs[row]["together"][Practice.MEETINGS]
        pairs[row]["working_hours"] = counted(hours, is_work)
        pairs[row]["report_hours"] = counted(hours, not is_work)
