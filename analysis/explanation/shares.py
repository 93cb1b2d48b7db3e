"""What each lever contributes: Shapley's shares of a difference, replicate by replicate.

Up to EXACT levers every mixture is run. Beyond, each replicate takes one random order of the
levers and its reverse (antithetic sampling: Mitchell, Cooper, Frank & Holmes 2022, Journal of
Machine Learning Research 23:43), moves them one after the other from A to B on the same luck, and
takes the mean of what each brought. Both ways start and end with the same two runs, so that the
contributions of a replicate add up to its difference exactly. What is true of the mean over
replicates is Shapley's value (1953); its interval covers luck and orders.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.explanation.funnel import reduced
from analysis.explanation.mixture import Mixtures
from analysis.parameters.settings import living
from analysis.runs.collect import Reduced, Replicate, Runner
from analysis.runs.draws import in_turn
from analysis.runs.parallel import in_order
from sim.scenario import Scenario

if TYPE_CHECKING:
    from analysis.runs.draws import Worlds

Floats = NDArray[np.float64]
EXACT = 5
"""Levers up to which every mixture is run."""


def order(number: int, seed: int, replicate: int) -> list[int]:
    """Return the order in which a replicate moves its levers; the same for the same numbers."""
    rng = np.random.default_rng([seed, replicate, number])
    return [int(place) for place in rng.permutation(number)]


def masks(number: int, seed: int, replicate: int) -> list[int]:
    """Return the mixtures that a replicate runs: A first, B last."""
    if number <= EXACT:
        return list(range(1 << number))
    forward = order(number, seed, replicate)
    inner = [*_steps(forward)[1:-1], *_steps(forward[::-1])[1:-1]]
    return [0, *dict.fromkeys(inner), (1 << number) - 1]


def _steps(places: Sequence[int]) -> list[int]:
    steps = [0]
    for place in places:
        steps.append(steps[-1] | 1 << place)
    return steps


def contributions(values: dict[int, Floats], number: int, seed: int, replicate: int) -> Floats:
    """Return what each lever contributes in one replicate; levers × measures.

    Args:
        values: measures of each mixture that was run.
        number: how many levers there are.
        seed, replicate: name the order.
    """
    if number <= EXACT:
        return _exact(values, number)
    forward = order(number, seed, replicate)
    shares = np.zeros((number, values[0].size))
    for places in (forward, forward[::-1]):
        steps = _steps(places)
        for place, start, end in zip(places, steps, steps[1:], strict=False):
            shares[place] += (values[end] - values[start]) / 2
    return shares


def _exact(values: dict[int, Floats], number: int) -> Floats:
    shares = np.zeros((number, values[0].size))
    for mask in range(1 << number):
        size = mask.bit_count()
        for place in range(number):
            if not mask >> place & 1:
                weight = 1 / (number * math.comb(number - 1, size))
                shares[place] += weight * (values[mask | 1 << place] - values[mask])
    return shares


def walks(
    mixtures: Mixtures,
    seed: int,
    replicates: int,
    workers: int,
    runner: Runner,
    worlds: Worlds | None = None,
) -> Iterator[Replicate]:
    """Yield the runs of every replicate in order, one per entry of its `masks`, in one world."""
    number = len(mixtures.levers)
    jobs = (
        (mixtures[mask], settings, seed, index)
        for index, settings in enumerate(in_turn(worlds, seed, replicates, workers))
        for mask in masks(number, seed, index)
    )

    def job(one: tuple[Scenario, Mapping[str, Any], int, int]) -> Reduced:
        scenario, settings, *luck = one
        return reduced(runner(living(scenario, settings), *luck))

    results = in_order(job, jobs, workers)
    nothing = np.empty(0, np.int64)
    for index in range(replicates):
        size = len(masks(number, seed, index))
        yield Replicate(index, tuple(islice(results, size)), (), nothing)


def by_mask(replicate: Replicate, number: int, seed: int) -> dict[int, Floats]:
    """Return the values of a replicate by mixture."""
    plan = masks(number, seed, replicate.index)
    return {mask: run.values for mask, run in zip(plan, replicate.runs, strict=True)}
