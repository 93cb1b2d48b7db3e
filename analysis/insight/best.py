"""Which scheme is best at each point, and how sure that is.

The chance of being best is that of having the highest true mean at the point, given the paired
replicates there: draws from the Student posterior of the means (noninformative prior; Gelman et
al. 2013, Bayesian Data Analysis, 3.2 and 3.6), all schemes together, so that shared luck cancels.
With few replicates its tails are heavy and chances stay near even; identical schemes share the
chance. One replicate says nothing about luck: chances are then 0, 1 or a tie.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DRAWS = 2_000
CELLS = 4_000_000


def posterior_means(values: Floats, rng: np.random.Generator, draws: int = DRAWS) -> Floats:
    """Return draws of the true mean of every scheme at one or more points.

    Args:
        values: points × replicates × schemes, complete.
        rng: random numbers.
        draws: how many.

    Returns points × draws × schemes; with one replicate, that replicate.
    """
    points, replicates, schemes = values.shape
    centre = values.mean(axis=1, keepdims=True)
    if replicates == 1:
        return np.broadcast_to(centre, (points, draws, schemes)).copy()
    normal = rng.standard_normal((points, draws, replicates))
    chi = rng.chisquare(replicates - 1, (points, draws, 1))
    # Σ zᵢ·(residual i) has covariance (n−1)·S for any number of schemes, also singular S.
    moves = normal @ (values - centre) / np.sqrt(chi * replicates)
    return np.asarray(centre + moves)


def chances(values: Floats, *, draws: int = DRAWS, seed: int = 0) -> Floats:
    """Return for each point the chance that each scheme is best; points × schemes.

    Args:
        values: points × replicates × schemes, higher is better, complete.
        draws: random draws per point.
        seed: their seed.
    """
    rng = np.random.default_rng(seed)
    points, replicates, schemes = values.shape
    result = np.empty((points, schemes))
    block = max(1, CELLS // (draws * max(replicates, schemes)))
    for start in range(0, points, block):
        means = posterior_means(values[start : start + block], rng, draws)
        is_top = means >= means.max(axis=2, keepdims=True)
        result[start : start + block] = (is_top / is_top.sum(axis=2, keepdims=True)).mean(axis=1)
    return result


def regrets(values: Floats) -> Floats:
    """Return what each scheme gives away at each point against the best one; points × schemes.

    The best scheme is chosen by all replicates but one and valued by that one, in turn, so that
    luck does not count as regret (it would if the same runs chose and valued). Single entries may
    be negative. With one replicate the same run does both: an upper bound.
    """
    replicates = values.shape[1]
    means = values.mean(axis=1)
    if replicates == 1:
        return np.asarray(means.max(axis=1, keepdims=True) - means)
    rest = (values.sum(axis=1, keepdims=True) - values) / (replicates - 1)
    is_top = rest >= rest.max(axis=2, keepdims=True)
    picked = (np.where(is_top, values, 0.0).sum(axis=2) / is_top.sum(axis=2)).mean(axis=1)
    return np.asarray(picked[:, None] - means)


def resampled_means(values: Floats, *, resamples: int = 2_000, seed: int = 0) -> Floats:
    """Return bootstrap means over points of each column; resamples × columns."""
    rng = np.random.default_rng(seed)
    size = len(values)
    block = max(1, CELLS // size)
    parts = []
    for start in range(0, resamples, block):
        count = min(block, resamples - start)
        weights = rng.multinomial(size, np.full(size, 1 / size), count) / size
        parts.append(weights @ values)
    return np.concatenate(parts)
