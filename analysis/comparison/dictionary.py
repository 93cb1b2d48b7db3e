"""The data dictionary beside the tables of a comparison."""

from __future__ import annotations

from typing import Any

from analysis.comparison.verdicts import KINDS
from analysis.results.dictionary import RUNS, entries, measure_entries
from analysis.uncertainty.dictionary import WORLDS

COURSES = (
    "column of the weekly table, or bookings_quarter and gross_profit_quarter (last 13 weeks), "
    "gross_profit_cumulative (from week 0), trust (mean of both ways)"
)

COMPARISON: dict[str, dict[str, tuple[str, str]]] = {
    "measures": RUNS,
    "summary": {
        "scenario": ("word", "name of the scenario"),
        "measure": ("word", "what was measured; see `measures`"),
        "n": ("count", "replicates with a value"),
        "mean": ("the measure's", "mean over replicates"),
        "ci_low": ("the measure's", "lower end of the 95 % interval of the mean"),
        "ci_high": ("the measure's", "upper end of the 95 % interval of the mean"),
        "p10": ("the measure's", "value that one replicate in ten stays below"),
        "p90": ("the measure's", "value that one replicate in ten exceeds"),
    },
    "differences": {
        "scenario": ("word", "name of the scenario"),
        "baseline": ("word", "what it is compared with"),
        "measure": ("word", "what was measured; see `measures`"),
        "n": ("count", "pairs in which both have a value"),
        "mean_difference": ("the measure's", "mean of scenario minus baseline over pairs"),
        "ci_low": ("the measure's", "lower end of its 95 % interval"),
        "ci_high": ("the measure's", "upper end of its 95 % interval"),
        "p_value": ("share", "two-sided p-value of no difference"),
        "p_adjusted": ("share", "the same, adjusted by Holm over all rows of this table"),
        "probability_better": (
            "share",
            "pairs in which the scenario is strictly better; empty if neither way is better",
        ),
    },
    "ranks": {
        "scenario": ("word", "name of the scenario"),
        "measure": ("word", "what was measured; only measures with a better direction"),
        "probability_best": ("share", "replicates in which it is best; ties are shared"),
        "mean_rank": ("rank", "mean rank over replicates, 1 is best; ties share a rank"),
    },
    "timecourse": {
        "scenario": ("word", "name of the scenario"),
        "week": ("week", "0 is the first counted week"),
        "measure": ("word", COURSES),
        "mean": ("the measure's", "mean over replicates"),
        "p10": ("the measure's", "value that one replicate in ten stays below"),
        "p90": ("the measure's", "value that one replicate in ten exceeds"),
    },
    "verdicts": {
        "scenario": ("word", "name of the scenario"),
        "baseline": ("word", "what it is compared with"),
        "measure": ("word", "what was measured; see `measures`"),
        "baseline_mean": ("the measure's", "mean of the baseline over the pairs"),
        "share_tied": ("share", "pairs in which both have the same value"),
        "verdict": ("word", ", ".join(KINDS)),
        "sentence": ("text", "the verdict in one sentence"),
    },
    "coherence": {
        "scenario": ("word", "name of the scenario"),
        "baseline": ("word", "what it is paired with"),
        "measure": ("word", "what was measured; see `measures`"),
        "n": ("count", "pairs"),
        "correlation": ("correlation", "of the two values of a pair: the luck they share"),
        "variance_reduction": (
            "ratio",
            "variance of the difference without pairing over the variance with it",
        ),
        "runs_saved": ("runs", "further runs that independent luck would have needed"),
    },
    "hours": {
        "scenario": ("word", "name of the scenario"),
        "role": ("word", "marketer, rep or leader"),
        "task": ("word", "what the hours went to"),
        "share": ("share", "share of the role's hours in counted weeks, mean of replicates"),
    },
}  # fmt: skip
"""Table → column → unit and meaning."""


def comparison_dictionary(*, with_worlds: bool = False) -> dict[str, Any]:
    """Return the data dictionary of a comparison's folder, with that of its worlds if it has."""
    tables = {**COMPARISON, **(WORLDS if with_worlds else {})}
    return {"tables": entries(tables), "measures": measure_entries()}
