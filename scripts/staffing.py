"""Measure what profit does as a shipped market gets more or fewer reps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.runs.collect import collect
from scripts.judged import HOLDS, NOT, OPEN, Judged, judged
from scripts.markdown import bold, head, row
from scripts.schemes import BASELINE, MARKETS
from sim import load_scenario

SEED = 3_120_002
"""Used for nothing else."""
REPLICATES = 60
TIMES = (0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 2.0, 3.0)
MEASURE = "gross_profit_y3"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Staffed:
    """Profit of one market by number of reps.

    Attributes:
        shipped: reps as the market is shipped.
        values: reps → profit by replicate, on the same luck.
    """

    shipped: int
    values: dict[int, Floats]

    def against(self, reps: int, other: int) -> Judged:
        """Return what other reps earn beyond these, % of the shipped firm's profit."""
        unit = abs(float(self.values[self.shipped].mean())) / 100.0
        return judged((self.values[other] - self.values[reps]) / unit)

    @property
    def best(self) -> int:
        """The number of reps with the highest mean."""
        return max(self.values, key=lambda reps: float(self.values[reps].mean()))

    @property
    def so(self) -> str:
        """Whether the shipped number is the best, or not told from it."""
        if self.best == self.shipped:
            return HOLDS
        return NOT if self.against(self.shipped, self.best).low > 0.0 else OPEN


def staffed(market: str) -> Staffed:
    """Run a market with fewer and with more reps; nothing else is moved."""
    shipped = int(load_scenario(BASELINE, market=market).values["market"]["reps"])
    numbers = sorted({max(round(times * shipped), 1) for times in TIMES} | {shipped + 1})
    firms = [
        load_scenario(BASELINE, market=market, overrides=("run.before=same", f"market.reps={n}"))
        for n in numbers
    ]
    runs = collect(firms, seed=SEED, replicates=REPLICATES, measures=(MEASURE,))
    values = np.array([[run.values[0] for run in replicate.runs] for replicate in runs])
    return Staffed(shipped, dict(zip(numbers, values.T, strict=True)))


def staffing() -> tuple[dict[str, Staffed], list[str]]:
    """Return profit by number of reps in every market, and a table of it."""
    found = {market: staffed(market) for market in MARKETS}
    lines = head(["market", "reps → profit against the shipped number, %"])
    for market, each in found.items():
        cells = []
        for reps in each.values:
            told = each.against(each.shipped, reps)
            words = "shipped" if reps == each.shipped else told.told("+.1f")
            cells.append(bold(f"{reps}: {words}", reps == each.best))
        lines.append(row([market, "; ".join(cells)]))
    return found, lines
