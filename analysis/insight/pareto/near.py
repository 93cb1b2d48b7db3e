"""Near misses of a search: candidates that few runs do not show to be beaten.

A candidate is beaten beyond doubt when a leader is better in every objective by more than the luck
of their paired runs allows: a one-sided t test at LEVEL per objective, with the jackknife error of
the difference (for means the usual one). Everybody else deserves more runs before the front is
declared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.insight.pareto.objectives import Limit, Objective

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]

LEVEL = 0.95
FEWEST = 3
"""Fewer runs prove nothing: every candidate may be near."""
ROUNDING = 1e-12


def near_misses(
    values: dict[str, Floats],
    leads: NDArray[np.bool_],
    objectives: Sequence[Objective],
    limits: Sequence[Limit],
    *,
    most: int,
) -> list[int]:
    """Return the places of the near misses among candidates, the nearest `most` of them.

    Args:
        values: measure → candidates × runs; the same seeds for all.
        leads: which candidates are on the front already.
        objectives, limits: what is sought.
        most: how many at most; the nearest are kept.
    """
    from scipy.special import stdtrit

    runs = next(iter(values.values())).shape[1]
    doubt = float(stdtrit(runs - 1, LEVEL)) if runs > 1 else np.inf
    behind = np.full(len(leads), -np.inf)
    for leader in np.flatnonzero(leads):
        behind = np.maximum(behind, _behind(values, int(leader), objectives))
    for each in limits:
        behind = np.maximum(behind, _times(each.excess, values[each.objective.measure]))
    behind[leads | np.isnan(behind)] = np.inf
    order = np.argsort(behind, kind="stable")[:most]
    return sorted(int(place) for place in order if behind[place] < doubt)


def _behind(values: dict[str, Floats], leader: int, objectives: Sequence[Objective]) -> Floats:
    """Return by how many errors candidates are behind a leader, where they are least behind.

    Objectives in which both are the same in every run say nothing; -inf if none does.
    """
    gaps: list[Floats] = []
    says_something = np.zeros(len(next(iter(values.values()))), dtype=np.bool_)
    for each in objectives:
        own = values[each.measure]

        def gap(table: Floats, each: Objective = each) -> Floats:
            return np.asarray(each.sign * (each.of(table[:, 0]) - each.of(table[:, 1])))

        pairs = np.stack([np.broadcast_to(own[leader], own.shape), own], axis=1)
        times = _times(gap, pairs)
        is_same = (np.abs(pairs[:, 0] - pairs[:, 1]) <= ROUNDING * np.abs(pairs[:, 0])).all(axis=1)
        gaps.append(np.where(is_same, np.inf, times))
        says_something |= ~is_same
    return np.where(says_something, np.min(gaps, axis=0), -np.inf)


def _times(statistic: Statistic, table: Floats) -> Floats:
    """Return a statistic of runs (last axis) over its jackknife error; NaN where a run failed."""
    runs, value = table.shape[-1], statistic(table)
    if runs < FEWEST:
        return np.where(np.isnan(value), np.nan, 0.0)
    without = np.stack([statistic(np.delete(table, run, axis=-1)) for run in range(runs)])
    error = np.sqrt((runs - 1) / runs * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
    is_sure = error <= ROUNDING * np.abs(value)
    times = value / np.where(is_sure, 1.0, error)
    return np.where(is_sure & (value != 0), np.copysign(np.inf, value), times)
