"""Findings as sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import wording
from analysis.called import scheme
from analysis.insight.axes import joined
from analysis.insight.noise import Noise
from analysis.measures import named
from analysis.titles import titles

if TYPE_CHECKING:
    import pandas as pd

    from analysis.insight.objectives import Limit, Objective

NAMED = 3
"""Parameters that a sentence names."""
NEGLIGIBLE = 0.001
"""Part of the largest effect below which one moves nothing, however surely it is told from luck."""
KINDS = {"ST": "total effect", "mu_star": "mean absolute effect"}


def subject(measure: str, scenario: str, baseline: str) -> str:
    """Return what a finding is about.

    >>> subject("win_rate", "b", "a")
    'Win rate, b minus a'
    """
    name = wording.title(measure)
    if not baseline:
        return f"{name} under {scheme(scenario)}"
    return f"{name}, {scheme(scenario)} minus {scheme(baseline)}"


def sensitivity_sentences(
    measure: str,
    scenario: str,
    baseline: str,
    noise: Noise,
    rows: Sequence[dict[str, Any]],
    index: str,
) -> list[str]:
    """Return what the indices of one outcome say: first what matters, then the noise."""
    about = subject(measure, scenario, baseline)
    if noise.is_constant:
        return [f"{about}: never varies; every run has the same value."]
    if not rows:
        return [f"{about}: the same at every point; none of the parameters moves it."]
    ranked = [row for row in rows if row["index"] == index]
    largest = max((float(row["value"]) for row in ranked), default=0.0)
    clear = [
        row
        for row in ranked
        if row["flag"] in ("clear", "noise unknown") and row["value"] >= NEGLIGIBLE * largest
    ]
    first = _leaders(about, measure, clear, len(ranked), index)
    return [first, f"{about}: {_noise_sentence(noise)}"]


def _leaders(
    about: str, measure: str, clear: Sequence[dict[str, Any]], total: int, index: str
) -> str:
    if not clear:
        return f"{about}: noise swamps it; of {total} parameters none of weight stands clear of it."
    names = titles(str(row["parameter"]) for row in clear)
    shown = [
        f"{names[row['parameter']]} ({KINDS[index]} {_value(row['value'], measure, index)}, "
        f"{_value(row['ci_low'], measure, index)} to {_value(row['ci_high'], measure, index)})"
        for row in clear[:NAMED]
    ]
    verb = "moves" if len(shown) == 1 else "move"
    count = "1 stands" if len(clear) == 1 else f"{len(clear)} stand"
    where = "clear of noise"
    if any(row["flag"] == "noise unknown" for row in clear):
        where = "above zero, but what noise gives is not known"
    return f"{about}: {joined(shown)} {verb} it most; {count} {where}, of {total}."


def _value(value: float, measure: str, index: str) -> str:
    return f"{value:.2f}" if index == "ST" else wording.amount(value, named(measure).unit)


def _noise_sentence(noise: Noise) -> str:
    if math.isnan(noise.share):
        return (
            "the share of noise cannot be estimated from one replicate; sweep with two, or repeat "
            "some blocks (--noise-blocks), before believing an index."
        )
    how = (
        f"{noise.points} points repeated in whole blocks, {noise.runs} runs each"
        if noise.source == "repeats"
        else f"{noise.replicates} replicates of {noise.points} points"
    )
    text = f"{wording.percent(noise.share)} of its variance between points is noise ({how})"
    wanted = noise.replicates_for()
    if wanted is not None and wanted > noise.replicates:
        text += f"; about {wanted} replicates a point bring it to 10{wording.SPACE}%"
    elif wanted is None:
        text += "; no effect of any parameter is visible behind it"
    return text + "."


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


def front_sentences(
    current: str,
    front: pd.DataFrame,
    references: pd.DataFrame,
    objectives: Sequence[Objective],
    limits: Sequence[Limit],
    tried: int,
    finalists: int,
    *,
    near: int,
    is_checked: bool,
) -> list[str]:
    """Return what a search found: the size of the front, its ends, and how it compares."""
    bounds = f" within {joined([str(each) for each in limits])}" if limits else ""
    if front.empty:
        why = "none of the finalists does so on fresh seeds" if finalists else "none does"
        return [f"of {tried} candidates {why}: no setting keeps{bounds.replace(' within', '')}."]
    also = f", {near} more came too close to be left out" if near else ""
    counted = f"{finalists - near} of {tried} candidates led the search{bounds}{also}"
    if not is_checked:
        return [f"{counted}; it was stopped before they were run again, so some are only lucky."]
    texts = [f"{counted}; {len(front)} {'leads' if len(front) == 1 else 'lead'} on fresh seeds."]
    for each in objectives:
        values = each.sign * front[each.column]
        row = front.iloc[int(values.to_numpy().argmax())]
        text = f"{each.title}: {row['scenario']} leads with {_gain(row, each, current)}"
        better = _best_reference(references, each)
        if better is not None:
            value = wording.amount(better[each.column], named(each.measure).unit)
            text += f"; of the schemes as they are, {scheme(better['scenario'])} with {value}"
        texts.append(f"{text}.")
    return texts


def _gain(row: Any, each: Objective, current: str) -> str:
    unit = named(each.measure).unit
    value, gain, low, high = (
        wording.amount(float(row[f"{each.column}{end}"]), unit)
        for end in ("", "_gain", "_gain_low", "_gain_high")
    )
    return f"{value} ({gain} against {scheme(current)}, {low} to {high})"


def _best_reference(references: pd.DataFrame, each: Objective) -> dict[Any, Any] | None:
    """Return the scheme as it is that does best among those that keep the limits."""
    kept = references[references["is_feasible"].astype(bool)]
    if kept.empty or kept[each.column].isna().all():
        return None
    values = (each.sign * kept[each.column]).to_numpy(dtype=np.float64)
    return kept.iloc[int(np.nanargmax(values))].to_dict()
