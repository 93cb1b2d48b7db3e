"""Sensitivity indices of one outcome, with bootstrap intervals over points and replicates.

Sobol indices use the estimators of Saltelli et al. (2010, Computer Physics Communications 181:259)
as SALib has them; elementary effects are those of Morris (1991, Technometrics 33:161), mu* that of
Campolongo, Cariboni & Saltelli (2007, Environmental Modelling & Software 22:1509). Intervals are
the estimate ± 1.96 standard deviations of resampled estimates, as SALib has them; here both the
base points (or trajectories) and the replicates are resampled.

The noise floor of an index is what luck alone gives a parameter. It follows from v, the variance
between replicates of what changes when that parameter alone changes (same seed on both sides, so
most luck cancels, and more for some parameters than for others): v/(2V) for ST, with V the variance
between points; √(2v/π) for mu*; √v for sigma; 0 for S1 and mu.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEVEL = 0.95
Z = 1.959963984540054
RESAMPLES = 500
ROUNDING = 1e-9
"""Effects smaller than this part of the largest are rounding errors."""
FEWEST_BLOCKS = 4
"""Base points or trajectories without which nothing is estimated."""


@dataclass(frozen=True)
class Index:
    """One kind of index for every parameter.

    Attributes:
        name: S1, ST, mu_star, sigma or mu.
        value, low, high: one entry per parameter.
        floor: what luck alone would give; NaN where that is not known.
        is_clear: whether it lies above its floor beyond doubt, over all parameters together.
    """

    name: str
    value: Floats
    low: Floats
    high: Floats
    floor: Floats
    is_clear: NDArray[np.bool_]


def sobol_indices(
    blocks: Floats, luck: Floats, *, resamples: int = RESAMPLES, seed: int = 0
) -> list[Index]:
    """Return S1 and ST of every parameter.

    Args:
        blocks: base points × (parameters + 2) × replicates: f(A), f(A with column j of B) …, f(B).
        luck: variance between replicates of f(A) − f(A with column j of B), of their means.
        resamples: bootstrap samples.
        seed: seed of the resampling.
    """
    from SALib.analyze.sobol import first_order, total_order

    centred = blocks - blocks.mean()
    size, width, replicates = blocks.shape
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, size, (size, resamples))
    weights = _replicate_weights(rng, replicates, resamples)
    even = np.full((replicates, 1), 1 / replicates)

    def drawn(place: int) -> Floats:
        return np.asarray(np.take_along_axis(centred[:, place] @ weights, rows, axis=0))

    ends = {place: (centred[:, place] @ even, drawn(place)) for place in (0, width - 1)}
    (a, a_drawn), (b, b_drawn) = ends[0], ends[width - 1]
    point, spread = (np.empty((2, width - 2)) for _ in range(2))
    for place in range(1, width - 1):
        ab, ab_drawn = centred[:, place] @ even, drawn(place)
        point[0, place - 1] = first_order(a, ab, b)[0]
        point[1, place - 1] = total_order(a, ab, b)[0]
        spread[0, place - 1] = first_order(a_drawn, ab_drawn, b_drawn).std(ddof=1)
        spread[1, place - 1] = total_order(a_drawn, ab_drawn, b_drawn).std(ddof=1)
    ends = blocks[:, [0, -1]].mean(axis=2)
    floor = luck / (2 * float(ends.var()))
    total = _index("ST", point[1], spread[1], floor)
    return [_index("S1", point[0], spread[0], np.zeros_like(floor), total), total]


def morris_indices(
    effects: Floats, luck: Floats, *, resamples: int = RESAMPLES, seed: int = 0
) -> list[Index]:
    """Return mu*, sigma and mu of every parameter, in units of the outcome over its whole range.

    Args:
        effects: trajectories × parameters × replicates: elementary effects.
        luck: variance between replicates of an elementary effect, of their means.
        resamples: bootstrap samples.
        seed: seed of the resampling.
    """
    size, _, replicates = effects.shape
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, size, (resamples, size))
    weights = _replicate_weights(rng, replicates, resamples)
    point = _moments(effects.mean(axis=2))
    drawn = np.array(
        [_moments(effects[rows[draw]] @ weights[:, draw]) for draw in range(resamples)]
    )
    spread = drawn.std(axis=0, ddof=1)
    scale = float(point[0].max(initial=0.0))
    star = _index("mu_star", point[0], spread[0], np.sqrt(2 * luck / math.pi), scale=scale)
    return [
        star,
        _index("sigma", point[1], spread[1], np.sqrt(luck), star, scale),
        _index("mu", point[2], spread[2], np.zeros_like(luck), star, scale),
    ]


def luck_in(changes: Floats, replicates: int) -> Floats:
    """Return for every parameter the variance that luck has in a mean change.

    Args:
        changes: blocks × parameters × runs: what changes with the parameter, run by run.
        replicates: runs that are averaged in the analysis.

    Returns NaN with fewer than two runs.
    """
    if changes.shape[2] < 2 or not len(changes):
        return np.full(changes.shape[1], np.nan)
    return np.asarray(changes.var(axis=2, ddof=1).mean(axis=0) / replicates)


def _index(
    name: str,
    value: Floats,
    spread: Floats,
    floor: Floats,
    leader: Index | None = None,
    scale: float = 1.0,
) -> Index:
    """Return an index; it is clear only where the one it belongs to is clear too."""
    from scipy.special import ndtri

    sure = float(ndtri(1 - (1 - LEVEL) / 2 / max(1, value.size))) * spread
    beyond = np.abs(value) if name == "mu" else value
    is_clear = (beyond - sure > np.nan_to_num(floor)) & (beyond > ROUNDING * scale)
    if leader is not None:
        is_clear &= leader.is_clear
    return Index(name, value, value - Z * spread, value + Z * spread, floor, is_clear)


def elementary_effects(unit: Floats, values: Floats, step: float) -> Floats:
    """Return the elementary effects of a Morris design.

    Args:
        unit: trajectories × (parameters + 1) × parameters: positions in 0 … 1.
        values: trajectories × (parameters + 1) × replicates.
        step: change of a parameter between two rows of a trajectory.

    Each parameter moves once in a trajectory. One that does not (a whole number that rounds to
    the same) has the effect 0: nothing changed.
    """
    moves = np.diff(unit, axis=1)
    changes = np.diff(values, axis=1)
    return np.asarray(np.einsum("tsp,tsr->tpr", np.sign(moves), changes) / step)


def _moments(effects: Floats) -> Floats:
    """Return mean of absolute effects, their standard deviation, and their mean; 3 × parameters."""
    return np.stack(
        [np.abs(effects).mean(axis=0), effects.std(axis=0, ddof=1), effects.mean(axis=0)]
    )


def _replicate_weights(rng: np.random.Generator, replicates: int, resamples: int) -> Floats:
    """Return the share of each replicate in each resample; replicates × resamples."""
    counts = rng.multinomial(replicates, np.full(replicates, 1 / replicates), resamples)
    return np.asarray(counts.T / replicates)
