"""What a scenario implies before any run: its funnel, by arithmetic on declared parameters.

Accounts enter, some open a deal (they call, are found, or answer a campaign), some deals are won.
Hours, deals and leads depend on one another, so the balance is found by repetition. Choices stand
at their defaults and hours at their habits; nothing is drawn. Use it to see whether a file is
believable, not to compare schemes: contracts do not enter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sim.core.formulas import normal_cdf
from sim.funnel_deals import Deal, typical_deal
from sim.scenario import Scenario

YEAR = 52
QUARTER = 13
ROUNDS = 20
TOUCH = 4.5
"""Days from hand-over to a first touch that are reckoned with."""


@dataclass(frozen=True)
class Line:
    """One line of the funnel, as a number and as text."""

    key: str
    meaning: str
    value: float
    text: str
    how: str


@dataclass(frozen=True)
class Kind:
    """A kind of account: on the list or not, customer or not."""

    share: float
    is_listed: bool
    is_customer: bool


@dataclass
class Balance:
    """What is found by repetition, each a weekly or a mean number for the whole firm."""

    in_market: float
    open_deals: float
    worked: float = 1.0
    asking: float = 1.0
    entering: float = 0.0
    leads: float = 0.0
    opportunities: float = 0.0
    wins: float = 0.0
    first_wins: float = 0.0
    cycle: float = 0.0
    no_decision: float = 0.0
    from_marketing: float = 0.0


def funnel(scenario: Scenario) -> list[Line]:
    """Return what a scenario implies, from accounts entering the market to revenue per rep."""
    values = scenario.values
    balance = balanced(values)
    market = values["market"]
    reps = market["pods"] * market["reps"]
    value = average_value(values)
    add_on = values["pipeline"]["add_on"]
    mean = balance.first_wins + add_on * (balance.wins - balance.first_wins)
    net = value * (1.0 - values["closing"]["default_discount"])
    bookings = YEAR * mean * net
    needed = balance.open_deals * values["buying_group"]["full_hours"]
    needed += balance.leads * values["triage"]["lead_hours"]
    budget = values["planning"]["budget"] * market["accounts"]
    return [
        _line("entering", "accounts entering a week", balance.entering, ".1f", "demand"),
        _line("in_market", "accounts looking at any time", balance.in_market, ".0f", "demand"),
        _line("on_list", "of these on the day-one list", listed(values), ".0%", "demand, brand"),
        _line("leads", "leads handed over a week", balance.leads, ".1f", "campaigns, scoring"),
        _line("worked", "leads there is time for", balance.worked, ".0%", "triage, effort"),
        _line("opportunities", "opportunities a year", YEAR * balance.opportunities, ".0f", ""),
        _line("from_marketing", "of these from marketing", balance.from_marketing, ".0%", ""),
        _line("win_rate", "win rate", balance.wins / balance.opportunities
              if balance.opportunities else 0.0, ".0%", "buying_group, closing"),
        _line("no_decision", "losses to no decision", balance.no_decision, ".0%", "buying_group"),
        _line("cycle", "weeks to a win", balance.cycle, ".1f", "buying_group, closing"),
        _line("deals", "deals won a year", YEAR * balance.wins, ".0f", ""),
        _line("deals_per_rep", "deals won a year per rep", YEAR * balance.wins / reps, ".1f", ""),
        _line("average_value", "average list value of a first deal", value, ",.0f",
              "market.segments, value_spread"),
        _line("bookings", "bookings a year", bookings, ",.0f", "at the default discount"),
        _line("revenue_per_rep", "revenue per rep and quarter", bookings / reps / 4, ",.0f",
              f"the reference is pay.revenue, {values['pay']['revenue']:,.0f}"),
        _line("open_deals", "open deals per rep", balance.open_deals / reps, ".1f", ""),
        _line("hours_needed", "hours a rep and week would need", needed / reps, ".1f",
              "full effort on open deals, all leads worked"),
        _line("hours", "hours a rep and week has for these", hours(values, "deals", "leads"),
              ".1f", "effort.rep_week, rep_habit"),
        _line("budget_share", "marketing budget over bookings", budget / bookings
              if bookings else 0.0, ".0%", "planning.budget"),
    ]  # fmt: skip


def balanced(values: dict[str, Any]) -> Balance:
    """Return the flows at which leads, deals and hours fit together."""
    market = values["market"]
    reps = market["pods"] * market["reps"]
    kinds = kinds_of_accounts(values)
    balance = Balance(in_market=0.1 * market["accounts"], open_deals=10.0 * reps)
    for _ in range(ROUNDS):
        per_deal = hours(values, "deals") * reps / max(balance.open_deals, 1e-9)
        per_deal = min(per_deal, values["pipeline"]["deal_hours_limit"])
        deals = [
            typical_deal(values, per_deal, balance.asking, kind.is_listed, kind.is_customer)
            for kind in kinds
        ]
        _repeat(values, kinds, deals, reps, balance)
    return balance


def kinds_of_accounts(values: dict[str, Any]) -> list[Kind]:
    """Return the four kinds of accounts with their shares at the start."""
    customers = values["market"]["customers"]
    result = []
    for is_customer, share in ((False, 1.0 - customers), (True, customers)):
        on_list = listed(values, is_customer)
        result.append(Kind(share * on_list, is_listed=True, is_customer=is_customer))
        result.append(Kind(share * (1.0 - on_list), is_listed=False, is_customer=is_customer))
    return result


def listed(values: dict[str, Any], is_customer: bool = False) -> float:
    """Return the chance to stand on a day-one list with the brand stock of the start."""
    demand = values["demand"]
    logit = demand["list_base"]
    logit += demand["list_brand"] * math.log(1.0 + values["market"]["brand_stock"])
    logit += demand["list_incumbent"] * is_customer
    return 1.0 / (1.0 + math.exp(-logit))


def hours(values: dict[str, Any], *tasks: str) -> float:
    """Return the weekly hours of a rep for some tasks, by habit."""
    effort = values["effort"]
    whole = sum(effort["rep_habit"].values())
    return float(effort["rep_week"] * sum(effort["rep_habit"][task] for task in tasks) / whole)


def average_value(values: dict[str, Any]) -> float:
    """Return the mean list value of a first deal: lognormal around each segment's median."""
    spread = values["market"]["value_spread"]
    segments = values["market"]["segments"]
    median = sum(segment["share"] * segment["list_value"] for segment in segments)
    return float(median * math.exp(0.5 * spread * spread))


