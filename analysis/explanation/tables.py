"""The tables of an explanation, as data frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.explanation.funnel import MEASURED
from analysis.explanation.levers import Lever
from analysis.runs import statistics

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

Floats = NDArray[np.float64]


def labels(a: Scenario, b: Scenario) -> tuple[str, str]:
    """Return the names of two scenarios, told apart where they are the same."""
    return (a.name, b.name) if a.name != b.name else (f"{a.name} (A)", f"{b.name} (B)")


def measures(ends: Floats, a: Scenario, b: Scenario) -> pd.DataFrame:
    """Return every number of A and B, a row each; replicates × ends × measures in."""
    import pandas as pd

    count, _, size = ends.shape
    return pd.DataFrame(
        {
            "scenario": np.tile(np.repeat(labels(a, b), size), count),
            "replicate": np.repeat(np.arange(count), 2 * size),
            "measure": np.tile(MEASURED, 2 * count),
            "value": ends.ravel(),
        }
    )


def means(ends: Floats) -> pd.DataFrame:
    """Return the mean of A, of B and of B minus A with its interval; one row per measure."""
    import pandas as pd

    gaps = ends[:, 1] - ends[:, 0]
    found = statistics.means_with_intervals(gaps)
    return pd.DataFrame(
        {
            "measure": list(MEASURED),
            "n": found.n,
            "a_mean": _mean(ends[:, 0]),
            "b_mean": _mean(ends[:, 1]),
            "difference": found.mean,
            "ci_low": found.low,
            "ci_high": found.high,
            "p_value": found.p,
        }
    )


def by_replicate(shares: Floats, levers: Sequence[Lever]) -> pd.DataFrame:
    """Return the contributions of every replicate; replicates × levers × measures in."""
    import pandas as pd

    count, number, size = shares.shape
    return pd.DataFrame(
        {
            "replicate": np.repeat(np.arange(count), number * size),
            "lever": np.tile(np.repeat([lever.name for lever in levers], size), count),
            "measure": np.tile(MEASURED, count * number),
            "contribution": shares.ravel(),
        }
    )


def contributions(
    shares: Floats, levers: Sequence[Lever], column: int, is_sequential: bool
) -> pd.DataFrame:
    """Return mean contributions with intervals, the largest for the headline first."""
    import pandas as pd

    interval = statistics.anytime_intervals if is_sequential else statistics.means_with_intervals
    size = len(MEASURED)
    found = interval(shares.reshape(len(shares), -1))
    parts = []
    order = np.argsort(-np.abs(np.nan_to_num(_mean(shares[:, :, column]))), kind="stable")
    for place in map(int, order):
        cells = slice(place * size, (place + 1) * size)
        lever = levers[place]
        part: dict[str, Any] = {"lever": lever.name, "words": lever.words}
        part |= {"measure": list(MEASURED), "n": found.n[cells], "contribution": found.mean[cells]}
        part |= {"ci_low": found.low[cells], "ci_high": found.high[cells]}
        part |= {"p_value": found.p[cells], "change": lever.change, "place": place}
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True)


def interactions(
    gaps: Sequence[Floats], pairs: Sequence[tuple[int, int]], levers: Sequence[Lever]
) -> pd.DataFrame:
    """Return what pairs of levers do beyond the sum of both, with intervals."""
    import pandas as pd

    columns = ["first", "second", "n", "interaction", "ci_low", "ci_high", "p_value"]
    if not pairs:
        return pd.DataFrame(columns=columns)
    found = statistics.means_with_intervals(np.stack(gaps, axis=1))
    return pd.DataFrame(
        {
            "first": [levers[i].name for i, _ in pairs],
            "second": [levers[j].name for _, j in pairs],
            "n": found.n,
            "interaction": found.mean,
            "ci_low": found.low,
            "ci_high": found.high,
            "p_value": found.p,
        }
    )


def no_causes() -> pd.DataFrame:
    """Return the table of mechanisms of an explanation that did not ask for it."""
    import pandas as pd

    names = ["kind", "name", "left", "gone", "ci_low", "ci_high", "share"]
    return pd.DataFrame(columns=names)


def _mean(values: Floats) -> Floats:
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    return np.asarray(np.where(count, total / np.maximum(count, 1), np.nan))
