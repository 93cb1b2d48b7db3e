"""When an explanation has runs enough."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.explanation.shares import by_mask, contributions
from analysis.runs import statistics
from analysis.runs.collect import Replicate

Floats = NDArray[np.float64]


class Narrow:
    """Stop when the interval of every lever's contribution is narrow enough."""

    def __init__(self, target: float, number: int, seed: int, column: int) -> None:
        self.target, self.width = target, float("inf")
        self._number, self._seed, self._column = number, seed, column
        self._shares: list[Floats] = []
        self._base: list[float] = []

    def is_met(self, replicate: Replicate) -> bool:
        """Take one more replicate and return whether to stop."""
        values = by_mask(replicate, self._number, self._seed)
        shares = contributions(values, self._number, self._seed, replicate.index)
        self._shares.append(shares[:, self._column])
        self._base.append(float(values[0][self._column]))
        if len(self._shares) < statistics.FIRST_LOOK:
            return False
        found = statistics.anytime_intervals(np.array(self._shares))
        base = abs(float(np.nanmean(self._base)))
        self.width = float(np.max(found.high - found.low)) / base if base else float("inf")
        return self.width < self.target
