"""Who opens a deal: accounts that look, call, are found or answer, and leads that are worked.

Leads, calls and finds are worked if they are worth their hours at the price of the best other use,
the best first, as in triage.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.meanfield.ledger import Ledger
from analysis.meanfield.sample import (
    Deals,
    Floats,
    Kind,
    kinds_of_accounts,
    parts_of_values,
    typical_deals,
)
from sim.core.formulas import answered, normal_cdf, ratio
from sim.mechanisms.scoring import handled
from sim.world.names import DAYS_PER_WEEK, YEAR, words
from sim.world.options import Cooling
from sim.world.shared import freshness

TOUCH = 4.5
"""Days from hand-over to a first touch that are reckoned with."""
HALF, SLOWLY = 0.5, 0.25
"""Part of the way to what would be best that is gone in one round."""


@dataclass
class Balance:
    """What is found by repetition: weekly flows and mean stocks of the whole firm.

    `handed` is the share of good enough responses that marketing has hours to hand over, `worked`
    the share of leads that are worked; `wanted` that of leads of each kind of account
    and part of values, by what they are worth; `taken` the same of calls and finds.
    """

    life: Floats
    wanted: Floats
    taken: Floats
    handed: float = 1.0
    on_leads: float = 0.0
    waits: float = 0.0
    found: float = 0.0
    met: float = 0.0
    asks: float = 0.0
    gained: float = 0.0
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
    is_adbudg = campaigns["form"] == "adbudg"
    return float(answered(spend / campaigns["unit"], campaigns["elasticity"], is_adbudg))


def left_after(days: float, triage: dict[str, Any]) -> float:
    """Return what is left of a lead's chance after some days."""
    form = words(Cooling).index(triage["form"])
    return float(freshness(days, triage["stale"], triage["cooling"], form))


def qualified(values: dict[str, Any], *, is_looking: bool) -> float:
    """Return the share of responses that pass the default bar."""
    scoring = values["scoring"]
    timing = 1.0 if is_looking else scoring["late"]
    spread = math.sqrt((timing * scoring["fit_spread"]) ** 2 + scoring["noise"] ** 2)
    gap = (scoring["default_threshold"] - timing * scoring["typical_fit"]) / max(spread, 1e-9)
    return float(1.0 - normal_cdf(gap))


def enter(firm: Firm, ledger: Ledger, now: Balance) -> Floats:
    """Return deals opened a week by kind of account and part of values."""
    values, kinds = firm.values, firm.kinds
    triage, campaigns = values["triage"], values["campaigns"]
    late = left_after(TOUCH, triage)
    lift = 1.0 + campaigns["call_lift"] * (activation(values) - 1.0)
    found = values["pipeline"]["find_rate"] * ledger.week["prospecting"]
    calls = campaigns["call_hazard"] * lift * late * np.array([k.is_listed for k in kinds])
    own = (found + calls)[:, None] * now.taken
    marketing = now.handed * firm.answers * triage["conversion"] * late * now.wanted
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
    now.met = float((found * free).sum())
    choose_leads(firm, ledger, free, float((own * free).sum()), now)
    return np.asarray(opened)


def choose_leads(firm: Firm, ledger: Ledger, free: Floats, own: float, now: Balance) -> None:
    """Find which leads are worked: those that are worth their hours, the best first.

    free: accounts that are looking and have no deal open; own: finds and calls a week that are
    worth their hours, which go first.
    """
    values = firm.values
    triage, pay = values["triage"], values["pay"]
    late = left_after(TOUCH, triage)
    fresh = firm.answers * float(free.sum())
    idle = max(values["market"]["accounts"] - now.in_market, 0.0)
    junk = idle * firm.strays
    now.leads = now.in_market * firm.answers + junk
    now.handed = share_handed(values, now.leads)
    now.leads *= now.handed
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
    aged = left_after(DAYS_PER_WEEK, triage)
    now.waits = best - max((best + price) * aged - price, 0.0)


def share_handed(values: dict[str, Any], leads: float) -> float:
    """Return the share of so many good enough responses a week that there are hours for."""
    market, effort = values["market"], values["effort"]
    habits = effort["marketer_habit"]
    hours = effort["marketer_week"] * habits["qualification"] / sum(habits.values())
    each = leads / (market["pods"] * market["marketers"])
    room = ratio(hours, values["scoring"]["handling_hours"], math.inf)
    return ratio(handled(each, room), each, 1.0)


def best_first(gain: Floats, shares: Floats, room: float) -> Floats:
    """Return the share of each that is served if the best are first and there is so much room."""
    order = np.argsort(-gain, axis=None, kind="stable")
    parts = shares.ravel()[order]
    before = np.cumsum(parts) - parts
    served = np.empty(parts.size)
    served[order] = np.clip((room - before) / np.maximum(parts, 1e-12), 0.0, 1.0)
    return served.reshape(gain.shape)
