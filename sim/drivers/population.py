"""The starting world: accounts, people, customers of old. The only writer of fixed traits."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.core.compiled import act, phase
from sim.core.draws import normal, paired, uniform
from sim.mechanisms.campaigns import BUCKETS_PER_RESPONSE, queue
from sim.mechanisms.demand import schedule
from sim.mechanisms.people import set_ramp, settle_in, shape_rep
from sim.world.names import DIMENSIONS, MACRO, QUARTER, ROLES, YEAR, Kind, Role
from sim.world.places import each
from sim.world.state import BLANK_CUSTOMER, GROWING, STATE, Clock, World
from sim.world.vectors import LAGS, MOST_MEMBERS

SEGMENT_DRAW, OWNER, SIZE, VALUE, OFFSET, RIVAL, ROLE, FRAME = 1, 2, 3, 4, 5, 6, 7, 8
NEED, SALES_BIAS, MARKETING_BIAS, THIRD_BIAS, OLD_CUSTOMER, OLD_START = 9, 10, 11, 12, 13, 14
MOST_EXPOSURE = 24
LEADS_PER_ACCOUNT = 8
FIRST_FLOW = 3.0
"""Responses that marketers count on at first, for each lead that they are to hand over."""
FIRST = (int(Role.CHAMPION), int(Role.ECONOMIC), int(Role.USER))
"""Roles of those who sit in every group that is large enough, in this order."""
FIRST_DRAWN = FIRST[-1]
"""The first of the roles that the others are dealt."""


def empty_world(sizes: dict[str, int], weeks: int, segments: int) -> World:
    """Return a world of blank tables.

    Args:
        sizes: accounts, pods, reps (of a pod), marketers (of a pod), members (all).
        weeks: simulated weeks, burn-in included.
        segments: number of segments, at most 8.
    """
    pods, accounts = sizes["pods"], sizes["accounts"]
    reps, marketers = sizes["reps"] * pods, sizes["marketers"] * pods
    leads = accounts * sizes.get("lead_capacity", LEADS_PER_ACCOUNT) + 64
    rows = {
        "segments": segments,
        "pods": pods,
        "accounts": accounts,
        "members": sizes["members"],
        "marketers": marketers,
        "reps": reps,
        "leaders": 4,
        "firm": 1,
        "pairs": reps * sizes["marketers"],
        "leads": leads,
        "inboxes": leads,
        "opportunities": 2 * accounts + 64,
        "customers": 2 * accounts + 64,
        "content": 256 * pods,
        "content_uses": 4 * accounts + 64,
        "shelf": pods * segments,
        "calendar": weeks + 1,
        "exposures": pods * BUCKETS_PER_RESPONSE * MOST_EXPOSURE,
        "counters": 1,
        "staff": 4 * (reps + marketers) + 64,
    }
    tables = [
        (table.allocate if table.name in GROWING else table.blank)(rows[table.name])
        for table in STATE
    ]
    lists = np.full((4, accounts), -1, np.int64)
    everybody = [np.arange(rows[name]) for name in ("segments", "marketers", "reps", "leaders")]
    return World._make([*tables, *lists, *everybody, np.arange(rows["pairs"])])


@act
def group_size(u: float, mean: float) -> int:
    """Return a group size from 1 to 13 whose mean is about `mean`: binomial by inversion."""
    p = (mean - 1.0) / (MOST_MEMBERS - 1.0)
    if p <= 0.0:
        return 1
    if p >= 1.0:
        return MOST_MEMBERS
    chance = (1.0 - p) ** (MOST_MEMBERS - 1)
    total = chance
    size = 1
    while u > total and size < MOST_MEMBERS:
        chance *= (MOST_MEMBERS - size) / size * p / (1.0 - p)
        total += chance
        size += 1
    return size


@act
def member_role(u: float, position: int) -> int:
    """Return the role of the member in this position: a champion first, then money, then a user."""
    if position < len(FIRST):
        return FIRST[position]
    return int(min(FIRST_DRAWN + u * (len(ROLES) - FIRST_DRAWN), len(ROLES) - 1.0))


@phase
def size_groups(ends: Any, market: Any, seed: int) -> None:
    """Draw every group's size; write how many members there are up to and with each group."""
    total = 0
    for row in range(ends.shape[0]):
        u = uniform(seed, SIZE, row, 0)
        size = market["value_spread"] * normal(seed, VALUE, row, 0)
        mean = market["members"] * math.exp(market["members_power"] * size)
        total += group_size(u, min(max(mean, 1.0), MOST_MEMBERS - 0.5))
        ends[row] = total


