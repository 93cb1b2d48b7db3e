"""Votes: how often more than half of a group say yes, and what makes a vote as hard as unanimity.

Social decision schemes (Davis 1973): the same members, consenting each with a chance of their own,
come to another decision under another rule.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.compiled import rule

HALVINGS = 50
"""Steps of a bisection, after which nothing is left to halve."""


@rule
def carried(chances: Any) -> float:
    """Return the chance that more than half say yes, each independently with a chance of its own.

    The distribution of a sum of unlike coins (Poisson-binomial), built up one member at a time.
    """
    count = chances.shape[0]
    ways = np.zeros(count + 1)
    ways[0] = 1.0
    for member in range(count):
        for yes in range(member + 1, 0, -1):
            ways[yes] = ways[yes] * (1.0 - chances[member]) + ways[yes - 1] * chances[member]
        ways[0] *= 1.0 - chances[member]
    total = 0.0
    for yes in range(count // 2 + 1, count + 1):
        total += ways[yes]
    return min(total, 1.0)


@rule
def vote_odds(members: int, consent: float) -> float:
    """Return the factor on odds of consent that makes a vote as hard as unanimity.

    With it a group of this size whose members all consent with the chance `consent` says yes by a
    majority as often as it would unanimously. For one member it is 1.
    """
    wanted = 1.0
    for _ in range(members):
        wanted *= consent
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if carried(np.full(members, middle)) < wanted:
            low = middle
        else:
            high = middle
    return low / (1.0 - low) * (1.0 - consent) / consent
