"""Which parameters matter: Morris screening and Sobol indices of a finished study.

    found = sensitivity(load_study("results/environments"))
    found.indices

Every measure is analysed for each scheme by itself and for each paired difference from the
baseline within the same point and replicate, which is what a choice between schemes rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.insight.extras import require
from analysis.insight.outcomes import Outcomes, check_measures, chosen_measures, outcomes
from analysis.insight.sensitivity.blocks import Analysis, Blocks, Target, block_width
from analysis.insight.sensitivity.indices import RESAMPLES, Index
from analysis.insight.sensitivity.words import sensitivity_sentences
from analysis.runs.progress import Progress
from analysis.words.problems import InputProblems
from analysis.words.told import Told

if TYPE_CHECKING:
    import pandas as pd

    from analysis.study import Study
    from analysis.study.results import StudyResults

Floats = NDArray[np.float64]

REPEATED_BLOCKS, REPEATED_RUNS = 6, 4
RANKED_BY = {"saltelli": "ST", "morris": "mu_star"}
"""Design → the index by which parameters are ordered."""


@dataclass(frozen=True, repr=False)
class Sensitivity(Told):
    """What `sensitivity` found.

    Attributes:
        design: "morris" or "saltelli".
        baseline: the scheme differences are taken from.
        indices: market, measure, scenario, baseline (empty: the scheme by itself), parameter,
            index, value, ci_low, ci_high, noise_floor, flag; the most important first.
        noise: market, measure, scenario, baseline, points, left_out, replicates, mean, sd,
            noise_sd, noise_share, noise_from, noise_points, noise_runs, replicates_wanted.
        findings: market, measure, scenario, baseline, sentence.
        lost: market, measure, point, reason: points without a usable value.
    """

    design: str
    baseline: str
    indices: pd.DataFrame
    noise: pd.DataFrame
    findings: pd.DataFrame
    lost: pd.DataFrame


def sensitivity(
    results: StudyResults,
    *,
    measures: Sequence[str] | None = None,
    baseline: str | None = None,
    repeats: pd.DataFrame | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    progress: Progress | None = None,
) -> Sensitivity:
    """Return which parameters move each outcome, with intervals and the share of noise.

    Args:
        results: a finished study with a Morris or Saltelli design.
        measures: which; the longest gross profit and relationship conflict without any.
        baseline: the scheme differences are taken from; the first by default.
        repeats: runs of a few blocks with more replicates (`repeated`), so that a study with one
            replicate has an estimate of its noise.
        resamples: bootstrap samples behind each interval.
        seed: seed of the bootstrap.
        progress: called with outcomes analysed and planned.

    Raises:
        InputError: another design, an unknown name, too few points with a value, or more than
            a tenth of the base points lost to failures.
    """
    import pandas as pd

    kind = check_study(results.study, measures or (), baseline)
    parts: dict[str, list[Any]] = {"indices": [], "noise": [], "findings": [], "lost": []}
    names = chosen_measures(results, measures)
    markets = list(dict.fromkeys(results.points["market"].astype(str)))
    done, planned, base = 0, 0, ""
    for market in markets:
        design = Blocks.of(results, kind, market)
        for name in names:
            everywhere = outcomes(results, name)
            base = baseline or everywhere.schemes[0]
            chosen = everywhere.only(np.isin(everywhere.points, design.points))
            usable, lost = design.usable(chosen, results)
            parts["lost"].extend({"market": market, "measure": name, **row} for row in lost)
            targets = list(_targets(chosen, base, _repeated_values(repeats, chosen, design)))
            planned = planned or len(markets) * len(names) * len(targets)
            for target in targets:
                found = design.indices(target, usable, resamples, seed)
                head = {"market": market, "measure": name, "scenario": target.scenario,
                        "baseline": target.baseline}  # fmt: skip
                for part, rows in _rows(found, design, target, usable).items():
                    parts[part].extend({**head, **row} for row in rows)
                done += 1
                if progress is not None:
                    progress(done, planned)
    columns = {"lost": ["market", "measure", "point", "reason"]}
    tables = {
        part: pd.DataFrame(rows, columns=columns.get(part) if not rows else None)
        for part, rows in parts.items()
    }
    return Sensitivity(kind, base, **tables)


def repeated(
    study: Study,
    *,
    blocks: int = REPEATED_BLOCKS,
    replicates: int = REPEATED_RUNS,
    workers: int = 2,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return runs of a few whole blocks with several replicates, to estimate the noise of a study.

    Args:
        study: the study.
        blocks: trajectories (morris) or base points (saltelli) per market, spread evenly.
        replicates: runs per point and scheme.
        workers: threads; the numbers do not depend on them.
        progress: called with runs done and planned.

    Returns point, scenario, replicate, seed, measure, value.
    """
    from analysis.study.design import points as design
    from analysis.study.sweep import evaluate

    table, markets = design(study), len(study.markets)
    width = block_width(study) * markets
    count = len(table) // width
    chosen = np.unique(np.linspace(0, count - 1, min(blocks, count)).round().astype(np.int64))
    rows = (chosen[:, None] * width + np.arange(width)).ravel()
    return evaluate(study, table.iloc[rows], replicates, workers, progress=progress)


