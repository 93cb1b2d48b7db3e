"""Measure the published patterns on simulated firms and say which lie inside their bands."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.patterns.facts import FACTS, facts
from analysis.patterns.published import PATTERNS, VARIANTS, Pattern, best, outcomes
from analysis.runs.collect import Runner, compiled_runner
from analysis.runs.progress import Progress
from sim.core.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

FEWEST = 2
LEVEL = 0.95
RESAMPLES = 4_000
Floats = NDArray[np.float64]


def scoreboard(
    scenario: str = "siloed_metrics",
    *,
    market: str | None = None,
    replicates: int = 30,
    seed: int = 1,
    workers: int = 2,
    patterns: Sequence[Pattern] = PATTERNS,
    progress: Progress | None = None,
    runner: Runner | None = None,
) -> pd.DataFrame:
    """Return one row per pattern: median over runs, its interval, the band, in or out, source.

    For a sweep the setting that is best on average over runs stands for the median, with an
    interval from drawing runs again; 10th and 90th percentile are those of each run's own best.

    Args:
        scenario: the firm under test; contrasts lay other schemes and settings over it.
        market: the market; the default one if None.
        replicates: runs of each.
        seed: names the luck, with the number of the replicate.
        workers: threads; the numbers do not depend on them.
        patterns: which patterns.
        progress: called with runs done and planned.
        runner: scenario, seed, replicate → run; the compiled driver by default.
    """
    if replicates < FEWEST:
        raise InputError(f"replicates: {replicates} is too few; at least {FEWEST}")
    needed = [name for name in VARIANTS if any(name in item.variants for item in patterns)]
    loaded = {name: _variant(name, scenario, market) for name in needed}
    sample = _sampled(loaded, seed, replicates, workers, progress, runner)
    return scored(sample, patterns)


def _variant(name: str, scenario: str, market: str | None) -> Scenario:
    from sim.scenario import load_scenario

    variant = VARIANTS[name]
    loaded = load_scenario(variant.scheme or scenario, market=market, overrides=variant.settings)
    if not variant.from_start:
        return loaded
    return replace(loaded, timeline=((0, dict(variant.from_start)), *loaded.timeline))


def _sampled(
    scenarios: dict[str, Scenario],
    seed: int,
    replicates: int,
    workers: int,
    progress: Progress | None,
    runner: Runner | None,
) -> dict[str, dict[str, Floats]]:
    """Return variant → fact → one value per replicate."""
    run = runner or compiled_runner()
    jobs = [(name, replicate) for replicate in range(replicates) for name in scenarios]
    name, first = jobs[0]
    found = [facts(run(scenarios[name], seed, first))]
    with ThreadPoolExecutor(max_workers=workers) as pool:
        rest: Iterable[dict[str, float]] = pool.map(
            lambda job: facts(run(scenarios[job[0]], seed, job[1])), jobs[1:]
        )
        for result in rest:
            found.append(result)
            if progress is not None:
                progress(len(found), len(jobs))
    step = len(scenarios)
    return {
        name: {fact: np.array([row[fact] for row in found[place::step]]) for fact in FACTS}
        for place, name in enumerate(scenarios)
    }


def scored(sample: dict[str, dict[str, Floats]], patterns: Sequence[Pattern]) -> pd.DataFrame:
    """Return the scoreboard of a sample."""
    import pandas as pd

    return pd.DataFrame([_row(item, sample) for item in patterns])


def told(board: pd.DataFrame) -> str:
    """Return in one sentence how many patterns of a scoreboard are met, and how surely."""
    unsure = int((~board["is_sure"].astype(bool)).sum())
    return (
        f"{int(board['is_inside'].sum())} of {len(board)} published patterns lie inside their "
        f"bands; for {unsure} of them more runs could turn that."
    )


def _row(item: Pattern, sample: dict[str, dict[str, Floats]]) -> dict[str, Any]:
    values = item.values(sample)
    known = np.sort(values[~np.isnan(values)])
    median, low, high, p10, p90 = _spread(known)
    if item.swept is not None and known.size:
        median, low, high = _best_on_average(outcomes(sample, item.swept))
    inside = item.low <= median <= item.high
    is_sure = all((item.low <= end <= item.high) == inside for end in (low, high))
    return {
        "pattern": item.name,
        "use": item.use,
        "fact": item.fact,
        "n": int(known.size),
        "median": median,
        "median_low": low,
        "median_high": high,
        "p10": p10,
        "p90": p90,
        "low": item.low,
        "high": item.high,
        "is_inside": bool(inside),
        "is_sure": bool(is_sure and known.size > 0),
        "unit": item.unit,
        "source": item.source,
    }


def _spread(known: Floats) -> tuple[float, float, float, float, float]:
    """Return median, its 95 % interval, and the 10th and 90th percentile of sorted values."""
    if not known.size:
        return (float("nan"),) * 5
    with np.errstate(invalid="ignore"):
        median = float(np.median(known))
    first = _rank(known.size)
    p10, p90 = np.quantile(known, (0.1, 0.9), method="nearest")
    return median, float(known[first]), float(known[-1 - first]), float(p10), float(p90)


def _best_on_average(gains: Floats) -> tuple[float, float, float]:
    """Return the setting with the highest mean gain over runs, and its 95 % interval.

    The mean of one firm's runs is what counts, so the interval comes from drawing whole runs
    again, with replacement: it spans the settings that lead in 95 % of the draws.
    """
    runs = gains.shape[0]
    draws = np.random.default_rng(0).multinomial(runs, np.full(runs, 1 / runs), RESAMPLES)
    leading = best(draws @ gains)
    tail = (1 - LEVEL) / 2
    low = np.quantile(leading, tail, method="lower")
    high = np.quantile(leading, 1 - tail, method="higher")
    return float(best(gains.mean(axis=0, keepdims=True))[0]), float(low), float(high)


def _rank(n: int) -> int:
    """Return how many values may be cut at either end of n, the median staying inside at 95 %."""
    below, cut = 0.0, 0
    for k in range(n):
        below += math.comb(n, k) / 2**n
        if below > (1 - LEVEL) / 2:
            break
        cut = k
    return min(cut, (n - 1) // 2)
