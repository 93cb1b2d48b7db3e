"""What a scheme costs in quarrels, people and brand, and which numbers to watch at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import wording
from analysis.measures import MEASURES
from analysis.standing import between, values, verdict_of

if TYPE_CHECKING:
    from analysis.compare import Comparison
    from analysis.verdicts import Difference

COSTS = {
    "relationship_conflict": "quarrels",
    "hours_lost": "hours lost to them",
    "trust": "trust",
    "resignations": "resignations",
    "brand_stock": "brand",
}
"""What is asked about beside profit, and what it is called."""
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
    "not decided": "not proven on",
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
            said = _sized(item, name) if verdict in ("worse", "better") else name
            found[verdict].append(said)
    parts = [f"{SAID[kind]} {', '.join(names)}" for kind, names in found.items() if names]
    return (
        f"Beside profit, {scheme} against {other}: {'; '.join(parts) or 'nothing was measured'} "
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
            said = f"{name} ({wording.figure(ours)} against {wording.figure(theirs)})"
            seen.append((size, said))
    if not seen:
        return "No number that a firm counts weekly tells them apart in the first two quarters."
    first = [text for _, text in sorted(seen, key=lambda each: -each[0])[:MOST]]
    return f"On Monday begin to count, for two quarters: {' and '.join(first)}."


def _sized(item: Difference, name: str) -> str:
    """Return what differs, with both values where people know the unit."""
    measure = MEASURES[item.measure.name]
    new, old = item.base + item.mean, item.base
    if measure.name == "trust":
        return f"{name} ({100 * new:.0f} instead of {100 * old:.0f} of 100)"
    if measure.unit.endswith("per year"):
        return f"{name} ({wording.figure(new)} a year instead of {wording.figure(old)})"
    return f"{name} ({wording.difference(item.mean, item.base, measure)})"
