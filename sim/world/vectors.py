"""What every table shares: marks of what never was, and types of vectors."""

from __future__ import annotations

from sim.world.names import DIMENSIONS, METRICS, SOURCES, TASKS, Entry

NEVER = -10000
"""The week of something that did not happen."""
NOBODY = -1
"""The row of nobody."""
FOREVER = 10**9
"""A week that never comes."""
LAGS = 27
"""How many past weeks of needs are kept (marketing sees them late)."""
MOST_SEGMENTS = 8
MOST_MEMBERS = 13
"""People in the largest buying group."""

BY_METRIC = f"f8[{len(METRICS)}]"
BY_SOURCE = f"f8[{len(SOURCES)}]"
BY_TASK = f"f8[{TASKS}]"
BY_NEED = f"f8[{DIMENSIONS}]"
BY_ENTRY = f"f8[{len(Entry)}]"
BY_SEGMENT = f"f8[{MOST_SEGMENTS}]"
BY_SEGMENT_AND_NEED = f"f8[{MOST_SEGMENTS},{DIMENSIONS}]"
BY_WEEK_AND_NEED = f"f8[{LAGS},{DIMENSIONS}]"
"""Types of vectors, by what their entries stand for."""
