"""What an explanation says of the worlds that its replicates drew."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.uncertainty.turning import gaps
from analysis.uncertainty.words import WORLD, said_of
from analysis.words import wording
from analysis.words.called import titled_pair

if TYPE_CHECKING:
    import pandas as pd

    from analysis.explanation.explain import Explanation

Floats = NDArray[np.float64]

BETWEEN = (
    "The scenarios on the way from {a} to {b} live in the same worlds, so that parts add up in "
    "every one of them."
)
SAME = (
    "{a} and {b} differ in {count} of the settings that are drawn; in a world both have the same "
    "value, so that these make no difference here."
)


def signs(found: Explanation) -> pd.DataFrame:
    """Return in which share of worlds each lever's contribution has the sign of its mean.

    Columns: lever, measure, n (worlds with a value), contribution (mean), same_sign (share; empty
    where the mean is zero or there is no value). The order is that of `contributions`.
    """
    import pandas as pd

    parts = found.replicate_contributions.groupby(["lever", "measure"])["contribution"]
    values = {key: part.to_numpy() for key, part in parts}
    order = zip(found.contributions["lever"], found.contributions["measure"], strict=True)
    rows = [(*key, *_signed(values[key])) for key in order]
    return pd.DataFrame(rows, columns=["lever", "measure", "n", "contribution", "same_sign"])


def kept(found: Explanation) -> dict[str, str]:
    """Return for each lever in how many worlds its part of the headline keeps its sign."""
    table = signs(found)
    return {
        str(row["lever"]): _counted(row["n"], row["same_sign"])
        for row in table[table["measure"] == found.headline].to_dict("records")
    }


def kept_together(found: Explanation) -> str:
    """Return in how many worlds the whole difference keeps its sign."""
    count, _, share = _signed(gaps(found, *found.contrasts[0], found.headline))
    return _counted(count, share)


def sentences(found: Explanation) -> list[str]:
    """Return what the worlds say of the difference and its parts; nothing where none were drawn."""
    if found.drawn is None:
        return []
    found = titled_pair(found)
    names = {lever.name: lever.words for lever in found.levers}
    parts = [f"{names[lever]} in {said}" for lever, said in kept(found).items()]
    signed = f"The part of a lever has the sign of its mean: {'; '.join(parts)}."
    between = BETWEEN.format(a=found.a.name, b=found.b.name)
    return [*said_of(found, found.headline), signed, between, *_same(found)]


def _same(found: Explanation) -> list[str]:
    """Return that a setting in which A and B differ is drawn, if one is."""
    assert found.drawn is not None
    left, right = found.a.flat(), found.b.flat()
    count = sum(left[key] != right[key] for key in found.drawn.settings.columns)
    return [SAME.format(a=found.a.name, b=found.b.name, count=count)] if count else []


def _signed(values: Floats) -> tuple[int, float, float]:
    """Return how many values are known, their mean, and the share of its sign."""
    known = values[~np.isnan(values)]
    mean = float(known.mean()) if known.size else math.nan
    is_told = known.size and mean != 0
    same = float((np.sign(known) == np.sign(mean)).mean()) if is_told else math.nan
    return known.size, mean, same


def _counted(count: int, share: float) -> str:
    """Return a share of so many worlds, with its noun; n/a where there is no sign."""
    return "n/a" if math.isnan(share) else wording.firms(share, count, WORLD)
