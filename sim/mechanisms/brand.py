"""Brand: a slow stock of being known for the right thing.

The stock of a segment decays with a half-life of about 72 weeks. It grows with brand spend, with
diminishing returns, times how well the message fits what the segment needs. The message follows
marketing's own estimate of needs, so a brand built on a wrong picture is worth less.

Counter-force: money spent here does nothing this quarter.
Neutral: growth 0 and decay 0 leave the stock where it is.
Sources: evidence A47, A49, B3 (brand stock decay, brand share of budget).
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import answered
from sim.core.params import Block, forms, param
from sim.core.units import Euros, Hours, Number, PerWeek
from sim.world.names import DIMENSIONS, MICRO, MarketerTask, words
from sim.world.options import Response
from sim.world.state import Clock


class Brand(Block):
    """How brand spend builds a stock of being known."""

    decay: PerWeek = param(
        0.0096, 0, 0.5, unit="1/week", source="B3 brand stock decay", sweep=(0.005, 0.02),
        market=True, meaning="share of the brand stock that is forgotten a week",
    )  # fmt: skip
    growth: Number = param(
        0.10, 0, 5, unit="1/week", source="trial: brand stock about 3", sweep=(0.05, 0.2),
        market=True, meaning="brand stock a unit of spend builds in a week with a perfect message",
    )  # fmt: skip
    power: Number = param(
        0.8, 0.05, 1, source="trial: a square root hides the share", sweep=(0.6, 1.0),
        market=True, meaning="diminishing returns of brand spend",
    )  # fmt: skip
    form: str = forms(
        words(Response), market=True, source="B3 ad elasticities; Little 1970 (ADBUDG)",
        meaning="law by which brand spend works; both agree, with their slopes, at one unit",
    )  # fmt: skip
    unit: Euros = param(
        1.2, 0.001, 10000, unit="EUR/account/week", source="assumption 3", around=2.0,
        market=True, meaning="weekly spend per account that counts as one unit",
    )  # fmt: skip
    hours: Hours = param(
        5.0, 0.1, 40, unit="hours", source="assumption 4", around=2.0,
        meaning="weekly brand hours of a marketer at which spend has its full effect",
    )  # fmt: skip
    hours_power: Number = param(
        0.5, 0, 1, source="assumption 4", sweep=(0.2, 0.8),
        meaning="diminishing returns of brand hours",
    )  # fmt: skip


@rule
def built(stock: float, decay: float, growth: float, effective_spend: float, fit: float) -> float:
    """Return the stock a week later; `effective_spend` is spend to its power, times hours."""
    return (1.0 - decay) * stock + growth * effective_spend * fit


@rule
def fitted(squared_distance: float) -> float:
    """Return how well a message fits, from the mean squared distance to what is needed."""
    return math.exp(-0.5 * squared_distance)


@act
def build_segment(
    row: int, segments: Any, marketers: Any, firm: Any, brand: Any, clock: Clock
) -> None:
    """Decay one segment's brand and add this week's work on it."""
    segment = segments[row]
    total = 0.0
    strength = 0.0
    for seat in range(marketers.shape[0]):
        marketer = marketers[seat]
        distance = 0.0
        for dimension in range(DIMENSIONS):
            if dimension not in MICRO:
                gap = marketer["message"][row, dimension] - segment["needs"][dimension]
                distance += gap * gap
        total += fitted(distance / (DIMENSIONS - len(MICRO)))
        strength += (marketer["hours"][MarketerTask.BRAND] / brand["hours"]) ** brand["hours_power"]
    fit = total / marketers.shape[0]
    accounts = 0.0
    for other in range(segments.shape[0]):
        accounts += segments[other]["accounts"]
    budget = firm[0]["budget"] * (1.0 - firm[0]["promotion"])
    spend = budget * firm[0]["brand_share"] / (accounts * brand["unit"])
    effective = (
        answered(spend, brand["power"], brand["form"] == Response.ADBUDG)
        * strength
        / marketers.shape[0]
    )
    segment["built"] = built(0.0, brand["decay"], brand["growth"], effective, fit)
    segment["brand_stock"] = built(
        segment["brand_stock"], brand["decay"], brand["growth"], effective, fit
    )
    segment["message_fit"] = fit


@phase
def build(rows: Any, segments: Any, marketers: Any, firm: Any, brand: Any, clock: Clock) -> None:
    """Build the brand in every segment."""
    for index in range(rows.shape[0]):
        build_segment(rows[index], segments, marketers, firm, brand, clock)
