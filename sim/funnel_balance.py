"""The flows at which accounts, leads, deals and hours of a firm fit together.

Deals differ in value, and hours follow value; reps differ in how many deals they happen to have.
Both matter, because small deals that get few hours stay open long and use up hours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.core.draws import inverse_normal
from sim.core.formulas import logistic, normal_cdf
from sim.funnel_deals import PARTS, Deal, Floats, part_steps, typical_deal

YEAR = 52
ROUNDS = 25
TOUCH = 4.5
"""Days from hand-over to a first touch that are reckoned with."""


@dataclass(frozen=True)
class Kind:
    """A kind of account: on the list or not, customer or not."""

    share: float
    is_listed: bool
    is_customer: bool


@dataclass
class Balance:
    """What is found by repetition: weekly flows and mean stocks of the whole firm."""

    in_market: float
    open_deals: float
    ready_deals: float
    worked: float = 1.0
    entering: float = 0.0
    leads: float = 0.0
    opportunities: float = 0.0
    from_marketing: float = 0.0
    wins: float = 0.0
    net_value: float = 0.0
    cycle: float = 0.0
    no_decision: float = 0.0


def balanced(values: dict[str, Any]) -> Balance:
    """Return the flows at which leads, deals and hours fit together."""
    market = values["market"]
    reps = market["pods"] * market["reps"]
    kinds = kinds_of_accounts(values)
    balance = Balance(in_market=0.1 * market["accounts"], open_deals=5.0 * reps, ready_deals=reps)
    for _ in range(ROUNDS):
        others = balance.open_deals / reps
        given = hours_by_value(values, others)
        asking = asked_share(values, balance.ready_deals / reps)
        deals = [
            typical_deal(
                values, given, asking, is_listed=kind.is_listed, is_customer=kind.is_customer
            )
            for kind in kinds
        ]
        _enter(values, kinds, deals, balance)
        _lead(values, reps, balance)
    return balance


def kinds_of_accounts(values: dict[str, Any]) -> list[Kind]:
    """Return the four kinds of accounts with their shares at the start."""
    customers = values["market"]["customers"]
    result = []
    for is_customer, share in ((False, 1.0 - customers), (True, customers)):
        on_list = listed(values, is_customer=is_customer)
        result.append(Kind(share * on_list, is_listed=True, is_customer=is_customer))
        result.append(Kind(share * (1.0 - on_list), is_listed=False, is_customer=is_customer))
    return result


def listed(values: dict[str, Any], *, is_customer: bool = False) -> float:
    """Return the chance to stand on a day-one list with the brand stock of the start."""
    demand = values["demand"]
    logit = demand["list_base"]
    logit += demand["list_brand"] * math.log(1.0 + values["market"]["brand_stock"])
    return float(logistic(logit + demand["list_incumbent"] * is_customer))


def hours(values: dict[str, Any], *tasks: str) -> float:
    """Return the weekly hours of a rep for some tasks, by habit, vacancies taken off."""
    effort, people = values["effort"], values["people"]
    whole = sum(effort["rep_habit"].values())
    present = 1.0 / (1.0 + people["rep_leaving"] * people["vacancy"] / YEAR)
    share = sum(effort["rep_habit"][task] for task in tasks) / whole
    return float(effort["rep_week"] * share * present)


def loads(others: float) -> tuple[Floats, Floats]:
    """Return how many other deals a rep may have, and how likely (Poisson), up to a limit."""
    most = int(others + 6.0 * math.sqrt(others + 1.0)) + 2
    counts = np.arange(most, dtype=np.float64)
    logs = counts * math.log(max(others, 1e-9)) - others
    logs -= np.array([math.lgamma(count + 1.0) for count in counts])
    chances = np.exp(logs)
    return counts, chances / chances.sum()


def hours_by_value(values: dict[str, Any], others: float) -> Floats:
    """Return the weekly hours of a deal of each part of values, beside `others` on average."""
    counts, chances = loads(others)
    power = values["pipeline"]["value_power"] * values["market"]["value_spread"]
    power *= values["choices"]["triage"] != "frozen"
    pull = np.exp(power * np.array(part_steps()))
    share = pull[:, None] / (pull[:, None] + counts[None, :] * pull.mean())
    given = np.minimum(hours(values, "deals") * share, values["pipeline"]["deal_hours_limit"])
    return np.asarray(given @ chances)


def asked_share(values: dict[str, Any], others: float) -> float:
    """Return the chance a week that there is time to ask, beside `others` near a decision."""
    counts, chances = loads(others)
    asks = hours(values, "closing") / values["closing"]["ask_hours"]
    return float(np.minimum(1.0, asks / (counts + 1.0)) @ chances)


def average_value(values: dict[str, Any]) -> float:
    """Return the mean list value of a first deal: lognormal around each segment's median."""
    spread = values["market"]["value_spread"]
    segments = values["market"]["segments"]
    median = sum(segment["share"] * segment["list_value"] for segment in segments)
    return float(median * math.exp(0.5 * spread * spread))


