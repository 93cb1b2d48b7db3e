"""Which scheme leads on a measure, and which others are level, behind, or too close to call.

Everything is derived from verdicts on paired differences, so that no headline says more than the
table below it: the leader has the highest mean, and each other scheme is judged against it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.comparison import verdicts
from analysis.comparison.paired import as_differences, paired_differences
from analysis.measures import MEASURES

if TYPE_CHECKING:
    from analysis.comparison.comparison import Comparison

Floats = NDArray[np.float64]

MONEY = {"gross_profit_y3": 3, "gross_profit_y1": 1}
"""What decides, and over how many years; the first that the runs can tell."""


@dataclass(frozen=True)
class Standing:
    """Who leads on one measure.

    Attributes:
        measure: the measure's name.
        leader: the scheme with the best mean.
        behind, level, close: the other schemes by their verdict against the leader, best first:
            worse, without a meaningful difference, not decided.
        differences: leader minus each other scheme, by its name.
    """

    measure: str
    leader: str
    behind: tuple[str, ...]
    level: tuple[str, ...]
    close: tuple[str, ...]
    differences: dict[str, verdicts.Difference]

    @property
    def is_won(self) -> bool:
        """Return whether the leader is better than every other scheme, beyond doubt."""
        return not (self.level or self.close)

    @property
    def is_level(self) -> bool:
        """Return whether no scheme differs from the leader in a way that matters."""
        return not (self.behind or self.close)


def standing(result: Comparison, measure: str) -> Standing | None:
    """Return who leads on a measure with a better direction; None where it cannot be told."""
    wide = values(result, measure)
    if MEASURES[measure].direction == "none" or len(wide) < 2:
        return None
    sign = 1 if MEASURES[measure].direction == "higher" else -1
    order = np.argsort(-sign * wide.mean(axis=0), kind="stable")
    leader, *others = (result.scenarios[place] for place in order)
    apart = {other: between(result, measure, leader, other) for other in others}
    kinds = {name: verdict_of(result, item) for name, item in apart.items()}

    def judged(*wanted: str) -> tuple[str, ...]:
        return tuple(name for name in others if kinds[name] in wanted)

    close = judged("not decided", "not measured", "worse")
    level = judged("no meaningful difference")
    return Standing(measure, leader, judged("better"), level, close, apart)


def verdict_of(result: Comparison, item: verdicts.Difference) -> str:
    """Return the verdict on a difference: the table's own, turned round where it must be."""
    table = result.verdicts[result.verdicts["measure"] == item.measure.name]
    found = dict(
        zip(zip(table["scenario"], table["baseline"], strict=True), table["verdict"], strict=True)
    )
    if (item.scenario, item.baseline) in found:
        return str(found[item.scenario, item.baseline])
    turned = found.get((item.baseline, item.scenario))
    if turned is None:
        return verdicts.kind(item, result.meaningful)
    return {"better": "worse", "worse": "better"}.get(str(turned), str(turned))


def values(result: Comparison, measure: str) -> Floats:
    """Return replicates × scenarios of a measure, complete replicates only."""
    part = result.measures[result.measures["measure"] == measure]
    wide = part.pivot_table(index="replicate", columns="scenario", values="value", dropna=False)
    table = wide.reindex(columns=list(result.scenarios)).to_numpy(dtype=np.float64)
    return np.asarray(table[~np.isnan(table).any(axis=1)])


def between(result: Comparison, measure: str, scenario: str, other: str) -> verdicts.Difference:
    """Return scenario minus other: from the table of differences, turned round where it is there.

    A pair that the table does not hold is measured anew; its p-value is multiplied by the number
    of comparisons that the table holds, which is never less than Holm's adjustment.
    """
    table = result.differences
    is_sequential = result.precision is not None
    places = [result.scenarios.index(name) for name in (scenario, other)]
    part = result.measures[result.measures["measure"] == measure]
    wide = part.pivot_table(index="replicate", columns="scenario", values="value", dropna=False)
    samples = wide.reindex(columns=list(result.scenarios)).to_numpy(dtype=np.float64)[:, :, None]
    found = paired_differences(
        samples, result.scenarios, [(places[0], places[1])], measures=[measure],
        is_sequential=is_sequential,
    )  # fmt: skip
    found["p_adjusted"] = np.minimum(1.0, found["p_value"] * table["p_value"].notna().sum())
    tests = max(1, int((table["p_adjusted"] >= verdicts.SIGNIFICANT).sum()))
    new = as_differences(found, is_sequential=is_sequential, tests=tests)[0]
    is_about = (table["measure"] == measure) & table["scenario"].isin([scenario, other])
    known = table[is_about & table["baseline"].isin([scenario, other])]
    if known.empty:
        return new
    row = known.iloc[0]
    low, high = float(row["ci_low"]), float(row["ci_high"])
    if row["scenario"] != scenario:
        low, high = -high, -low
    return replace(new, low=low, high=high, p_adjusted=float(row["p_adjusted"]))
