"""Stochastic dominance between schemes when the market is uncertain.

Each environment is as likely as another; F is the distribution of a scheme's mean outcome over
environments. A dominates B in first order when F_A ≤ F_B everywhere: whoever wants more picks A.
In second order when the area under F_A is never larger: whoever also dislikes risk picks A
(Hadar & Russell 1969, American Economic Review 59:25). Neither survives a single bad tail, so the
share of the area between the curves that speaks against A is given too (almost dominance; Leshno &
Levy 2002, Management Science 48:1074).

Noise: environments and replicates are resampled together, and dominance is only stated when it
holds in at least LEVEL of the resamples.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.insight.discovery.best import Luck

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

Floats = NDArray[np.float64]

RESAMPLES = 500
LEVEL = 0.95
TINY = 1e-12


def dominance(
    values: Floats,
    schemes: Sequence[str],
    groups: NDArray[np.int64] | None = None,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> pd.DataFrame:
    """Return for every ordered pair of schemes whether the first dominates the second.

    Args:
        values: points × replicates × schemes, higher is better, complete.
        schemes: names.
        groups: number of the sampled setting of each point, resampled together.
        resamples: of environments and replicates.
        seed: of the resampling.

    Columns: scenario, over, first_order and second_order (in the means seen), first_share and
    second_share (of the resamples in which it holds), against (share of the area between the
    curves that speaks against it), verdict ("first order", "second order" or "none").
    """
    import pandas as pd

    rng = np.random.default_rng(seed)
    size = len(values)
    seen = np.sort(values.mean(axis=1), axis=0)
    pairs = list(permutations(range(len(schemes)), 2))
    held = np.zeros((len(pairs), 2))
    luck = Luck.drawn(values.shape[1], resamples, rng)
    owner = np.arange(size) if groups is None else groups
    members = [np.flatnonzero(owner == each) for each in np.unique(owner)]
    for move in luck.moves:
        picked = rng.integers(0, len(members), len(members))
        rows = np.concatenate([members[each] for each in picked])
        drawn = np.sort(Luck(move[None]).means(values[rows])[:, 0], axis=0)
        held += [holds(drawn[:, a], drawn[:, b]) for a, b in pairs]
    shares = held / resamples
    return pd.DataFrame(
        [
            _row(seen[:, a], seen[:, b], schemes[a], schemes[b], shares[place])
            for place, (a, b) in enumerate(pairs)
        ]
    )


def holds(a: Floats, b: Floats) -> tuple[bool, bool]:
    """Return whether sorted outcomes `a` dominate `b` in first and in second order.

    With equally many environments, F_A ≤ F_B is the same as every quantile of A reaching that of
    B, and the second order the same of the running sums. Equal outcomes dominate nothing.
    """
    apart = a - b
    room = TINY * max(float(np.abs(a).max()), float(np.abs(b).max()), 1e-300) * len(a)
    if not (np.abs(apart) > room).any():
        return False, False
    return bool((apart >= -room).all()), bool((np.cumsum(apart) >= -room).all())


def _row(a: Floats, b: Floats, name: str, other: str, shares: Floats) -> dict[str, Any]:
    first, second = holds(a, b)
    area = float(np.abs(a - b).sum())
    against = float(np.maximum(b - a, 0).sum()) / area if area else float("nan")
    verdict = "none"
    if second and shares[1] >= LEVEL:
        verdict = "second order"
    if first and shares[0] >= LEVEL:
        verdict = "first order"
    return {
        "scenario": name,
        "over": other,
        "first_order": first,
        "second_order": second,
        "first_share": float(shares[0]),
        "second_share": float(shares[1]),
        "against": against,
        "verdict": verdict,
    }
