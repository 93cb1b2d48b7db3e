"""One sentence per measure and scheme: what the paired replicates say, and how surely."""

from __future__ import annotations

import math
from dataclasses import dataclass

from analysis.measures import Measure
from analysis.runs import statistics
from analysis.words import wording

SIGNIFICANT = 0.05
FAR = 100
"""A difference that takes so many times the replicates is out of sight."""

KINDS = ("better", "worse", "different", "no meaningful difference", "not decided", "not measured")
SHOWN = {"no meaningful difference": "about the same", "not decided": "cannot tell yet"}
"""Verdicts as people read them, where they say it in other words than the tables."""

MARK = "†"
MARKED = (
    f"{MARK} Leaning, not proven: its interval leaves zero out, but of so many measures some do by "
    "luck, and after Holm's correction for all of them this may be such luck."
)
"""What stands below a table with such a verdict."""


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
        tied: share of pairs in which both are the same.
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
    tied: float = 0.0

    @property
    def is_identical(self) -> bool:
        """Return whether no pair showed any difference."""
        return self.tied == 1 or self.mean == self.low == self.high == 0


def kind(item: Difference, meaningful: float) -> str:
    """Return which of KINDS a difference is."""
    if item.n < 2 or math.isnan(item.mean):
        return "not measured"
    bound = meaningful * abs(item.base)
    if item.is_identical or (item.low >= -bound and item.high <= bound):
        return "no meaningful difference"
    is_clear = item.p_adjusted < SIGNIFICANT and (item.low > 0 or item.high < 0)
    if not is_clear:
        return "not decided"
    if item.measure.direction == "none":
        return "different"
    return "better" if (item.mean > 0) == (item.measure.direction == "higher") else "worse"


def shown(verdict: str, lean: str = "") -> str:
    """Return a verdict as people read it; what leans without proof is marked.

    >>> shown("not decided"), shown("not decided", "leaning worse"), shown("better")
    ('cannot tell yet', 'leaning worse †', 'better')
    """
    if lean and verdict == "not decided":
        return f"{lean} {MARK}"
    return SHOWN.get(verdict, verdict)


def sentence(item: Difference, meaningful: float) -> str:
    """Return the verdict on one measure of one scheme."""
    verdict = kind(item, meaningful)
    what = wording.title(item.measure.name)
    if verdict == "not measured":
        return f"{what}: cannot be measured in these runs."
    if verdict == "no meaningful difference":
        return f"{what}: about the same{_within(item, meaningful)}."
    apart = wording.difference(item.mean, item.base, item.measure)
    interval = wording.span(item.low, item.high, item.base, item.measure)
    if verdict == "not decided":
        return (
            f"{what}: cannot tell yet; {item.scenario} is {apart} from {item.baseline} "
            f"({interval}){_often(item, verdict)}{remedy(item)}."
        )
    direction = "higher" if item.mean > 0 else "lower"
    return (
        f"{what}: {apart.lstrip('+−')} {direction} under {item.scenario} than under "
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
    names = f" under {item.scenario} and {item.baseline}"
    if item.is_identical:
        unseen = wording.percent(1 - SIGNIFICANT ** (1 / item.n))
        return (
            f"{names}: identical in all {item.n:,} pairs (a difference in up to {unseen} of firms "
            "could have gone unseen)"
        )
    interval = wording.span(item.low, item.high, item.base, item.measure)
    if item.base == 0:
        return f"{names} ({interval})"
    return f"{names} ({interval}, less than {wording.percent(meaningful)} either way)"


def _often(item: Difference, verdict: str) -> str:
    """Return in how many firms the scheme did better, and in how many there was nothing in it."""
    if math.isnan(item.better):
        return ""
    only = "only " if verdict == "worse" and item.better > 0 else ""
    tied = f", the same in {wording.of_firms(item.tied, item.n)}" if item.tied > 0 else ""
    return f", better in {only}{wording.firms(item.better, item.n)}{tied}"


def lean(mean: float, low: float, high: float, measure: Measure) -> str:
    """Return which way a difference leans whose own interval is clear of zero; else nothing."""
    if not (low > 0 or high < 0):
        return ""
    if measure.direction == "none":
        return "leaning"
    return "leaning better" if (mean > 0) == (measure.direction == "higher") else "leaning worse"


def leaning(item: Difference) -> str:
    """Return which way an undecided difference leans, and that this is no proof."""
    found = lean(item.mean, item.low, item.high, item.measure)
    return f"{found}, not proven" if found else ""


def remedy(item: Difference) -> str:
    """Return what would decide an undecided difference of the size seen, to end a sentence with."""
    if item.mean == 0 or item.low == item.high:
        return ""
    if item.needed > FAR * item.n:
        return "; if there is a difference it is far below what these runs can show"
    lean = leaning(item)
    said = f"; {lean} (so many measures are compared that some look real by luck)" if lean else ""
    return f"{said}; about {runs_wanted(item):,} runs would tell one of this size"


def runs_wanted(item: Difference) -> int:
    """Return how many runs would tell a difference of the size seen, in round numbers."""
    return _rounded_up(max(item.needed, item.n + 1))


def more_wanted(item: Difference, verb: str) -> str:
    """Return how many more runs would tell a difference of the size seen, as part of a sentence."""
    if item.mean == 0 or item.needed > FAR * item.n:
        return "far below what these runs can show"
    more = _rounded_up(max(item.needed - item.n, 1))
    return f"about {more:,} more run{'s' if more > 1 else ''} would {verb}"


def _rounded_up(number: float) -> int:
    """Return a number with two digits, rounded up.

    >>> _rounded_up(1234.0), _rounded_up(7.2)
    (1300, 8)
    """
    size = 10 ** max(0, math.floor(math.log10(number)) - 1)
    return int(math.ceil(number / size) * size)
