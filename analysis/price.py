"""What a scheme costs in quarrels, people and brand, and which numbers to watch at the start."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis import wording
from analysis.standing import between, values, verdict_of

if TYPE_CHECKING:
    from analysis.compare import Comparison
    from analysis.verdicts import Difference

COSTS = {
    "hours_lost": "quarrels",
    "trust": "trust between marketers and reps",
    "resignations": "people who leave",
    "brand_stock": "brand",
}
"""What is asked about beside profit, and what it is called; conflict is told as hours."""
WATCHED = {
    "mqls": "leads handed over a week",
    "accepted_leads": "leads a week that sales accepts",
    "worked_leads": "leads a week that a rep works",
    "hours_lost": "hours a week lost to quarrels",
}
"""Weekly numbers that a firm can count for itself, by the measure that must differ for sure."""
SAID = {
    "worse": "worse on",
    "better": "better on",
    "no meaningful difference": "about the same on",
    "not decided": "cannot tell yet on",
    "not measured": "not measured:",
}
EARLY = 26
"""Weeks of the first two quarters."""
MOST = 2
"""How many numbers people can watch."""
CAUTION = "friction is theory: trust its direction, not its size"


def price(result: Comparison, scheme: str, other: str) -> str:
    """Return what one scheme costs and saves against another beside profit, and what to watch."""
    found: dict[str, list[str]] = {kind: [] for kind in SAID}
    for measure, name in COSTS.items():
        if len(values(result, measure)) > 1:
            item = between(result, measure, scheme, other)
            verdict = verdict_of(result, item)
            said = _sized(result, item, name) if verdict in ("worse", "better") else name
            found[verdict].append(said)
    parts = [f"{SAID[kind]} {', '.join(names)}" for kind, names in found.items() if names]
    return (
        f"Beside profit, {scheme} instead of {other}: {'; '.join(parts) or 'nothing was measured'} "
        f"({CAUTION}). {watch(result, scheme, other)}"
    )


def watch(result: Comparison, scheme: str, other: str) -> str:
    """Return which weekly numbers differ most in the first two quarters, of those that do for sure.

    The numbers are means over the simulated firms; that they differ is the verdict over the run.
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
            said = f"{name} ({wording.figure(ours)} instead of {wording.figure(theirs)})"
            seen.append((size, said))
    if not seen:
        return "No number that a firm counts weekly tells them apart in the first two quarters."
    first = [text for _, text in sorted(seen, key=lambda each: -each[0])[:MOST]]
    counted = " and ".join(first)
    return f"On Monday begin to count, for two quarters: {counted}; means of those quarters."


def _sized(result: Comparison, item: Difference, name: str) -> str:
    """Return what differs, with both values in a unit that people know."""
    new, old = item.base + item.mean, item.base
    if item.measure.name == "brand_stock":
        ours, theirs = (
            known_by(result, *each) for each in ((item.scenario, new), (item.baseline, old))
        )
        if ours is None or theirs is None:
            return name
        return f"{name} (about {ours} instead of {theirs} of new lookers know us on day one)"
    if item.measure.name == "trust":
        return f"{name} ({100 * new:.0f} instead of {100 * old:.0f} of 100)"
    unit = "hours a year" if item.measure.name == "hours_lost" else "a year"
    measure = item.measure
    both = (wording.amount(each, measure.unit) for each in (new, old))
    ours, theirs = (each.removesuffix(wording.PLURALS[measure.unit]) for each in both)
    return f"{name} ({ours} instead of {theirs} {unit})"


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
