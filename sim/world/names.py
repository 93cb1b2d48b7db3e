"""THE NAMES: every enumeration of the model, each written once, and the lengths of its calendar.

Rooms use the members (`Metric.MARGIN`), which the compiler takes as the numbers they are. Scenario
files, result tables and labels use their words, which are the members' names in small letters.
"""

from __future__ import annotations

from enum import IntEnum

DAYS_PER_WEEK = 7.0
QUARTER = 13
"""Weeks in a quarter."""
YEAR = 52
"""Weeks in a year."""


def words(kind: type[IntEnum]) -> tuple[str, ...]:
    """Return the words of an enumeration, in its order.

    >>> words(Side)
    ('sales', 'marketing')
    """
    return tuple(member.name.lower() for member in kind)


# ---------------------------------------------------------------- buyers


class Dimension(IntEnum):
    """What buyers need: both sides hear of it, only sales, or only marketing."""

    SHARED_1 = 0
    SHARED_2 = 1
    MICRO_1 = 2
    MICRO_2 = 3
    MACRO_1 = 4
    MACRO_2 = 5


class Role(IntEnum):
    """The part a person plays in a buying group."""

    CHAMPION = 0
    USER = 1
    TECHNICAL = 2
    ECONOMIC = 3
    PROCUREMENT = 4
    EXECUTIVE = 5


class Source(IntEnum):
    """The channel of a lead."""

    INBOUND_SEARCH = 0
    EVENT = 1
    REFERRAL = 2
    PARTNER = 3
    EMAIL = 4
    SOCIAL = 5
    OUTBOUND = 6


# ---------------------------------------------------------------- deals


class Outcome(IntEnum):
    """How a deal ended."""

    OPEN = 0
    WON = 1
    LOST_COMPETITOR = 2
    NO_DECISION = 3


class Reason(IntEnum):
    """Why a deal was lost."""

    PRICE = 0
    NEEDS = 1
    COMPETITOR = 2
    RELATIONSHIP = 3
    NO_BUDGET = 4
    NOT_DISCLOSED = 5


class Rejection(IntEnum):
    """Why a rep did not take a lead."""

    DUPLICATE = 0
    LOW_VALUE = 1
    EXPIRED = 2


class Verdict(IntEnum):
    """What became of a price exception."""

    UNDECIDED = 0
    GRANTED = 1
    REFUSED = 2


class Definition(IntEnum):
    """Whether marketing's bar for leads is agreed with sales."""

    ABSENT = 0
    AGREED = 1
    IN_REVIEW = 2


class Entry(IntEnum):
    """What a rep keeps book of: own hours, and what followed."""

    DEAL_HOURS = 0
    CLOSING_HOURS = 1
    SEARCH_HOURS = 2
    FINDS = 3
    ENDED = 4
    WINS = 5
    WON = 6
    ASKS = 7
    READY = 8
    TIMED = 9
    SHORT = 10
    DUE = 11
    LOST = 12
    OPEN = 13
    WEEKS = 14
    FOUND = 15
    FOUND_WON = 16
    GAINED = 17


# ---------------------------------------------------------------- people


class Kind(IntEnum):
    """The kind of seat somebody holds."""

    MARKETER = 0
    REP = 1
    LEADER = 2


class ContractRole(IntEnum):
    """Whose contract it is: two crafts, then the leaders."""

    MARKETER = 0
    REP = 1
    CMO = 2
    CSO = 3
    CRO = 4
    CEO = 5


class Boss(IntEnum):
    """Whom somebody reports to: a leader, by row, or nobody."""

    CMO = 0
    CSO = 1
    CRO = 2
    CEO = 3
    NOBODY = 4


class MarketerTask(IntEnum):
    """What a marketer's hours go to."""

    VOLUME = 0
    QUALIFICATION = 1
    BRAND = 2
    CONTENT = 3
    RESEARCH = 4
    JOINT = 5
    SLACK = 6


class RepTask(IntEnum):
    """What a rep's hours go to."""

    PROSPECTING = 0
    LEADS = 1
    DEALS = 2
    CLOSING = 3
    CUSTOMERS = 4
    SHARING = 5
    SLACK = 6


class Metric(IntEnum):
    """What pay is counted in."""

    LEAD_VOLUME = 0
    QUALIFIED_LEADS = 1
    ACCEPTED_LEADS = 2
    ENGAGED_GROUPS = 3
    SOURCED_PIPELINE = 4
    OWN_REVENUE = 5
    TEAM_REVENUE = 6
    SHARED_REVENUE = 7
    CLOSE_RATE = 8
    MARGIN = 9
    RETENTION = 10
    BRAND_INDEX = 11


# ---------------------------------------------------------------- their words

DIMENSION_NAMES = words(Dimension)
DIMENSIONS = len(DIMENSION_NAMES)
SHARED = (Dimension.SHARED_1, Dimension.SHARED_2)
MICRO = (Dimension.MICRO_1, Dimension.MICRO_2)
MACRO = (Dimension.MACRO_1, Dimension.MACRO_2)
ROLES = words(Role)
SOURCES = words(Source)
OUTCOMES = words(Outcome)
REASONS = words(Reason)
REJECTIONS = words(Rejection)
STAFF_ROLES = words(Kind)
KINDS = len(STAFF_ROLES)
CONTRACT_ROLES = words(ContractRole)
BOSSES = words(Boss)
LEADER_NAMES = BOSSES[: Boss.NOBODY]
LEADERS = len(LEADER_NAMES)
METRICS = words(Metric)
MARKETER_TASKS = words(MarketerTask)
REP_TASKS = words(RepTask)
TASKS = len(REP_TASKS)
TASK_WORDS = tuple(dict.fromkeys((*MARKETER_TASKS, *REP_TASKS, "practices", "lost", "vacancy")))
