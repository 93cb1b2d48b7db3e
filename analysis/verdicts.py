"""One sentence per measure and scheme: what the paired replicates say, and how surely."""

from __future__ import annotations

import math
from dataclasses import dataclass

from analysis import statistics, wording
from analysis.measures import Measure

SIGNIFICANT = 0.05
FAR = 100
"""A difference that takes so many times the replicates is out of sight."""

KINDS = ("better", "worse", "different", "no meaningful difference", "not decided", "not measured")


@dataclass(frozen=True)
class Difference:
    """A paired difference, scheme minus baseline.

    Attributes:
        scenario, baseline: names.
        measure: what was measured.
        base: mean of the baseline.
        n: complete pairs.
        mean, low, high: difference and interval.
        p_adjusted: p-value after Holm.
        better: share of pairs in the better direction; NaN without a better direction.
        needed: pairs that would show a difference of the size seen, after the adjustment.
    """

    scenario: str
    baseline: str
    measure: Measure
    base: float
    n: int
    mean: float
    low: float
    high: float
    p_adjusted: float
    better: float
    needed: float = math.inf


def kind(item: Difference, meaningful: float) -> str:
    """Return which of KINDS a difference is."""
    if item.n < 2 or math.isnan(item.mean):
        return "not measured"
    bound = meaningful * abs(item.base)
    if item.mean == item.low == item.high == 0 or (item.low >= -bound and item.high <= bound):
        return "no meaningful difference"
    is_clear = item.p_adjusted < SIGNIFICANT and (item.low > 0 or item.high < 0)
    if not is_clear:
        return "not decided"
    if item.measure.direction == "none":
        return "different"
    return "better" if (item.mean > 0) == (item.measure.direction == "higher") else "worse"


def sentence(item: Difference, meaningful: float) -> str:
    """Return the verdict on one measure of one scheme."""
    verdict = kind(item, meaningful)
    what = wording.title(item.measure.name)
    if verdict == "not measured":
        return f"{what}: cannot be measured in these runs."
    if verdict == "no meaningful difference":
        return f"{what}: no meaningful difference{_within(item, meaningful)}."
    apart = wording.difference(item.mean, item.base, item.measure)
    interval = wording.span(item.low, item.high, item.base, item.measure)
    if verdict == "not decided":
        return (
            f"{what}: not decided; {item.scenario} is {apart} from {item.baseline} "
            f"({interval}){remedy(item)}."
        )
    direction = "higher" if item.mean > 0 else "lower"
    return (
        f"{what}: {apart[1:]} {direction} under {item.scenario} than under "
        f"{item.baseline} ({interval}){_often(item, verdict)}."
    )


def too_few(replicates: int) -> str | None:
    """Return what is to be said of intervals from so few replicates, or None if they are enough."""
    if replicates >= statistics.FEWEST:
        return None
    return (
        f"Only {replicates} replicates: below {statistics.FEWEST} the intervals take differences "
        "as normal, which those of deals are not. Read this as a first look, and ask for more."
    )


def _within(item: Difference, meaningful: float) -> str:
    names = f" between {item.scenario} and {item.baseline}"
    if item.low == item.high == 0:
        return f"{names}: identical in every pair"
    interval = wording.span(item.low, item.high, item.base, item.measure)
    return f"{names} ({interval}, inside ±{wording.percent(meaningful)} of the baseline)"


def _often(item: Difference, verdict: str) -> str:
    if verdict == "different":
        return ""
    if item.better in (0, 1):
        return f", better in {'every pair' if item.better else 'no pair'}"
    only = "only " if verdict == "worse" else ""
    return f", better in {only}{round(item.better * 100)}{wording.SPACE}% of pairs"


def remedy(item: Difference) -> str:
    """Return what would decide an undecided difference of the size seen, to end a sentence with."""
    if item.mean == 0 or item.low == item.high:
        return ""
    if item.needed > FAR * item.n:
        return "; if there is a difference it is far below what these runs can show"
    said = ""
    if item.low > 0 or item.high < 0:
        said = "; it does not survive the adjustment for the number of comparisons"
    number = _rounded(max(item.needed, item.n + 1))
    return f"{said}; about {number} replicates would settle one of this size"


def _rounded(number: float) -> int:
    size = 10 ** max(0, math.floor(math.log10(number)) - 1)
    return int(math.ceil(number / size) * size)
