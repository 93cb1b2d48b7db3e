"""Parameters inferred from statistics by simulation: semi-automatic regression, adjusted.

Statistics are turned into estimates of each parameter by a regression over all runs (Fearnhead and
Prangle); the runs whose estimates lie nearest to those of the data are kept, weighted, and moved to
where the data lie by a local linear regression with a spread of its own (Blum and François). How
far intervals can be trusted is measured on runs that are left out in turn.

Sources: Fearnhead and Prangle (2012), JRSS B 74, 419; Blum and François (2010), Statistics and
Computing 20, 63; Beaumont, Zhang and Balding (2002), Genetics 162, 2025.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]

KEPT = 0.4
"""Share of the runs that are kept as the nearest."""
FEWEST = 100
"""Runs that are kept at least."""
RIDGE = 1.0
EDGE = 1e-3
"""Nearest to the ends of a prior, in its distribution function."""
FOLDS = 8
CONFIDENCE = (0.5, 0.9)


@dataclass(frozen=True)
class Posterior:
    """Draws of each parameter, as places in its prior's distribution function.

    Attributes:
        draws: runs kept × parameters, within 0 and 1; weights: one a draw, summing to 1.
        nearest: rows of the runs that were kept.
    """

    draws: Floats
    weights: Floats
    nearest: NDArray[np.int64]

    def quantile(self, share: float) -> Floats:
        """Return a quantile of each parameter."""
        return np.array([_quantile(column, self.weights, share) for column in self.draws.T])


@dataclass(frozen=True)
class Design:
    """Runs that were made: places of parameters in their priors, and statistics of each run."""

    places: Floats
    statistics: Floats

    def __len__(self) -> int:
        return len(self.places)

    def without(self, rows: NDArray[np.bool_]) -> Design:
        """Return the design without some rows."""
        return Design(self.places[~rows], self.statistics[~rows])


@dataclass(frozen=True)
class Estimator:
    """The regression of parameters on statistics, ready for any data."""

    design: Design
    centre: Floats
    scale: Floats
    slopes: Floats
    aims: Floats
    estimates: Floats

    def of(self, statistics: Floats) -> Floats:
        """Return estimates, in normal scores, for rows of statistics."""
        return np.asarray(_features((statistics - self.centre) / self.scale) @ self.slopes)


def estimator(design: Design) -> Estimator:
    """Return the regression over all runs; each run's own estimates come from one without it."""
    centre = design.statistics.mean(axis=0)
    spread = design.statistics.std(axis=0)
    scale = np.asarray(np.where(spread > 0.0, spread, 1.0), dtype=np.float64)
    features = _features((design.statistics - centre) / scale)
    aims = ndtri(np.clip(design.places, EDGE, 1.0 - EDGE))
    estimates = np.empty_like(aims)
    for out in _folds(len(design)):
        estimates[out] = features[out] @ _ridge(features[~out], aims[~out])
    return Estimator(design, centre, scale, _ridge(features, aims), aims, estimates)


def _ridge(features: Floats, aims: Floats) -> Floats:
    damping = RIDGE * np.eye(features.shape[1])
    damping[0, 0] = 0.0
    return np.asarray(np.linalg.solve(features.T @ features + damping, features.T @ aims))


def _folds(size: int) -> list[NDArray[np.bool_]]:
    """Return parts of a design, by lot: every eighth point of a Sobol sequence is a corner."""
    order = np.random.default_rng(0).permutation(size)
    parts = np.zeros((FOLDS, size), dtype=np.bool_)
    for fold in range(FOLDS):
        parts[fold, order[fold::FOLDS]] = True
    return list(parts)


def posterior(known: Estimator, observed: Floats) -> Posterior:
    """Return what one row of statistics says of the parameters."""
    mine = known.of(observed[None, :])[0]
    residual = (known.aims - known.estimates).std(axis=0)
    apart = (known.estimates - mine) / np.maximum(residual, EDGE)
    distance = np.sqrt((apart**2).sum(axis=1))
    kept = min(max(FEWEST, round(KEPT * len(distance))), len(distance))
    nearest = np.argsort(distance, kind="stable")[:kept]
    reach = max(float(distance[nearest[-1]]), EDGE) * (1.0 + EDGE)
    weights = 1.0 - (distance[nearest] / reach) ** 2
    weights /= weights.sum()
    local = np.column_stack([np.ones(kept), known.estimates[nearest] - mine])
    here = _regressed(local, known.aims[nearest], weights)
    rest = (known.aims[nearest] - local @ here) / (1.0 - _leverage(local, weights))[:, None]
    noise = _regressed(local, np.log(rest**2 + EDGE), weights)
    stretch = np.exp(0.5 * np.clip(noise[0] - local @ noise, -2.0, 2.0))
    return Posterior(ndtr(here[0] + rest * stretch), weights, nearest)


@dataclass(frozen=True)
class Recovery:
    """How well runs that were left out are found again, one number a parameter.

    Attributes:
        covered: share of the truths inside the intervals of 50 and of 90 %, parameters × 2.
        error: median distance of the median from the truth, over the prior's sd.
        width: median width of the 90 % interval, over the prior's.
        tried: how many runs were left out.
    """

    covered: Floats
    error: Floats
    width: Floats
    tried: int


def recovery(design: Design, most: int = 200) -> Recovery:
    """Return how well a design finds its own runs again, each left out of what judges it."""
    tried = np.zeros(len(design), dtype=np.bool_)
    tried[np.random.default_rng(1).permutation(len(design))[:most]] = True
    low, middle, high, inside = [], [], [], []
    for out in _folds(len(design)):
        known = estimator(design.without(out))
        for row in np.flatnonzero(out & tried):
            found = posterior(known, design.statistics[row])
            truth = design.places[row]
            ends = [(found.quantile(0.5 - c / 2), found.quantile(0.5 + c / 2)) for c in CONFIDENCE]
            inside.append([(a <= truth) & (truth <= b) for a, b in ends])
            low.append(ends[1][0])
            high.append(ends[1][1])
            middle.append(np.abs(found.quantile(0.5) - truth))
    uniform_sd = 1.0 / np.sqrt(12.0)
    return Recovery(
        np.mean(inside, axis=0).T,
        np.median(middle, axis=0) / uniform_sd,
        np.median(np.array(high) - np.array(low), axis=0) / CONFIDENCE[1],
        len(inside),
    )


def _features(standard: Floats) -> Floats:
    """Return an intercept, statistics in standard units, and their squares, tails cut."""
    cut = np.clip(standard, -4.0, 4.0)
    return np.column_stack([np.ones(len(cut)), cut, cut**2 - 1.0])


def _regressed(features: Floats, aims: Floats, weights: Floats) -> Floats:
    weighed = features * weights[:, None]
    damping = 1e-6 * np.eye(features.shape[1])
    return np.asarray(np.linalg.solve(weighed.T @ features + damping, weighed.T @ aims))


def _leverage(features: Floats, weights: Floats) -> Floats:
    """Return how far each run draws the regression to itself: what its own residual lacks."""
    weighed = features * weights[:, None]
    damping = 1e-6 * np.eye(features.shape[1])
    solved = np.linalg.solve(weighed.T @ features + damping, weighed.T)
    return np.asarray(np.minimum(np.einsum("ij,ji->i", features, solved), 0.9))


def _quantile(values: Floats, weights: Floats, share: float) -> float:
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order]) - 0.5 * weights[order]
    return float(np.interp(share, total, values[order]))
