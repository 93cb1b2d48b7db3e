"""Delivery: what was sold meets what was promised, and the customer stays or goes.

Satisfaction is match plus service, minus twice what was promised beyond the match. The match is
measured again with the needs of the day. Where delivery knows what was promised (see handover), it
tells the customer early what will not come, and aims its service. A feature that was promised and
is not delivered yet is missing from the match. Contracts renew every 52 weeks: the odds of leaving
fall with satisfaction and rise with the step from a discounted first price to the list, and with
the discount that promotions have taught buyers to expect. Satisfied customers buy more.
What is sold once is paid at the signature; only the rest of a deal renews.

Counter-force: promises and discounts that won the deal come back a year later.
Neutral: churn_odds 0 and expansion 0: nobody leaves and nobody grows; prices still step to list.
recurring 1: nothing is sold once.
Sources: evidence A50, A51, A53, B5 (churn, promise, discount, expansion), P28.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import paired, uniform
from sim.core.formulas import ratio
from sim.core.params import Block, forms, param
from sim.core.units import Hours, Number, Odds, Share, Weeks
from sim.world.names import DIMENSIONS, YEAR, Outcome, words
from sim.world.options import Leaving
from sim.world.state import BLANK_CUSTOMER, Clock
from sim.world.vectors import NEVER, NOBODY

CHURN = 901


class Delivery(Block):
    """What happens after the signature."""

    churn_odds: Odds = param(
        0.08, 0, 10, unit="odds", source="B5 gross churn 10 %/yr", around=2.0, market=True,
        meaning="odds that a customer of usual satisfaction leaves at a renewal",
    )  # fmt: skip
    usual_satisfaction: Number = param(
        0.5, -2, 3, source="assumption 32", market=True, sweep=(0.3, 0.7),
        meaning="satisfaction to which these odds belong",
    )  # fmt: skip
    satisfaction_effect: Number = param(
        1.5, 0, 20, unit="logit", source="B5 churn odds per 0.1 over-promise (x1.35)",
        sweep=(0.5, 3.0), market=True, meaning="fall of the log odds of leaving per satisfaction",
    )  # fmt: skip
    price_step: Number = param(
        1.82, 0, 20, unit="logit", source="B5 churn odds per 10 pp discount (x1.2)",
        sweep=(0.95, 3.4), market=True,
        meaning="rise of the log odds of leaving with the step from discounted price to list",
    )  # fmt: skip
    form: str = forms(
        words(Leaving), market=True,
        source="B5 churn odds; Prentice & Gloeckler 1978, Helsen & Schmittlein 1993 (hazard)",
        meaning="what satisfaction and price multiply; both agree at usual satisfaction and price",
    )  # fmt: skip
    disappointment: Number = param(
        2.0, 0, 10, source="model 4 (delivery); A51", sweep=(1.0, 4.0), market=True,
        meaning="weight of what was promised beyond the match",
    )  # fmt: skip
    service: Share = param(
        0.25, 0, 2, source="assumption 33", sweep=(0.0, 0.5), market=True,
        meaning="satisfaction added by full service",
    )  # fmt: skip
    service_hours: Hours = param(
        0.1, 0.001, 40, unit="hours", source="assumption 33", market=True, around=2.0,
        meaning="weekly rep hours per customer that make full service",
    )  # fmt: skip
    onboarding: Weeks = param(
        8.0, 0, 51, unit="weeks", source="assumption 34", market=True, around=2.0,
        meaning="weeks from signature to delivery",
    )  # fmt: skip
    expansion: Share = param(
        0.1, 0, 5, source="B5 expansion share of bookings", sweep=(0.0, 0.25), market=True,
        meaning="growth of a contract at renewal per unit of satisfaction",
    )  # fmt: skip
    recurring: Share = param(
        1.0, 0, 1, source="assumption 130", sweep=(0.0, 1.0), market=True,
        meaning="share of a deal that is paid every year; the rest is paid once, when signed",
    )  # fmt: skip
    content_level: Number = param(
        0.4, -2, 3, source="assumption 35", market=True, sweep=(0.2, 0.6),
        meaning="satisfaction from which a customer speaks well of the firm",
    )  # fmt: skip


@rule
def satisfied(match: float, service: float, expectation: float, disappointment: float) -> float:
    """Return satisfaction: match + service - disappointment x max(0, expectation - match)."""
    return match + service - disappointment * max(0.0, expectation - match)


@rule
def drifted(match: float, squared_distance: float) -> float:
    """Return the match after the needs moved away by this mean squared distance."""
    return match * math.exp(-0.5 * squared_distance)


@rule
def churn_chance(odds: float, shortfall: float, step: float, form: int) -> float:
    """Return the chance of leaving; `shortfall` and `step` are added log odds, or log hazard.

    Both forms agree at usual satisfaction and an even price. Hazard: proportional hazards seen once
    a term (Cox 1972; Prentice & Gloeckler 1978), the form of Helsen & Schmittlein 1993.
    """
    if form == Leaving.HAZARD:
        return 1.0 - math.exp(-math.log(1.0 + odds) * math.exp(shortfall + step))
    raised = odds * math.exp(shortfall + step)
    return raised / (1.0 + raised)


@act
def served(row: int, pods: Any, delivery: Any, aimed: float) -> float:
    """Return the satisfaction that service adds in a pod this week; aimed hours count for more."""
    pod = pods[row]
    hours = ratio(pod["customer_hours"], pod["customers"], delivery["service_hours"])
    hours *= 1.0 + aimed
    return float(delivery["service"] * math.sqrt(min(hours / delivery["service_hours"], 1.0)))


@act
def current_match(customer: Any, match: float, segment: Any) -> float:
    """Return today's match of a contract whose match was `match` at the signature."""
    total = 0.0
    for dimension in range(DIMENSIONS):
        gap = segment["needs"][dimension] - customer["wanted"][dimension]
        total += gap * gap
    return drifted(match, total / DIMENSIONS)


