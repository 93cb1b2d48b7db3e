"""The varied parameters as people read them: words, units, positions along their range."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.words import wording
from analysis.words.titles import plain
from sim.scenario import declared

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from analysis.study import Parameter
    from analysis.study.results import StudyResults

Floats = NDArray[np.float64]

GRID = 2_001
MARKET = "market"
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
LONGEST_MEANING = 90
DIGITS = 3
NAMED = 3
"""Parameters that a sentence names."""


@dataclass(frozen=True)
class Axis:
    """One varied parameter.

    Attributes:
        key: dotted key, or "market" when a study has several.
        unit, meaning: as declared.
        integer: whether it is whole.
        words: its values when they are words, else empty.
        scale: positions 0 … 1 of the range as values (rows: position, value); empty for words.
    """

    key: str
    unit: str
    meaning: str
    integer: bool
    words: tuple[str, ...]
    scale: Floats

    def position(self, values: Any) -> Floats:
        """Return where values lie along the range, 0 … 1; words lie in the middle of their bin."""
        if self.words:
            places = [self.words.index(str(value)) for value in values]
            return (np.array(places, dtype=np.float64) + 0.5) / len(self.words)
        given = np.asarray(values, dtype=np.float64)
        return np.asarray(np.interp(given, self.scale[1], self.scale[0]), dtype=np.float64)

    def value(self, position: float) -> float:
        """Return the value at a position of the range."""
        return float(np.interp(position, self.scale[0], self.scale[1]))

    @property
    def title(self) -> str:
        """Return what the parameter is in plain words, with its unit, for a figure."""
        return plain(self.key).label

    @property
    def phrase(self) -> str:
        """Return the key with its meaning, for a rule."""
        short = self.meaning.split(";")[0].strip()
        if not short or len(short) > LONGEST_MEANING:
            return self.key
        return f"{self.key} ({short})"

    @cached_property
    def ticks(self) -> tuple[tuple[float, ...], tuple[str, ...]]:
        """Return positions and texts for a figure's axis, in the units of its title."""
        if self.words:
            return tuple(self.position(self.words)), self.words
        shown = plain(self.key)
        return TICKS, tuple(shown.text(self.value(each)) for each in TICKS)

    def text(self, value: float) -> str:
        """Return a value as people read it, without its unit."""
        if self.integer:
            return f"{round(value):,}"
        return f"{wording.rounded(value, DIGITS):,.9g}"

    def with_unit(self, value: float) -> str:
        """Return a value with its unit."""
        unit = "" if self.unit in ("", "1") else f"{wording.SPACE}{self.unit}"
        return f"{self.text(value)}{unit}"


@dataclass(frozen=True)
class Condition:
    """One condition of a rule: a range of a parameter, or some of its words.

    Attributes:
        axis: the parameter.
        low, high: ends of the range; infinite where it is open.
        words: allowed words when the parameter has words.
    """

    axis: Axis
    low: float = -math.inf
    high: float = math.inf
    words: tuple[str, ...] = ()

    def holds(self, points: pd.DataFrame) -> NDArray[np.bool_]:
        """Return for each point whether the condition holds."""
        column = points[self.axis.key]
        if self.axis.words:
            return np.asarray(column.astype(str).isin(self.words), dtype=np.bool_)
        values = column.to_numpy(dtype=np.float64)
        return np.asarray((values >= self.low) & (values <= self.high))

    def __str__(self) -> str:
        name, axis = self.axis.phrase, self.axis
        if axis.words:
            return f"{name} is {' or '.join(self.words)}"
        if math.isinf(self.low):
            return f"{name} is at most {axis.with_unit(self.high)}"
        if math.isinf(self.high):
            return f"{name} is at least {axis.with_unit(self.low)}"
        return f"{name} is between {axis.text(self.low)} and {axis.with_unit(self.high)}"


def axes(results: StudyResults) -> dict[str, Axis]:
    """Return every varied parameter by key; the market too when there are several."""
    found = {item.key: axis_of(item) for item in results.study.parameters}
    markets = tuple(dict.fromkeys(results.points[MARKET].astype(str)))
    if len(markets) > 1:
        found[MARKET] = Axis(MARKET, "", "the market file", False, markets, np.empty((2, 0)))
    return found


def features(points: pd.DataFrame, known: dict[str, Axis]) -> tuple[pd.DataFrame, list[str]]:
    """Return positions of every point along every parameter, and the parameter of each column.

    A parameter with words becomes one column of zeros and ones per word, named `key=word`.
    """
    import pandas as pd

    columns: dict[str, Floats] = {}
    owners: list[str] = []
    for key, axis in known.items():
        if not axis.words:
            columns[key] = axis.position(points[key])
            owners.append(key)
            continue
        for word in axis.words:
            is_it = points[key].astype(str) == word
            columns[f"{key}={word}"] = np.asarray(is_it, dtype=np.float64)
            owners.append(key)
    return pd.DataFrame(columns, index=points.index), owners


def condition(axis: Axis, low: float, high: float) -> Condition | None:
    """Return the condition for a range of positions; None when it excludes nothing.

    Ends are rounded to three digits, so that what is printed is what is tested.
    """
    first = -math.inf if low <= 0 else wording.rounded(axis.value(low), DIGITS)
    last = math.inf if high >= 1 else wording.rounded(axis.value(high), DIGITS)
    if axis.integer:
        first = first if math.isinf(first) else math.ceil(axis.value(low))
        last = last if math.isinf(last) else math.floor(axis.value(high))
    return None if math.isinf(first) and math.isinf(last) else Condition(axis, first, last)


def joined(parts: Sequence[object]) -> str:
    """Return parts as a list in a sentence.

    >>> joined(["a", "b", "c"])
    'a, b and c'
    """
    words = [str(part) for part in parts]
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def axis_of(item: Parameter) -> Axis:
    """Return one varied parameter as people read it."""
    known = declared.flat().get(item.key)
    unit, meaning = ("", "") if known is None else (known.unit, known.meaning)
    if any(isinstance(value, str) for value in item.values):
        words = tuple(str(value) for value in item.values)
        return Axis(item.key, unit, meaning, False, words, np.empty((2, 0)))
    if item.values:
        ordered = np.unique(np.array(item.values, dtype=np.float64))
        scale = np.stack([np.linspace(0, 1, ordered.size), ordered])
        return Axis(item.key, unit, meaning, item.integer, (), scale)
    positions = np.linspace(0.0, 1.0, GRID)
    along = np.asarray(item.at(positions), dtype=np.float64)
    if item.integer:
        along, which = np.unique(along, return_inverse=True)
        positions = np.bincount(which, positions) / np.bincount(which)
    return Axis(item.key, unit, meaning, item.integer, (), np.stack([positions, along]))
