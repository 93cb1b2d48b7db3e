"""What common random numbers bring: how far paired runs vary together, what that saves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.runs.collect import measure_names

Floats = NDArray[np.float64]

FEWEST = 3


def coherence(
    values: Floats, names: Sequence[str], contrasts: Sequence[tuple[int, int]]
) -> pd.DataFrame:
    """Return correlation, variance reduction and runs saved per contrast and measure.

    Args:
        values: replicates × scenarios × measures.
        names: the scenarios.
        contrasts: places of scenario and baseline.
    """
    rows = []
    for place, base in contrasts:
        for column, measure in enumerate(measure_names()):
            pair = values[:, [place, base], column]
            pair = pair[~np.isnan(pair).any(axis=1)]
            correlation, factor = variance_reduction(pair)
            rows.append(
                {
                    "scenario": names[place],
                    "baseline": names[base],
                    "measure": measure,
                    "n": len(pair),
                    "correlation": correlation,
                    "variance_reduction": factor,
                    "runs_saved": 2 * len(pair) * (factor - 1),
                }
            )
    return pd.DataFrame(rows)


def variance_reduction(pair: Floats) -> tuple[float, float]:
    """Return the correlation of paired values, and variance unpaired over variance paired."""
    if len(pair) < FEWEST:
        return float("nan"), float("nan")
    first, second = pair.var(axis=0, ddof=1)
    apart = (pair[:, 0] - pair[:, 1]).var(ddof=1)
    if first <= 0 or second <= 0:
        return float("nan"), float("nan")
    covariance = (first + second - apart) / 2
    factor = (first + second) / apart if apart > 0 else float("inf")
    return float(covariance / np.sqrt(first * second)), float(factor)
