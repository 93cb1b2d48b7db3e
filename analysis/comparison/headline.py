"""The measures people look at first, and the lines that sum a comparison up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.comparison import verdicts
from analysis.comparison.comparability import remedy
from analysis.measures import MEASURES
from analysis.words import wording
from analysis.words.called import quoted

if TYPE_CHECKING:
    from analysis.comparison.comparison import Comparison

HEADLINE = (
    "gross_profit_y1",
    "gross_profit_y3",
    "new_gross_profit_y1",
    "new_gross_profit_y3",
    "bookings_y1",
    "bookings_y3",
    "recurring_revenue_y3",
    "net_revenue_retention",
    "win_rate",
    "cycle_weeks",
    "unworked_lead_share",
    "relationship_conflict",
    "trust",
    "hours_lost",
    "resignations",
    "knowledge_error",
    "brand_stock",
)


FEWEST = 10
"""Replicates below which a ratio of variances says nothing."""
MOST = 100
"""A ratio of variances above it is out of any use."""


@dataclass(frozen=True)
class Line:
    """One measure of one scheme, in words.

    Attributes:
        scenario, baseline, measure: what the line is about.
        title: the measure's name as words; with ▲ or ▼ for the better direction.
        base, mean, apart, interval: baseline, scheme, difference and its interval.
        better: share of pairs in the better direction.
        verdict: one of `verdicts.KINDS`.
        shown: the same as people read it.
        sentence: the verdict in one sentence.
    """

    scenario: str
    baseline: str
    measure: str
    title: str
    base: str
    mean: str
    apart: str
    interval: str
    better: str
    verdict: str
    shown: str
    sentence: str


def lines(result: Comparison, measures: tuple[str, ...] | None = None) -> list[Line]:
    """Return one line per contrast and measure, in the order of `measures`."""
    wanted = measures if measures is not None else tuple(MEASURES)
    table = result.differences.merge(result.verdicts, on=["scenario", "baseline", "measure"])
    rows = {
        (str(row.scenario), str(row.baseline), str(row.measure)): row
        for row in table.itertuples(index=False)
    }
    return [_line(rows[*pair, measure]) for pair in result.contrasts for measure in wanted]


def _line(row: Any) -> Line:
    item = MEASURES[row.measure]
    base, mean = float(row.baseline_mean), float(row.mean_difference)
    arrow = {"higher": " ▲", "lower": " ▼", "none": ""}[item.direction]
    is_judged = not math.isnan(row.probability_better)
    return Line(
        row.scenario,
        row.baseline,
        row.measure,
        wording.title(row.measure) + arrow,
        wording.amount(base, item.unit),
        wording.amount(base + mean, item.unit),
        wording.difference(mean, base, item),
        wording.span(float(row.ci_low), float(row.ci_high), base, item),
        _better(row) if is_judged else "",
        row.verdict,
        verdicts.shown(row.verdict, verdicts.lean(mean, row.ci_low, row.ci_high, item)),
        row.sentence,
    )


def _better(row: Any) -> str:
    """Return in how many firms a scheme is better; ties apart, for they are neither."""
    tied = f", {round(row.share_tied * row.n):,} tie" if row.share_tied > 0 else ""
    return f"{round(row.probability_better * row.n):,} of {row.n:,}{tied}"


def footnote(shown: list[Line]) -> str:
    """Return what the mark behind a verdict of a table means; empty where none has it."""
    return verdicts.MARKED if any(verdicts.MARK in line.shown for line in shown) else ""


def worlds(result: Comparison, command: str | None = None) -> list[str]:
    """Return which scenarios are not the same firm in the same market, and what to do."""
    return [part for item in result.worlds for part in (item.sentence, remedy(item, command))]


def pairing(result: Comparison, measure: str = HEADLINE[1]) -> list[str]:
    """Return how far common random numbers correlate schemes, and the variance reduction."""
    called = quoted(result.loaded)
    part = result.coherence[result.coherence["measure"] == measure]
    said = []
    for row in part.to_dict("records"):
        names = " and ".join(called.get(row[key], row[key]) for key in ("scenario", "baseline"))
        factor = float(row["variance_reduction"])
        if math.isnan(factor):
            said.append(f"{names}: too few replicates to see how much luck they share.")
        elif math.isinf(factor):
            said.append(f"{names} share all their luck: the runs are identical.")
        else:
            said.append(
                f"{names} share luck with a correlation of {row['correlation']:.2f} "
                f"({wording.lowered(wording.title(measure))}){_worth(factor, result.replicates)}."
            )
    return said


def _worth(factor: float, replicates: int) -> str:
    """Return what pairing was worth: the runs that independent luck would have needed."""
    if replicates < FEWEST:
        return "; too few replicates to say how many runs that saved"
    if factor >= MOST:
        return f": the same interval from independent luck would need over {MOST} times the runs"
    if factor < 1.05:
        return ": pairing saved no runs here"
    return f": {replicates} pairs do the work of {_rounded(factor * replicates):,} without it"


def _rounded(number: float) -> int:
    size = 10 ** max(0, math.floor(math.log10(number)) - 1)
    return int(round(number / size) * size)


def precision_line(result: Comparison) -> str | None:
    """Return how a run to a given precision ended."""
    found = result.precision
    if found is None:
        return None
    width = wording.percent(found.width)
    if found.reached:
        return (
            f"Stopped after {result.replicates} replicates: the widest interval of gross profit "
            f"of years 1 to 3 spans {width} of the baseline, as asked "
            f"({wording.percent(found.target)}). Intervals hold at any stopping time."
        )
    return (
        f"Not reached: after {result.replicates} of at most {found.budget} replicates the widest "
        f"interval of gross profit of years 1 to 3 still spans {width} of the baseline; "
        f"{wording.percent(found.target)} was asked for."
    )
