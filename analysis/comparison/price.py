"""What a scheme costs in quarrels, people and brand, and which numbers to watch at the start."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis.comparison.standing import between, values, verdict_of
from analysis.comparison.verdicts import lean, more_wanted
from analysis.words import wording

if TYPE_CHECKING:
    from analysis.comparison.comparison import Comparison
    from analysis.comparison.verdicts import Difference

COSTS = {
    "hours_lost": "quarrels",
    "trust": "trust",
    "resignations": "people who leave",
    "brand_stock": "brand",
}
"""What is asked about beside profit, and what it is called; conflict is told as hours."""
WATCHED = {
    "mqls": "leads handed over",
    "accepted_leads": "leads that sales accepts",
    "worked_leads": "leads that a rep works",
    "hours_lost": "hours lost to quarrels",
}
"""Weekly numbers that a firm can count for itself, by the measure that must differ for sure."""
SAID = {
    "worse": "worse on {}",
    "leaning worse": "leaning worse, not proven, on {}",
    "better": "better on {}",
    "leaning better": "leaning better, not proven, on {}",
    "no meaningful difference": "about the same on {}",
    "not decided": "cannot tell yet on {}",
    "not measured": "not measured: {}",
}
TOLD = ("worse", "leaning worse", "better", "leaning better")
"""What the sentence says; the line below says all."""
EARLY = 26
"""Weeks of the first two quarters."""
MOST = 2
"""How many numbers people can watch."""
CAUTION = "Friction is theory: trust its direction, not its size"


def price(result: Comparison, scheme: str, other: str) -> tuple[str, str]:
    """Return what one scheme costs and saves against another beside profit, and what to watch.

    First a sentence that can be repeated, then the numbers behind it, for a smaller line.
    """
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in SAID}
    for measure, name in COSTS.items():
        if len(values(result, measure)) > 1:
            item = between(result, measure, scheme, other)
            kind = _kind(result, item)
            found[kind].append((_short(item, kind, name), _sized(result, item, kind, name)))
    told = [kind for kind in TOLD if found[kind]] or [kind for kind in SAID if found[kind]]
    short = [SAID[kind].format(wording.listed([one for one, _ in found[kind]], "and"))
             for kind in told]  # fmt: skip
    sized = [SAID[kind].format(", ".join(all_ for _, all_ in found[kind]))
             for kind in SAID if found[kind]]  # fmt: skip
    count, means = watch(result, scheme, other)
    return (
        f"{scheme} instead of {other}: {'; '.join(short) or 'nothing was measured'}. {count}",
        f"{_capital('; '.join(sized))}{'. ' if sized else ''}{means}{CAUTION}.",
    )


def watch(result: Comparison, scheme: str, other: str) -> tuple[str, str]:
    """Return which weekly numbers differ most in the first two quarters, of those that do for sure.

    First what to count, then its means over the simulated firms; that they differ is the verdict
    over the run.
    """
    course = result.timecourse
    early = course[(course["week"] >= 0) & (course["week"] < EARLY)]
    means = early.groupby(["scenario", "measure"])["mean"].mean()
    seen = []
    for column, name in WATCHED.items():
        item = between(result, column, scheme, other)
        is_sure = verdict_of(result, item) in ("better", "worse", "different")
        if not is_sure or (scheme, column) not in means.index:
            continue
        ours, theirs = float(means[scheme, column]), float(means[other, column])
        if ours != theirs and wording.figure(ours) != wording.figure(theirs):
            size = abs(ours - theirs) / max(abs(ours), abs(theirs))
            mean = f"{name} {wording.figure(ours)} instead of {wording.figure(theirs)} a week"
            seen.append((size, name, mean))
    if not seen:
        return "No number that a firm counts weekly tells them apart in two quarters.", ""
    first = sorted(seen, key=lambda each: -each[0])[:MOST]
    names = " and ".join(name for _, name, _ in first)
    return (
        f"From Monday count each week, for two quarters: {names}.",
        f"Means of those quarters: {', '.join(each[2] for each in first)}. ",
    )


def _kind(result: Comparison, item: Difference) -> str:
    """Return the verdict on a difference, or which way one leans that is not decided."""
    verdict = verdict_of(result, item)
    leant = lean(item.mean, item.low, item.high, item.measure)
    return leant if leant in SAID and verdict == "not decided" else verdict


def _short(item: Difference, kind: str, name: str) -> str:
    """Return what differs, in the fewest words that have its size."""
    if item.measure.name != "hours_lost" or kind not in TOLD or item.base <= 0:
        return name
    word = "fewer" if item.mean < 0 else "more"
    return f"{name} ({100 * abs(item.mean) / item.base:.0f}{wording.SPACE}% {word} hours)"


def _sized(result: Comparison, item: Difference, kind: str, name: str) -> str:
    """Return what differs, with both values in a unit that people know."""
    if kind not in TOLD:
        return name
    settle = f"; {more_wanted(item, 'settle it')}" if kind.startswith("leaning") else ""
    return f"{name} ({_both(result, item)}{settle})"


def _both(result: Comparison, item: Difference) -> str:
    new, old = item.base + item.mean, item.base
    if item.measure.name == "brand_stock":
        ours, theirs = (
            known_by(result, *each) for each in ((item.scenario, new), (item.baseline, old))
        )
        if ours is not None and theirs is not None:
            return f"about {ours} instead of {theirs} of new lookers know us on day one"
    if item.measure.name == "trust":
        return f"{100 * new:.0f} instead of {100 * old:.0f} of 100 between marketers and reps"
    unit = {"hours_lost": " hours a year", "resignations": " a year"}.get(item.measure.name, "")
    measure = item.measure
    both = (wording.amount(each, measure.unit) for each in (new, old))
    ours, theirs = (each.removesuffix(wording.PLURALS.get(measure.unit, "")) for each in both)
    return f"{ours} instead of {theirs}{unit}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def known_by(result: Comparison, name: str, stock: float) -> str | None:
    """Return how many of those who start to look know a firm with so much brand, in per cent.

    The chance that a day-one list holds it, at the mean stock (`sim.mechanisms.demand`); None for
    a scheme without such parameters.
    """
    from sim.core.formulas import logistic

    held = next((each for each in result.loaded if each.name == name), None)
    demand = getattr(held, "values", {}).get("demand")
    if demand is None:
        return None
    logit = demand["list_base"] + demand["list_brand"] * math.log1p(max(stock, 0.0))
    return f"{100 * logistic(logit):.0f}{wording.SPACE}%"
