"""Who a firm is: what every sales person knows of it, of simulated runs; people, market, funnel.

The page for the room asks "This is your firm. Is it?" with the same six numbers that stand on top
of a report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.measures import Run, rows
from analysis.words import wording
from sim.world.names import YEAR

FACTS = {
    "leads": "leads handed over a year",
    "won": "deals won a year",
    "win_rate": "win rate",
    "cycle": "weeks from first meeting to signature",
    "deal": "average deal signed",
    "customers": "customers today",
}
"""The six numbers by key, in the order in which they are shown, with what they mean."""
KEYS = tuple(FACTS)
UNITS = {"win_rate": "%", "cycle": "weeks", "deal": "€"}
"""Units of facts that are no plain counts."""
STAGES = {
    "leads": "Leads",
    "mqls": "Handed over",
    "accepted_leads": "Accepted by sales",
    "worked_leads": "Worked by a rep",
    "opportunities": "Opportunities",
    "wins": "Deals won",
}
"""The funnel: measures of a year, and what people call them."""


@dataclass(frozen=True)
class Firm:
    """The firm of a comparison, as it is under the baseline.

    Attributes:
        market: name of the shipped market that gives its facts; empty where a file of its own does.
        facts: FACTS by key: means over all runs.
    """

    market: str
    facts: dict[str, float]


@dataclass(frozen=True)
class Simulated:
    """What runs say about the facts: means over all runs, and the standard error of each."""

    mean: dict[str, float]
    error: dict[str, float]


def simulated(histories: Sequence[Run]) -> Simulated:
    """Return the facts of several runs together; standard errors by leaving out one run at a time.

    Ratios are ratios of sums over runs, so that a run without any win does no harm.
    """
    every = np.array([sums(history) for history in histories])
    mean = means(every)
    if len(every) < 2:
        return Simulated(mean, dict.fromkeys(mean, float("inf")))
    total = every.sum(axis=0)
    others = [_ratios(total - one, len(every) - 1) for one in every]
    spread = len(every) - 1.0
    error = {key: float(np.sqrt(spread * np.var([other[key] for other in others]))) for key in mean}
    return Simulated(mean, error)


def means(every: NDArray[np.float64]) -> dict[str, float]:
    """Return the facts of several runs together, a row of `sums` a run."""
    return _ratios(every.sum(axis=0), len(every))


def sums(history: Run) -> list[float]:
    """Return what the facts of a run are made of."""
    won, closed = rows.won(history), rows.closed(history)
    years = history.weeks / YEAR
    customers = history.raw("customers")
    is_old = customers["won_week"] < 0
    is_there = ~rows.happened(customers["churned_week"]) | (customers["churned_week"] >= 0)
    return [
        float(rows.weekly(history, "mqls").sum()) / years,
        won.size / years,
        float(won.size),
        float(closed.size),
        float((won["closed_week"] - won["created_week"]).sum()),
        float(won["net_value"].sum()),
        float(np.count_nonzero(is_old & is_there)),
    ]


def _ratios(sums: np.ndarray, runs: int) -> dict[str, float]:
    leads, yearly, won, closed, weeks, value, customers = sums.tolist()
    return {
        "leads": leads / runs,
        "won": yearly / runs,
        "win_rate": won / max(closed, 1.0),
        "cycle": weeks / max(won, 1.0),
        "deal": value / max(won, 1.0),
        "customers": customers / runs,
    }


def shown(key: str, number: float) -> str:
    """Return a fact as people read it.

    >>> shown("win_rate", 0.254), shown("won", 9.25), shown("deal", 45000.4)
    ('25%', '9.2', '45,000')
    """
    if key == "win_rate":
        return f"{number:.0%}"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.1f}".removesuffix(".0")


def told(fact: str, value: float) -> str:
    """Return a fact with its unit.

    >>> told("cycle", 4.4), told("deal", 52740.0), told("win_rate", 0.32)
    ('4.4 weeks', '€52,740', '32%')
    """
    text, unit = shown(fact, value), UNITS.get(fact, "")
    return f"€{text}" if unit == "€" else f"{text} {unit}" if unit == "weeks" else text


def people(values: Mapping[str, Any]) -> str:
    """Return how large a firm and its market are; empty where its settings do not say.

    >>> people({"market": {"accounts": 2400, "pods": 2, "reps": 5, "marketers": 3}})
    '2,400 accounts, 10 reps and 6 marketers'
    """
    market = values.get("market", {})
    if not {"accounts", "pods", "reps", "marketers"} <= set(market):
        return ""
    reps, marketers = (int(market["pods"] * market[role]) for role in ("reps", "marketers"))
    return (
        f"{market['accounts']:,} accounts, {_count(reps, 'rep')} and "
        f"{_count(marketers, 'marketer')}"
    )


def funnel(yearly: Mapping[str, float]) -> list[tuple[str, str, float]]:
    """Return each stage of a funnel, its count a year in words and as a share of the largest."""
    most = max((yearly[stage] for stage in STAGES if stage in yearly), default=0.0)
    return [
        (title, wording.figure(yearly[stage]), yearly[stage] / most if most > 0 else 0.0)
        for stage, title in STAGES.items()
        if stage in yearly
    ]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
