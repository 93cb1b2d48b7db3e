"""How good a predicted range was, and which plans share a rank.

Interval score (Gneiting & Raftery 2007, Strictly proper scoring rules, eq. 43): the width plus a
fine of 2/α for every point by which the truth lies outside. Who states what they believe, with
eight chances in ten, loses fewest points in the long run.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ALPHA = 0.2
"""Ranges are meant to hold the truth in eight of ten cases."""


def interval_score(low: float, high: float, truth: float, alpha: float = ALPHA) -> float:
    """Return the points a range loses; fewer is better.

    >>> interval_score(-5, 5, 0), interval_score(-5, 5, 7)
    (10.0, 30.0)
    """
    return float(high - low + 2 / alpha * missed(low, high, truth))


def missed(low: float, high: float, truth: float) -> float:
    """Return by how much a range misses the truth; 0 inside.

    >>> missed(-5, 5, 7), missed(-5, 5, -7), missed(-5, 5, 5)
    (2, 2, 0)
    """
    return max(low - truth, 0, truth - high)


def in_words(low: float, high: float, truth: float, a_point: float = 1.0) -> str:
    """Return the score of a range of percentages as a sentence.

    Args:
        low, high, truth: in percent.
        a_point: how many points one percent of width loses.

    >>> in_words(-5, 5, 7)
    'Missed by 2.0 %: 30 points lost, 10 for the width and 20 for the miss.'
    >>> in_words(-5, 5, 5)
    'Inside your range: 10 points lost for its width, nothing for a miss.'
    """
    width, off = a_point * (high - low), missed(low, high, truth)
    score = a_point * interval_score(low, high, truth)
    if off:
        return (
            f"Missed by {off:.1f} %: {score:.0f} points lost, {width:.0f} for the width and "
            f"{score - width:.0f} for the miss."
        )
    return f"Inside your range: {width:.0f} points lost for its width, nothing for a miss."


def shared_ranks(values: Sequence[float], proven: NDArray[np.bool_]) -> list[int]:
    """Return the rank of each: 1 and one more for every other that is proven better.

    Args:
        values: one each; larger is better.
        proven: whether the row is proven to differ from the column.

    >>> shared_ranks([3.0, 2.9, 1.0], np.array([[0, 0, 1], [0, 0, 1], [1, 1, 0]], bool))
    [1, 1, 3]
    """
    held = np.asarray(values)
    better = (held[:, None] > held[None, :]) & proven
    return [int(1 + count) for count in better.sum(axis=0)]
