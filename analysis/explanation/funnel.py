"""Which step of the funnel makes the difference: an identity, decomposed exactly.

What deals signed in the counted weeks still pay at the end of a run is leads handed over × share
worked × share real × win rate × value of a win × share kept, each the ratio of two sums over all
replicates. The logarithmic mean Divisia index (Ang 2005, Energy Policy 33:867) splits the
difference of such a product without rest: a step brings L(b, a)·ln(b_step / a_step), with L the
logarithmic mean of both products. Intervals are percentiles of a bootstrap over replicates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.measures import Run, Tables, measured, rows
from analysis.runs.collect import Reduced

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
MEASURED = (
    "gross_profit_y3", "gross_profit_y1", "bookings_y3", "bookings_y1", "win_rate",
    "relationship_conflict", "trust", "knowledge_error", "resignations",
)  # fmt: skip
"""Measures whose difference is split over levers."""
TOTALS = ("handed over", "worked", "opened", "won", "net value", "still paid")
STEPS = (
    ("volume", "leads handed over", "leads"),
    ("worked", "share of them that a rep worked", "share"),
    ("real", "new deals opened per worked lead", "share"),
    ("win rate", "deals won per deal opened", "share"),
    ("value", "yearly value of a win, after discount", "euros"),
    ("kept", "share of that still paid at the end, with what was added", "share"),
)
"""Step of the funnel, what it is, and its unit."""
RESAMPLES = 2_000


def reduced(run: Run) -> Reduced:
    """Return the measures of a run, then the totals of its funnel."""
    tables = Tables(run)
    values = [*measured(tables, MEASURED).values(), *totals(tables)]
    return Reduced(np.array(values), np.empty((0, 0), np.float32), np.empty((0, 0)))


def totals(run: Run) -> list[float]:
    """Return TOTALS of the counted weeks; deals with firms that were no customers yet."""
    handed = rows.within(run.column("leads", "handed_over_week"), 0, run.weeks)
    touched = rows.happened(run.column("leads", "first_touch_week"))
    deals = run.raw("opportunities")
    new = deals[deals["existing_customer"] == 0]
    opened = rows.within(new["created_week"], 0, run.weeks)
    won = new["outcome"] == rows.code("opportunities", "outcome", "won")
    won &= rows.within(new["closed_week"], 0, run.weeks)
    contracts = run.raw("customers")
    paid = contracts["recurring_value"] + run.column("customers", "once_value")
    ours = np.isin(contracts["opportunity_id"], new["opportunity_id"][won])
    alive = ours & ~rows.happened(contracts["churned_week"])
    return [
        float(np.count_nonzero(handed)),
        float(np.count_nonzero(handed & touched)),
        float(np.count_nonzero(opened)),
        float(np.count_nonzero(won)),
        float(new["net_value"][won].sum()),
        float(paid[alive].sum()),
    ]


def decomposed(a: Floats, b: Floats, seed: int = 0) -> pd.DataFrame:
    """Return the difference of the funnels of two scenarios by step.

    Args:
        a, b: replicates × TOTALS, the same luck row by row.
        seed: of the bootstrap.

    Columns: step, a, b (the step's value), contribution (euros a year, per replicate), ci_low,
    ci_high. Empty where a total is zero, for then there is no funnel.
    """
    import pandas as pd

    columns = ["step", "a", "b", "contribution", "ci_low", "ci_high"]
    left, right = a.mean(axis=0), b.mean(axis=0)
    if (left <= 0).any() or (right <= 0).any():
        return pd.DataFrame(columns=columns)
    rng = np.random.default_rng([seed, len(a)])
    picks = rng.integers(0, len(a), (RESAMPLES, len(a)))
    again = _split(a[picks].mean(axis=1), b[picks].mean(axis=1))
    low, high = np.nanquantile(again, [0.025, 0.975], axis=0)
    return pd.DataFrame(
        {
            "step": [step for step, _, _ in STEPS],
            "a": factors(left),
            "b": factors(right),
            "contribution": _split(left[None], right[None])[0],
            "ci_low": low,
            "ci_high": high,
        }
    )


def factors(sums: Floats) -> Floats:
    """Return the steps whose product is the last total; along the last axis."""
    first = sums[..., :1]
    return np.concatenate([first, sums[..., 1:] / sums[..., :-1]], axis=-1)


def _split(left: Floats, right: Floats) -> Floats:
    """Return the contributions of all steps, for every row of two tables of totals."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(factors(right) / factors(left))
        apart, gap = np.log(right[:, -1] / left[:, -1]), right[:, -1] - left[:, -1]
        mean = np.where(np.abs(apart) > 1e-12, gap / apart, left[:, -1])
    return np.asarray(mean[:, None] * logs)
