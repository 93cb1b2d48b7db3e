"""The pipeline: finding buyers, opening deals, and sharing a rep's week among them.

Reps who prospect find buyers who are looking. A lead that proves real opens a deal in the account.
Hours for deals go where value and chance are; frozen, they are shared equally.

Counter-force: hours for many small deals starve the large ones, and the other way round.
Neutral: find_rate 0 finds nobody; with triage frozen all open deals get equal hours.
Sources: evidence B2 (hours per open deal), B5 (expansion share); trial: ranking of open deals.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import normal, paired, uniform
from sim.core.formulas import ratio
from sim.core.memory import BODY, HEAD, NEAR, ahead, soon
from sim.core.params import Block, param
from sim.core.units import Hours, Number, PerWeek, Share
from sim.world.names import RepTask
from sim.world.options import Choice
from sim.world.shared import has_open_deal
from sim.world.state import BLANK_OPPORTUNITY, Clock
from sim.world.vectors import NOBODY

FIND, VALUE = 551, 552


class Pipeline(Block):
    """How deals are found, opened and worked."""

    find_rate: PerWeek = param(
        0.0009, 0, 0.1, unit="1/hour", source="trial: prospecting", around=2.5,
        market=True, meaning="chance that an hour of prospecting finds a given buyer",
    )  # fmt: skip
    value_power: Number = param(
        0.5, 0, 2, source="trial: equal split cost a quarter of revenue", sweep=(0.0, 1.0),
        meaning="how strongly hours follow the value of a deal",
    )  # fmt: skip
    hope: Share = param(
        0.1, 0.001, 1, source="assumption 18", sweep=(0.02, 0.2),
        meaning="least chance a rep assumes of an open deal when splitting hours",
    )  # fmt: skip
    deal_hours_limit: Hours = param(
        1.5, 0.1, 40, unit="hours", source="B2 hours per open deal-week", around=2.0,
        market=True, meaning="hours a week beyond which a deal gains nothing",
    )  # fmt: skip
    deal_spread: Number = param(
        0.3, 0, 2, unit="sd of ln", source="assumption 19", market=True, sweep=(0.1, 0.6),
        meaning="spread of deal values of one account around its usual value",
    )  # fmt: skip
    add_on: Share = param(
        0.35, 0, 5, source="B5 expansion share of bookings", sweep=(0.2, 0.6), market=True,
        meaning="value of a further deal with a customer, as a share of a first deal",
    )  # fmt: skip


@rule
def found(rate: float, hours: float) -> float:
    """Return the chance that this week's prospecting finds a given buyer."""
    return 1.0 - math.exp(-rate * hours)


@rule
def deal_pull(value: float, power: float, chance: float) -> float:
    """Return the weight of an open deal in the week."""
    return float((value**power) * chance)


@phase
def search(reps: Any, pipeline: Any) -> None:
    """Turn every rep's hours of prospecting into the chance to find a given buyer."""
    for row in range(reps.shape[0]):
        reps[row]["finding"] = found(pipeline["find_rate"], reps[row]["hours"][RepTask.PROSPECTING])


@act
def be_found(row: int, accounts: Any, reps: Any, clock: Clock) -> None:
    """Let an account that is looking be found by the rep who owns it."""
    account = accounts[row]
    if not has_open_deal(account):
        chance = reps[account["rep"]]["finding"]
        if uniform(clock.seed, FIND, paired(row, account["entries"]), clock.week) < chance:
            account["found_by"] = clock.index


@phase
def prospect(rows: Any, accounts: Any, reps: Any, clock: Clock) -> None:
    """Let reps find buyers who are looking."""
    for index in range(rows.shape[0]):
        ahead(rows, index, accounts, HEAD)
        be_found(rows[index], accounts, reps, clock)


@act
def write_deal(row: int, opportunity: Any, accounts: Any, leads: Any, pipeline: Any,
               clock: Clock) -> None:  # fmt: skip
    """Write down a new deal of an account."""
    account = accounts[row]
    identity = paired(row, account["deals"])
    spread = pipeline["deal_spread"]
    step = normal(clock.seed, VALUE, identity, 0)
    is_customer = account["customer"] != NOBODY
    size = pipeline["add_on"] if is_customer else 1.0
    lead = leads[account["winning_lead"]]
    opportunity["opportunity_id"] = identity
    opportunity["account_id"] = row
    opportunity["segment"] = account["segment"]
    opportunity["rep_id"] = account["rep"]
    opportunity["source"] = lead["source"]
    opportunity["created_week"] = clock.week
    opportunity["lead"] = account["winning_lead"]
    opportunity["list_value"] = (
        account["list_value"] * size * math.exp(spread * step - 0.5 * spread * spread)
    )
    opportunity["existing_customer"] = 1 if is_customer else 0
    opportunity["competitor"] = 1 if account["rivalry"] > 0.0 else 0
    opportunity["rivalry"] = account["rivalry"]
    opportunity["members"] = account["members"]
    lead["opportunity_id"] = identity


@act
def open_deal(
    row: int, accounts: Any, leads: Any, opportunities: Any, counters: Any, pipeline: Any,
    clock: Clock,
) -> None:  # fmt: skip
    """Open a deal with an account in which a lead proved real."""
    account = accounts[row]
    deal = counters[0]["opportunities"]
    counters[0]["opportunities"] = deal + 1
    opportunities[deal] = BLANK_OPPORTUNITY[0]
    write_deal(row, opportunities[deal], accounts, leads, pipeline, clock)
    account["opportunity"] = deal
    account["used_lead"] = account["winning_lead"]
    account["opened"] = clock.index
    account["deals"] += 1


