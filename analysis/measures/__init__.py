"""Numbers that describe one run; `MEASURES` holds them all, in the order of the tables."""

from analysis.measures import revenue as revenue  # isort: skip
from analysis.measures import funnel as funnel  # isort: skip
from analysis.measures import friction as friction  # isort: skip
from analysis.measures import knowledge as knowledge  # isort: skip
from analysis.measures import new_business as new_business  # isort: skip
from analysis.measures.registry import (
    MEASURES,
    Direction,
    Measure,
    Run,
    Tables,
    measure,
    measured,
    named,
)

REVENUE = ("gross_profit_y3", "bookings_y3", "gross_profit_y1", "bookings_y1", "sales_velocity")
"""What a scheme earns; the first that the runs can tell is the headline."""
FRICTION = "relationship_conflict"

__all__ = [
    "FRICTION",
    "MEASURES",
    "REVENUE",
    "Direction",
    "Measure",
    "Run",
    "Tables",
    "measure",
    "measured",
    "named",
]
