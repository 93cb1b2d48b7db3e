"""Practices: the place of each, what it leaves with people, and the pairs in which they meet."""

from __future__ import annotations

import math
from enum import IntEnum

from sim.core.tables import Column as C
from sim.core.tables import Table
from sim.world.names import words
from sim.world.vectors import BY_SEGMENT_AND_NEED


class Practice(IntEnum):
    """A practice that takes hours: its place in `booked` and `together`; new ones come last."""

    MEETINGS = 0
    EXCHANGE = 1
    BATTLES = 2
    DEBRIEFS = 3
    RIDE_ALONGS = 4
    LIAISONS = 5
    COLOCATION = 6
    JOINT_ASSIGNMENTS = 7
    FEEDBACK = 8
    LEAD_SLA = 9
    UNIFIED_DEFINITION = 10
    CODESIGN = 11
    CONTENT_ACCESS = 12
    CONTENT_TRAINING = 13
    SHARED_SYSTEMS = 14
    JOINT_PLANNING = 15
    CELEBRATIONS = 16
    CLOSED_DOORS = 17
    LITERACY_TRAINING = 18
    FRAMING = 19
    ROTATION = 20
    HANDOVER = 21
    HANDOFF_RULES = 22
    REVIEWS = 23
    PRICE_EXCEPTIONS = 24
    FEATURE_REQUESTS = 25


PRACTICES = words(Practice)
GUESTS = 4
"""How many practices from outside (see `sim.outside`) a firm has places for."""
PLACES = len(PRACTICES) + GUESTS
"""How long vectors by practice are."""
BY_PRACTICE = f"f8[{PLACES}]"
"""The type of a vector by practice."""

PRACTISING = (
    C("booked", BY_PRACTICE, "hours", "calendar", "hours of practices this week, by practice"),
    C("practice_hours", "f8", "hours", "calendar", "hours of all practices this week"),
    C("practised", "f8", "hours", "calendar", "hours of practices this quarter"),
    C(
        "lesson_weight",
        BY_SEGMENT_AND_NEED,
        "talks",
        "knowledge",
        "weight of what practices taught, fading",
    ),
    C(
        "liaison_information",
        "f8",
        "share",
        "knowledge_sharing",
        "what the person takes in through liaisons",
    ),
    C(
        "liaison_receptivity",
        "f8",
        "share",
        "liaisons",
        "part of what liaisons carry that is taken in",
    ),
    C("debriefs", "f8", "deals", "debriefs", "deals to dissect in the coming week"),
    C("named", "f8", "deals", "joint_assignments", "open deals worked on together"),
    C("respect_gain", "f8", "share", "rotation", "respect won in the other craft this week"),
)
"""What practices leave with a person of either side."""

PAIRS = Table(
    "pairs",
    "one marketer and one rep of the same pod",
    (
        C("marketer", "i4", "row", "population", "the marketer's seat"),
        C("rep", "i4", "row", "population", "the rep's seat"),
        C("accepted", "f8", "leads", "triage", "leads accepted this week"),
        C("rejected", "f8", "leads", "triage", "leads rejected this week"),
        C("expired", "f8", "leads", "triage", "leads left to expire this week"),
        C("followed", "f8", "leads", "triage", "leads followed up this week"),
        C("real", "f8", "leads", "triage", "follow-ups that became deals this week"),
        C("junk", "f8", "leads", "triage", "follow-ups that led nowhere this week"),
        C("pipeline", "f8", "EUR", "triage", "list value of deals from these leads this week"),
        C("contact_hours", "f8", "hours", "knowledge_sharing", "hours together this week"),
        C("together", BY_PRACTICE, "hours", "calendar", "hours together in practices, by practice"),
        C("working_hours", "f8", "hours", "meetings", "hours of working meetings this week"),
        C("report_hours", "f8", "hours", "meetings", "hours of reporting meetings this week"),
        C("prepared_hours", "f8", "hours", "exchange", "hours on prepared evidence this week"),
        C("passing_hours", "f8", "hours", "colocation", "talk about customers in passing"),
        C("liaison_hours", "f8", "hours", "liaisons", "hours of an open liaison channel"),
        C(
            "talked",
            "f8",
            "hours/week",
            "knowledge_sharing",
            "remembered hours of exchange in practices",
        ),
        C(
            "prepared",
            "f8",
            "hours/week",
            "knowledge_sharing",
            "the part of them on prepared evidence",
        ),
        C("averaged", "f8", "hours/week", "knowledge_sharing", "remembered hours of reporting"),
        C(
            "evidence_hours",
            "f8",
            "hours/week",
            "knowledge_sharing",
            "hours in which evidence is exchanged",
        ),
        C("lost_face", "f8", "events", "battles", "1 if one of them lost face this week"),
        C("joint_wins", "f8", "deals", "joint_assignments", "wins worked on together this week"),
        C("uncelebrated", "f8", "deals", "celebrations", "joint wins not celebrated yet, fading"),
        C("celebrated", "f8", "deals", "celebrations", "joint wins celebrated this week"),
        C("claims", "f8", "deals", "attribution", "wins claimed by both this week"),
        C("unused", "f8", "assets", "content", "assets retired without any use this week"),
        C("late", "f8", "leads", "lead_sla", "promises of a timely touch broken this week"),
        C(
            "gaps",
            "f8",
            "share",
            "handover",
            "promise gaps that came to light this week",
            high=math.inf,
        ),
        C("contested_events", "f8", "events", "conflict", "contested events this week"),
        C("joint_events", "f8", "events", "conflict", "wins both worked for this week"),
        C("task_conflict", "f8", "1", "conflict", "disagreement about customers when they meet"),
        C("relationship_conflict", "f8", "1", "conflict", "strain between the two people"),
        C("carried", "f8", "1", "conflict", "strain of last week that is settled this week"),
        C("overrides", "f8", "events", "pricing", "refused price exceptions, weighed"),
        C("turned_down", "f8", "events", "roadmap", "features refused, weighed"),
        C("trust_marketer_in_rep", "f8", "share", "trust", "marketer's trust in the rep"),
        C("trust_rep_in_marketer", "f8", "share", "trust", "rep's trust in the marketer"),
        C("met", "i8", "count", "trust", "sum of holders when trust was last reset"),
    ),
)
