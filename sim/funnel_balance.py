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
from sim.funnel_deals import Fates, fates_of, no_crowd
from sim.funnel_hours import LOADS
from sim.funnel_ledger import Ledger, Told
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
from sim.names import DAYS_PER_WEEK, YEAR

ROUNDS = 30
EVERY = (8, 8, 4, 1)
"""Which deals are followed, time and again, with the hours that what became of them suggests."""
MOST_LOAD = 200
HALF, SLOWLY = 0.5, 0.25
"""Part of the way to what would be best that is gone in one round."""
TOUCH = 4.5
"""Days from hand-over to a first touch that are reckoned with."""


@dataclass
class Balance:
    """What is found by repetition: weekly flows and mean stocks of the whole firm.

    `worked` is the share of leads that are worked; `wanted` that of leads of each kind of account
    and part of values, by what they are worth; `taken` the same of calls and finds.
    """

    life: Floats
    wanted: Floats
    taken: Floats
    on_leads: float = 0.0
    waits: float = 0.0
    found: float = 0.0
    asks: float = 0.0
    ready: float = 0.0
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
    of one that is not; `worth` is the list value of a deal by kind of account and part of values.
    """

    values: dict[str, Any]
    reps: int
    kinds: list[Kind]
    deals: Deals
    shares: Floats
    worth: Floats
    answers: float
    strays: float


def balanced(values: dict[str, Any]) -> Balance:
    """Return the flows at which leads, deals and hours fit together."""
    return ledger_and_balance(values)[1]


def ledger_and_balance(values: dict[str, Any]) -> tuple[Ledger, Balance]:
    """Return hours and what they are worth, and the flows, that fit together."""
    firm = firm_of(values)
    ledger = Ledger(values)
    shape = firm.shares.shape
    balance = Balance(life=np.full(shape, 10.0), wanted=np.ones(shape), taken=np.ones(shape))
    shares = np.tile(firm.shares.ravel(), TALENTS)
    crowds = no_crowd()
    for every in EVERY:
        week = ledger.deal_hours, ledger.week["closing"] / values["closing"]["ask_hours"]
        fates = fates_of(values, week, firm.deals, shares, crowds, every)
        for _ in range(ROUNDS):
            opened = _enter(firm, ledger, balance)
            _close(firm, opened, fates, balance)
            ledger.move(_told(firm, ledger, balance))
    return ledger, balance


def firm_of(values: dict[str, Any]) -> Firm:
    """Return what does not change while the balance is sought."""
    market = values["market"]
    kinds = kinds_of_accounts(values)
    _, parts, means = parts_of_values(market["value_spread"])
    size = np.array([values["pipeline"]["add_on"] if k.is_customer else 1.0 for k in kinds])
    return Firm(
        values=values,
        reps=market["pods"] * market["reps"],
        kinds=kinds,
        deals=typical_deals(values, kinds),
        shares=np.array([kind.share for kind in kinds])[:, None] * parts,
        worth=average_value(values) * size[:, None] * means,
        answers=responses(values, "rate_in") * qualified(values, is_looking=True),
        strays=responses(values, "rate_out") * qualified(values, is_looking=False),
    )


def _told(firm: Firm, ledger: Ledger, now: Balance) -> Told:
    """Return what the balance tells a rep."""
    reps, search = firm.reps, max(ledger.week["prospecting"], 1e-12)
    convert = firm.values["triage"]["call_conversion"]
    return Told(
        ended=now.opportunities / reps,
        won=now.wins / reps,
        euros=now.net_value / reps,
        open=now.open_deals / reps,
        ready=now.ready / reps,
        asks=now.asks / reps,
        finds=now.found / reps / search,
        found=convert * now.found / reps / search,
        on_leads=now.on_leads / reps,
        waits=now.waits,
    )


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


def _enter(firm: Firm, ledger: Ledger, now: Balance) -> Floats:
    """Return deals opened a week by kind of account and part of values."""
    values, kinds = firm.values, firm.kinds
    triage, campaigns = values["triage"], values["campaigns"]
    late = freshness(TOUCH, triage["stale"], triage["cooling"])
    lift = 1.0 + campaigns["call_lift"] * (activation(values) - 1.0)
    found = values["pipeline"]["find_rate"] * ledger.week["prospecting"]
    calls = campaigns["call_hazard"] * lift * late * np.array([k.is_listed for k in kinds])
    own = (found + calls)[:, None] * now.taken
    marketing = firm.answers * triage["conversion"] * late * now.wanted
    rate = np.maximum(triage["call_conversion"] * own + marketing, 1e-12)
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
    now.found = float((found * now.taken * free).sum())
    _lead(firm, ledger, free, float((own * free).sum()), now)
    return np.asarray(opened)


def _lead(firm: Firm, ledger: Ledger, free: Floats, own: float, now: Balance) -> None:
    """Find which leads are worked: those that are worth their hours, the best first.

    free: accounts that are looking and have no deal open; own: finds and calls a week that are
    worth their hours, which go first.
    """
    values = firm.values
    triage, pay = values["triage"], values["pay"]
    late = freshness(TOUCH, triage["stale"], triage["cooling"])
    fresh = firm.answers * float(free.sum())
    idle = max(values["market"]["accounts"] - now.in_market, 0.0)
    junk = idle * firm.strays
    now.leads = now.in_market * firm.answers + junk
    chance = triage["conversion"] * late * fresh / max(fresh + junk, 1e-12)
    price = triage["lead_hours"] * ledger.hour_price
    gain = ledger.euro * pay["margin"] * firm.worth * ledger.winning - ledger.takes
    room = max(ledger.week["leads"] * firm.reps / triage["lead_hours"] - own, 0.0)
    is_sorted = values["choices"]["triage"] != "frozen" and triage["rule"] != "fifo"
    taken = (triage["call_conversion"] * gain > price) * 1.0 if is_sorted else np.ones(gain.shape)
    wanted = best_first(gain, firm.shares, room / max(now.leads, 1e-9)) * (chance * gain > price)
    if not is_sorted:
        wanted = np.full(gain.shape, min(room / max(now.leads, 1e-9), 1.0))
    now.wanted += SLOWLY * (wanted - now.wanted)
    now.taken += SLOWLY * (taken - now.taken)
    now.worked = float((now.wanted * firm.shares).sum() / firm.shares.sum())
    now.on_leads = triage["lead_hours"] * (own + now.worked * now.leads)
    left = (chance * gain - price)[(now.wanted < HALF) & (chance * gain > price)]
    best = float(left.max(initial=0.0))
    aged = freshness(DAYS_PER_WEEK, triage["stale"], triage["cooling"])
    now.waits = best - max((best + price) * aged - price, 0.0)


def best_first(gain: Floats, shares: Floats, room: float) -> Floats:
    """Return the share of each that is served if the best are first and there is so much room."""
    order = np.argsort(-gain, axis=None, kind="stable")
    parts = shares.ravel()[order]
    before = np.cumsum(parts) - parts
    served = np.empty(parts.size)
    served[order] = np.clip((room - before) / np.maximum(parts, 1e-12), 0.0, 1.0)
    return served.reshape(gain.shape)


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
    now.ready = float((mean(fates.ready) @ flows).sum())
    now.asks = float((mean(fates.asks) @ flows).sum())
    now.life = 0.5 * (now.life + mean(fates.life).mean(axis=0).reshape(opened.shape))
