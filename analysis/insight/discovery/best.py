"""Which scheme is best at each point, and how sure that is.

The chance of being best is that of having the highest true mean at the point, given the paired
replicates there: draws from the Student posterior of the means (noninformative prior; Gelman et
al. 2013, Bayesian Data Analysis, 3.2 and 3.6), all schemes together, so that shared luck cancels.
With few replicates its tails are heavy and chances stay near even; identical schemes share the
chance. One replicate says nothing about luck: chances are then 0, 1 or a tie.

Replicates have the same seeds at every point, so a draw moves all points together: luck that
favours a scheme everywhere does not average out over points, and no interval here pretends so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DRAWS = 2_000
CELLS = 4_000_000


@dataclass(frozen=True)
class Luck:
    """Draws of how the replicates' luck may have gone; the same for all points.

    Attributes:
        moves: draws × replicates: multiples of each replicate's residual.
    """

    moves: Floats

    @classmethod
    def drawn(cls, replicates: int, draws: int, rng: np.random.Generator) -> Luck:
        """Return draws for so many replicates; no moves at all for one."""
        if replicates == 1:
            return cls(np.zeros((draws, 1)))
        normal = rng.standard_normal((draws, replicates))
        chi = rng.chisquare(replicates - 1, (draws, 1))
        # Σ zᵢ·(residual i) has covariance (n−1)·S for any number of schemes, also singular S.
        return cls(normal / np.sqrt(chi * replicates))

    def means(self, values: Floats) -> Floats:
        """Return draws of true means; points × replicates × schemes → points × draws × schemes."""
        centre = values.mean(axis=1, keepdims=True)
        return np.asarray(centre + self.moves @ (values - centre))


@dataclass(frozen=True)
class Standing:
    """How schemes stand against each other; see the fields' names.

    Attributes:
        chance: points × schemes: chance of being best.
        regret: points × schemes: see `regrets`.
        best_low, best_high: 95 % interval of the share of environments in which each is best.
        regret_low, regret_high: 95 % interval of the mean regret.
    """

    chance: Floats
    regret: Floats
    best_low: Floats
    best_high: Floats
    regret_low: Floats
    regret_high: Floats


def standing(
    values: Floats, groups: Ints | None = None, *, draws: int = DRAWS, seed: int = 0
) -> Standing:
    """Return chances and regrets, with intervals over environments and luck together.

    Args:
        values: points × replicates × schemes, higher is better, complete.
        groups: number of the sampled setting of each point; points that share one in several
            markets are resampled together. Each point by itself without it.
        draws: of luck, each with a resample of the environments.
        seed: of the draws.
    """
    rng = np.random.default_rng(seed)
    points, replicates, schemes = values.shape
    luck = Luck.drawn(replicates, draws, rng)
    weights = resampled(np.arange(points) if groups is None else groups, draws, rng)
    chance, regret = np.empty((points, schemes)), regrets(values)
    shares, given = np.zeros((draws, schemes)), np.zeros((draws, schemes))
    block = max(1, CELLS // (draws * max(replicates, schemes)))
    for start in range(0, points, block):
        rows = slice(start, start + block)
        means = luck.means(values[rows])
        is_top = means >= means.max(axis=2, keepdims=True)
        top = is_top / is_top.sum(axis=2, keepdims=True)
        chance[rows] = top.mean(axis=1)
        shares += np.einsum("dp,pds->ds", weights[:, rows], top)
        # Who would be picked stays fixed, so that only luck and environments move the regret.
        picked = np.einsum("pds,ps->pd", means, chance[rows])
        given += np.einsum("dp,pds->ds", weights[:, rows], picked[..., None] - means)
    around = regret.mean(axis=0) + given - given.mean(axis=0)
    low, high = np.quantile(np.stack([shares, around]), (0.025, 0.975), axis=1)
    return Standing(chance, regret, low[0], high[0], low[1], high[1])


def resampled(groups: Ints, draws: int, rng: np.random.Generator) -> Floats:
    """Return weights of the points in bootstrap samples of groups; draws × points, sums 1."""
    size = int(groups.max()) + 1
    counts = rng.multinomial(size, np.full(size, 1 / size), draws)[:, groups]
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def chances(values: Floats, *, draws: int = DRAWS, seed: int = 0) -> Floats:
    """Return for each point the chance that each scheme is best; points × schemes.

    Args:
        values: points × replicates × schemes, higher is better, complete.
        draws: random draws.
        seed: their seed.
    """
    return standing(values, draws=draws, seed=seed).chance


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
