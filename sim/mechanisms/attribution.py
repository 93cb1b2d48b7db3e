"""Attribution: who gets the credit for what closed this week.

Both sides claim credit by the touches they saw, each a little more than its part, so claims can add
up to more than the whole. Marketing's touches are the lead that opened the deal, an earlier lead of
the account, used content, and a place on the day-one list; sales' are hours.

Counter-force: double claims feed conflict where credit is paid for.
Neutral: every touch 0: marketing claims nothing.
Sources: evidence A18 (a quarter of failures, three quarters of wins), B3 (sourced pipeline).
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import clipped
from sim.core.params import Block, param
from sim.core.units import Share, Weeks
from sim.world.names import Outcome
from sim.world.places import pair_row
from sim.world.state import Clock
from sim.world.vectors import NEVER, NOBODY

FEW = 2
"""A deal counts for the metric `engaged_groups` when more people than this are engaged."""


class Attribution(Block):
    """How credit is claimed."""

    sourced: Share = param(
        1.0, 0, 1, source="B3 sourced pipeline (usual practice)", sweep=(0.5, 1.0),
        meaning="marketing's part, in its own eyes, of a deal its lead opened",
    )  # fmt: skip
    influenced: Share = param(
        0.3, 0, 1, source="assumption 42", sweep=(0.0, 0.6),
        meaning="part claimed for an earlier lead of the account",
    )  # fmt: skip
    content_part: Share = param(
        0.2, 0, 1, source="assumption 42", meaning="part claimed for content used in the deal",
        sweep=(0.0, 0.4),
    )  # fmt: skip
    list_part: Share = param(
        0.1, 0, 1, source="assumption 42", meaning="part claimed for standing on the day-one list",
        sweep=(0.0, 0.3),
    )  # fmt: skip
    window: Weeks = param(
        26.0, 0, 156, unit="weeks", source="P1 (26 weeks)", sweep=(13.0, 52.0),
        meaning="weeks for which an earlier lead counts",
    )  # fmt: skip
    self_serving: Share = param(
        0.75, 0, 1, source="A18", sweep=(0.5, 1.0),
        meaning="part of a win that sales credits to itself, whoever opened the deal",
    )  # fmt: skip


@rule
def claimed(part: float, least: float) -> float:
    """Return what a side claims: its part in its own eyes, and never less than `least`."""
    return max(part, least)


@act
def marketing_part(account: Any, deal: Any, leads: Any, attribution: Any, clock: Clock) -> float:
    """Return marketing's part in a deal, in its own eyes."""
    if leads[deal["lead"]]["marketer_id"] != NOBODY:
        return float(attribution["sourced"])
    part = 0.0
    if account["last_lead"] != NOBODY:
        age = clock.week - leads[account["last_lead"]]["qualified_week"]
        if age <= attribution["window"]:
            part += attribution["influenced"]
    if deal["used_content"] == 1:
        part += attribution["content_part"]
    if account["on_list"] == 1:
        part += attribution["list_part"]
    return clipped(part, 0.0, 1.0)


@act
def credit(
    row: int, accounts: Any, opportunities: Any, leads: Any, attribution: Any, clock: Clock
) -> None:
    """Write both sides' claims for one account's deal, if it was won this week."""
    account = accounts[row]
    if account["opportunity"] == NOBODY:
        return
    deal = opportunities[account["opportunity"]]
    if deal["outcome"] == Outcome.WON and deal["closed_week"] == clock.week:
        part = marketing_part(account, deal, leads, attribution, clock)
        deal["credit_marketing"] = part
        deal["credit_sales"] = claimed(1.0 - part, attribution["self_serving"])


@phase
def credit_all(
    rows: Any, accounts: Any, opportunities: Any, leads: Any, attribution: Any, clock: Clock
) -> None:
    """Write the claims for this week's wins."""
    for index in range(rows.shape[0]):
        credit(rows[index], accounts, opportunities, leads, attribution, clock)


