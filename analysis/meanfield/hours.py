"""How reps spread their hours over open deals, by arithmetic on declared parameters.

Deals are served in order of what they pull, each at full effort as long as hours last; what nobody
needs is shared in proportion to pull. So what a deal gets depends on what the others pull.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.meanfield.sample import Floats

LOADS = (0, 1, 3, 6, 10, 16, 26)
"""Numbers of other open deals at which is reckoned; in between it is interpolated."""
PULLS = 32
"""At how many pulls the hours of a deal are worked out; in between they are interpolated."""
CELLS = 512
"""Into how many steps the joint pull of other deals is divided."""
ROOM = 0.9
"""Part of them that the largest joint pull may take, so that rounding does not lead beyond."""


@dataclass(frozen=True)
class Shares:
    """What a deal gets of a rep's week, beside each of LOADS other deals.

    Attributes:
        met: share of the hours it needs at full effort, one row a load, one column a pull.
        spare: weekly hours beyond these, where nobody needs them more.
        first: chance a week of time to ask, in the week in which the champion is won.
        later: the same in later weeks.
    """

    met: Floats
    spare: Floats
    first: Floats
    later: Floats


def shared_week(
    values: dict[str, Any], week: tuple[float, float], pulls: Floats, often: Floats, ready: Floats
) -> Shares:
    """Return what a deal gets beside each load.

    week: hours for open deals, and proposals there is time for; pulls: a grid; often: how often
    open deals pull so much, and the same times the hours they need, one row a load; ready: the
    share of them near a decision, by load.
    """
    hours, asks = week
    is_free = values["choices"]["triage"] != "frozen"
    met, spare, asking = [], [], []
    for others, row, needs, share in zip(LOADS, often[0], often[1], ready.tolist(), strict=True):
        joint, chances = joint_pull(pulls, row, others)
        part = (pulls[:, None] / (pulls[:, None] + joint[None, :])) @ chances
        mean = needs.sum() / row.sum() if is_free else 0.0
        met.append(served(hours, others, row, needs) if is_free else np.zeros(PULLS))
        spare.append(part * max(hours - (others + 1.0) * mean, 0.0))
        asking.append(asked(asks, others, share))
    first, later = np.array(asking).T
    return Shares(np.array(met), np.array(spare), first, later)


def served(hours: float, others: int, often: Floats, needs: Floats) -> Floats:
    """Return the share of a deal's need that is met once deals of stronger pull have theirs.

    often, needs: how often others pull so much, from weak to strong, and the same times their need.
    """
    total = often.sum()
    stronger = (total - np.cumsum(often) + 0.5 * often) / total
    taken = needs.sum() - np.cumsum(needs) + 0.5 * needs
    each = taken / np.maximum(stronger * total, 1e-12)
    own = needs.sum() / total
    counts = np.arange(others + 1)
    ways = np.array([math.comb(others, n) for n in counts.tolist()], dtype=float)
    chance = stronger[:, None]
    chances = ways * chance**counts * (1.0 - chance) ** (others - counts)
    left = np.clip((hours - each[:, None] * counts) / max(own, 1e-12), 0.0, 1.0)
    return np.asarray((left * chances).sum(axis=1))


def joint_pull(pulls: Floats, often: Floats, others: int) -> tuple[Floats, Floats]:
    """Return what `others` deals may pull together, and how likely: a sum, by its transform."""
    chances = often / often.sum()
    mean = float(chances @ pulls)
    spread = math.sqrt(max(float(chances @ pulls**2) - mean * mean, 0.0))
    step = max(others * mean + 8.0 * math.sqrt(others) * spread, float(pulls[-1])) / (ROOM * CELLS)
    cell = np.minimum((pulls / step).astype(np.int64), CELLS - 2)
    beyond = pulls / step - cell
    single = np.bincount(cell, chances * (1.0 - beyond), CELLS)
    single += np.bincount(cell + 1, chances * beyond, CELLS)
    joint = np.fft.irfft(np.fft.rfft(single) ** others, CELLS)
    return np.asarray(step * np.arange(CELLS)), np.asarray(np.maximum(joint, 0.0))


def asked(asks: float, others: int, ready: float) -> tuple[float, float]:
    """Return the chances a week of time to ask, of `asks`, beside others each ready with a chance.

    The first is that of a deal whose champion is won this week: it is not yet counted among those
    that share closing hours. The second is that of a deal that is.
    """
    counts = np.arange(others + 1)
    chances = np.array(
        [math.comb(others, n) * ready**n * (1.0 - ready) ** (others - n) for n in counts.tolist()]
    )
    first = np.minimum(1.0, asks / np.maximum(counts, 1e-9))
    later = np.minimum(1.0, asks / (counts + 1.0))
    return float(first @ chances), float(later @ chances)