@phase
def sign_up(
    rows: Any, accounts: Any, opportunities: Any, customers: Any, segments: Any, counters: Any,
    delivery: Any, clock: Clock,
) -> None:  # fmt: skip
    """Turn this week's wins into customers, in order of the active accounts."""
    for index in range(rows.shape[0]):
        row = rows[index]
        account = accounts[row]
        if account["opportunity"] != NOBODY:
            deal = opportunities[account["opportunity"]]
            if deal["outcome"] == Outcome.WON and deal["closed_week"] == clock.week:
                if account["customer"] != NOBODY:
                    extend(
                        customers[account["customer"]], account, deal, segments,
                        delivery["recurring"],
                    )  # fmt: skip
                else:
                    count = counters[0]["customers"]
                    customers[count] = BLANK_CUSTOMER[0]
                    enrol(customers[count], account, deal, segments, delivery["recurring"], clock)
                    account["customer"] = count
                    counters[0]["customers"] = count + 1


@act
def enrol(
    customer: Any, account: Any, deal: Any, segments: Any, recurring: float, clock: Clock
) -> None:
    """Start the contract of a new customer, of which the share `recurring` will renew."""
    customer["account_id"] = deal["account_id"]
    customer["opportunity_id"] = deal["opportunity_id"]
    customer["rep_id"] = deal["rep_id"]
    customer["pod"] = account["pod"]
    customer["won_week"] = clock.week
    customer["start"] = clock.index
    customer["list_value"] = deal["list_value"]
    customer["recurring_value"] = deal["net_value"] * recurring
    customer["once_value"] = deal["net_value"] * (1.0 - recurring)
    customer["rebate"] = (deal["list_value"] - deal["net_value"]) * recurring
    customer["discount"] = deal["discount"]
    customer["expectation"] = deal["closing_match"] + deal["promise"]
    customer["match"] = deal["closing_match"]
    customer["sold_match"] = deal["closing_match"]
    for dimension in range(DIMENSIONS):
        customer["wanted"][dimension] = segments[account["segment"]]["needs"][dimension]


