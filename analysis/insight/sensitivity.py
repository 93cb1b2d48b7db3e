"""Which parameters matter: Morris screening and Sobol indices of a finished study.

    found = sensitivity(load_study("results/environments"))
    found.indices

Every measure is analysed for each scheme by itself and for each paired difference from the
baseline within the same point and replicate, which is what a choice between schemes rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.insight.blocks import Analysis, Blocks, Target
from analysis.insight.extras import require
from analysis.insight.indices import RESAMPLES, Index
from analysis.insight.noise import Noise
from analysis.insight.outcomes import Outcomes, chosen_measures, outcomes
from analysis.insight.phrases import sensitivity_sentences
from sim.core.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.study import Study
    from analysis.study.results import StudyResults

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]

REPEATED_POINTS, REPEATED_RUNS = 32, 4
RANKED_BY = {"saltelli": "ST", "morris": "mu_star"}
"""Design → the index by which parameters are ordered."""


@dataclass(frozen=True)
class Sensitivity:
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
        repeats: runs of a few points with more replicates (`repeated`), so that a study with one
            replicate has an estimate of its noise.
        resamples: bootstrap samples behind each interval.
        seed: seed of the bootstrap.
        progress: called with outcomes analysed and planned.

    Raises:
        InputError: another design, an unknown name, too few points with a value, or more than
            a tenth of the base points lost to failures.
    """
    import pandas as pd

    kind = check_design(results.study)
    parts: dict[str, list[Any]] = {"indices": [], "noise": [], "findings": [], "lost": []}
    names = chosen_measures(results, measures)
    markets = list(dict.fromkeys(results.points["market"].astype(str)))
    done, planned, base = 0, 0, ""
    for market in markets:
        design = Blocks.of(results, kind, market)
        for name in names:
            everywhere = outcomes(results, name)
            base = _baseline(everywhere, baseline)
            chosen = everywhere.only(np.isin(everywhere.points, design.points))
            usable, lost = design.usable(chosen, results)
            parts["lost"].extend({"market": market, "measure": name, **row} for row in lost)
            targets = list(_targets(chosen, base, _repeated_values(repeats, chosen)))
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
    points: int = REPEATED_POINTS,
    replicates: int = REPEATED_RUNS,
    workers: int = 2,
) -> pd.DataFrame:
    """Return runs of a few points of a study with several replicates, to estimate its noise.

    Args:
        study: the study.
        points: how many points, spread evenly over the design.
        replicates: runs per point and scheme.
        workers: threads; the numbers do not depend on them.

    Returns point, scenario, replicate, seed, measure, value.
    """
    from analysis.study.design import points as design
    from analysis.study.sweep import evaluate

    table = design(study)
    place = np.linspace(0, len(table) - 1, min(points, len(table))).round().astype(np.int64)
    return evaluate(study, table.iloc[np.unique(place)], replicates, workers)


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
            "noise_floor": index.floor,
            "flag": _flag(index, place, noise),
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


def _flag(index: Index, place: int, noise: Noise) -> str:
    """Return how far an index may be believed.

    clear: its interval lies above what noise gives. within noise: it does not.
    swamped: more than half of the variance is noise, so no index of this outcome says much.
    noise unknown: above zero, but with one replicate nobody knows what noise gives.
    """
    if noise.is_swamped:
        return "swamped"
    is_signed = index.name == "mu"
    floor = 0.0 if np.isnan(index.floor) else index.floor
    low, high = index.low[place], index.high[place]
    is_above = low > floor or (is_signed and high < 0)
    if not is_above:
        return "within noise"
    return "noise unknown" if np.isnan(noise.share) else "clear"


def _targets(found: Outcomes, baseline: str, repeats: Floats | None) -> Iterator[Target]:
    """Yield every scheme by itself, then every difference from the baseline."""
    place = found.schemes.index(baseline)
    for column, scheme in enumerate(found.schemes):
        own = None if repeats is None else repeats[:, :, column]
        yield Target(found.measure.name, scheme, "", found.values[:, :, column], own)
    for column, scheme in enumerate(found.schemes):
        if column != place:
            own = None if repeats is None else repeats[:, :, column] - repeats[:, :, place]
            apart = found.values[:, :, column] - found.values[:, :, place]
            yield Target(found.measure.name, scheme, baseline, apart, own)


def _repeated_values(repeats: pd.DataFrame | None, found: Outcomes) -> Floats | None:
    """Return points × replicates × schemes of the repeated points of this market."""
    if repeats is None:
        return None
    part = repeats[(repeats["measure"] == found.measure.name) & repeats["point"].isin(found.points)]
    wide = part.pivot_table(
        index=["point", "replicate"], columns="scenario", values="value", dropna=False
    )
    points = wide.index.get_level_values("point").nunique()
    if not points or not set(found.schemes) <= set(wide.columns):
        return None
    return (
        wide[list(found.schemes)].to_numpy(dtype=np.float64).reshape(points, -1, len(found.schemes))
    )


def check_design(study: Study) -> str:
    """Return the kind of a study's design.

    Raises:
        InputError: it is neither morris nor saltelli, or the libraries are missing.
    """
    require("sensitivity", "SALib")
    kind = study.design.kind
    if kind not in RANKED_BY:
        raise InputError(
            f"design {kind}: sensitivity needs design.kind morris (screening) or saltelli (Sobol "
            "indices) in the study file; regimes reads any design"
        )
    return kind


def _baseline(found: Outcomes, name: str | None) -> str:
    if name is None:
        return found.schemes[0]
    if name not in found.schemes:
        raise InputError(f"baseline {name} is not among the schemes ({', '.join(found.schemes)})")
    return name
