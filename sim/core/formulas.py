"""Small formulas that several rooms use; they know nothing about markets."""

from __future__ import annotations

import math

from sim.core.compiled import rule

LN2 = math.log(2.0)
SQRT2 = math.sqrt(2.0)
ROOT_TWO_PI = math.sqrt(2.0 * math.pi)
STEEPEST = 700.0
"""Beyond this exponent exp() overflows."""


@rule
def logistic(x: float) -> float:
    """Return 1 / (1 + exp(-x)), safe for any x."""
    return 1.0 / (1.0 + math.exp(-min(max(x, -STEEPEST), STEEPEST)))


@rule
def normal_cdf(x: float) -> float:
    """Return the standard normal distribution function."""
    return 0.5 * (1.0 + math.erf(x / SQRT2))


@rule
def normal_density(x: float) -> float:
    """Return the standard normal density."""
    return math.exp(-0.5 * x * x) / ROOT_TWO_PI


@rule
def kept(half_life: float) -> float:
    """Return the share that is left after one week of decay with the given half-life in weeks."""
    return math.exp(-LN2 / half_life)


@rule
def updated(view: float, heard: float, share: float) -> float:
    """Return a view, or anything remembered, moved towards what is new by `share`.

    >>> updated(1.0, 3.0, 0.25)
    1.5
    """
    return view + share * (heard - view)


@rule
def absorbed(hours: float, enough: float) -> float:
    """Return the share of something new that people take in; `enough` hours bring 63 %."""
    return 1.0 - math.exp(-hours / enough)


@rule
def clipped(x: float, low: float, high: float) -> float:
    """Return x, but not below `low` nor above `high`."""
    return min(max(x, low), high)


@rule
def with_odds(p: float, factor: float) -> float:
    """Return the probability whose odds are those of p times `factor`."""
    return p * factor / (1.0 - p + p * factor)


@rule
def ratio(top: float, bottom: float, otherwise: float) -> float:
    """Return top / bottom, or `otherwise` when there is nothing to divide by."""
    return top / bottom if bottom > 0.0 else otherwise


@rule
def answered(spend: float, power: float, is_adbudg: bool) -> float:
    """Return how strongly a market answers to spend in units, one unit answered by 1.

    A power has diminishing returns from the first euro on. By ADBUDG (Little 1970) answers rise to
    a ceiling, slowly at first where twice the power is above 1. Both have the same value and slope
    at one unit.

    >>> answered(1.0, 0.8, False), answered(1.0, 0.8, True)
    (1.0, 1.0)
    """
    if is_adbudg:
        raised = spend ** (2.0 * power)
        return float(2.0 * raised / (1.0 + raised))
    return float(spend**power)


@rule
def alike_by_steps(squared_distance: float) -> float:
    """Return likeness that falls by a fixed part with every step away (Shepard 1987).

    It agrees with the Gaussian exp(-d²/2) at a distance of 0 and of 1.
    """
    return math.exp(-0.5 * math.sqrt(squared_distance))


@rule
def alike_as_felt(squared_distance: float) -> float:
    """Return likeness that falls with the distance as it is felt: its logarithm (Fechner 1860).

    It agrees with the Gaussian exp(-d²/2) at a distance of 0 and of 1, and ends at 0.
    """
    felt = math.log(1.0 + math.sqrt(squared_distance)) / LN2
    return max(1.0 - (1.0 - math.exp(-0.5)) * felt, 0.0)


@rule
def believed(prior: float, prior_weight: float, proven: float, tried: float) -> float:
    """Return the mean of a Beta belief: the prior counts as `prior_weight` follow-ups."""
    return (prior * prior_weight + proven) / (prior_weight + tried)


@rule
def payout(attainment: float, accelerator: float, bonus: float, cap: float) -> float:
    """Return pay per unit of variable pay at an attainment of target.

    Linear up to the target, a bonus on reaching it, `accelerator` times the slope beyond, up to
    `cap` times the target.
    """
    if attainment < 1.0:
        return attainment
    return 1.0 + bonus + accelerator * (min(attainment, cap) - 1.0)


@rule
def expected_slope(
    forecast: float, spread: float, accelerator: float, bonus: float, cap: float
) -> float:
    """Return the slope of expected pay at a forecast attainment with this spread."""
    over = normal_cdf((forecast - 1.0) / spread)
    beyond = normal_cdf((forecast - cap) / spread)
    kick = bonus * normal_density((forecast - 1.0) / spread) / spread
    return (1.0 - over) + accelerator * (over - beyond) + kick


@rule
def expected_over(forecast: float, spread: float, mark: float) -> float:
    """Return by how much a result is expected to lie above a mark, counting 0 where it does not.

    >>> round(expected_over(1.0, 0.5, 1.0), 3)
    0.199
    """
    z = (forecast - mark) / spread
    return spread * (z * normal_cdf(z) + normal_density(z))


@rule
def expected_payout(
    forecast: float, spread: float, accelerator: float, bonus: float, cap: float
) -> float:
    """Return expected pay at a forecast attainment with this spread: `payout` of a normal result.

    Its slope is `expected_slope`. What a deal of V pays is the difference of two of these, not a
    slope times V, once V is not small against a quarter's target (Oyer 1998).
    """
    above = expected_over(forecast, spread, 1.0)
    beyond = expected_over(forecast, spread, cap)
    reached = bonus * normal_cdf((forecast - 1.0) / spread)
    return forecast + (accelerator - 1.0) * above - accelerator * beyond + reached
