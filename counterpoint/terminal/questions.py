"""The questions of `new`: ten facts about a firm, what is usual, and what is hard to believe."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from counterpoint.terminal.numbers import Numeral
from sim.world.names import YEAR


@dataclass(frozen=True)
class Fact:
    """One question to a strategist; `known` finds the usual answer.

    It takes the values of a scenario and the answers given to the questions before.
    """

    option: str
    question: str
    known: Callable[[dict[str, Any], dict[str, float]], float]
    low: float
    high: float
    whole: bool = False

    @property
    def kind(self) -> Numeral:
        """Return the type of the answer."""
        return Numeral(self.low, self.high, whole=self.whole)


def average(values: dict[str, Any], _answers: dict[str, float]) -> float:
    """Return the average first deal at list price."""
    segments = values["market"]["segments"]
    middle = sum(item["share"] * item["list_value"] for item in segments)
    return float(middle * math.exp(0.5 * values["market"]["value_spread"] ** 2))


def median(values: dict[str, Any], mean: float) -> float:
    """Return the value below which half of the deals lie, when their average is `mean`."""
    return float(mean * math.exp(-0.5 * values["market"]["value_spread"] ** 2))


FACTS = (
    Fact("accounts", "Firms that could buy from you",
         lambda v, _: v["market"]["accounts"], 10, 5_000_000, True),
    Fact("looking", "Share of them that start looking in a year (such as 20%)",
         lambda v, _: 1.0 - (1.0 - v["demand"]["entry_hazard"]) ** YEAR, 0.001, 0.99),
    Fact("reps", "Salespeople",
         lambda v, _: v["market"]["pods"] * v["market"]["reps"], 1, 100_000, True),
    Fact("marketers", "Marketing people",
         lambda v, _: v["market"]["pods"] * v["market"]["marketers"], 1, 100_000, True),
    Fact("value", "Average deal you sign, EUR (of a year, if it recurs)",
         average, 100, 1_000_000_000),
    Fact("members", "People on the customer's side who must agree",
         lambda v, _: v["market"]["members"], 1, 13),
    Fact("rivals", "Share of deals with a serious competitor (such as 35%)",
         lambda v, _: v["market"]["rival_present"], 0, 1),
    Fact("churn", "Share of customers lost in a year (such as 10%)",
         lambda v, _: v["delivery"]["churn_odds"] / (1.0 + v["delivery"]["churn_odds"]), 0, 0.9),
    Fact("budget", "Yearly marketing budget without salaries, EUR",
         lambda v, a: v["planning"]["budget"] * a["accounts"], 0, 10_000_000_000),
    Fact("pay", "Yearly on-target pay of a salesperson, EUR",
         lambda v, _: v["market"]["pay_level"], 1000, 1_000_000),
)  # fmt: skip

QUOTA = 5.0
"""Bookings that a salesperson usually brings, over the own on-target pay."""
USUAL = {
    "budget": (0.003, 0.3),
    "accounts_per_rep": (15.0, 10_000.0),
    "reps_per_marketer": (0.3, 15.0),
    "worth": (1.0, 60.0),
}
"""What is usual, from … to: budget over bookings, and so on; beyond it a warning is due."""


def doubts(answers: dict[str, float]) -> list[str]:
    """Return what is hard to believe in the answers, each with what would be usual."""
    found = []
    reps, pay = answers["reps"], answers["pay"]
    bookings = answers.get("won", 0.0) * answers["value"] or QUOTA * pay * reps
    low, high = (share * bookings for share in USUAL["budget"])
    if not low <= answers["budget"] <= high:
        found.append(
            f"--budget: {answers['budget']:,.0f} a year for marketing beside bookings of about "
            f"{bookings:,.0f}; usual would be {low:,.0f} to {high:,.0f}"
        )
    found += _beyond(
        "accounts_per_rep", answers["accounts"] / reps, "--accounts, --reps",
        f"{answers['accounts']:,.0f} firms for {reps:,.0f} salespeople",
    )  # fmt: skip
    found += _beyond(
        "reps_per_marketer", reps / answers["marketers"], "--reps, --marketers",
        f"{reps:,.0f} salespeople beside {answers['marketers']:,.0f} marketing people",
    )  # fmt: skip
    if "won" in answers:
        found += _beyond(
            "worth", answers["won"] * answers["value"] / (reps * pay), "--won, --value, --pay",
            f"{answers['won']:,.0f} deals of {answers['value']:,.0f} a year, "
            f"shared by {reps:,.0f} salespeople paid {pay:,.0f}",
        )  # fmt: skip
    return found


WORDS = {
    "accounts_per_rep": "firms each",
    "reps_per_marketer": "salespeople a marketer",
    "worth": "times their pay",
}


def _beyond(key: str, ratio: float, options: str, words: str) -> list[str]:
    low, high = USUAL[key]
    if low <= ratio <= high:
        return []
    return [
        f"{options}: {words}, {ratio:,.2g} {WORDS[key]}; usual would be {low:,.2g} to {high:,.5g}"
    ]
