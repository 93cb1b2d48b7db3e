"""Where does each scheme win? Maps, rules, regret and dominance over the points of a study.

    found = regimes(load_study("results/environments"))
    found.rules

A point of the study is an environment. A scheme counts as best there with the chance that its
true mean is highest, given the replicates; see `analysis.insight.discovery.best`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.insight.discovery.best import Standing, standing
from analysis.insight.discovery.dominance import dominance
from analysis.insight.discovery.maps import chance_map
from analysis.insight.discovery.rules import rule_table, settings_of
from analysis.insight.discovery.words import regime_sentences
from analysis.insight.extras import require
from analysis.insight.outcomes import (
    Outcomes,
    check_measures,
    chosen_measures,
    outcomes,
)
from analysis.parameters.axes import MARKET, Axis, axes, features
from analysis.runs import statistics
from analysis.words.problems import InputProblems
from analysis.words.told import Told
from sim.core.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.study import Study
    from analysis.study.results import StudyResults

Floats = NDArray[np.float64]

FEWEST_ENVIRONMENTS = 30
TREES = 200
LEAF = 5
TAIL = 0.9


@dataclass(frozen=True, repr=False)
class Regimes(Told):
    """What `regimes` found; every table has a column `measure`.

    Attributes:
        schemes: names.
        axes: measure → the two parameters of its map.
        shares: scenario, environments, replicates, best (share of environments), best_low,
            best_high, mean, regret, regret_low, regret_high, regret_p90, regret_share (of the
            mean of the best scheme). Regret is in units of the measure.
        chances: point, scenario, chance (of being best), mean (over replicates).
        map: the smoothed chance over two parameters (`chance_map`).
        drivers: parameter, importance (share of what the parameters explain), explained (share
            of the chances' variance a forest predicts out of bag; 0 or less: nothing).
        rules: rules and what they are worth on the hold-out (`rule_table`).
        dominance: scenario, over, … (`dominance`).
        findings: sentence.
        lost: points left out because a run failed, is missing or has no value.
    """

    schemes: tuple[str, ...]
    axes: dict[str, tuple[Axis, Axis]]
    shares: pd.DataFrame
    chances: pd.DataFrame
    map: pd.DataFrame
    drivers: pd.DataFrame
    rules: pd.DataFrame
    dominance: pd.DataFrame
    findings: pd.DataFrame
    lost: pd.DataFrame


TABLES = ("shares", "chances", "map", "drivers", "rules", "dominance", "findings", "lost")


def regimes(
    results: StudyResults,
    *,
    measures: Sequence[str] | None = None,
    x: str | None = None,
    y: str | None = None,
    seed: int = 0,
) -> Regimes:
    """Return where each scheme wins, in which words, and what the wrong choice costs.

    Args:
        results: a finished study with at least two schemes and two parameters.
        measures: which; the longest gross profit and relationship conflict without any.
        x, y: parameters of the map; the two that drive the winner most by default.
        seed: of the hold-out split and of all resampling.

    Raises:
        InputError: one scheme, fewer than FEWEST_ENVIRONMENTS whole points, an unknown name, or
            a measure of which neither more nor less is better.
    """
    import pandas as pd

    check_study(results.study, measures or (), (x, y))
    known = axes(results)
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    pictured: dict[str, tuple[Axis, Axis]] = {}
    schemes: tuple[str, ...] = ()
    for name in chosen_measures(results, measures):
        found = outcomes(results, name)
        schemes = found.schemes
        tables, pictured[name] = _one(found, results.points, known, (x, y), seed)
        for part, table in tables.items():
            table.insert(0, "measure", name)
            parts[part].append(table)
    whole = {part: pd.concat(tables, ignore_index=True) for part, tables in parts.items()}
    return Regimes(schemes, pictured, **whole)


def _one(
    found: Outcomes,
    points: pd.DataFrame,
    known: dict[str, Axis],
    wanted: tuple[str | None, str | None],
    seed: int,
) -> tuple[dict[str, pd.DataFrame], tuple[Axis, Axis]]:
    """Return every table of one measure, and the axes of its map."""
    import pandas as pd

    chosen = found.is_complete
    kept = found.only(chosen)
    _check_size(kept, found)
    table = points[chosen].reset_index(drop=True)
    values = kept.gain()
    groups = settings_of(table)
    stand = standing(values, groups, seed=seed)
    chance = stand.chance
    drivers = _drivers(table, chance, known, seed)
    pair = _pair(drivers, wanted, known)
    rules = rule_table(table, chance, kept.schemes, known, seed=seed)
    shares = _shares(kept, values, stand)
    ordered = dominance(values, kept.schemes, groups, seed=seed)
    sentences = regime_sentences(kept.measure.name, shares, rules, ordered, drivers)
    return {
        "shares": shares,
        "chances": pd.DataFrame(
            {
                "point": np.repeat(kept.points, len(kept.schemes)),
                "scenario": np.tile(kept.schemes, len(kept.points)),
                "chance": chance.ravel(),
                "mean": kept.values.mean(axis=1).ravel(),
            }
        ),
        "map": chance_map(table, chance, kept.schemes, *pair),
        "drivers": drivers,
        "rules": rules,
        "dominance": ordered,
        "findings": pd.DataFrame({"sentence": sentences}),
        "lost": pd.DataFrame({"point": found.points[~chosen]}),
    }, pair


def _shares(kept: Outcomes, values: Floats, found: Standing) -> pd.DataFrame:
    """Return how often each scheme is best, and the regret of always picking it."""
    import pandas as pd

    regret = found.regret
    means = kept.values.mean(axis=(0, 1))
    size = abs(float(values.mean(axis=1).max(axis=1).mean()))
    return pd.DataFrame(
        {
            "scenario": kept.schemes,
            "environments": len(kept.points),
            "replicates": values.shape[1],
            "best": found.chance.mean(axis=0),
            "best_low": found.best_low,
            "best_high": found.best_high,
            "mean": means,
            "regret": regret.mean(axis=0),
            "regret_low": found.regret_low,
            "regret_high": found.regret_high,
            "regret_p90": statistics.quantiles(regret, TAIL),
            "regret_share": regret.mean(axis=0) / size if size else np.nan,
        }
    )


def _drivers(
    table: pd.DataFrame, chance: Floats, known: dict[str, Axis], seed: int
) -> pd.DataFrame:
    """Return how much each parameter helps a forest to predict who is best."""
    import pandas as pd
    from sklearn.ensemble import ExtraTreesRegressor

    columns, owners = features(table, known)
    forest = ExtraTreesRegressor(
        TREES, min_samples_leaf=LEAF, bootstrap=True, oob_score=True,
        random_state=seed, n_jobs=1,
    )  # fmt: skip
    spread = chance.var(axis=0).sum()
    forest.fit(columns.to_numpy(), chance)
    rest = float(((chance - np.asarray(forest.oob_prediction_)) ** 2).mean(axis=0).sum())
    explained = 1 - rest / float(spread) if spread > 0 else 0.0
    importance = pd.Series(forest.feature_importances_).groupby(np.array(owners)).sum()
    found = pd.DataFrame({"parameter": importance.index, "importance": importance.to_numpy()})
    order = {key: place for place, key in enumerate(known)}
    return (
        found.assign(explained=explained, _place=found["parameter"].map(order))
        .sort_values(["importance", "_place"], ascending=[False, True], kind="stable")
        .drop(columns="_place")
        .reset_index(drop=True)
    )


def _pair(
    drivers: pd.DataFrame, wanted: tuple[str | None, str | None], known: dict[str, Axis]
) -> tuple[Axis, Axis]:
    """Return the axes of the map: those asked for, else the most important others."""
    rest = [key for key in drivers["parameter"] if key not in wanted]
    x, y = wanted
    x = x or rest.pop(0)
    y = y or rest.pop(0)
    return known[x], known[y]


def check_study(
    study: Study, measures: Sequence[str], wanted: tuple[str | None, str | None]
) -> None:
    """Do nothing when regimes can be asked of a study, before it is run.

    Raises:
        InputError: a missing library, one scheme, one parameter, an unknown name.
    """
    from sim.scenario.suggest import hint

    require("regimes", "sklearn")
    keys = [item.key for item in study.parameters]
    keys += [MARKET] if len(study.markets) > 1 else []
    complaints = InputProblems()
    if len(study.schemes) < 2:
        complaints.add("regimes compares schemes; this study has one")
    if len(keys) < 2:
        complaints.add("regimes needs a study that varies at least two parameters")
    for key in filter(None, wanted):
        if key not in keys:
            complaints.add(f"{key} is not varied in this study; {hint(key, keys)}")
    if wanted[0] is not None and wanted[0] == wanted[1]:
        complaints.add(f"--x and --y are both {wanted[0]}; name two parameters")
    with complaints.noted():
        check_measures(study, measures)
    complaints.stop_if_any()


def _check_size(kept: Outcomes, found: Outcomes) -> None:
    if len(kept.points) < FEWEST_ENVIRONMENTS:
        raise InputError(
            f"{found.measure.name}: {len(kept.points)} of {len(found.points)} points have a value "
            f"in every run; regimes needs at least {FEWEST_ENVIRONMENTS}. Finish the sweep, ask "
            "for more points, or choose another --measure"
        )
