"""How much of what varies between points is luck.

Replicate r has the same seed at every point, so the luck that all points share moves no index and
is taken out: noise is the residual of a two-way table of points × replicates (point and replicate
effects removed), as in an analysis of variance without repetition (Scheffé 1959, ch. 4).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEWEST_POINTS = 4
ROUNDING = 1e-12
"""Relative spread that is nothing but rounding."""
AIM = 0.1
"""Share of noise at which a study can be read without worry."""


@dataclass(frozen=True)
class Noise:
    """Luck in the numbers that are analysed: means over the replicates of a point.

    Attributes:
        run_variance: variance of one run around its point, shared luck removed; NaN if unknown.
        replicates: runs averaged at each point.
        total_variance: variance of the analysed means between points, noise included.
        source: "replicates", "repeats" or "unknown": where the estimate comes from.
        points, runs: points and runs per point the estimate rests on.
        is_constant: whether every run has the same value.
    """

    run_variance: float
    replicates: int
    total_variance: float
    source: str
    points: int
    runs: int
    is_constant: bool = False

    @property
    def variance(self) -> float:
        """Return the noise variance of an analysed mean."""
        return self.run_variance / self.replicates

    @property
    def share(self) -> float:
        """Return the share of the variance between points that is noise; NaN if unknown."""
        if math.isnan(self.run_variance) or not self.total_variance > 0:
            return float("nan")
        return min(1.0, self.variance / self.total_variance)

    def replicates_for(self, share: float = AIM) -> int | None:
        """Return how many replicates a point bring the share of noise down to `share`."""
        signal = self.total_variance - self.variance
        if math.isnan(self.share) or not signal > 0:
            return None
        return max(1, math.ceil(self.run_variance * (1 - share) / (share * signal)))


def residual_variance(values: Floats) -> float:
    """Return the mean square left when point and replicate effects are taken out.

    Args:
        values: points × replicates; points with a missing value are left out.

    Returns NaN with fewer than two replicates or fewer than FEWEST_POINTS points.
    """
    table = values[~np.isnan(values).any(axis=1)]
    points, replicates = table.shape
    if replicates < 2 or points < FEWEST_POINTS:
        return float("nan")
    rest = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + table.mean()
    return float((rest**2).sum() / ((points - 1) * (replicates - 1)))


def noise_of(values: Floats, repeats: Floats | None = None) -> Noise:
    """Return the noise of the means over replicates.

    Args:
        values: points × replicates, the study itself.
        repeats: points × replicates at a few points that were run more often; used only when the
            study has one replicate.
    """
    table = values[~np.isnan(values).any(axis=1)]
    replicates = values.shape[1]
    if len(table) and _is_one_value(table):
        return Noise(0.0, replicates, 0.0, "unknown", 0, 0, is_constant=True)
    means = table.mean(axis=1)
    total = float("nan")
    if len(table) > 1:
        total = 0.0 if _is_one_value(means) else float(means.var(ddof=1))
    source, basis = "unknown", np.empty((0, 0))
    if replicates > 1:
        source, basis = "replicates", table
    elif repeats is not None:
        source, basis = "repeats", repeats[~np.isnan(repeats).any(axis=1)]
    variance = residual_variance(basis)
    if math.isnan(variance):
        return Noise(variance, replicates, total, "unknown", 0, 0)
    return Noise(variance, replicates, total, source, *basis.shape)


def _is_one_value(table: Floats) -> bool:
    """Return whether nothing but rounding tells the values apart."""
    return bool(np.ptp(table) <= ROUNDING * np.abs(table).max())
