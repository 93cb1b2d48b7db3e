"""Paired differences between scenarios, with intervals, p-values and verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.comparison import verdicts
from analysis.measures import MEASURES
from analysis.runs import statistics
from analysis.runs.collect import measure_names
from sim.world.names import YEAR

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

COUNTED = "per year"
"""Unit of measures that count events."""
ROUNDING = 1e-12
"""Relative size of differences that are nothing but rounding."""


def paired_differences(
    values: Floats,
    names: Sequence[str],
    contrasts: Sequence[tuple[int, int]],
    *,
    measures: Sequence[str] | None = None,
    is_sequential: bool = False,
    weeks: int = 0,
) -> pd.DataFrame:
    """Return paired differences with intervals and p-values adjusted over all rows.

    Args:
        values: replicates × scenarios × measures.
        names: the scenarios.
        contrasts: (scenario, its baseline) as places.
        measures: what the last axis holds; all registered measures by default.
        is_sequential: whether intervals must hold at any stopping time.
        weeks: counted weeks of a run, so that pairs without a difference in a count get the
            interval that a single event unseen would make; 0 leaves theirs without width.
    """
    import pandas as pd

    measures = measures or measure_names()
    counted = events(measures, weeks)
    family = len(contrasts) * values.shape[2]
    parts = []
    for place, base in contrasts:
        gaps = apart(values[:, place], values[:, base])
        found = estimates(gaps, counted, is_sequential=is_sequential, family=family)
        part = {
            "scenario": names[place],
            "baseline": names[base],
            "measure": measures,
            "n": found.n,
            "mean_difference": found.mean,
            "ci_low": found.low,
            "ci_high": found.high,
            "p_value": found.p,
            "p_adjusted": np.nan,
            "probability_better": _share_better(gaps, measures),
            "tied": _share_tied(gaps),
            "base": _paired_mean(values[:, base], gaps),
            "effect": _effect(gaps, found.mean),
        }
        parts.append(pd.DataFrame(part))
    table = pd.concat(parts, ignore_index=True)
    table["p_adjusted"] = statistics.holm(table["p_value"].to_numpy(dtype=np.float64))
    return table


def apart(values: Floats, base: Floats) -> Floats:
    """Return the differences; what only the order of a sum explains counts as 0."""
    gaps = values - base
    noise = ROUNDING * np.maximum(np.abs(values), np.abs(base))
    return np.where(np.abs(gaps) <= noise, 0.0, gaps)


def _paired_mean(base: Floats, apart: Floats) -> Floats:
    """Return the baseline's mean over the replicates in which both have a value."""
    valid = ~np.isnan(apart)
    count = valid.sum(axis=0)
    total = np.where(valid, base, 0.0).sum(axis=0)
    return np.asarray(np.where(count, total / np.maximum(count, 1), np.nan))


def _effect(apart: Floats, mean: Floats) -> Floats:
    """Return mean over standard deviation of the differences; NaN where they do not vary."""
    valid = ~np.isnan(apart)
    count = np.maximum(valid.sum(axis=0) - 1, 1)
    spread = np.sqrt(np.where(valid, (apart - mean) ** 2, 0.0).sum(axis=0) / count)
    return np.where(spread > 0, mean / np.where(spread > 0, spread, 1.0), np.nan)


def _share_better(apart: Floats, measures: Sequence[str]) -> Floats:
    """Return per measure the share of pairs in the better direction; NaN if there is none."""
    sign = {"higher": 1.0, "lower": -1.0, "none": 0.0}
    signs = np.array([sign[MEASURES[name].direction] for name in measures])
    count = (~np.isnan(apart)).sum(axis=0)
    better = (apart * signs > 0).sum(axis=0)
    is_judged = (signs != 0) & (count > 0)
    return np.where(is_judged, better / np.maximum(count, 1), np.nan)


def _share_tied(apart: Floats) -> Floats:
    """Return per measure the share of pairs in which both are the same; NaN without pairs."""
    count = (~np.isnan(apart)).sum(axis=0)
    return np.where(count > 0, (apart == 0).sum(axis=0) / np.maximum(count, 1), np.nan)


def judged(
    differences: pd.DataFrame, meaningful: float, *, is_sequential: bool = False
) -> pd.DataFrame:
    """Return kind and sentence of the verdict on every paired difference."""
    import pandas as pd

    rows = [
        {
            "scenario": item.scenario,
            "baseline": item.baseline,
            "measure": item.measure.name,
            "baseline_mean": item.base,
            "share_tied": item.tied,
            "verdict": verdicts.kind(item, meaningful),
            "sentence": verdicts.sentence(item, meaningful),
        }
        for item in as_differences(differences, is_sequential=is_sequential)
    ]
    return pd.DataFrame(rows)


def as_differences(
    differences: pd.DataFrame, *, is_sequential: bool = False, tests: int | None = None
) -> list[verdicts.Difference]:
    """Return the rows of `paired_differences`, each with the replicates that would settle it.

    Args:
        differences: what `paired_differences` returned.
        is_sequential: whether intervals hold at any stopping time.
        tests: comparisons that are undecided; those of the table by default.
    """
    undecided = int((differences["p_adjusted"] >= verdicts.SIGNIFICANT).sum())
    among = max(1, undecided) if tests is None else tests

    def needed(effect: float) -> float:
        return statistics.replicates_to_settle(effect, among, is_sequential=is_sequential)

    found = []
    for row in differences.to_dict("records"):
        names = (row["scenario"], row["baseline"], MEASURES[row["measure"]])
        item = verdicts.Difference(
            *names, base=row["base"], n=row["n"], mean=row["mean_difference"], low=row["ci_low"],
            high=row["ci_high"], p_adjusted=row["p_adjusted"], better=row["probability_better"],
            needed=needed(row["effect"]), tied=row["tied"],
        )  # fmt: skip
        found.append(item)
    return found


def estimates(
    samples: Floats,
    events: Floats,
    *,
    is_sequential: bool,
    family: int = 1,
    is_signed: bool = True,
) -> statistics.Estimates:
    """Return means with intervals; those that hold at any stopping time if `is_sequential`."""
    if is_sequential:
        return statistics.anytime_intervals(samples, events=events, is_signed=is_signed)
    return statistics.means_with_intervals(
        samples, family=family, events=events, is_signed=is_signed
    )


def events(measures: Sequence[str], weeks: int) -> Floats:
    """Return what one event in a run adds to each measure; NaN for what is no count."""
    counts = np.array([MEASURES[name].unit == COUNTED for name in measures])
    return np.where(counts & (weeks > 0), YEAR / max(weeks, 1), np.nan)
