"""Accounts enter the market, and leave it.

An account enters with a small constant hazard: the wait is drawn when it leaves (or at the
start), so that accounts outside the market cost nothing until their week comes. On entry the
buyers write a day-one list; the firm stands on it with a chance that rises with brand, reputation
and incumbency. An account leaves when its deal ends or when its patience does.

Counter-force: buyers come when they come; activity aimed at accounts outside the market is lost.
Neutral: entry_hazard 0 keeps the market empty.
Sources: evidence A46, A47, B1 (hazard of entering, time in market, day-one list).
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import paired, uniform
from sim.core.formulas import logistic
from sim.core.params import Block, param
from sim.core.units import Number, PerWeek, Share, Weeks
from sim.world import NOBODY, Clock, has_open_deal

ENTRY, PATIENCE, LIST = 201, 202, 203


class Demand(Block):
    """How accounts enter and leave the market."""

    entry_hazard: PerWeek = param(
        0.006, 0, 0.2, unit="1/week", source="B1 hazard of entering", sweep=(0.002, 0.008),
        market=True, meaning="chance a week that an account starts looking for a solution",
    )  # fmt: skip
    patience: Weeks = param(
        40.0, 2, 200, unit="weeks", source="B1 time in market", sweep=(20.0, 60.0),
        market=True, meaning="mean time after which an account stops looking",
    )  # fmt: skip
    patience_spread: Share = param(
        0.5, 0, 1, source="assumption 1", market=True,
        meaning="patience is uniform within this share around its mean",
    )  # fmt: skip
    list_base: Number = param(
        -0.8, -10, 10, unit="logit", source="trial: on-list share .63", sweep=(-2.0, 0.5),
        market=True, meaning="day-one list of a firm without any brand, in log odds",
    )  # fmt: skip
    list_brand: Number = param(
        0.8, 0, 5, unit="logit", source="B3 brand elasticity of consideration", sweep=(0.4, 1.2),
        market=True, meaning="effect of ln(1 + brand stock) on the day-one list",
    )  # fmt: skip
    list_reputation: Number = param(
        1.0, 0, 10, unit="logit", source="assumption 2", sweep=(0.0, 2.0),
        market=True, meaning="effect of reputation on the day-one list",
    )  # fmt: skip
    list_incumbent: Number = param(
        1.0, 0, 10, unit="logit", source="B1 existing against new client", sweep=(0.0, 2.0),
        market=True, meaning="effect of being the supplier already on the day-one list",
    )  # fmt: skip


@rule
def waited(u: float, hazard: float) -> int:
    """Return whole weeks until a constant weekly hazard strikes (at least 1), from a uniform."""
    if hazard <= 0.0:
        return 10**9
    return 1 + int(min(math.log(u) / math.log(1.0 - hazard), 1.0e8))


@rule
def patience_weeks(u: float, mean: float, spread: float) -> int:
    """Return the whole weeks an account goes on looking, uniform around the mean."""
    return int(mean * (1.0 + spread * (2.0 * u - 1.0)))


@rule
def list_logit(base: float, brand: float, reputation: float, incumbent: float) -> float:
    """Return the log odds of standing on a day-one list; the arguments are weighted already."""
    return base + brand + reputation + incumbent


@act
def schedule(row: int, accounts: Any, calendar: Any, demand: Any, clock: Clock) -> None:
    """Draw when an account outside the market enters next and put it on the calendar."""
    account = accounts[row]
    u = uniform(clock.seed, ENTRY, paired(row, account["entries"]), clock.week)
    week = clock.index + waited(u, demand["entry_hazard"])
    if week < calendar.shape[0]:
        account["next_entry"] = calendar[week]["first_entry"]
        calendar[week]["first_entry"] = row


@act
def consider(row: int, accounts: Any, segments: Any, demand: Any, clock: Clock) -> None:
    """Enter the market: write the day-one list and draw how long to look."""
    account = accounts[row]
    segment = segments[account["segment"]]
    identity = paired(row, account["entries"])
    logit = list_logit(
        demand["list_base"],
        demand["list_brand"] * math.log(1.0 + segment["brand_stock"]),
        demand["list_reputation"] * segment["reputation"],
        demand["list_incumbent"] if account["customer"] != NOBODY else 0.0,
    )
    account["on_list"] = 1 if uniform(clock.seed, LIST, identity, 0) < logistic(logit) else 0
    u = uniform(clock.seed, PATIENCE, identity, 0)
    account["leave_week"] = clock.index + patience_weeks(
        u, demand["patience"], demand["patience_spread"]
    )
    account["entered_week"] = clock.index
    account["entries"] += 1
    account["in_market"] = 1


@rule
def is_leaving(deal_is_open: bool, is_new_deal: bool, is_late: bool) -> bool:
    """Return whether an account leaves: its deal of this search ended, or patience ran out."""
    if is_new_deal:
        return not deal_is_open
    return is_late


@act
def is_done(row: int, accounts: Any, clock: Clock) -> bool:
    """Return whether an active account leaves the market this week."""
    account = accounts[row]
    return bool(
        is_leaving(
            has_open_deal(account),
            account["opened"] >= account["entered_week"],
            clock.index >= account["leave_week"],
        )
    )


@phase
def empty_market(
    active: Any, left: Any, accounts: Any, calendar: Any, counters: Any, demand: Any, clock: Clock
) -> None:
    """Move the accounts that are done from `active` to `left`; draw when they come back."""
    kept = 0
    for index in range(counters[0]["active"]):
        row = active[index]
        if is_done(row, accounts, clock):
            accounts[row]["in_market"] = 0
            left[index - kept] = row
            schedule(row, accounts, calendar, demand, clock)
        else:
            active[kept] = row
            kept += 1
    counters[0]["left"] = counters[0]["active"] - kept
    counters[0]["active"] = kept


@phase
def list_newcomers(active: Any, accounts: Any, calendar: Any, counters: Any, clock: Clock) -> None:
    """Append this week's newcomers to the active accounts, in order of their rows."""
    first = counters[0]["active"]
    count = first
    row = calendar[clock.index]["first_entry"]
    while row != NOBODY:
        active[count] = row
        count += 1
        row = accounts[row]["next_entry"]
    active[first:count].sort()
    counters[0]["entered"] = count - first
    counters[0]["active"] = count


@phase
def enter(rows: Any, accounts: Any, segments: Any, demand: Any, clock: Clock) -> None:
    """Let this week's newcomers write their lists."""
    for index in range(rows.shape[0]):
        consider(rows[index], accounts, segments, demand, clock)
