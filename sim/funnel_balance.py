"""The flows at which accounts, leads, deals and hours of a firm fit together.

The more deals a rep has open, the less each of them gets and the longer it stays open. So the
number of open deals is that of a birth-and-death process: deals are opened at a steady pace and end
the more slowly the more there are. A deal meets that number when it is opened, and keeps it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.core.formulas import normal_cdf
from sim.funnel_deals import Fates, fates_of
from sim.funnel_hours import LOADS, hours_of_week
from sim.funnel_sample import (
    PARTS,
    TALENTS,
    Deals,
    Floats,
    Kind,
    kinds_of_accounts,
    parts_of_values,
    typical_deals,
)
from sim.mechanisms.triage import freshness
from sim.names import QUARTER, YEAR

ROUNDS = 30
MOST_LOAD = 200
TOUCH = 4.5
"""Days from hand-over to a first touch that are reckoned with."""


@dataclass
class Balance:
    """What is found by repetition: weekly flows and mean stocks of the whole firm.

    `worked` is the share of leads there is time for; `wanted` that of each part of values which
    reps do work, by what they are worth.
    """

    life: Floats
    wanted: Floats
    in_market: float = 0.0
    open_deals: float = 0.0
    worked: float = 1.0
    entering: float = 0.0
    leads: float = 0.0
    opportunities: float = 0.0
    from_marketing: float = 0.0
    wins: float = 0.0
    net_value: float = 0.0
    cycle: float = 0.0
    no_decision: float = 0.0


@dataclass(frozen=True)
class Firm:
    """What does not change while the balance is sought.

    `answers` and `strays` are responses a week that pass the bar, of an account that is looking and
    of one that is not.
    """

    values: dict[str, Any]
    reps: int
    week: dict[str, float]
    kinds: list[Kind]
    deals: Deals
    shares: Floats
    worth: Floats
    answers: float
    strays: float


def balanced(values: dict[str, Any]) -> Balance:
    """Return the flows at which leads, deals and hours fit together."""
    market = values["market"]
    kinds = kinds_of_accounts(values)
    _, parts, means = parts_of_values(market["value_spread"])
    shares = np.array([kind.share for kind in kinds])[:, None] * parts
    deals = typical_deals(values, kinds)
    reps = market["pods"] * market["reps"]
    answers = responses(values, "rate_in") * qualified(values, is_looking=True)
    strays = responses(values, "rate_out") * qualified(values, is_looking=False)
    week = hours_of_week(values)
    firm = Firm(values, reps, week, kinds, deals, shares, means, answers, strays)
    fates = fates_of(values, firm.week, deals, np.tile(shares.ravel(), TALENTS))
    balance = Balance(life=np.full(shares.shape, 10.0), wanted=np.ones(PARTS))
    for _ in range(ROUNDS):
        opened = _enter(firm, balance)
        _close(firm, opened, fates, balance)
    return balance


def loads(pace: float, life: Floats) -> Floats:
    """Return how likely a rep has 0, 1, 2 … deals open.

    pace: deals opened a week; life: mean weeks one stays open beside each of LOADS others. Beside
    n others it ends at a rate of 1 / life, so balance of flows gives
    chance(n + 1) = chance(n) x pace x life(n) / (n + 1).
    """
    counts = np.arange(MOST_LOAD)
    beside = np.exp(np.interp(counts, LOADS, np.log(np.maximum(life, 1e-9))))
    logs = np.concatenate(([0.0], np.cumsum(np.log(pace * beside / (counts + 1.0)))))
    chances = np.exp(logs - logs.max())
    return np.asarray(chances / chances.sum())


def average_value(values: dict[str, Any]) -> float:
    """Return the mean list value of a first deal: lognormal around each segment's median."""
    spread = values["market"]["value_spread"]
    segments = values["market"]["segments"]
    median = sum(segment["share"] * segment["list_value"] for segment in segments)
    return float(median * math.exp(0.5 * spread * spread))


def responses(values: dict[str, Any], column: str) -> float:
    """Return responses a week of one account, in (`rate_in`) or out of the market."""
    campaigns = values["campaigns"]
    mix = campaigns["mix"]
    return activation(values) * float(sum(mix[name] * campaigns[column][name] for name in mix))


def activation(values: dict[str, Any]) -> float:
    """Return how strongly campaigns work with the budget, over that with one unit of spending."""
    campaigns, planning = values["campaigns"], values["planning"]
    spend = planning["budget"] / YEAR * (1.0 - planning["default_share"])
    return float((spend / campaigns["unit"]) ** campaigns["elasticity"])


