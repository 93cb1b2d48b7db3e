"""The different settings of a search, and how to find one that was not tried yet."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from analysis.study import Parameter

Floats = NDArray[np.float64]

NEARBY, ANYWHERE = 20, 2_000
"""Tries to find an unseen setting that differs in one parameter, then in any."""


@dataclass(frozen=True)
class Settings:
    """What may vary, as positions 0 … 1 along each parameter.

    Attributes:
        parameters: what varies.
    """

    parameters: Sequence[Parameter]

    @property
    def count(self) -> float:
        """Return how many different settings there are; infinite when one is continuous."""
        return math.prod(_count(each) for each in self.parameters)

    def key(self, position: Floats) -> Hashable:
        """Return the values at a position: two positions with the same values are one setting."""
        pairs = zip(self.parameters, position, strict=True)
        return tuple(each.at(float(place)) for each, place in pairs)

    def unseen(
        self, position: Floats, is_seen: Callable[[Hashable], bool], rng: np.random.Generator
    ) -> Floats | None:
        """Return an unseen setting, if possible one parameter away from a position.

        Returns None when none is found, which for listed values means that all are tried.
        """
        width = len(self.parameters)
        for attempt in range(NEARBY + ANYWHERE):
            drawn = rng.random(width)
            is_moved = np.arange(width) == rng.integers(width)
            found = np.where(is_moved | (attempt >= NEARBY), drawn, position)
            if not is_seen(self.key(found)):
                return found
        return None


def _count(parameter: Parameter) -> float:
    """Return how many values a parameter may take."""
    if parameter.distribution == "values":
        return len(set(parameter.values))
    return parameter.high - parameter.low + 1 if parameter.integer else math.inf
