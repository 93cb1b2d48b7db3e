"""How far the arithmetic of the funnel lies from runs of the same file.

The arithmetic knows nothing of contracts, of what people learn, of content and of brand that grows,
and it finds the balance a firm settles at; a run begins with what there is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.calibration.beginning import QUARTERS
from analysis.measures import rows
from analysis.measures.registry import MEASURES, Tables
from analysis.runs.progress import Progress
from sim.world.names import YEAR

if TYPE_CHECKING:
    from analysis.meanfield.funnel import Line
    from analysis.measures.registry import Run
    from sim.scenario import Scenario

NEAR = 0.25
"""A line that lies farther from runs than this, and than luck explains, is named."""
YEARLY = {
    "opportunities": "opportunities",
    "from_marketing": "marketing_share",
    "win_rate": "win_rate",
    "no_decision": "no_decision_share",
    "cycle": "cycle_weeks",
    "deals": "wins",
}
"""Line of the funnel → measure that says the same of a run."""


@dataclass(frozen=True)
class Held:
    """A line of the funnel beside runs: their mean and its standard error."""

    line: Line
    runs: float
    error: float

    @property
    def off(self) -> float:
        """Return how far the arithmetic lies from runs, as a share of these; NaN without any."""
        return self.line.value / self.runs - 1.0 if self.runs else math.nan

    @property
    def is_near(self) -> bool:
        """Return whether the arithmetic can be relied on for this line, luck apart."""
        return abs(self.line.value - self.runs) <= max(NEAR * abs(self.runs), 2.0 * self.error)


def held(
    scenario: Scenario,
    lines: Sequence[Line],
    runs: int,
    *,
    seed: int = 1,
    workers: int = 2,
    progress: Progress | None = None,
) -> list[Held]:
    """Return those lines of a funnel that a run has too, beside so many runs of the file."""
    from sim import run_many

    market = scenario.values["market"]
    found: list[dict[str, float]] = []
    for history in run_many(scenario, range(runs), seed=seed, workers=workers):
        found.append(of_run(history, market["pods"] * market["reps"]))
        if progress is not None:
            progress(len(found), runs)
    means, errors = _means(found)
    return [
        Held(line, means[line.key], errors[line.key])
        for line in lines
        if line.key in means and not math.isnan(means[line.key])
    ]


def of_run(history: Run, reps: int) -> dict[str, float]:
    """Return lines of the funnel, by key, as one run has them; reps: how many seats."""
    run = Tables(history)

    def measured(name: str) -> float:
        return MEASURES[name].function(run)

    bookings = rows.per_year(history, "bookings_net")
    found = {key: measured(name) for key, name in YEARLY.items()}
    return {
        "leads": measured("mqls") / YEAR,
        "worked": 1.0 - measured("unworked_lead_share"),
        **found,
        "deals_per_rep": found["deals"] / reps,
        "bookings": bookings,
        "revenue_per_rep": bookings / reps / QUARTERS,
    }


def _means(found: list[dict[str, float]]) -> tuple[dict[str, float], dict[str, float]]:
    """Return means over runs and their standard errors; runs that cannot tell are left out."""
    means, errors = {}, {}
    for key in found[0]:
        values = np.array([run[key] for run in found])
        values = values[~np.isnan(values)]
        means[key] = float(values.mean()) if values.size else math.nan
        spread = float(values.std(ddof=1)) if values.size > 1 else math.inf
        errors[key] = spread / math.sqrt(max(values.size, 1))
    return means, errors