@act
def extend(customer: Any, account: Any, deal: Any, segments: Any, recurring: float) -> None:
    """Add a further deal to the contract of a customer; the share `recurring` of it will renew.

    What the customer expects, and how well the whole fits, are means by value of old and new.
    """
    segment = segments[account["segment"]]
    bought = customer["recurring_value"] + customer["once_value"]
    new = ratio(deal["net_value"], bought + deal["net_value"], 0.0)
    fits = current_match(customer, customer["sold_match"], segment)
    customer["sold_match"] = fits + new * (deal["closing_match"] - fits)
    expects = deal["closing_match"] + deal["promise"]
    customer["expectation"] += new * (expects - customer["expectation"])
    for dimension in range(DIMENSIONS):
        customer["wanted"][dimension] = segment["needs"][dimension]
    customer["recurring_value"] += deal["net_value"] * recurring
    customer["once_value"] += deal["net_value"] * (1.0 - recurring)
    customer["rebate"] += (deal["list_value"] - deal["net_value"]) * recurring
    customer["expansion_value"] += deal["net_value"] * recurring
    customer["list_value"] += deal["list_value"]


@act
def review(
    row: int, customers: Any, accounts: Any, segments: Any, pods: Any,
    delivery: Any, clock: Clock,
) -> None:  # fmt: skip
    """Deliver, or renew, one contract if it is due this week."""
    customer = customers[row]
    customer["due"] = 0
    age = clock.index - customer["start"]
    is_delivery = age == int(delivery["onboarding"])
    is_renewal = age > 0 and age % YEAR == 0
    if customer["churned_week"] != NEVER or not (is_delivery or is_renewal):
        return
    account = accounts[customer["account_id"]]
    segment = segments[account["segment"]]
    fits = current_match(customer, customer["sold_match"], segment)
    customer["match"] = max(fits - account["feature_owed"], 0.0)
    if is_delivery:
        customer["promise_gap"] = max(0.0, customer["expectation"] - customer["match"])
        customer["expectation"] -= customer["gap_closed"] * customer["promise_gap"]
    customer["satisfaction"] = satisfied(
        customer["match"],
        served(account["pod"], pods, delivery, customer["service_focus"]),
        customer["expectation"],
        delivery["disappointment"],
    )
    account["satisfaction"] = customer["satisfaction"]
    if is_renewal:
        renew(customer, account, segment, delivery, clock)


@act
def renew(customer: Any, account: Any, segment: Any, delivery: Any, clock: Clock) -> None:
    """Let one customer stay, and grow, or leave."""
    customer["due"] = 1
    shortfall = delivery["satisfaction_effect"] * (
        delivery["usual_satisfaction"] - customer["satisfaction"]
    )
    full = customer["recurring_value"] + customer["rebate"]
    wanted = ratio(customer["rebate"], full, 0.0) + segment["expected_discount"]
    step = delivery["price_step"] * wanted
    customer["due_value"] = customer["recurring_value"]
    chance = churn_chance(delivery["churn_odds"], shortfall, step, delivery["form"])
    identity = paired(customer["account_id"], customer["renewals"])
    if uniform(clock.seed, CHURN, identity, customer["won_week"]) < chance:
        customer["churned_week"] = clock.week
        account["customer"] = NOBODY
        return
    customer["recurring_value"] = full
    customer["rebate"] = 0.0
    grown = delivery["expansion"] * max(customer["satisfaction"], 0.0)
    customer["expansion_value"] += customer["recurring_value"] * grown
    customer["recurring_value"] *= 1.0 + grown
    customer["renewals"] += 1


@phase
def review_all(
    customers: Any, counters: Any, accounts: Any, segments: Any, pods: Any,
    delivery: Any, clock: Clock,
) -> None:  # fmt: skip
    """Deliver and renew; count who is content and who left."""
    for row in range(segments.shape[0]):
        segments[row]["satisfied"] = 0.0
        segments[row]["churned"] = 0.0
    for row in range(pods.shape[0]):
        pods[row]["customers"] = 0.0
    for row in range(counters[0]["customers"]):
        if customers[row]["churned_week"] == NEVER:
            pods[customers[row]["pod"]]["customers"] += 1.0
    for row in range(counters[0]["customers"]):
        review(row, customers, accounts, segments, pods, delivery, clock)
        customer = customers[row]
        if customer["due"] == 1:
            segment = segments[accounts[customer["account_id"]]["segment"]]
            if customer["churned_week"] == clock.week:
                segment["churned"] += 1.0
            elif customer["satisfaction"] >= delivery["content_level"]:
                segment["satisfied"] += 1.0