def values_by_part(values: dict[str, Any]) -> Floats:
    """Return the mean list value within each part of the lognormal."""
    spread = values["market"]["value_spread"]
    inner = [inverse_normal(part / PARTS) for part in range(1, PARTS)]
    below = [0.0, *(normal_cdf(step - spread) for step in inner), 1.0]
    return average_value(values) * PARTS * np.diff(np.array(below))


def responses(values: dict[str, Any], column: str) -> float:
    """Return responses a week of one account, in (`rate_in`) or out of the market."""
    campaigns, planning = values["campaigns"], values["planning"]
    spend = planning["budget"] / YEAR * (1.0 - planning["default_share"])
    power = (spend / campaigns["unit"]) ** campaigns["elasticity"]
    mix = campaigns["mix"]
    return float(power * sum(mix[name] * campaigns[column][name] for name in mix))


def qualified(values: dict[str, Any], *, is_looking: bool) -> float:
    """Return the share of responses that pass the default bar."""
    scoring = values["scoring"]
    timing = 1.0 if is_looking else scoring["late"]
    spread = math.sqrt((timing * scoring["fit_spread"]) ** 2 + scoring["noise"] ** 2)
    gap = (scoring["default_threshold"] - timing * scoring["typical_fit"]) / max(spread, 1e-9)
    return float(1.0 - normal_cdf(gap))


def _enter(values: dict[str, Any], kinds: list[Kind], deals: list[Deal], now: Balance) -> None:
    triage, patience = values["triage"], values["demand"]["patience"]
    late = triage["stale"] + (1.0 - triage["stale"]) * math.exp(-TOUCH / triage["cooling"])
    answers = responses(values, "rate_in") * qualified(values, is_looking=True)
    marketing = answers * now.worked * triage["conversion"] * late
    found = values["pipeline"]["find_rate"] * hours(values, "prospecting")
    calls = values["campaigns"]["call_hazard"] * late
    stay, opened, ours = 0.0, [], []
    for kind, deal in zip(kinds, deals, strict=True):
        rate = marketing + triage["call_conversion"] * (found + calls * kind.is_listed)
        chance = 1.0 - math.exp(-rate * patience)
        looking = chance / rate if rate > 0.0 else patience
        stay += kind.share * (looking + chance * float(deal.life.mean()))
        opened.append(kind.share * chance)
        ours.append(marketing / rate if rate > 0.0 else 0.0)
    entry = values["demand"]["entry_hazard"]
    now.entering = values["market"]["accounts"] * entry / (1.0 + entry * stay)
    now.in_market = now.entering * stay
    flows = [now.entering * share for share in opened]
    now.opportunities = sum(flows)
    now.from_marketing = sum(flow * part for flow, part in zip(flows, ours, strict=True))
    _close(values, flows, kinds, deals, now)


def _close(
    values: dict[str, Any], flows: list[float], kinds: list[Kind], deals: list[Deal], now: Balance
) -> None:
    worth = values_by_part(values)
    now.wins = now.net_value = now.cycle = now.no_decision = total = ready = 0.0
    for flow, kind, deal in zip(flows, kinds, deals, strict=True):
        size = values["pipeline"]["add_on"] if kind.is_customer else 1.0
        now.wins += flow * float(deal.won.mean())
        now.net_value += flow * size * float((deal.kept * worth).mean())
        now.cycle += flow * float((deal.won * deal.cycle).mean())
        now.no_decision += flow * float(deal.no_decision.mean())
        total += flow * float(deal.life.mean())
        ready += flow * float(deal.ready.mean())
    now.cycle /= max(now.wins, 1e-12)
    now.open_deals = 0.5 * (now.open_deals + total)
    now.ready_deals = 0.5 * (now.ready_deals + ready)


def _lead(values: dict[str, Any], reps: int, now: Balance) -> None:
    idle = max(values["market"]["accounts"] - now.in_market, 0.0)
    fresh = now.in_market * responses(values, "rate_in") * qualified(values, is_looking=True)
    junk = idle * responses(values, "rate_out") * qualified(values, is_looking=False)
    now.leads = fresh + junk
    time = hours(values, "leads") * reps / max(values["triage"]["lead_hours"], 1e-9)
    now.worked = 0.5 * (now.worked + min(1.0, time / max(now.leads, 1e-9)))
