"""Pricing: who may give a discount, and what promotions do.

Where sales owns price, a rep is free up to the guardrail. Where marketing owns it, a rep may give
only what marketing allows and must ask for more: that costs both sides hours and the deal time.
Marketing answers by its own pay: it grants what is worth more to it than the deal at the allowed
price, so that somebody paid for neither revenue nor margin refuses. A refusal is a contested event.

A promotion takes part of the marketing budget away from brand and campaigns, for some weeks, and
brings more responses. It also teaches buyers to expect a discount: deals without one are harder to
win, and customers resent list prices at renewal, until they forget.

Takes: an hour of two people for each exception.
Counter-force: protected prices cost deals and hours; promotions cost brand and later prices.
Neutral: owner sales and promotion_every 0: reps are free, and nothing is promoted.
Sources: evidence B2 (discount elasticity); claims C24, C30; assumptions 124 to 126.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import kept, with_odds
from sim.core.params import Block, param
from sim.core.units import Hours, Number, Share, Weeks
from sim.world.names import Metric, Verdict, words
from sim.world.options import Side
from sim.world.places import dealt_to, pair_row
from sim.world.shared import has_open_deal, pay_for
from sim.world.state import Clock
from sim.world.vectors import NEVER


class Pricing(Block, practice="Who owns price"):
    """Who owns price, and whether prices are promoted."""

    owner: str = param(
        "sales",
        choices=words(Side),
        source="claims C30",
        meaning="function that owns the price guardrail",
    )
    allowed: Share = param(
        0.15, 0, 1, source="claims C30; assumption 124", sweep=(0.0, 0.3),
        meaning="discount a rep may give without asking, where marketing owns price",
    )  # fmt: skip
    exception_hours: Hours = param(
        1.0, 0, 20, unit="hours", source="assumption 124", sweep=(0.3, 3.0),
        meaning="hours a price exception takes of the rep, and of the marketer who answers",
    )  # fmt: skip
    delay: Weeks = param(
        1, 1, 13, unit="weeks", source="assumption 124", sweep=(1, 4), integer=True,
        meaning="weeks until a price exception is answered",
    )  # fmt: skip
    refusal: Number = param(
        1.0, 0, 10, unit="events", source="assumption 125", sweep=(0.0, 2.0),
        meaning="weight of a refused price exception among contested events",
    )  # fmt: skip
    promotion_every: Weeks = param(
        0, 0, 260, unit="weeks", source="claims C30", sweep=(0, 52), integer=True,
        meaning="weeks from one promotion to the next; 0 for none",
    )  # fmt: skip
    promotion_weeks: Weeks = param(
        4, 1, 52, unit="weeks", source="assumption 126", sweep=(2, 13), integer=True,
        meaning="weeks a promotion lasts",
    )  # fmt: skip
    promotion_share: Share = param(
        0.3, 0, 1, source="assumption 126", sweep=(0.1, 0.6),
        meaning="part of the marketing budget that a promotion takes while it lasts",
    )  # fmt: skip
    promotion_lift: Share = param(
        0.5, 0, 5, source="assumption 126", sweep=(0.1, 1.0), market=True,
        meaning="responses that a promotion adds while it lasts",
    )  # fmt: skip
    promotion_depth: Share = param(
        0.2, 0, 1, source="assumption 126", sweep=(0.05, 0.4), market=True,
        meaning="discount that buyers would come to expect if prices were promoted all the time",
    )  # fmt: skip
    memory: Weeks = param(
        39.0, 1, 520, unit="weeks", source="assumption 126", sweep=(13.0, 104.0), market=True,
        meaning="half-life of what buyers expect",
    )  # fmt: skip


@rule
def is_promoted(index: int, every: int, weeks: int) -> bool:
    """Return whether a promotion is on in the week with this index; the first waits its turn."""
    return every > 0 and index >= every and index % every < weeks


@rule
def taught(expected: float, keep: float, depth: float) -> float:
    """Return the discount buyers expect after a week in which prices were promoted by `depth`."""
    return keep * expected + (1.0 - keep) * depth


@act
def deal_worth(chance: float, discount: float, value: float, marketer: Any, contract: Any) -> float:
    """Return what a deal at a discount is worth to a marketer: by revenue and by margin."""
    sold = value * (1.0 - discount)
    pay = pay_for(sold, marketer, marketer["place"], marketer["spread"], contract)
    return float(chance * (pay - marketer["slope"][Metric.MARGIN] * discount * value))


@phase
def promote(firm: Any, segments: Any, pricing: Any, closing: Any, clock: Clock) -> None:
    """Run a promotion, or not; let buyers get used to it, or forget."""
    is_on = is_promoted(clock.index, pricing["promotion_every"], pricing["promotion_weeks"])
    firm[0]["promotion"] = pricing["promotion_share"] if is_on else 0.0
    firm[0]["promotion_lift"] = pricing["promotion_lift"] if is_on else 0.0
    depth = pricing["promotion_depth"] if is_on else 0.0
    keep = kept(pricing["memory"])
    for row in range(segments.shape[0]):
        segment = segments[row]
        segment["expected_discount"] = taught(segment["expected_discount"], keep, depth)
        segment["bargain"] = closing["price_effect"] * segment["expected_discount"]


@act
def grants(
    account: Any, deal: Any, marketer: Any, contract: Any, pricing: Any, closing: Any
) -> bool:
    """Return whether marketing grants the whole guardrail: if its own pay gains by it."""
    value = deal["list_value"]
    low, high = pricing["allowed"], closing["guardrail"]
    at_low = with_odds(account["chance"], math.exp(closing["price_effect"] * low))
    at_high = with_odds(account["chance"], math.exp(closing["price_effect"] * high))
    gain = deal_worth(at_high, high, value, marketer, contract)
    return bool(gain > deal_worth(at_low, low, value, marketer, contract))


@act
def answer(
    row: int, accounts: Any, opportunities: Any, marketers: Any, reps: Any, pairs: Any, pods: Any,
    contract: Any, pricing: Any, closing: Any, clock: Clock,
) -> None:  # fmt: skip
    """Take down, or answer, the price exception of one account's deal."""
    account = accounts[row]
    if not has_open_deal(account):
        return
    deal = opportunities[account["opportunity"]]
    if deal["exception_week"] == NEVER or deal["verdict"] != Verdict.UNDECIDED:
        return
    seat = dealt_to(row, account["pod"], marketers, pods)
    if deal["exception_week"] == clock.week:
        reps[account["rep"]]["exceptions"] += pricing["exception_hours"]
        marketers[seat]["exceptions"] += pricing["exception_hours"]
    if clock.week - deal["exception_week"] + 1 < pricing["delay"]:
        return
    if grants(account, deal, marketers[seat], contract, pricing, closing):
        deal["verdict"] = Verdict.GRANTED
    else:
        deal["verdict"] = Verdict.REFUSED
        pair = pairs[pair_row(seat, account["rep"], account["pod"], pairs, reps)]
        pair["overrides"] += pricing["refusal"]


@phase
def answer_all(
    rows: Any, accounts: Any, opportunities: Any, marketers: Any, reps: Any, pairs: Any, pods: Any,
    contract: Any, pricing: Any, closing: Any, clock: Clock,
) -> None:  # fmt: skip
    """Answer this week's price exceptions; say what needs one next week."""
    held_back = 0.0
    if pricing["owner"] != Side.SALES:
        held_back = max(closing["guardrail"] - pricing["allowed"], 0.0)
    for row in range(pairs.shape[0]):
        pairs[row]["overrides"] = 0.0
    for row in range(marketers.shape[0]):
        marketers[row]["exceptions"] = 0.0
    for row in range(reps.shape[0]):
        reps[row]["exceptions"] = 0.0
        reps[row]["held_back"] = held_back
    if pricing["owner"] == Side.SALES:
        return
    for index in range(rows.shape[0]):
        answer(
            rows[index], accounts, opportunities, marketers, reps, pairs, pods, contract, pricing,
            closing, clock,
        )  # fmt: skip