@act
def shape_account(
    row: int, accounts: Any, segments: Any, entries: Any, market: Any, pods: int, seed: int
) -> None:
    """Draw one account's fixed traits; `entries` holds shares and list values of segments."""
    account = accounts[row]
    u = uniform(seed, SEGMENT_DRAW, row, 0)
    segment = 0
    reached = entries[0]["share"]
    while reached < u and segment < segments.shape[0] - 1:
        segment += 1
        reached += entries[segment]["share"]
    account["segment"] = segment
    segments[segment]["accounts"] += 1
    account["pod"] = row % pods
    u = uniform(seed, OWNER, row, 0)
    account["rep"] = account["pod"] * market["reps"] + int(
        min(u * market["reps"], market["reps"] - 1.0)
    )
    spread = market["value_spread"]
    account["list_value"] = entries[segment]["list_value"] * math.exp(
        spread * normal(seed, VALUE, row, 0)
    )
    square = 0.0
    for dimension in range(DIMENSIONS):
        offset = market["offset_spread"] * normal(seed, OFFSET, paired(row, dimension), 0)
        account["offset"][dimension] = offset
        square += offset * offset
    account["fit"] = math.exp(-market["fit_sharpness"] * square / DIMENSIONS)
    u = uniform(seed, RIVAL, row, 0)
    if u < market["rival_present"]:
        account["rivalry"] = u / market["rival_present"]


@phase
def shape_accounts(
    accounts: Any, members: Any, segments: Any, entries: Any, market: Any, pods: int, seed: int
) -> None:
    """Draw every account's fixed traits, and who sits in its group."""
    for row in range(accounts.shape[0]):
        shape_account(row, accounts, segments, entries, market, pods, seed)
        account = accounts[row]
        for position in range(account["members"]):
            member = members[account["first_member"] + position]
            identity = paired(row, position)
            member["role"] = member_role(uniform(seed, ROLE, identity, 0), position)
            frame = uniform(seed, FRAME, identity, 0)
            member["frame"] = 1 if frame < market["opportunity_minded"] else 0


@phase
def shape_segments(segments: Any, market: Any, seed: int) -> None:
    """Draw what segments need at the start and how each side misreads them."""
    for row in range(segments.shape[0]):
        segment = segments[row]
        segment["brand_stock"] = market["brand_stock"]
        segment["message_fit"] = 1.0
        for dimension in range(DIMENSIONS):
            identity = paired(row, dimension)
            segment["needs"][dimension] = normal(seed, NEED, identity, 0)
            for lag in range(LAGS):
                segment["past"][lag, dimension] = segment["needs"][dimension]
            sales = market["sales_bias"] * normal(seed, SALES_BIAS, identity, 0)
            marketing = market["marketing_bias"] * normal(seed, MARKETING_BIAS, identity, 0)
            third = 0.5 * (market["sales_bias"] + market["marketing_bias"])
            segment["sales_bias"][dimension] = sales
            segment["marketing_bias"][dimension] = marketing
            segment["third_bias"][dimension] = third * normal(seed, THIRD_BIAS, identity, 0)


