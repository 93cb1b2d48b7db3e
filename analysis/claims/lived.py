"""What drawn worlds say of a claim: in how many of them it holds, and what turns it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.uncertainty.turning import Drawn, drawn, gaps
from analysis.uncertainty.words import holds, turners, turns

if TYPE_CHECKING:
    import pandas as pd

    from analysis.claims.challenges import Challenge
    from analysis.claims.claims import Claim

Floats = NDArray[np.float64]
FOUND = ("setting", "correlation", "p_adjusted", "above_low", "above_high")
COLUMNS = ("claim", "challenge", "n", "left_above", *FOUND, "sentence")


@dataclass(frozen=True)
class Pairs:
    """Both sides of a claim, world by world; what `analysis.uncertainty.turning` reads."""

    seed: int
    replicates: int
    measures: pd.DataFrame
    contrasts: Sequence[tuple[str, str]]
    drawn: Drawn | None = None


def in_worlds(
    claim: Claim, challenge: Challenge, names: tuple[str, str], values: Floats, seed: int
) -> dict[str, Any]:
    """Return what the worlds of a challenge say of a claim, as a row of COLUMNS without the claim.

    Args:
        claim: what was asked.
        challenge: one that draws worlds.
        names: what both sides are called.
        values: the measure of both sides; worlds × 2.
        seed: names the worlds, with the number of the replicate.
    """
    import pandas as pd

    assert challenge.worlds is not None
    size = len(values)
    table = pd.DataFrame(
        {
            "scenario": np.tile(names, size),
            "replicate": np.repeat(np.arange(size), 2),
            "measure": claim.measure,
            "value": values.ravel(),
        }
    )
    pairs = Pairs(seed, size, table, [names])
    pairs = replace(pairs, drawn=drawn(challenge.worlds, pairs))
    apart = gaps(pairs, *names, claim.measure)
    known = apart[~np.isnan(apart)]
    first = turners(pairs, *names, claim.measure)
    said = [f(pairs, *names, claim.measure) for f in (holds, turns)] if known.size else []
    return {
        "challenge": challenge.name,
        "n": known.size,
        "left_above": float((known > 0).mean()) if known.size else float("nan"),
        **{name: first[0][name] if first else None for name in FOUND},
        "sentence": " ".join(said),
    }
