"""What `compare` found: tables, and how they show themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analysis.comparison.comparability import WorldDifference, world_differences
from analysis.comparison.shown import Shown

if TYPE_CHECKING:
    import pandas as pd

    from analysis.runs.firm import Firm
    from analysis.uncertainty.turning import Drawn
    from sim.scenario import Scenario

Pairs = Literal["baseline", "all"]


@dataclass(frozen=True)
class Precision:
    """How a run to a given precision ended.

    Attributes:
        target: width asked for, as a share of the baseline mean of gross_profit_y3.
        width: widest interval reached.
        reached: whether it is narrower than the target.
        budget: replicates that were allowed.
    """

    target: float
    width: float
    reached: bool
    budget: int


@dataclass(frozen=True, repr=False)
class Comparison(Shown):
    """What `compare` found. Columns of the tables stand in the data dictionary.

    Attributes:
        scenarios: names, in the order given.
        loaded: the scenarios themselves.
        baseline: the one the others are measured against.
        seed, replicates: `run(scenario, seed, r)` repeats replicate r of 0 … replicates − 1.
        meaningful: differences inside this share of the baseline mean do not matter.
        measures: one number per scenario, replicate and measure.
        summary: mean, interval and spread per scenario and measure.
        differences: paired differences with interval, p-values and share of better pairs.
        ranks: how often each scenario is best, and its mean rank.
        timecourse: mean and spread per scenario, week and measure.
        verdicts: one sentence per scenario and measure.
        coherence: how far the pairs vary together, and how many runs that saved.
        hours: share of each role's hours by task.
        precision: how the run to a precision ended; None without one.
        interrupted: whether it was stopped before its end.
        drawn: the worlds that replicates drew; None when all are the firm as it stands.
        firm: the firm under the baseline; None in results that did not keep it.
    """

    scenarios: tuple[str, ...]
    loaded: tuple[Scenario, ...]
    baseline: str
    seed: int
    replicates: int
    meaningful: float
    measures: pd.DataFrame
    summary: pd.DataFrame
    differences: pd.DataFrame
    ranks: pd.DataFrame
    timecourse: pd.DataFrame
    verdicts: pd.DataFrame
    coherence: pd.DataFrame
    hours: pd.DataFrame
    precision: Precision | None
    interrupted: bool
    drawn: Drawn | None = None
    firm: Firm | None = None

    @property
    def contrasts(self) -> list[tuple[str, str]]:
        """Return (scenario, what it is compared with), the baseline's contrasts first."""
        pairs = self.differences[["scenario", "baseline"]].drop_duplicates()
        return [(str(row[0]), str(row[1])) for row in pairs.itertuples(index=False)]

    @property
    def worlds(self) -> list[WorldDifference]:
        """Return what makes the world of a scenario another than the baseline's."""
        return world_differences(self.loaded, self.baseline)
