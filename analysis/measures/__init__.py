"""Numbers that describe one run; `MEASURES` holds them all, in the order of the tables."""

from analysis.measures import revenue as revenue  # isort: skip
from analysis.measures import funnel as funnel  # isort: skip
from analysis.measures import friction as friction  # isort: skip
from analysis.measures import knowledge as knowledge  # isort: skip
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

__all__ = [
    "MEASURES",
    "Direction",
    "Measure",
    "Run",
    "Tables",
    "measure",
    "measured",
    "named",
]
