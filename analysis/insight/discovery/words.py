"""Where each scheme wins, as sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from analysis.measures import named
from analysis.parameters.axes import NAMED, joined
from analysis.words import wording
from analysis.words.called import scheme
from analysis.words.titles import titles

if TYPE_CHECKING:
    import pandas as pd


def regime_sentences(
    measure: str,
    shares: pd.DataFrame,
    rules: pd.DataFrame,
    dominance: pd.DataFrame,
    drivers: pd.DataFrame,
) -> list[str]:
    """Return where each scheme is best and what picking it costs, one finding a sentence."""
    title = wording.title(measure)
    first = shares.iloc[0]
    count, runs = int(first["environments"]), int(first["replicates"])
    return [
        *(f"{title}: {_share_sentence(row, count)}" for row in shares.to_dict("records")),
        *([f"{title}: {ONE_REPLICATE}"] if runs == 1 else []),
        f"{title}: {_driver_sentence(drivers)}",
        *(f"{title}: {text}" for text in _rule_sentences(rules)),
        *(f"{title}: {text}" for text in _regret_sentences(measure, shares)),
        *(f"{title}: {text}" for text in _dominance_sentences(dominance)),
    ]


ONE_REPLICATE = (
    "with one replicate the best scheme of a point may be luck; shares and regret count that luck "
    "in. Sweep with two replicates or more."
)


def _share_sentence(row: dict[Any, Any], count: int) -> str:
    return (
        f"{scheme(row['scenario'])} is best in {_percent(row['best'])} of {count} environments "
        f"({_percent(row['best_low'])} to {_percent(row['best_high'])})."
    )


def _driver_sentence(drivers: pd.DataFrame) -> str:
    explained = float(drivers["explained"].iloc[0])
    if explained <= 0:
        return "none of the varied parameters predicts which scheme is best."
    names = titles(drivers["parameter"].astype(str))
    shown = [
        f"{names[row['parameter']]} ({_percent(row['importance'])})"
        for row in drivers.head(NAMED).to_dict("records")
    ]
    return (
        f"the parameters predict {_percent(explained)} of which scheme is best (out of bag); of "
        f"that, most comes from {joined(shown)}."
    )


def _rule_sentences(rules: pd.DataFrame) -> list[str]:
    kept = rules[rules["accepted"]]
    if kept.empty:
        tried = f"of {len(rules)} tried" if len(rules) else "for none was found to try"
        return [f"no rule for when a scheme is best beats the base rate on the hold-out, {tried}."]
    order = kept.sort_values(["scenario", "density"], ascending=[True, False], kind="stable")
    return [
        f"{scheme(row['scenario'])} is best when {row['rule']}: in {_percent(row['density'])} of "
        f"such environments ({_percent(row['density_low'])} to {_percent(row['density_high'])}; "
        f"{_percent(row['base_rate'])} of all), which covers {_percent(row['coverage'])} of its "
        f"wins; {_found_by(row['method'])}judged on {row['environments']} of {row['of']} "
        "environments held out."
        for row in order.to_dict("records")
    ]


def _found_by(method: str) -> str:
    """Return that several methods found a rule; nothing when one did."""
    return f"found by {method} alike, " if " and " in method else ""


def _regret_sentences(measure: str, shares: pd.DataFrame) -> list[str]:
    unit = named(measure).unit
    ordered = shares.sort_values("regret", kind="stable").to_dict("records")
    best = ordered[0]
    first = f"if the market is unknown, picking {scheme(best['scenario'])} gives away least"
    texts = [f"{first}: {_regret(best, unit)}."]
    texts += [
        f"picking {scheme(row['scenario'])} gives away {_regret(row, unit)}." for row in ordered[1:]
    ]
    return texts


def _regret(row: dict[Any, Any], unit: str) -> str:
    if not row["regret"] > 0:
        return "nothing beyond luck"
    return (
        f"{wording.amount(row['regret'], unit)} on average "
        f"({wording.amount(row['regret_low'], unit)} to "
        f"{wording.amount(row['regret_high'], unit)}), "
        f"more than {wording.amount(row['regret_p90'], unit)} in one environment of ten"
    )


def _dominance_sentences(dominance: pd.DataFrame) -> list[str]:
    kept = dominance[dominance["verdict"] != "none"].to_dict("records")
    if not kept:
        return ["no scheme dominates another beyond noise: which is safer depends on taste."]
    reasons = {
        "first order": "whoever wants more picks it",
        "second order": "whoever also dislikes risk picks it",
    }
    return [
        f"{scheme(row['scenario'])} dominates {scheme(row['over'])} in the {row['verdict']} "
        f"({reasons[row['verdict']]}; holds in "
        f"{_percent(row[row['verdict'].split()[0] + '_share'])} of resamples)."
        for row in kept
    ]


def _percent(share: float) -> str:
    return "n/a" if math.isnan(share) else f"{100 * share:.0f}{wording.SPACE}%"
