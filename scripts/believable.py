"""Which random worlds hold a believable firm: docs/decisions/0015-believable-worlds.md.

Settings drawn all at once make many firms that hardly sell. What pays such firms best says nothing
about firms that anybody runs, so worlds in which the schemes' firms win less than half or more than
twice as much as the firm as it is assumed are left out (history matching: Vernon et al. 2010).
Judged on the mean over the schemes and on luck of its own, so that no scheme is favoured.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.collect import only_measures
from analysis.measures import Tables
from sim import run
from sim.scenario import Scenario

JUDGED = ("wins", "win_rate")
"""Deals won a year, and their share of the opportunities closed."""
FACTOR = 2.0
OTHER_LUCK = 1_000_000
"""Added to the number of a world: the replicate on which it is judged."""
USUAL = 8
"""Replicates over which the firm as it is assumed is measured, where many worlds are held to it."""
ABOUT = (
    "Left out are worlds whose firms, in the mean over three schemes and on luck of their own, win",
    "less than half or more than twice as many deals, or as large a share of them, as the firm",
    "as it is assumed.",
)
"""What a page says of it."""
Floats = NDArray[np.float64]


def reached(firm: Scenario, seed: int, replicate: int, measures: Sequence[str]) -> Floats:
    """Return measures of one run."""
    return only_measures(Tables(run(firm, seed, replicate)), measures).values


def level(firms: Sequence[Scenario], seed: int, replicates: Sequence[int]) -> Floats:
    """Return what is judged, in the mean over firms and replicates; nothing closed wins nothing."""
    values = [reached(firm, seed, replicate, JUDGED) for firm in firms for replicate in replicates]
    return np.nan_to_num(np.array(values)).mean(axis=0)


def usual(firms: Sequence[Scenario], seed: int, replicates: int = USUAL) -> Floats:
    """Return what is judged of the firm as it is assumed."""
    return level(firms, seed, range(OTHER_LUCK, OTHER_LUCK + replicates))


def is_believable(firms: Sequence[Scenario], expected: Floats, seed: int, world: int) -> bool:
    """Return whether the firms of a world win about as much as expected."""
    found = level(firms, seed, [OTHER_LUCK + world])
    return bool(np.all((found * FACTOR > expected) & (found < expected * FACTOR)))