def _rows(
    found: Analysis, design: Blocks, target: Target, usable: NDArray[np.bool_]
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table for one outcome."""
    noise, keys = found.noise, design.keys
    leading = next((i for i in found.indices if i.name == RANKED_BY[design.kind]), None)
    order = () if leading is None else tuple(np.argsort(-leading.value, kind="stable"))
    rows = [
        {
            "parameter": keys[place],
            "index": index.name,
            "value": index.value[place],
            "ci_low": index.low[place],
            "ci_high": index.high[place],
            "noise_floor": index.floor[place],
            "flag": _flag(index, place),
        }
        for place in order
        for index in found.indices
    ]
    used = np.repeat(usable, design.width)
    about = {
        "points": int(used.sum()),
        "left_out": int((~used).sum()),
        "replicates": noise.replicates,
        "mean": float(target.values[used].mean()),
        "sd": float(np.sqrt(noise.total_variance)),
        "noise_sd": float(np.sqrt(noise.variance)),
        "noise_share": noise.share,
        "noise_from": noise.source,
        "noise_points": noise.points,
        "noise_runs": noise.runs,
        "replicates_wanted": noise.replicates_for(),
    }
    sentences = sensitivity_sentences(target.measure, target.scenario, target.baseline, noise, rows,
                                      RANKED_BY[design.kind])  # fmt: skip
    return {
        "indices": rows,
        "noise": [about],
        "findings": [{"sentence": sentence} for sentence in sentences],
    }


def _flag(index: Index, place: int) -> str:
    """Return how far an index may be believed.

    clear: it lies above what luck gives, beyond doubt over all parameters. within noise: it may be
    luck. noise unknown: it is above zero, but nobody knows what luck gives.
    """
    if not index.is_clear[place]:
        return "within noise"
    return "noise unknown" if np.isnan(index.floor[place]) else "clear"


def _targets(
    found: Outcomes, baseline: str, again: tuple[NDArray[np.int64], Floats] | None
) -> Iterator[Target]:
    """Yield every scheme by itself, then every difference from the baseline."""
    from analysis.comparison.paired import apart

    place = found.schemes.index(baseline)
    numbers, repeats = (np.empty(0, np.int64), None) if again is None else again
    for column, scheme in enumerate(found.schemes):
        own = None if repeats is None else repeats[..., column]
        yield Target(found.measure.name, scheme, "", found.values[:, :, column], own, numbers)
    for column, scheme in enumerate(found.schemes):
        if column != place:
            own = None if repeats is None else apart(repeats[..., column], repeats[..., place])
            gaps = apart(found.values[:, :, column], found.values[:, :, place])
            yield Target(found.measure.name, scheme, baseline, gaps, own, numbers)


def _repeated_values(
    repeats: pd.DataFrame | None, found: Outcomes, design: Blocks
) -> tuple[NDArray[np.int64], Floats] | None:
    """Return which blocks of a market were run again, and their values."""
    if repeats is None:
        return None
    part = repeats[repeats["measure"].astype(str) == found.measure.name]
    part = part[part["point"].isin(found.points)]
    points = np.unique(part["point"].to_numpy(np.int64))
    runs = int(part["replicate"].max()) + 1 if len(part) else 0
    values = np.full((points.size, runs, len(found.schemes)), np.nan)
    place = {name: column for column, name in enumerate(found.schemes)}
    values[
        np.searchsorted(points, part["point"].to_numpy(np.int64)),
        part["replicate"].to_numpy(np.int64),
        part["scenario"].astype(str).map(place).to_numpy(np.int64),
    ] = part["value"].to_numpy(np.float64)
    made = np.ones((points.size, runs), dtype=np.bool_)
    return design.repeated(Outcomes(found.measure, found.schemes, points, values, made))


def check_study(study: Study, measures: Sequence[str], baseline: str | None) -> str:
    """Return the kind of a study's design, when sensitivity can be asked of it.

    Raises:
        InputError: a missing library, another design, an unknown measure or baseline.
    """
    from analysis.study.plan import worlds

    require("sensitivity", "SALib")
    kind = study.design.kind
    complaints = InputProblems()
    if kind not in RANKED_BY:
        complaints.add(
            f"design {kind}: sensitivity needs design.kind morris (screening) or saltelli (Sobol "
            "indices) in the study file; regimes reads any design"
        )
    with complaints.noted():
        check_measures(study, measures)
    names = dict.fromkeys(world.scheme for world in worlds(study)) if baseline else {}
    if baseline and baseline not in names:
        complaints.add(f"baseline {baseline} is not among the schemes ({', '.join(names)})")
    complaints.stop_if_any()
    return kind
