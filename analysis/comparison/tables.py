"""The tables of a comparison, made from its replicates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.comparison.comparability import shipped_market
from analysis.comparison.comparison import Comparison, Pairs, Precision
from analysis.comparison.courses import hours, timecourse
from analysis.comparison.paired import estimates, events, judged, paired_differences
from analysis.comparison.pairing import coherence
from analysis.measures import MEASURES
from analysis.runs import statistics
from analysis.runs.collect import Replicate, measure_names
from analysis.runs.firm import Firm, means

if TYPE_CHECKING:
    from sim.scenario import Scenario

Floats = NDArray[np.float64]


def tabulated(
    replicates: Sequence[Replicate],
    *,
    loaded: tuple[Scenario, ...],
    baseline: int,
    seed: int,
    step: int,
    meaningful: float,
    pairs: Pairs,
    precision: Precision | None,
    interrupted: bool,
) -> Comparison:
    """Return the comparison that these replicates make; `step` separates seeds of scenarios."""
    names = tuple(scenario.name for scenario in loaded)
    values = np.array([[run.values for run in item.runs] for item in replicates])
    contrasts = _contrasts(names, baseline, pairs)
    is_sequential, weeks = precision is not None, int(loaded[0].values["run"]["weeks"])
    differences = paired_differences(
        values, names, contrasts, is_sequential=is_sequential, weeks=weeks
    )
    return Comparison(
        scenarios=names,
        loaded=loaded,
        baseline=names[baseline],
        seed=seed,
        replicates=len(replicates),
        meaningful=meaningful,
        measures=_measures(values, names, seed, step),
        summary=_summary(values, names, weeks, is_sequential=is_sequential),
        differences=differences.drop(columns=["tied", "base", "effect"]),
        ranks=_ranks(values, names),
        timecourse=timecourse(replicates, names),
        verdicts=judged(differences, meaningful, is_sequential=is_sequential),
        coherence=coherence(values, names, contrasts),
        hours=hours(replicates, names),
        precision=precision,
        interrupted=interrupted,
        firm=_firm(replicates, loaded, baseline),
    )


def _firm(replicates: Sequence[Replicate], loaded: tuple[Scenario, ...], baseline: int) -> Firm:
    every = np.array([item.runs[baseline].sums for item in replicates])
    return Firm(shipped_market(loaded[baseline]) or "", means(every))


def _contrasts(names: Sequence[str], baseline: int, pairs: Pairs) -> list[tuple[int, int]]:
    """Return (scenario, its baseline) as places."""
    first = [(other, baseline) for other in range(len(names)) if other != baseline]
    if pairs == "baseline":
        return first
    others = [other for other, _ in first]
    return first + [(b, a) for i, a in enumerate(others) for b in others[i + 1 :]]


def _measures(values: Floats, names: Sequence[str], seed: int, step: int) -> pd.DataFrame:
    n, scenarios, measures = values.shape
    index = np.tile(np.repeat(np.arange(n), measures), scenarios)
    place = np.repeat(np.arange(scenarios), n * measures)
    return pd.DataFrame(
        {
            "scenario": np.array(names, dtype=object)[place],
            "replicate": index,
            "seed": seed + step * place,
            "measure": np.tile(np.array(measure_names(), dtype=object), n * scenarios),
            "value": values.transpose(1, 0, 2).ravel(),
        }
    )


def _summary(
    values: Floats, names: Sequence[str], weeks: int, *, is_sequential: bool
) -> pd.DataFrame:
    parts, counted = [], events(measure_names(), weeks)
    for place, name in enumerate(names):
        samples = values[:, place]
        found = estimates(samples, counted, is_sequential=is_sequential, is_signed=False)
        part = {
            "scenario": name,
            "measure": measure_names(),
            "n": found.n,
            "mean": found.mean,
            "ci_low": found.low,
            "ci_high": found.high,
            "p10": statistics.quantiles(samples, 0.1),
            "p90": statistics.quantiles(samples, 0.9),
        }
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True)


def _ranks(values: Floats, names: Sequence[str]) -> pd.DataFrame:
    parts = []
    for column, (name, item) in enumerate(MEASURES.items()):
        if item.direction == "none":
            continue
        scores = values[:, :, column] * (1 if item.direction == "higher" else -1)
        scores = scores[~np.isnan(scores).any(axis=1)]
        best, rank = _best_and_rank(scores)
        part = {
            "scenario": names,
            "measure": name,
            "probability_best": best,
            "mean_rank": rank,
        }
        parts.append(pd.DataFrame(part))
    table = pd.concat(parts, ignore_index=True)
    table["order"] = table["scenario"].map({name: place for place, name in enumerate(names)})
    return table.sort_values("order", kind="stable", ignore_index=True).drop(columns="order")


def _best_and_rank(scores: Floats) -> tuple[Floats, Floats]:
    """Return per scenario the share of replicates it leads, and its mean rank; ties are shared."""
    if not scores.size:
        empty = np.full(scores.shape[1], np.nan)
        return empty, empty
    leads = scores == scores.max(axis=1, keepdims=True)
    best = (leads / leads.sum(axis=1, keepdims=True)).mean(axis=0)
    above = (scores[:, None, :] > scores[:, :, None]).sum(axis=2)
    level = (scores[:, None, :] == scores[:, :, None]).sum(axis=2)
    return best, (above + (level + 1) / 2).mean(axis=0)