def responses(values: dict[str, Any], column: str) -> float:
    """Return responses a week of one account, in (`rate_in`) or out of the market."""
    campaigns, planning = values["campaigns"], values["planning"]
    spend = planning["budget"] / YEAR * (1.0 - planning["default_share"])
    power = (spend / campaigns["unit"]) ** campaigns["elasticity"]
    mix = campaigns["mix"]
    return float(power * sum(mix[name] * campaigns[column][name] for name in mix))


def qualified(values: dict[str, Any], is_looking: bool) -> float:
    """Return the share of responses that pass the default bar."""
    scoring = values["scoring"]
    timing = 1.0 if is_looking else scoring["late"]
    spread = math.hypot(timing * scoring["fit_spread"], scoring["noise"])
    gap = (scoring["default_threshold"] - timing * scoring["typical_fit"]) / max(spread, 1e-9)
    return float(1.0 - normal_cdf(gap))


def _repeat(
    values: dict[str, Any], kinds: list[Kind], deals: list[Deal], reps: int, balance: Balance
) -> None:
    triage, campaigns = values["triage"], values["campaigns"]
    patience, entry = values["demand"]["patience"], values["demand"]["entry_hazard"]
    late = triage["stale"] + (1.0 - triage["stale"]) * math.exp(-TOUCH / triage["cooling"])
    answering = responses(values, "rate_in") * qualified(values, is_looking=True)
    marketing = answering * balance.worked * triage["conversion"] * late
    found = values["pipeline"]["find_rate"] * hours(values, "prospecting")
    calls = campaigns["call_hazard"] * late
    opened, stay, rates = [], [], []
    for kind, deal in zip(kinds, deals, strict=True):
        rate = marketing + triage["call_conversion"] * (found + calls * kind.is_listed)
        chance = 1.0 - math.exp(-rate * patience)
        looking = chance / rate if rate > 0.0 else patience
        opened.append(chance)
        stay.append(looking + chance * deal.life)
        rates.append((rate, looking))
    mean_stay = sum(kind.share * weeks for kind, weeks in zip(kinds, stay, strict=True))
    balance.entering = values["market"]["accounts"] * entry / (1.0 + entry * mean_stay)
    balance.in_market = balance.entering * mean_stay
    flows = [balance.entering * k.share * chance for k, chance in zip(kinds, opened, strict=True)]
    balance.opportunities = sum(flows)
    _deals(flows, kinds, deals, reps, values, balance)
    _leads(values, reps, balance)
    shares = [marketing / rate if rate > 0.0 else 0.0 for rate, _looking in rates]
    parts = sum(flow * share for flow, share in zip(flows, shares, strict=True))
    balance.from_marketing = parts / max(balance.opportunities, 1e-12)


def _deals(
    flows: list[float], kinds: list[Kind], deals: list[Deal], reps: int, values: dict[str, Any],
    balance: Balance,
) -> None:  # fmt: skip
    pairs = list(zip(flows, kinds, deals, strict=True))
    wins = [flow * deal.won for flow, _kind, deal in pairs]
    losses = [flow * (1.0 - deal.won) for flow, _kind, deal in pairs]
    balance.wins = sum(wins)
    balance.first_wins = sum(w for w, kind in zip(wins, kinds, strict=True) if not kind.is_customer)
    total = sum(flow * deal.life for flow, _kind, deal in pairs)
    balance.open_deals = 0.5 * balance.open_deals + 0.5 * total
    ready = sum(flow * deal.life * deal.ready for flow, _kind, deal in pairs)
    asks = hours(values, "closing") * reps / values["closing"]["ask_hours"]
    balance.asking = 0.5 * balance.asking + 0.5 * min(1.0, asks / max(ready, 1e-9))
    cycles = sum(won * deal.cycle for won, deal in zip(wins, deals, strict=True))
    balance.cycle = cycles / max(balance.wins, 1e-12)
    tired = sum(lost * deal.no_decision for lost, deal in zip(losses, deals, strict=True))
    balance.no_decision = tired / max(sum(losses), 1e-12)


def _leads(values: dict[str, Any], reps: int, balance: Balance) -> None:
    market, triage = values["market"], values["triage"]
    idle = max(market["accounts"] - balance.in_market, 0.0)
    fresh = balance.in_market * responses(values, "rate_in") * qualified(values, is_looking=True)
    junk = idle * responses(values, "rate_out") * qualified(values, is_looking=False)
    balance.leads = fresh + junk
    capacity = hours(values, "leads") * reps / max(triage["lead_hours"], 1e-9)
    worked = min(1.0, capacity / max(balance.leads, 1e-9))
    balance.worked = 0.5 * balance.worked + 0.5 * worked


def _line(key: str, meaning: str, value: float, form: str, how: str) -> Line:
    return Line(key, meaning, value, format(value, form), how)
