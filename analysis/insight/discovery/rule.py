"""A rule in words for when a scheme is best, and which rules say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.parameters.axes import Condition, joined

if TYPE_CHECKING:
    import pandas as pd

Bools = NDArray[np.bool_]

SAME = 0.9
"""Points that two rules share, of those in either, from which on they say the same."""
AND = " and "


@dataclass(frozen=True)
class Rule:
    """A claim that a scheme is best in some environments.

    Attributes:
        method: "box", "tree", or "box and tree" when both found it.
        scheme: its place among the schemes.
        conditions: all must hold.
    """

    method: str
    scheme: int
    conditions: tuple[Condition, ...]

    def holds(self, points: pd.DataFrame) -> Bools:
        """Return for each point whether all conditions hold."""
        result = np.ones(len(points), dtype=np.bool_)
        for each in self.conditions:
            result &= each.holds(points)
        return result

    def __str__(self) -> str:
        return joined(self.conditions)


def one_of_each(rules: Sequence[Rule], points: pd.DataFrame) -> list[Rule]:
    """Return the rules without those that hold in nearly the same points as one before.

    Two rules of one scheme say the same when they share SAME of the points in which either holds;
    the first is kept, and its method names both.
    """
    kept: list[Rule] = []
    for rule in rules:
        is_in = rule.holds(points)
        for place, other in enumerate(kept):
            if other.scheme == rule.scheme and _shared(is_in, other.holds(points)) >= SAME:
                names = dict.fromkeys([*other.method.split(AND), rule.method])
                kept[place] = replace(other, method=AND.join(names))
                break
        else:
            kept.append(rule)
    return kept


def _shared(first: Bools, second: Bools) -> float:
    """Return the points in both as a share of the points in either (Jaccard); 0 without any."""
    either = int((first | second).sum())
    return int((first & second).sum()) / either if either else 0.0
