"""The data dictionary beside the tables of `sensitivity`, `regimes` and `optimise`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.results.dictionary import entries, measure_entries
from analysis.uncertainty.dictionary import WORLDS
from sim.scenario import declared

if TYPE_CHECKING:
    import pandas as pd

OWN = "the measure's"
INTERVAL = "95 % interval"
TURNING, BETTER = "turning", "_better"

INDICES = (
    "S1 (alone), ST (with interactions); mu_star (mean absolute effect over the whole range), "
    "sigma (spread of effects), mu (mean effect)"
)

COLUMNS: dict[str, tuple[str, str]] = {
    "market": ("word", "the market"),
    "measure": ("word", "what was measured; see `measures`"),
    "scenario": ("word", "name of the scenario"),
    "baseline": ("word", "what it is compared with; empty: the scenario by itself"),
    "point": ("count", "number of the point of the study"),
    "replicate": ("count", "number of the replicate, from 0"),
    "seed": ("count", "its seed; `counterpoint run --seed S --replicate R` repeats it"),
    "value": (OWN, "its value; of an index: S1 and ST are shares of the variance"),
    "sentence": ("text", "a finding"),
    "reason": ("text", "why a point has no value, or a rule does not stand; empty: it does"),
    "parameter": ("word", "what varies"),
    "index": ("word", INDICES),
    "ci_low": (OWN, "lower end of the 95 % interval"),
    "ci_high": (OWN, "upper end of the 95 % interval"),
    "noise_floor": (OWN, "what luck alone would give this index"),
    "flag": ("word", "clear (of luck, over all parameters), within noise, noise unknown"),
    "points": ("count", "points that were used"),
    "left_out": ("count", "points of base points or trajectories that are not whole"),
    "replicates": ("count", "runs averaged at each point"),
    "mean": (OWN, "mean over replicates; of an outcome, over points too"),
    "sd": (OWN, "standard deviation between the means of points, noise included"),
    "noise_sd": (OWN, "standard deviation of the noise in such a mean"),
    "noise_share": ("share", "part of the variance between points that is noise"),
    "noise_from": ("word", "replicates, repeats or unknown"),
    "noise_points": ("count", "points behind the estimate of noise"),
    "noise_runs": ("count", "runs of each of them"),
    "replicates_wanted": ("count", "replicates a point that make noise a tenth of the variance"),
    "environments": ("count", "points that count: of the study, in a rule, or near a cell"),
    "best": ("share", "of the environments in which the scenario is best, by its chances"),
    "best_low": ("share", "lower end of its 95 % interval over environments"),
    "best_high": ("share", "upper end of its 95 % interval over environments"),
    "regret": (OWN, "mean over environments of what the best scenario has more"),
    "regret_low": (OWN, "lower end of its 95 % interval over environments"),
    "regret_high": (OWN, "upper end of its 95 % interval over environments"),
    "regret_p90": (OWN, "regret that one environment in ten exceeds, luck included"),
    "regret_share": ("share", "mean regret as part of the mean of the best scenario"),
    "chance": ("share", "chance that the scenario is best; empty: too few points near"),
    "x": ("the parameter's", "value of the map's first parameter"),
    "y": ("the parameter's", "value of the map's second parameter"),
    "x_position": ("share", "place along the range of the first parameter"),
    "y_position": ("share", "place along the range of the second parameter"),
    "width": ("share", "width of the smoothing, as part of a parameter's range"),
    "importance": ("share", "of what a forest learns about who is best"),
    "explained": ("share", "of the variance of the chances that the forest predicts out of bag"),
    "method": ("word", "box (PRIM), tree, or both when they find the same"),
    "rule": ("text", "the conditions, in words"),
    "conditions": ("count", "how many"),
    "of": ("count", "environments held out"),
    "base_rate": ("share", "of the environments held out in which the scenario is best"),
    "density": ("share", "the same among those inside the rule"),
    "density_low": ("share", "lower end of its 95 % interval"),
    "density_high": ("share", "upper end of its 95 % interval"),
    "coverage": ("share", "of the scenario's wins held out that lie inside the rule"),
    "train_density": ("share", "density where the rule was found"),
    "train_coverage": ("share", "coverage where the rule was found"),
    "p_adjusted": ("share", "p-value of the base rate, adjusted by Holm over the rules"),
    "accepted": ("flag", "whether the rule stands"),
    "over": ("word", "the scenario that is dominated or not"),
    "first_order": ("flag", "dominance in the means seen, for whoever wants more"),
    "second_order": ("flag", "the same for whoever also dislikes risk"),
    "first_share": ("share", "of resamples in which the first holds"),
    "second_share": ("share", "of resamples in which the second holds"),
    "against": ("share", "of the area between the two distributions that speaks against it"),
    "verdict": ("word", "first order, second order or none"),
    "candidate": ("count", "number of the candidate"),
    "generation": ("count", "of the search, from 0"),
    "look": ("word", "first or second: which seeds its numbers come from"),
    "chance_on_front": ("share", "of resampled replicates in which no finalist beats it"),
    "is_feasible": ("flag", "whether it keeps all limits"),
    "is_finalist": ("flag", "whether it was run again"),
    "is_final": ("flag", "whether it stands on the front"),
}  # fmt: skip
"""Column → unit and meaning; a name means the same in every table."""


def insight_dictionary(tables: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """Return what the columns of some tables mean."""
    found = {
        name: [_entry(str(column)) for column in table.columns] for name, table in tables.items()
    }
    if TURNING in found:
        found |= entries({TURNING: WORLDS[TURNING]})
    return {"tables": found, "measures": measure_entries()}


def _entry(column: str) -> dict[str, str]:
    if column in COLUMNS:
        unit, meaning = COLUMNS[column]
    elif column in declared.flat():
        known = declared.flat()[column]
        unit, meaning = known.unit, known.meaning
    elif column.endswith(BETTER):
        unit, meaning = (
            "share",
            f"worlds in which it beats the scheme as it is: {column.removesuffix(BETTER)}",
        )
    else:
        unit, meaning = OWN, _statistic(column)
    return {"column": column, "unit": unit, "meaning": meaning}


def _statistic(column: str) -> str:
    """Return what an objective's column holds."""
    if column.startswith("search_"):
        return f"{column.removeprefix('search_')}, as the search saw it"
    if column.startswith("excess "):
        return f"by how much the limit {column.removeprefix('excess ')} is broken; at most 0: kept"
    if column.endswith("_gain"):
        return f"difference from the scheme as it is, same seeds: {column.removesuffix('_gain')}"
    for ending, words in (("_low", "lower end"), ("_high", "upper end")):
        if column.endswith(ending):
            return f"{words} of the 95 % interval of {column.removesuffix(ending)}"
    return (
        "an objective or limit: a measure's mean over replicates, or with an ending its statistic"
    )
