"""Intervals and p-values for means of replicates, honest for heavy tails.

Deal values are lognormal with a sigma above 1, so a mean of a few dozen replicates is not normal.
Intervals are symmetric bootstrap-t (Hall 1988, J. Royal Statistical Society B 50:35): the quantile
comes from resampled |t|, never below Student's. Measured: they cover the mean of plain lognormals
(sigma 1.2) in 88 % of samples of 30 and 91 % of 100, and heavy-tailed differences in over 95 %.

With a stopping rule they are confidence sequences (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas
2024, Annals of Statistics 52:2613), which hold at every number of replicates at once, so one may
stop whenever one likes; the price is an interval about 1.6 times as wide.

What rarely happens has intervals of its own; see `analysis.runs.rare`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.runs.rare import rare_bounds

Floats = NDArray[np.float64]

LEVEL = 0.95
FEWEST = 10
"""Below so many replicates resampling says little: Student's t alone."""
FIRST_LOOK = 30
"""A sequential rule never stops before this many replicates."""
TUNED_FOR = 100
"""Number of replicates at which the confidence sequence is tightest."""
POWER = 0.8
"""The chance with which a difference is to be shown by the replicates that are named."""
FAR = 1e9
CHUNK = 2_000_000
"""Cells of a block of resampling weights."""
TINY = 1e-12


@dataclass(frozen=True)
class Estimates:
    """Means of several columns with their uncertainty; one entry per column.

    Attributes:
        n: number of replicates with a value.
        mean: mean of those; NaN without any.
        low, high: ends of the interval; NaN with fewer than two replicates.
        p: two-sided p-value of "the mean is 0".
    """

    n: NDArray[np.int64]
    mean: Floats
    low: Floats
    high: Floats
    p: Floats


def means_with_intervals(
    samples: Floats,
    *,
    family: int = 1,
    seed: int = 0,
    events: Floats | None = None,
    is_signed: bool = True,
) -> Estimates:
    """Return mean, 95 % interval and p-value for every column of `samples`.

    Args:
        samples: replicates × columns; NaN where a replicate has no value.
        family: how many p-values will be adjusted together; more of them need more resamples.
        seed: seed of the resampling.
        events: per column what one event adds to it; NaN for what is no count.
        is_signed: whether a mean may lie below zero although no value did, as of differences.
    """
    valid = ~np.isnan(samples)
    columns = samples.shape[1]
    low, high, p = (np.full(columns, np.nan) for _ in range(3))
    count = valid.sum(axis=0)
    masks, which = np.unique(valid, axis=1, return_inverse=True)
    for group in range(masks.shape[1]):
        chosen = np.flatnonzero(which.ravel() == group)
        data = samples[np.ix_(masks[:, group], chosen)]
        if data.shape[0] > 1:
            low[chosen], high[chosen], p[chosen] = _studentised(data, family, seed)
    found = Estimates(count, _means(samples, valid), low, high, p)
    return _with_rare(found, samples, events, is_signed=is_signed, is_sequential=False)


def _with_rare(
    found: Estimates,
    samples: Floats,
    events: Floats | None,
    *,
    is_signed: bool,
    is_sequential: bool,
) -> Estimates:
    """Return the estimates with the intervals of what happened rarely or never."""
    low, high, p = found.low.copy(), found.high.copy(), found.p.copy()
    for each in rare_bounds(
        samples, events, LEVEL, is_signed=is_signed, is_sequential=is_sequential
    ):
        low[each.column], high[each.column] = each.low, each.high
        p[each.column] = p[each.column] if each.p is None else each.p
    return Estimates(found.n, found.mean, low, high, p)


def _means(samples: Floats, valid: NDArray[np.bool_]) -> Floats:
    count = valid.sum(axis=0)
    total = np.where(valid, samples, 0.0).sum(axis=0)
    return np.asarray(np.where(count, total / np.maximum(count, 1), np.nan), dtype=np.float64)


def _studentised(data: Floats, family: int, seed: int) -> tuple[Floats, Floats, Floats]:
    """Return low, high and p of columns without missing values."""
    n = data.shape[0]
    mean, spread = data.mean(axis=0), data.std(axis=0, ddof=1)
    is_constant = spread <= TINY * np.maximum(np.abs(mean), 1e-300)
    error = np.where(is_constant, 0.0, spread / math.sqrt(n))
    statistic = np.abs(mean) / np.where(is_constant, 1.0, error)
    quantile, p = _student(n, statistic)
    varying = np.flatnonzero(~is_constant)
    if n >= FEWEST and varying.size:
        scaled = (data[:, varying] - mean[varying]) / spread[varying]
        resampled = _resampled(scaled, _resamples(family), seed)
        quantile[varying] = np.maximum(
            quantile[varying], np.quantile(resampled, LEVEL, axis=0, method="higher")
        )
        beyond = np.count_nonzero(resampled >= statistic[varying], axis=0)
        p[varying] = np.maximum(p[varying], (1 + beyond) / (1 + resampled.shape[0]))
    p[is_constant] = np.where(mean[is_constant] == 0, 1.0, 2.0 ** (1 - n))
    return mean - quantile * error, mean + quantile * error, p


def _student(n: int, statistic: Floats) -> tuple[Floats, Floats]:
    from scipy.special import stdtr, stdtrit

    quantile = np.full(statistic.shape, float(stdtrit(n - 1, (1 + LEVEL) / 2)))
    return quantile, np.asarray(2 * stdtr(n - 1, -statistic), dtype=np.float64)


def _resamples(family: int) -> int:
    """Return how many resamples make an adjusted p-value of 0.05 reachable with ease."""
    return min(max(9_999, 100 * family - 1), 49_999)


