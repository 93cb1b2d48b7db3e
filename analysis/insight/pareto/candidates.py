"""Every different candidate of a search, with the runs and numbers it has so far."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from analysis.insight.pareto.objectives import front_of

Floats = NDArray[np.float64]

FIRST_LOOK, SECOND_LOOK, LAST_LOOK = 0, 1, 2
"""Looks, each with luck of its own: the search, the second look at who would enter the front, the
final numbers."""


@dataclass
class Log:
    """Every different candidate so far.

    Attributes:
        positions: one row per candidate, 0 … 1 along each parameter.
        scores: objectives as the search uses them, higher is better.
        excess: by how much each limit is broken; at most 0 when it is kept.
        looks: FIRST_LOOK or SECOND_LOOK: which look the numbers come from.
        generations: number of the generation.
        runs: measure → values of each look: one entry per look, by candidate.
        near: candidates that came too close to the front to be left out.
        interrupted: whether the search was stopped.
    """

    positions: list[Floats] = field(default_factory=list)
    scores: list[Floats] = field(default_factory=list)
    excess: list[Floats] = field(default_factory=list)
    looks: list[int] = field(default_factory=list)
    generations: list[int] = field(default_factory=list)
    runs: tuple[dict[int, dict[str, Floats]], ...] = field(default_factory=lambda: ({}, {}))
    near: list[int] = field(default_factory=list)
    interrupted: bool = False
    _places: dict[Hashable, int] = field(default_factory=dict)

    def add(
        self,
        keys: Sequence[Hashable],
        positions: Floats,
        found: tuple[Floats, Floats, list[int]],
        generation: int,
    ) -> None:
        """Note candidates that have been run: their settings, scores, excess and looks."""
        scores, excess, looks = found
        for place, key in enumerate(keys):
            self._places[key] = len(self.positions) + place
        self.positions += list(positions)
        self.scores += list(scores)
        self.excess += list(excess)
        self.looks += looks
        self.generations += [generation] * len(positions)

    def place(self, key: Hashable) -> int | None:
        """Return the number of a candidate by its settings, None if it has not been run."""
        return self._places.get(key)

    def front(self) -> NDArray[np.bool_]:
        """Return which candidates no other one that keeps the limits beats."""
        if not self.scores:
            return np.zeros(0, dtype=np.bool_)
        excess = np.array(self.excess).reshape(len(self.scores), -1)
        return front_of(np.array(self.scores), kept(excess))

    def finalists(self) -> NDArray[np.int64]:
        """Return the numbers of the front and of the near misses."""
        return np.union1d(np.flatnonzero(self.front()), np.array(self.near, dtype=np.int64))

    def note(self, look: int, places: Iterable[int], found: dict[str, Floats]) -> None:
        """Keep the runs of a look."""
        for row, place in enumerate(places):
            self.runs[look][int(place)] = {name: table[row] for name, table in found.items()}

    def seen(self, look: int, places: Iterable[int]) -> dict[str, Floats]:
        """Return measure → candidates × runs of a look."""
        rows = [self.runs[look][int(place)] for place in places]
        return {name: np.stack([row[name] for row in rows]) for name in rows[0]}


def kept(excess: Floats) -> NDArray[np.bool_]:
    """Return which candidates keep all limits."""
    return np.asarray((excess <= 0).all(axis=1), dtype=np.bool_)
