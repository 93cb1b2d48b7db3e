"""The world: all tables of one run, and the clock."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.world.deals import (
    ASSETS,
    CONTENT_USES,
    CUSTOMERS_TABLE,
    INBOXES,
    LEADS_TABLE,
    OPPORTUNITIES,
    SHELF,
)
from sim.world.firm import COUNTERS, FIRM, LEADERS, PODS, STAFF
from sim.world.market import ACCOUNTS, CALENDAR, EXPOSURES, MEMBERS, SEGMENTS
from sim.world.people import MARKETERS, REPS
from sim.world.practices import PAIRS


class Clock(NamedTuple):
    """Where in a run we are.

    `seed` is the key of all draws (`sim.core.luck.luck`), `week` counts from the first counted
    week (negative in burn-in), `index` counts from the first simulated week.
    """

    seed: int
    week: int
    index: int  # type: ignore[assignment]


class World(NamedTuple):
    """All tables of one run; arrays are changed in place, the tuple never is."""

    segments: np.ndarray[Any, Any]
    pods: np.ndarray[Any, Any]
    accounts: np.ndarray[Any, Any]
    members: np.ndarray[Any, Any]
    marketers: np.ndarray[Any, Any]
    reps: np.ndarray[Any, Any]
    leaders: np.ndarray[Any, Any]
    firm: np.ndarray[Any, Any]
    pairs: np.ndarray[Any, Any]
    leads: np.ndarray[Any, Any]
    inboxes: np.ndarray[Any, Any]
    opportunities: np.ndarray[Any, Any]
    customers: np.ndarray[Any, Any]
    content: np.ndarray[Any, Any]
    content_uses: np.ndarray[Any, Any]
    shelf: np.ndarray[Any, Any]
    calendar: np.ndarray[Any, Any]
    exposures: np.ndarray[Any, Any]
    counters: np.ndarray[Any, Any]
    staff: np.ndarray[Any, Any]
    active: np.ndarray[Any, Any]
    left: np.ndarray[Any, Any]
    dealing: np.ndarray[Any, Any]
    idle: np.ndarray[Any, Any]
    all_segments: np.ndarray[Any, Any]
    all_marketers: np.ndarray[Any, Any]
    all_reps: np.ndarray[Any, Any]
    all_leaders: np.ndarray[Any, Any]
    all_pairs: np.ndarray[Any, Any]


STATE = (
    SEGMENTS,
    PODS,
    ACCOUNTS,
    MEMBERS,
    MARKETERS,
    REPS,
    LEADERS,
    FIRM,
    PAIRS,
    LEADS_TABLE,
    INBOXES,
    OPPORTUNITIES,
    CUSTOMERS_TABLE,
    ASSETS,
    CONTENT_USES,
    SHELF,
    CALENDAR,
    EXPOSURES,
    COUNTERS,
    STAFF,
)
"""The tables of `World`, in its order."""
GROWING = ("leads", "inboxes", "opportunities", "customers", "content", "content_uses", "staff")
"""Tables that get rows during a run."""
MOVING = ("inboxes",)
"""Tables whose rows stand for something else every week: nothing can stand beside them."""
BLANK_LEAD = LEADS_TABLE.blank(1)
BLANK_OPPORTUNITY = OPPORTUNITIES.blank(1)
BLANK_CUSTOMER = CUSTOMERS_TABLE.blank(1)
BLANK_ASSET = ASSETS.blank(1)
BLANK_USE = CONTENT_USES.blank(1)
BLANK_FILE = STAFF.blank(1)
"""What is put first into a new row of a growing table; the room ahead is left untouched."""