@phase
def clear_week(pods: Any, reps: Any, marketers: Any, pairs: Any) -> None:
    """Forget last week's sums."""
    for row in range(pods.shape[0]):
        pod = pods[row]
        pod["pipeline"] = 0.0
        pod["bookings"] = 0.0
        pod["list_bookings"] = 0.0
        pod["wins"] = 0.0
        pod["closed"] = 0.0
        pod["engaged"] = 0.0
        pod["due_value"] = 0.0
        pod["renewed_value"] = 0.0
    for row in range(reps.shape[0]):
        rep = reps[row]
        rep["won_value"] = 0.0
        rep["won_list"] = 0.0
        rep["won_deals"] = 0.0
        rep["closed_deals"] = 0.0
        rep["due_value"] = 0.0
        rep["renewed_value"] = 0.0
    for row in range(marketers.shape[0]):
        marketers[row]["won_value"] = 0.0
    for row in range(pairs.shape[0]):
        pairs[row]["claims"] = 0.0


@phase
def sum_week(
    rows: Any, accounts: Any, opportunities: Any, leads: Any, pods: Any, reps: Any, marketers: Any,
    pairs: Any, attribution: Any, clock: Clock,
) -> None:  # fmt: skip
    """Add up what was opened, closed and won this week, in order of the active accounts."""
    for index in range(rows.shape[0]):
        account = accounts[rows[index]]
        if account["opportunity"] != NOBODY:
            deal = opportunities[account["opportunity"]]
            pod = pods[account["pod"]]
            rep = reps[account["rep"]]
            if deal["created_week"] == clock.week:
                pod["pipeline"] += deal["list_value"]
            if deal["outcome"] == Outcome.OPEN and account["engaged"] > FEW:
                pod["engaged"] += 1.0
            if deal["outcome"] != Outcome.OPEN and deal["closed_week"] == clock.week:
                pod["closed"] += 1.0
                rep["closed_deals"] += 1.0
                if deal["outcome"] == Outcome.WON:
                    pod["wins"] += 1.0
                    pod["bookings"] += deal["net_value"]
                    pod["list_bookings"] += deal["list_value"]
                    rep["won_deals"] += 1.0
                    rep["won_value"] += deal["net_value"]
                    rep["won_list"] += deal["list_value"]
                    share_credit(
                        account, deal, leads, marketers, reps, pairs, attribution["window"], clock
                    )  # fmt: skip


@act
def share_credit(
    account: Any, deal: Any, leads: Any, marketers: Any, reps: Any, pairs: Any, window: float,
    clock: Clock,
) -> None:  # fmt: skip
    """Credit the marketer behind a win, and note when both sides claim it."""
    lead = deal["lead"]
    if leads[lead]["marketer_id"] == NOBODY and account["last_lead"] != NOBODY:
        lead = account["last_lead"]
    seat = leads[lead]["marketer_id"]
    is_old = lead != deal["lead"] and clock.week - leads[lead]["qualified_week"] > window
    if seat != NOBODY and not is_old:
        marketers[seat]["won_value"] += deal["credit_marketing"] * deal["net_value"]
        excess = deal["credit_marketing"] + deal["credit_sales"] - 1.0
        pair = pairs[pair_row(seat, account["rep"], account["pod"], pairs, reps)]
        pair["claims"] += max(excess, 0.0)


@phase
def sum_renewals(customers: Any, counters: Any, pods: Any, reps: Any) -> None:
    """Add up the contracts that were due this week, and those that stayed."""
    for row in range(counters[0]["customers"]):
        customer = customers[row]
        if customer["due"] == 1:
            pod = pods[customer["pod"]]
            rep = reps[customer["rep_id"]]
            value = customer["due_value"]
            pod["due_value"] += value
            rep["due_value"] += value
            if customer["churned_week"] == NEVER:
                pod["renewed_value"] += value
                rep["renewed_value"] += value
