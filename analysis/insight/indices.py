"""Sensitivity indices of one outcome, with bootstrap intervals over points and replicates.

Sobol indices use the estimators of Saltelli et al. (2010, Computer Physics Communications 181:259)
as SALib has them; elementary effects are those of Morris (1991, Technometrics 33:161), mu* that of
Campolongo, Cariboni & Saltelli (2007, Environmental Modelling & Software 22:1509). Intervals are
the estimate ± 1.96 standard deviations of resampled estimates, as SALib has them; here both the
base points (or trajectories) and the replicates are resampled.

The noise floor of an index is what independent luck in every run would give a parameter without
any effect: 0 for S1 and mu; the noise share for ST; with an elementary effect's step d and the
noise s of an analysed mean, 2s/(d·√pi) for mu* and s·√2/d for sigma.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.insight.noise import Noise

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Z = 1.959963984540054
RESAMPLES = 500
FEWEST_BLOCKS = 4
"""Base points or trajectories without which nothing is estimated."""


@dataclass(frozen=True)
class Index:
    """One kind of index for every parameter.

    Attributes:
        name: S1, ST, mu_star, sigma or mu.
        value, low, high: one entry per parameter.
        floor: what noise alone would give.
    """

    name: str
    value: Floats
    low: Floats
    high: Floats
    floor: float


def sobol_indices(
    blocks: Floats, noise: Noise, *, resamples: int = RESAMPLES, seed: int = 0
) -> list[Index]:
    """Return S1 and ST of every parameter.

    Args:
        blocks: base points × (parameters + 2) × replicates: f(A), f(A with column j of B) …, f(B).
        noise: luck in the means, for the floor.
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
    low, high = point - Z * spread, point + Z * spread
    return [
        Index(name, point[row], low[row], high[row], floor)
        for row, (name, floor) in enumerate((("S1", 0.0), ("ST", noise.share)))
    ]


def morris_indices(
    effects: Floats, noise: Noise, step: float, *, resamples: int = RESAMPLES, seed: int = 0
) -> list[Index]:
    """Return mu*, sigma and mu of every parameter, in units of the outcome over its whole range.

    Args:
        effects: trajectories × parameters × replicates: elementary effects.
        noise: luck in the means, for the floors.
        step: change of a parameter between two runs of a trajectory, as a share of its range.
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
    deviation = math.sqrt(noise.variance)
    floors = (2 * deviation / (step * math.sqrt(math.pi)), deviation * math.sqrt(2) / step, 0.0)
    return [
        Index(name, point[row], point[row] - Z * spread[row], point[row] + Z * spread[row], floor)
        for row, (name, floor) in enumerate(zip(("mu_star", "sigma", "mu"), floors, strict=True))
    ]


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
