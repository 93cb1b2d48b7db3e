"""Runs to a precision: whether one can be reached, and when it is.

The measure it watches must exist in runs of that length.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from analysis.runs import statistics
from analysis.runs.collect import Replicate, measure_names
from sim.core.errors import InputError

PRECISION_MEASURE = "gross_profit_y3"
WEEKS = 156
"""Counted weeks without which gross profit of three years is not known."""


def check_precision(weeks: int, measure: str) -> None:
    """Raise InputError where the measure that a precision watches cannot exist."""
    if weeks < WEEKS:
        raise InputError(
            f"precision: watches {measure}, which a run of {weeks} weeks does not have; "
            f"count {WEEKS} weeks (--weeks {WEEKS}), or ask for --replicates"
        )


class Stop(Protocol):
    """Says when enough replicates are there."""

    def is_met(self, replicate: Replicate) -> bool:
        """Take one more replicate and return whether to stop."""


class StoppingRule:
    """Stop when every paired interval of the precision measure is narrow enough."""

    def __init__(self, target: float, baseline: int) -> None:
        self.target = target
        self.width = float("inf")
        self.reached = False
        self._baseline = baseline
        self._column = measure_names().index(PRECISION_MEASURE)
        self._values: list[list[float]] = []

    def is_met(self, replicate: Replicate) -> bool:
        """Take one more replicate and return whether to stop."""
        self._values.append([float(run.values[self._column]) for run in replicate.runs])
        if len(self._values) < statistics.FIRST_LOOK:
            return False
        values = np.array(self._values)
        others = np.delete(values, self._baseline, axis=1)
        estimates = statistics.anytime_intervals(others - values[:, [self._baseline]])
        base = abs(float(np.nanmean(values[:, self._baseline])))
        widths = (estimates.high - estimates.low) / base if base else np.array([np.inf])
        self.width = float(np.max(widths))
        self.reached = bool(self.width < self.target)
        return self.reached
