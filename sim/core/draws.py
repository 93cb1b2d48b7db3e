"""Random numbers that are addressed, never consumed.

Every draw is a pure function of (key, stream, identity, week); the key of a run is `luck` of its
seed and replicate (see `sim.core.luck`). Nobody's luck depends on who else drew before, so one
more lead, one more rep or another order of agents disturbs nobody.

Generator: Philox4x32 with ten rounds (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers:
as easy as 1, 2, 3"), checked in tests/randomness against the published known answers.
Key: replicate (32 bit), seed (32 bit). Counter: identity (64 bit), week (32 bit), stream (32 bit).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.core.compiled import rule

WORD = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
MULTIPLIER_0 = np.uint64(0xD2511F53)
MULTIPLIER_1 = np.uint64(0xCD9E8D57)
WEYL_0 = np.uint64(0x9E3779B9)
WEYL_1 = np.uint64(0xBB67AE85)
ROUNDS = 10
MANTISSA_SHIFT = np.uint64(11)
TO_UNIT = 2.0**-53
ONCE = -32768
"""The week to give for a draw that belongs to an identity for ever."""
WEEK_OFFSET = 32768


@rule
def philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> Any:
    """Return the four 32-bit words of Philox4x32-10, each as uint64.

    Arguments are uint64 holding 32-bit words: counter c0..c3, key k0, k1.
    """
    for _ in range(ROUNDS):
        product_0 = MULTIPLIER_0 * c0
        product_1 = MULTIPLIER_1 * c2
        c0 = (product_1 >> HALF) ^ c1 ^ k0
        c1 = product_1 & WORD
        c2 = (product_0 >> HALF) ^ c3 ^ k1
        c3 = product_0 & WORD
        k0 = (k0 + WEYL_0) & WORD
        k1 = (k1 + WEYL_1) & WORD
    return c0, c1, c2, c3


@rule
def uniform(seed: int, stream: int, identity: int, week: int) -> float:
    """Return a number in the open interval (0, 1), with 53 random bits.

    seed: the key of a run, from `luck`; identity: 0 or more, below 2**63; stream: 0 or more; week:
    above -32768, or `ONCE`.
    """
    label = np.uint64(identity)
    key = np.uint64(seed)
    c0, c1, _c2, _c3 = philox(
        label & WORD,
        label >> HALF,
        np.uint64(week + WEEK_OFFSET),
        np.uint64(stream),
        key & WORD,
        key >> HALF,
    )
    bits = ((c0 << HALF) | c1) >> MANTISSA_SHIFT
    return (float(bits) + 0.5) * TO_UNIT


@rule
def inverse_normal(p: float) -> float:
    """Return the standard normal quantile of p in (0, 1), to about 1e-15 relative.

    Source: Wichura 1988, algorithm AS 241 (PPND16), Applied Statistics 37, 477-484.
    """
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return (
            q
            * (((((((2509.0809287301226727 * r + 33430.575583588128105) * r
                    + 67265.770927008700853) * r + 45921.953931549871457) * r
                  + 13731.693765509461125) * r + 1971.5909503065514427) * r
                + 133.14166789178437745) * r + 3.387132872796366608)
            / (((((((5226.495278852854561 * r + 28729.085735721942674) * r
                    + 39307.89580009271061) * r + 21213.794301586595867) * r
                  + 5394.1960214247511077) * r + 687.1870074920579083) * r
                + 42.313330701600911252) * r + 1.0)
        )  # fmt: skip
    r = math.sqrt(-math.log(min(p, 1.0 - p)))
    if r <= 5.0:
        r = r - 1.6
        value = (
            (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r
                  + 0.24178072517745061177) * r + 1.27045825245236838258) * r
                + 3.64784832476320460504) * r + 5.7694972214606914055) * r
              + 4.6303378461565452959) * r + 1.42343711074968357734)
            / (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
                    + 0.0151986665636164571966) * r + 0.14810397642748007459) * r
                  + 0.68976733498510000455) * r + 1.6763848301838038494) * r
                + 2.05319162663775882187) * r + 1.0)
        )  # fmt: skip
    else:
        r = r - 5.0
        value = (
            (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
                  + 0.0012426609473880784386) * r + 0.026532189526576123093) * r
                + 0.29656057182850489123) * r + 1.7848265399172913358) * r
              + 5.4637849111641143699) * r + 6.6579046435011037772)
            / (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
                    + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r
                  + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
                + 0.59983220655588793769) * r + 1.0)
        )  # fmt: skip
    return -value if q < 0.0 else value


@rule
def normal(seed: int, stream: int, identity: int, week: int) -> float:
    """Return a standard normal number; it rises with the uniform of the same address."""
    return inverse_normal(uniform(seed, stream, identity, week))


@rule
def poisson(seed: int, stream: int, identity: int, week: int, mean: float) -> int:
    """Return a Poisson count with the given mean (0 to about 100) by inversion."""
    u = uniform(seed, stream, identity, week)
    count = 0
    term = math.exp(-mean)
    total = term
    while u > total and count < 1000:
        count += 1
        term = term * mean / count
        total = total + term
    return count


@rule
def paired(first: int, second: int) -> int:
    """Return one identity for an ordered pair; both 0 or more, `second` below 2**20.

    >>> paired(3, 5) != paired(5, 3)
    True
    """
    return first * 1048576 + second