@phase
def staff_seats(
    marketers: Any, reps: Any, pairs: Any, pods: Any, staff: Any, counters: Any, people: Any,
    trust: Any, clock: Clock,
) -> None:  # fmt: skip
    """Fill every seat with somebody who has been there for a year."""
    for row in range(marketers.shape[0]):
        marketers[row]["pod"] = row // each(marketers, pods)
        settle_in(marketers[row], Kind.MARKETER, row, staff, counters, people, clock)
        set_ramp(marketers[row], Kind.MARKETER, row, float(YEAR), people, clock)
    for row in range(reps.shape[0]):
        reps[row]["pod"] = row // each(reps, pods)
        settle_in(reps[row], Kind.REP, row, staff, counters, people, clock)
        set_ramp(reps[row], Kind.REP, row, float(YEAR), people, clock)
        shape_rep(row, reps, people, clock)
    per_rep = each(pairs, reps)
    for row in range(pairs.shape[0]):
        pairs[row]["rep"] = row // per_rep
        pairs[row]["marketer"] = reps[row // per_rep]["pod"] * per_rep + row % per_rep
        pairs[row]["trust_marketer_in_rep"] = trust["prior"]
        pairs[row]["trust_rep_in_marketer"] = trust["prior"]


@phase
def first_habits(
    marketers: Any, reps: Any, effort: Any, scoring: Any, pay: Any, segments: Any
) -> None:  # fmt: skip
    """Give everybody the beliefs of somebody who has worked here before."""
    for row in range(marketers.shape[0]):
        marketer = marketers[row]
        for task in range(effort["marketer_habit"].shape[0]):
            marketer["plan"][task] = effort["marketer_habit"][task]
            marketer["hours"][task] = effort["marketer_week"] * effort["marketer_habit"][task]
        marketer["adstock"] = 1.0
        marketer["per_real"] = scoring["deal_value"] * scoring["deal_odds"]
        marketer["flow"] = pay["leads"] / QUARTER * FIRST_FLOW
        marketer["in_market_share"] = scoring["first_ripe"]
        marketer["handed_rate"] = pay["leads"] / QUARTER
        marketer["capacity"] = 0.5 * marketer["handed_rate"]
        for s in range(segments.shape[0]):
            for dimension in MACRO:
                marketer["views"][s, dimension] = segments[s]["needs"][dimension]
                marketer["message"][s, dimension] = segments[s]["needs"][dimension]
    for row in range(reps.shape[0]):
        for task in range(effort["rep_habit"].shape[0]):
            reps[row]["plan"][task] = effort["rep_habit"][task]
            reps[row]["hours"][task] = effort["rep_week"] * effort["rep_habit"][task]


@phase
def old_customers(
    accounts: Any, customers: Any, counters: Any, segments: Any, market: Any, delivery: Any,
    clock: Clock,
) -> None:  # fmt: skip
    """Make some accounts customers of old, their renewals spread over the year."""
    for row in range(accounts.shape[0]):
        account = accounts[row]
        if uniform(clock.seed, OLD_CUSTOMER, row, 0) < market["customers"]:
            count = counters[0]["customers"]
            counters[0]["customers"] = count + 1
            customers[count] = BLANK_CUSTOMER[0]
            customer = customers[count]
            customer["account_id"] = row
            customer["rep_id"] = account["rep"]
            customer["pod"] = account["pod"]
            age = 1 + int(uniform(clock.seed, OLD_START, row, 0) * (YEAR - 1.0))
            customer["start"] = clock.index - age
            customer["won_week"] = clock.week - age
            customer["list_value"] = account["list_value"]
            customer["recurring_value"] = account["list_value"] * delivery["recurring"]
            customer["once_value"] = account["list_value"] * (1.0 - delivery["recurring"])
            customer["expectation"] = delivery["usual_satisfaction"] - delivery["service"]
            customer["match"] = customer["expectation"]
            customer["sold_match"] = customer["expectation"]
            customer["satisfaction"] = delivery["usual_satisfaction"]
            customer["renewals"] = 1
            for dimension in range(DIMENSIONS):
                customer["wanted"][dimension] = segments[account["segment"]]["needs"][dimension]
            account["customer"] = count
            account["satisfaction"] = delivery["usual_satisfaction"]


@phase
def fill_queues(
    accounts: Any, pods: Any, calendar: Any, exposures: Any, demand: Any, clock: Clock
) -> None:
    """Draw when every account enters the market first, and when it answers first."""
    for row in range(accounts.shape[0]):
        schedule(row, accounts, calendar, demand, clock)
        queue(row, accounts, pods, exposures, clock)


def populate(
    parameters: Any, entries: Any, weeks: int, seed: int, burn_in: int, lead_capacity: int
) -> World:
    """Return the world at the start of a run.

    Args:
        parameters: the compiled record of the first epoch.
        entries: one record per segment (share, list_value).
        weeks: simulated weeks, burn-in included.
        seed: names the world.
        burn_in: weeks before the first counted one.
        lead_capacity: leads per account to allocate at the start.
    """
    market = parameters["market"]
    pods = int(market["pods"])
    sizes = {
        "accounts": int(market["accounts"]),
        "pods": pods,
        "reps": int(market["reps"]),
        "marketers": int(market["marketers"]),
        "members": 0,
        "lead_capacity": lead_capacity,
    }
    clock = Clock(seed, -burn_in, 0)
    ends = np.zeros(sizes["accounts"], np.int64)
    size_groups(ends, market, seed)
    sizes["members"] = int(ends[-1])
    world = empty_world(sizes, weeks, len(entries))
    world.accounts["members"] = np.diff(ends, prepend=0)
    world.accounts["first_member"] = ends - world.accounts["members"]
    shape_segments(world.segments, market, seed)
    shape_accounts(world.accounts, world.members, world.segments, entries, market, pods, seed)
    staff_seats(
        world.marketers, world.reps, world.pairs, world.pods, world.staff, world.counters,
        parameters["people"], parameters["trust"],
        Clock(seed, -burn_in - YEAR, 0),
    )  # fmt: skip
    first_habits(
        world.marketers, world.reps, parameters["effort"], parameters["scoring"],
        parameters["pay"], world.segments,
    )  # fmt: skip
    old_customers(
        world.accounts, world.customers, world.counters, world.segments, market,
        parameters["delivery"], clock,
    )  # fmt: skip
    fill_queues(
        world.accounts, world.pods, world.calendar, world.exposures, parameters["demand"], clock
    )
    return world