def qualified(values: dict[str, Any], *, is_looking: bool) -> float:
    """Return the share of responses that pass the default bar."""
    scoring = values["scoring"]
    timing = 1.0 if is_looking else scoring["late"]
    spread = math.sqrt((timing * scoring["fit_spread"]) ** 2 + scoring["noise"] ** 2)
    gap = (scoring["default_threshold"] - timing * scoring["typical_fit"]) / max(spread, 1e-9)
    return float(1.0 - normal_cdf(gap))


def _enter(firm: Firm, now: Balance) -> Floats:
    """Return deals opened a week by kind of account and part of values."""
    values, kinds = firm.values, firm.kinds
    triage, campaigns = values["triage"], values["campaigns"]
    late = freshness(TOUCH, triage["stale"], triage["cooling"])
    lift = 1.0 + campaigns["call_lift"] * (activation(values) - 1.0)
    found = values["pipeline"]["find_rate"] * firm.week["prospecting"]
    own = found + campaigns["call_hazard"] * lift * late * np.array([k.is_listed for k in kinds])
    marketing = firm.answers * triage["conversion"] * late * now.wanted
    rate = np.maximum(triage["call_conversion"] * own[:, None] + marketing, 1e-12)
    chance = 1.0 - np.exp(-rate * values["demand"]["patience"])
    looking = chance / rate
    stay = float((firm.shares * (looking + chance * now.life)).sum())
    entry = values["demand"]["entry_hazard"]
    now.entering = values["market"]["accounts"] * entry / (1.0 + entry * stay)
    now.in_market = now.entering * stay
    opened = now.entering * firm.shares * chance
    now.opportunities = float(opened.sum())
    now.from_marketing = float((opened * marketing / rate).sum())
    free = now.entering * firm.shares * looking
    _lead(firm, firm.answers * float(free.sum()), late, float((own @ free).sum()), now)
    return np.asarray(opened)


def _lead(firm: Firm, fresh: float, late: float, own: float, now: Balance) -> None:
    """Find which leads are worked, those of large accounts first.

    fresh: leads a week from accounts that are looking and have no deal open; late: what is left of
    them at the first touch; own: finds and calls a week, which go first.
    """
    values = firm.values
    triage, effort = values["triage"], values["effort"]
    idle = max(values["market"]["accounts"] - now.in_market, 0.0)
    junk = idle * firm.strays
    now.leads = now.in_market * firm.answers + junk
    time = firm.week["leads"] * firm.reps / triage["lead_hours"]
    now.worked = min(1.0, time / max(now.leads, 1e-9))
    chance = triage["conversion"] * late * fresh / max(fresh + junk, 1e-12)
    usual = QUARTER * now.net_value / firm.reps / average_value(values)
    pay = values["pay"]["standard_share"] * triage["believed_win"] * chance * firm.worth
    price = triage["lead_hours"] * effort["slack_value"] / (QUARTER * effort["rep_week"])
    parts = firm.shares.sum(axis=0)
    before = parts[::-1].cumsum()[::-1] - parts
    room = max(time - own, 0.0) / max(now.leads, 1e-9)
    wanted = np.clip((room - before) / parts, 0.0, 1.0) * (pay > price * usual)
    if values["choices"]["triage"] == "frozen" or triage["rule"] == "fifo":
        wanted = np.full(PARTS, min(room, 1.0))
    now.wanted = 0.5 * (now.wanted + wanted)


def _close(firm: Firm, opened: Floats, fates: Fates, now: Balance) -> None:
    """Find what becomes of the deals opened, beside what reps have open."""
    flows = opened.ravel() / TALENTS
    shape = (len(LOADS), TALENTS, opened.size)
    pace = float(opened.sum()) / firm.reps
    lives = fates.life.reshape(shape) @ opened.ravel() / max(float(opened.sum()), 1e-12)
    met, now.open_deals = np.empty((len(LOADS), TALENTS)), 0.0
    for talent in range(TALENTS):
        chances = loads(max(pace, 1e-12), lives[:, talent])
        counts = np.arange(len(chances))
        now.open_deals += float(chances @ counts) * firm.reps / TALENTS
        for row, place in enumerate(np.eye(len(LOADS))):
            met[row, talent] = np.interp(counts, LOADS, place) @ chances

    def mean(column: Floats) -> Floats:
        return np.asarray((met[:, :, None] * column.reshape(shape)).sum(axis=0))

    won = float((mean(fates.won) @ flows).sum())
    worth = firm.deals.value[: opened.size] * average_value(firm.values)
    now.wins = won
    now.net_value = float((mean(fates.kept) @ (flows * worth)).sum())
    now.cycle = float((mean(fates.cycle) @ flows).sum()) / max(won, 1e-12)
    now.no_decision = float((mean(fates.no_decision) @ flows).sum())
    now.life = 0.5 * (now.life + mean(fates.life).mean(axis=0).reshape(opened.shape))