@phase
def open_deals(
    rows: Any, dealing: Any, accounts: Any, leads: Any, opportunities: Any, counters: Any,
    pipeline: Any, clock: Clock,
) -> None:  # fmt: skip
    """Open a deal in every account in which a lead proved real, in order of the active accounts.

    Accounts with an open deal are put in `dealing`, in the same order, for all who work on deals;
    newcomers too, so that what an earlier search has left in them is cleared.
    """
    counters[0]["new_deals"] = counters[0]["opportunities"]
    first_newcomer = rows.shape[0] - counters[0]["entered"]
    count = 0
    for index in range(rows.shape[0]):
        ahead(rows, index, accounts, HEAD)
        row = rows[index]
        account = accounts[row]
        if account["winning_lead"] != account["used_lead"] and not has_open_deal(account):
            open_deal(row, accounts, leads, opportunities, counters, pipeline, clock)
        if has_open_deal(account) or index >= first_newcomer:
            dealing[count] = row
            count += 1
    counters[0]["dealing"] = count


@act
def weigh_deal(row: int, accounts: Any, opportunities: Any, pipeline: Any, frozen: int) -> None:
    """Weigh one account's open deal against the rep's others."""
    account = accounts[row]
    account["effort_weight"] = 0.0
    if has_open_deal(account):
        value = opportunities[account["opportunity"]]["list_value"]
        chance = max(account["chance_next_week"], pipeline["hope"])
        account["effort_weight"] = 1.0
        if frozen == Choice.FREE:
            account["effort_weight"] = deal_pull(value, pipeline["value_power"], chance)


@phase
def weigh_deals(rows: Any, accounts: Any, opportunities: Any, pipeline: Any, frozen: int) -> None:
    """Weigh all open deals."""
    for index in range(rows.shape[0]):
        ahead(rows, index, accounts, BODY)
        if index + NEAR < rows.shape[0]:
            soon(opportunities, accounts[rows[index + NEAR]]["opportunity"], BODY)
        weigh_deal(rows[index], accounts, opportunities, pipeline, frozen)


@rule
def needed(full_hours: float, members: float, usual: float, limit: float) -> float:
    """Return the weekly hours a deal is worked with at full effort: larger groups take more."""
    return min(full_hours * members / usual, limit)


@phase
def share_week(rows: Any, accounts: Any, reps: Any, pipeline: Any, group: Any, frozen: int) -> None:
    """Share each rep's hours for deals among the open ones."""
    for seat in range(reps.shape[0]):
        reps[seat]["effort_weight"] = 0.0
        reps[seat]["open_deals"] = 0
        reps[seat]["ready_deals"] = 0
        reps[seat]["first_deal"] = NOBODY
    for index in range(rows.shape[0]):
        list_deal(rows[rows.shape[0] - 1 - index], accounts, reps)
    for seat in range(reps.shape[0]):
        if frozen == Choice.FROZEN:
            share_alike(reps[seat], accounts, hours_for_deals(reps[seat]), pipeline)
        else:
            serve(reps[seat], accounts, pipeline, group)


@act
def hours_for_deals(rep: Any) -> float:
    """Return the hours for open deals: those set aside, and those no lead was worth."""
    return float(rep["hours"][RepTask.DEALS] + rep["spare"])


@act
def list_deal(row: int, accounts: Any, reps: Any) -> None:
    """Put one account's open deal before the others of its rep."""
    account = accounts[row]
    account["deal_hours"] = 0.0
    if account["effort_weight"] <= 0.0:
        return
    rep = reps[account["rep"]]
    rep["effort_weight"] += account["effort_weight"]
    rep["open_deals"] += 1
    if account["ready"] == 1:
        rep["ready_deals"] += 1
    account["next_deal"] = rep["first_deal"]
    rep["first_deal"] = row


@act
def share_alike(rep: Any, accounts: Any, hours: float, pipeline: Any) -> None:
    """Give every open deal hours in proportion to its pull, up to the limit."""
    row = rep["first_deal"]
    while row != NOBODY:
        account = accounts[row]
        more = account["deal_hours"] + hours * ratio(
            account["effort_weight"], rep["effort_weight"], 0.0
        )
        account["deal_hours"] = min(more, pipeline["deal_hours_limit"])
        row = account["next_deal"]


@act
def strongest(rep: Any, accounts: Any) -> int:
    """Return the account whose deal pulls most of those without hours, or NOBODY."""
    best = NOBODY
    row = rep["first_deal"]
    while row != NOBODY:
        account = accounts[row]
        if account["deal_hours"] == 0.0 and (
            best == NOBODY or account["effort_weight"] > accounts[best]["effort_weight"]
        ):
            best = row
        row = account["next_deal"]
    return best


@act
def serve(rep: Any, accounts: Any, pipeline: Any, group: Any) -> None:
    """Work the deals in order of their pull, each with full effort, as long as hours last."""
    left = hours_for_deals(rep)
    while left > 0.0:
        best = strongest(rep, accounts)
        if best == NOBODY:
            break
        need = needed(
            group["full_hours"],
            accounts[best]["members"],
            group["usual_members"],
            pipeline["deal_hours_limit"],
        )
        accounts[best]["deal_hours"] = min(need, left)
        left -= need
    if left > 0.0:
        share_alike(rep, accounts, left, pipeline)