def _resampled(scaled: Floats, resamples: int, seed: int) -> Floats:
    """Return |t| of resampled columns (mean 0, deviation 1), resamples × columns."""
    n = scaled.shape[0]
    rng = np.random.default_rng([seed, n, resamples])
    block = max(1, CHUNK // n)
    squares = scaled * scaled
    parts = []
    for start in range(0, resamples, block):
        size = min(block, resamples - start)
        rows = rng.integers(0, n, (size, n)) + n * np.arange(size)[:, None]
        weights = np.bincount(rows.ravel(), minlength=size * n).reshape(size, n) / n
        parts.append(_absolute_t(weights @ scaled, weights @ squares, n))
    return np.concatenate(parts)


def _absolute_t(mean: Floats, square: Floats, n: int) -> Floats:
    """Return |t| from resampled first and second moments; infinite where nothing varies."""
    variance = np.maximum(square - mean * mean, 0.0) * (n / (n - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(mean) * math.sqrt(n) / np.sqrt(variance)
    flat = variance <= TINY
    return np.asarray(np.where(flat, np.where(np.abs(mean) <= TINY, 0.0, np.inf), t))


def anytime_intervals(
    samples: Floats, *, events: Floats | None = None, is_signed: bool = True
) -> Estimates:
    """Return mean, anytime-valid 95 % interval and p-value for every column of `samples`.

    The interval is mean ± s·√(2(nρ²+1)/(n²ρ²)·ln(√(nρ²+1)/α)); p is the α at which it touches 0.
    """
    valid = ~np.isnan(samples)
    n = valid.sum(axis=0)
    mean = _means(samples, valid)
    spread = np.sqrt(np.where(valid, (samples - mean) ** 2, 0.0).sum(axis=0) / np.maximum(n - 1, 1))
    wide = n.astype(np.float64) * _rho_squared() + 1
    alpha = 1 - LEVEL
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = 2 * wide / (n * (wide - 1))
        half = spread * np.sqrt(factor * np.log(np.sqrt(wide) / alpha))
        p = np.minimum(1.0, np.sqrt(wide) * np.exp(-((mean / spread) ** 2) / factor))
    p = np.where(spread > 0, p, np.where(mean == 0, 1.0, 0.0))
    enough = n > 1
    low, high = np.where(enough, mean - half, np.nan), np.where(enough, mean + half, np.nan)
    found = Estimates(n, mean, low, high, np.where(enough, p, np.nan))
    return _with_rare(found, samples, events, is_signed=is_signed, is_sequential=True)


def _rho_squared() -> float:
    """Return the tuning constant ρ² that is best at TUNED_FOR replicates."""
    log = -2 * math.log(1 - LEVEL)
    return (log + math.log(log) + 1) / TUNED_FOR


def replicates_to_settle(effect: float, tests: int, *, is_sequential: bool = False) -> float:
    """Return how many pairs would show a difference of this size, in four cases of five.

    Args:
        effect: mean of the paired differences over their standard deviation.
        tests: how many comparisons are undecided: Holm asks for a p-value below 0.05 over them.
        is_sequential: whether p-values are to hold at any stopping time.

    Taken as normal: the usual sample size n = ((t(1 − α/2k) + z(POWER)) / |effect|)²; with a
    stopping rule the n at which the confidence sequence's p-value gets there.
    """
    from scipy.special import ndtri

    alpha = (1 - LEVEL) / tests
    if effect == 0 or math.isnan(effect):
        return math.inf
    n = max(3.0, ((float(ndtri(1 - alpha / 2)) + float(ndtri(POWER))) / abs(effect)) ** 2)
    while n < FAR and _likely_p(abs(effect), n, is_sequential) > alpha:
        n *= 1.02
    return n


def _likely_p(effect: float, n: float, is_sequential: bool) -> float:
    """Return the p-value that four samples of five reach or beat after n replicates."""
    from scipy.special import ndtri, stdtr

    seen = max(0.0, effect - float(ndtri(POWER)) / math.sqrt(n))
    if not is_sequential:
        return 2 * float(stdtr(n - 1, -seen * math.sqrt(n)))
    wide = n * _rho_squared() + 1
    return math.sqrt(wide) * math.exp(-(seen**2) * n * (wide - 1) / (2 * wide))


def holm(p_values: Floats) -> Floats:
    """Return p-values adjusted by Holm's step-down rule; NaN stays NaN and does not count.

    >>> [round(float(p), 3) for p in holm(np.array([0.01, 0.04, 0.03]))]
    [0.03, 0.06, 0.06]
    """
    adjusted = np.full(p_values.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p_values))
    order = known[np.argsort(p_values[known], kind="stable")]
    steps = p_values[order] * np.arange(order.size, 0, -1)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return adjusted


def quantiles(samples: NDArray[np.floating], probability: float) -> Floats:
    """Return a quantile of every column, ignoring NaN; NaN for columns without numbers."""
    ordered = np.sort(samples, axis=0)
    return sorted_quantiles(ordered, probability)


def sorted_quantiles(ordered: NDArray[np.floating], probability: float) -> Floats:
    """Return a quantile of every column of samples sorted along axis 0 (NaN last)."""
    count = np.count_nonzero(~np.isnan(ordered), axis=0)
    place = probability * np.maximum(count - 1, 0)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(count - 1, 0))
    columns = np.arange(ordered.shape[1])
    first = ordered[below, columns].astype(np.float64)
    second = ordered[above, columns].astype(np.float64)
    return np.asarray(first + (second - first) * (place - below), dtype=np.float64)
