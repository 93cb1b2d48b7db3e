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
from sim.core.memory import HEAD, ahead
from sim.core.params import Block, forms, param
from sim.core.units import Number, PerWeek, Share, Weeks
from sim.world.names import words
from sim.world.options import Arrival
from sim.world.shared import has_open_deal
from sim.world.state import Clock
from sim.world.vectors import FOREVER, NOBODY

ENTRY, PATIENCE, LIST = 201, 202, 203
LONGEST = 1.0e8
"""Weeks of the longest wait that is told from waiting for ever."""


class Demand(Block):
    """How accounts enter and leave the market."""

    entry_hazard: PerWeek = param(
        0.006, 0, 0.2, unit="1/week", source="B1 hazard of entering", sweep=(0.002, 0.008),
        market=True, meaning="chance a week that an account starts looking for a solution",
    )  # fmt: skip
    form: str = forms(
        words(Arrival), market=True, source="B1 hazard of entering; Bass 1969 (bass)",
        meaning="whether accounts come at a constant pace, or the more the more have come: both "
        "agree when half have",
    )  # fmt: skip
    innovation: PerWeek = param(
        0.0006, 0.00001, 0.1, unit="1/week", market=True,
        source="Sultan, Farley & Lehmann 1990 (p .03 a year)",
        meaning="form bass: pull of the category on accounts that heed nobody (p)",
    )  # fmt: skip
    imitation: PerWeek = param(
        0.0073, 0, 0.1, unit="1/week", market=True,
        source="Sultan, Farley & Lehmann 1990 (q .38 a year)",
        meaning="form bass: pull of all the accounts that have looked already (q)",
    )  # fmt: skip
    category_age: Weeks = param(
        260.0, 0, 5200, unit="weeks", market=True,
        source="assumption 140",
        meaning="form bass: age of the category in the first counted week",
    )  # fmt: skip
    patience: Weeks = param(
        40.0, 2, 200, unit="weeks", source="B1 time in market", around=1.5,
        market=True, meaning="mean time after which an account stops looking",
    )  # fmt: skip
    patience_spread: Share = param(
        0.5, 0, 1, source="assumption 1", market=True, sweep=(0.2, 0.8),
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
    if 1.0 - hazard >= 1.0:
        return FOREVER
    return 1 + int(min(math.log(u) / math.log(1.0 - hazard), LONGEST))


@rule
def untouched(age: float, innovation: float, imitation: float) -> float:
    """Return the share of accounts that have not looked yet at this age of the category.

    Bass 1969: the hazard of a first look is p + q x share that has looked, which adds up to
    1 - F(t) = (1 + r) x / (1 + r x) with x = exp(-(p + q) t), r = q / p.
    """
    r = imitation / innovation
    x = math.exp(-(innovation + imitation) * age)
    return (1.0 + r) * x / (1.0 + r * x)


@rule
def waited_bass(u: float, hazard: float, age: float, innovation: float, imitation: float) -> int:
    """Return whole weeks until an account enters whose hazard follows Bass 1969, from a uniform.

    `age` is the category's. Weekly hazard: that of the constant form, times p + q F(t), over its
    value when half of all accounts have looked: in that week both forms agree.
    """
    if 1.0 - hazard >= 1.0:
        return FOREVER
    total = innovation + imitation
    scale = -math.log(1.0 - hazard) / (innovation + 0.5 * imitation)
    left = math.log(untouched(age, innovation, imitation)) + math.log(u) / scale
    r = imitation / innovation
    reached = left - math.log(1.0 + r - r * math.exp(left))
    return 1 + int(min(max(-reached / total - age, 0.0), LONGEST))


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
    if demand["form"] == Arrival.BASS:
        age = max(demand["category_age"] + clock.week, 0.0)
        weeks = waited_bass(
            u, demand["entry_hazard"], age, demand["innovation"], demand["imitation"]
        )
    else:
        weeks = waited(u, demand["entry_hazard"])
    week = clock.index + weeks
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
        ahead(active, index, accounts, HEAD)
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
