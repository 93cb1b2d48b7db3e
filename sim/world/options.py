"""THE OPTIONS: every setting that is a word, and every form in which a law is published."""

from __future__ import annotations

from enum import IntEnum

# ---------------------------------------------------------------- settings that are words


class Choice(IntEnum):
    """Whether people make a choice by themselves."""

    FREE = 0
    FROZEN = 1


class Tension(IntEnum):
    """What leaders do with disputes between the functions."""

    NEUTRAL = 0
    STOKED = 1
    CLOSED_DOORS = 2


class InboxOrder(IntEnum):
    """How a rep ranks the inbox."""

    VALUE = 0
    FIFO = 1
    SLA_FIRST = 2


class Qualified(IntEnum):
    """What marketing qualifies."""

    LEAD = 0
    GROUP = 1


class Seating(IntEnum):
    """Where marketers and reps of a pod sit."""

    APART = 0
    TOGETHER = 1


class Agenda(IntEnum):
    """What a meeting does."""

    WORKING = 0
    REPORTING = 1


class Attendance(IntEnum):
    """Who comes to a meeting."""

    ALL = 0
    DELEGATES = 1
    LEADERS = 2


class Dissected(IntEnum):
    """Which deals are eligible for a debrief."""

    GOOD_WINS = 0
    WON_AND_LOST = 1


class Side(IntEnum):
    """A function that owns the price guardrail."""

    SALES = 0
    MARKETING = 1


class RoadmapOwner(IntEnum):
    """Who decides what is built next."""

    NOBODY = 0
    SALES = 1
    MARKETING = 2
    SHARED = 3


# ---------------------------------------------------------------- forms of laws


class Cooling(IntEnum):
    """How what is left of a lead falls with the days that pass."""

    EXPONENTIAL = 0
    LINEAR = 1
    HYPERBOLIC = 2


class Learning(IntEnum):
    """How a newcomer comes up to full effect."""

    LINEAR = 0
    EXPONENTIAL = 1
    POWER = 2


class Leaving(IntEnum):
    """What satisfaction and price multiply: the odds of leaving, or its hazard."""

    ODDS = 0
    HAZARD = 1


class Response(IntEnum):
    """How a market answers to spend."""

    POWER = 0
    ADBUDG = 1


class Arrival(IntEnum):
    """How accounts come to look for a solution."""

    CONSTANT = 0
    BASS = 1


class Attraction(IntEnum):
    """How the pull of tasks becomes a split of the week."""

    LOGIT = 0
    LUCE = 1


class Memory(IntEnum):
    """What a group that refused says when it is asked again."""

    FRESH = 0
    LASTING = 1


class Risk(IntEnum):
    """What people mind: the ups and downs of each metric of pay for itself, or of pay in all."""

    IN_TOTAL = 0
    BY_METRIC = 1


class Likeness(IntEnum):
    """How fit falls with the distance between what is said and what is needed."""

    GAUSSIAN = 0
    EXPONENTIAL = 1
    WEBER = 2


class Assent(IntEnum):
    """How many members of a group must consent."""

    UNANIMITY = 0
    MAJORITY = 1
