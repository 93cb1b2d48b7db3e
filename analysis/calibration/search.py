"""A search for the place at which several misses vanish together, with few, noisy looks.

Quasi-Newton (Broyden's update of the slopes) with damped steps of limited length. Where steps no
longer help, the slopes are measured one knob at a time; where that does not help either, nothing
nearer is in reach. Deterministic.

Source: Dennis and Schnabel, Numerical Methods for Unconstrained Optimization (1983), chapter 8.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Missed = Callable[[Floats], Floats]

FIRST, LONGEST = 0.9, 3.0
"""Length of a step at first, and of a first step where the first misses are larger than 1."""
SHORT, SHORTEST = 0.2, 0.1
"""Length of steps below which slopes are doubted, and below which measured ones have failed."""
ASIDE = 0.4
"""How far each knob is turned to measure the slopes: far enough to stand out of the luck."""
DAMPING = 0.02
TINY = 1e-12


@dataclass
class Search:
    """Where a search stands.

    Attributes:
        place: knobs; misses: what is missed there; slopes: misses by knobs (rows: misses).
        looks: how often misses were worked out.
        radius: longest step; is_sure: the slopes were measured here.
    """

    place: Floats
    misses: Floats
    slopes: Floats
    looks: int = 1
    radius: float = FIRST
    is_sure: bool = False

    @property
    def distance(self) -> float:
        """Return the largest miss."""
        return float(np.abs(self.misses).max())


def begun(place: Floats, missed: Missed, slopes: Floats) -> Search:
    """Return a search at its first place; the farther off, the longer its first step may be."""
    search = Search(place, missed(place), slopes)
    search.radius = min(max(FIRST, 1.2 * search.distance), LONGEST)
    return search


def approach(search: Search, missed: Missed, *, enough: float, looks: int, farthest: float) -> None:
    """Move a search until its largest miss is `enough`, or nothing nearer is in reach.

    looks: how many more are allowed, in about; farthest: knobs stay within plus and minus that.
    """
    last = search.looks + looks
    while search.distance > enough and search.looks < last:
        if _stepped(search, missed, farthest):
            continue
        if search.is_sure and search.radius < SHORTEST:
            return
        if not search.is_sure and search.radius < SHORT:
            if search.looks + len(search.place) > last:
                return
            _measure(search, missed, farthest)


def _stepped(search: Search, missed: Missed, farthest: float) -> bool:
    """Take one step, learn slopes from it, and return whether it led nearer; else stay."""
    slopes = search.slopes
    damping = DAMPING * np.eye(len(search.place))
    step = np.linalg.solve(slopes.T @ slopes + damping, -slopes.T @ search.misses)
    longest = float(np.abs(step).max())
    if longest > search.radius:
        step *= search.radius / longest
    place = np.clip(search.place + step, -farthest, farthest)
    step = place - search.place
    misses = missed(place)
    search.looks += 1
    change = misses - search.misses - slopes @ step
    search.slopes = slopes + np.outer(change, step) / max(float(step @ step), TINY)
    if _is_nearer(misses, search):
        search.place, search.misses = place, misses
        search.radius = min(1.5 * search.radius, max(FIRST, search.distance))
        search.is_sure = False
        return True
    search.radius = 0.4 * min(search.radius, longest)
    return False


def _is_nearer(misses: Floats, search: Search) -> bool:
    return float(misses @ misses) < float(search.misses @ search.misses)


def _measure(search: Search, missed: Missed, farthest: float) -> None:
    """Measure the slopes, one knob at a time, and go on from the best place looked at."""
    place, misses = search.place, search.misses
    for knob, value in enumerate(place):
        aside = place.copy()
        aside[knob] += ASIDE if value + ASIDE <= farthest else -ASIDE
        seen = missed(aside)
        search.looks += 1
        search.slopes[:, knob] = (seen - misses) / (aside[knob] - value)
        if _is_nearer(seen, search):
            search.place, search.misses = aside, seen
    search.radius, search.is_sure = FIRST / 2.0, True
