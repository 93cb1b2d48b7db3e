"""One varied parameter of a study: its distribution, as a map from the unit interval.

Designs are made in the unit cube; `Parameter.at` turns a coordinate into a value by the inverse of
the distribution function. So one design serves every distribution.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

DISTRIBUTIONS = ("uniform", "log_uniform", "triangular", "normal", "values")


@dataclass(frozen=True, eq=False)
class Parameter:
    """One parameter that a study varies; equal to another of the same facts, stated or not.

    Attributes:
        key: dotted path of the setting in a scenario.
        distribution: uniform, log_uniform, triangular, normal (truncated to the bounds), values.
        low, high: inclusive bounds; of `values` that are numbers, the least and the greatest.
        mode: most likely value (triangular).
        mean, sd: of the normal distribution before it is truncated.
        values: the values to take, each as likely (values).
        integer: whether the setting takes whole numbers only.
    """

    key: str
    distribution: str
    low: float = math.nan
    high: float = math.nan
    mode: float = math.nan
    mean: float = math.nan
    sd: float = math.nan
    values: tuple[float | int | str, ...] = ()
    integer: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parameter) and self._facts() == other._facts()

    def __hash__(self) -> int:
        return hash(self._facts())

    def _facts(self) -> tuple[Any, ...]:
        """Return the fields, with None for numbers that are not stated: nan equals nothing."""
        found = (getattr(self, field.name) for field in fields(self))
        return tuple(None if value != value else value for value in found)  # noqa: PLR0124

    def at(self, u: ArrayLike) -> Any:
        """Return the value at `u` of the distribution function, 0 ≤ u ≤ 1.

        A number gives a number (or a word), an array an array of the same shape.

        >>> Parameter("needs.drift", "uniform", 0.0, 0.2).at(0.5)
        0.1
        >>> Parameter("market.reps", "uniform", 2, 5, integer=True).at([0.0, 0.3, 1.0]).tolist()
        [2, 3, 5]
        """
        given = np.asarray(u, dtype=np.float64)
        if self.distribution == "values":
            places = np.minimum((given * len(self.values)).astype(np.int64), len(self.values) - 1)
            if given.ndim == 0:
                return self.values[int(places)]
            return _listed(self.values)[places]
        found = self._number(given)
        return found.item() if given.ndim == 0 else found

    def _number(self, u: NDArray[np.float64]) -> NDArray[Any]:
        low, high = self.low, self.high
        if self.integer and self.distribution == "uniform":
            found = np.floor(low + u * (high - low + 1.0))
        elif self.distribution == "uniform":
            found = low + u * (high - low)
        elif self.distribution == "log_uniform":
            found = low * np.exp(u * math.log(high / low))
        elif self.distribution == "triangular":
            found = self._triangular(u)
        else:
            found = self._normal(u)
        found = np.clip(np.round(found) if self.integer else found, low, high)
        return found.astype(np.int64) if self.integer else found

    def _triangular(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        width, left = self.high - self.low, self.mode - self.low
        rising = self.low + np.sqrt(u * width * left)
        falling = self.high - np.sqrt((1.0 - u) * width * (width - left))
        return np.where(u * width < left, rising, falling)

    def _normal(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        from scipy.special import ndtr, ndtri

        first, last = (
            ndtr((self.low - self.mean) / self.sd),
            ndtr((self.high - self.mean) / self.sd),
        )
        return np.asarray(self.mean + self.sd * ndtri(first + u * (last - first)))


def _listed(values: tuple[float | int | str, ...]) -> NDArray[Any]:
    """Return values as an array that keeps words and numbers apart."""
    if any(isinstance(value, str) for value in values):
        return np.array(values, dtype=object)
    return np.array(values)
