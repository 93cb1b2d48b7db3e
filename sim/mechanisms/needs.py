"""What buyers need, and how it drifts.

Segment needs follow an Ornstein-Uhlenbeck walk whose stationary variance is one, whatever the
drift; now and then a shock moves the macro dimensions. An account needs what its segment needs
plus an offset of its own.

Counter-force: fast drift devalues everything anybody has learned, surveys most of all.
Neutral: drift 0 and shock_hazard 0 leave needs where they are.
Sources: evidence B1 (needs drift, needs shock).
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import normal, paired, uniform
from sim.core.params import Block, param
from sim.core.units import Number, PerWeek
from sim.world.names import DIMENSIONS, MACRO
from sim.world.state import Clock
from sim.world.vectors import LAGS

WALK, SHOCK, SHOCK_SIZE = 101, 102, 103


class Needs(Block):
    """Drift of what buyers need."""

    drift: Number = param(
        0.05, 0, 0.7, unit="sd/sqrt(week)", source="B1 needs drift", sweep=(0.005, 0.3),
        market=True, meaning="weekly step of the walk of needs, in stationary standard deviations",
    )  # fmt: skip
    shock_hazard: PerWeek = param(
        1 / 104, 0, 1, unit="1/week", source="B1 needs shock", sweep=(0.0, 0.04),
        market=True, meaning="chance a week that the macro needs of a segment jump",
    )  # fmt: skip
    shock_size: Number = param(
        1.0, 0, 5, unit="sd", source="B1 needs shock", sweep=(0.0, 2.0),
        market=True, meaning="standard deviation of such a jump",
    )  # fmt: skip


@rule
def walked(need: float, drift: float, step: float) -> float:
    """Return the need a week later; `step` is standard normal. Variance one is kept."""
    return need * math.sqrt(1.0 - drift * drift) + drift * step


@act
def drift_segment(row: int, segments: Any, needs: Any, clock: Clock) -> None:
    """Move one segment's needs by a week and remember the past."""
    segment = segments[row]
    shocked = uniform(clock.seed, SHOCK, row, clock.week) < needs["shock_hazard"]
    for dimension in range(DIMENSIONS):
        step = normal(clock.seed, WALK, paired(row, dimension), clock.week)
        segment["needs"][dimension] = walked(segment["needs"][dimension], needs["drift"], step)
        if shocked and dimension in MACRO:
            jump = normal(clock.seed, SHOCK_SIZE, paired(row, dimension), clock.week)
            segment["needs"][dimension] += needs["shock_size"] * jump
        segment["past"][clock.index % LAGS, dimension] = segment["needs"][dimension]


@phase
def drift(rows: Any, segments: Any, needs: Any, clock: Clock) -> None:
    """Move the needs of every segment."""
    for index in range(rows.shape[0]):
        drift_segment(rows[index], segments, needs, clock)
