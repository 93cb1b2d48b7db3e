"""How a measured value stands to the band it is asked to lie in, and how a page says so."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.runs.statistics import means_with_intervals

Floats = NDArray[np.float64]
HOLDS, NOT, OPEN = "holds", "does not", "not told"


@dataclass(frozen=True)
class Judged:
    """A mean with its 95 % interval, beside the band it is asked to lie in.

    >>> Judged(0.3, 0.28, 0.32, (0.2, 0.35)).so
    'holds'
    """

    mean: float
    low: float
    high: float
    band: tuple[float, float] = (-math.inf, math.inf)

    @property
    def so(self) -> str:
        """Whether it lies in the band with all of its interval, with none, or is not told."""
        least, most = self.band
        if least <= self.low and self.high <= most:
            return HOLDS
        return OPEN if self.high >= least and self.low <= most else NOT

    def told(self, digits: str = ".2f", unit: float = 1.0) -> str:
        """Return the mean ± half its interval."""
        half = 0.5 * (self.high - self.low)
        return f"{self.mean * unit:{digits}} ± {half * unit:{digits.lstrip('+')}}"


def judged(values: Floats, band: tuple[float, float] = (-math.inf, math.inf)) -> Judged:
    """Return the mean of replicates with its interval; those without a value do not count."""
    found = means_with_intervals(np.asarray(values, dtype=np.float64)[:, None])
    return Judged(float(found.mean[0]), float(found.low[0]), float(found.high[0]), band)
