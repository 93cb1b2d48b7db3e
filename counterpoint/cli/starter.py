"""The text of a starter file: facts about a firm, turned into settings with comments."""

from __future__ import annotations

import math
from contextlib import suppress
from pathlib import Path
from typing import Any

from sim.core.errors import InputError
from sim.funnel_balance import Balance, average_value, balanced
from sim.scenario import Scenario
from sim.scenario.declared import metrics

LARGEST_POD = 10
YEAR = 52
QUARTER = 13
SHORT = (
    "per_account", "brand_unit", "campaign_unit", "leads", "real_leads", "accepted", "deals",
)  # fmt: skip
"""Numbers that are worked out, and written with four digits."""

TEMPLATE = """\
# A company file for Counterpoint. Check it with: counterpoint validate {name}.yaml
# What it implies: counterpoint show {name}.yaml --funnel
# Which scheme would suit this firm:
#   counterpoint compare siloed_metrics shared_revenue hybrid_pay --market {name}.yaml
# Settings not named here come from {market} and from the defaults:
#   counterpoint show {name}.yaml
schema_version: 1
name: {name}
description: >
  Our company: {accounts:,} accounts, {reps} salespeople, {marketers} marketing people, deals
  around {value:,.0f} a year.
kind: company
extends: [{scheme}, {market}]

market:
  accounts: {accounts} # firms that could buy from us
  # Staff work in pods: each pod's marketers serve its own reps. Numbers below are per pod.
  pods: {pods}
  reps: {pod_reps}
  marketers: {pod_marketers}
  members: {members:.15g} # people on the customer's side who must agree (mean)
  rival_present: {rivals:.15g} # share of accounts with a serious competitor
  pay_level: {pay:.15g} # EUR a year, on-target pay of one person
  segments:
    # Kinds of buyers with needs of their own; shares sum to 1. Split `all` if yours differ.
    - {{name: all, share: 1, list_value: {value:.15g}}} # EUR a year, median first deal

demand:
  entry_hazard: {entry:.6f} # chance a week to start looking: {looking:.0%} in a year

delivery:
  churn_odds: {churn_odds:.4f} # odds to leave at a renewal: {churn:.0%} a year

planning:
  budget: {per_account} # EUR a year per account, {budget:,.0f} in all
# What counts as usual spending a week and account; moved with the budget.
brand:
  unit: {brand_unit}
campaigns:
  unit: {campaign_unit}

# What people and targets reckon with, from the funnel this file implies. Put your own numbers.
scoring:
  deal_value: {mean_value:.0f} # EUR a year, mean of a first deal
pay:
  leads: {leads} # a quarter and marketer
  real_leads: {real_leads} # of these, leads that become opportunities
  accepted: {accepted} # of these, leads that sales takes
  deals: {deals} # closed a quarter and rep, won or lost
  close_rate: {close_rate:.3f}
  revenue: {revenue:.0f} # EUR a quarter and rep
  sourced_share: {sourced:.3f} # of opportunities, started by marketing

# How people are paid today ({scheme}); the weights of a role sum to 1. Metrics:
# {metrics_1}
# {metrics_2}
contracts:
  marketer: {{{marketer}}}
  rep: {{{rep}}}

run:
  before: same # burn-in under this file's own scheme
"""


def check_new(path: Path, *, overwrite: bool) -> None:
    """Raise InputError if a file is there already and may not be replaced."""
    if path.exists() and not overwrite:
        raise InputError(f"{path}: the file is there already; choose another name or --overwrite")


def write_starter(path: Path, text: str) -> None:
    """Write a starter file whole; Raises: InputError."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error


def starter_text(
    name: str, scheme: str, market: str, ground: Scenario, answers: dict[str, float]
) -> str:
    """Return the text of a company file that holds these answers; Raises: ScenarioError."""
    settings = _settings(ground.values, answers)
    balance = balanced(ground.with_values(settings["keys"]).values)
    references = _references(ground.with_values(settings["keys"]).values, balance)
    names = metrics()
    facts = {key: answers[key] for key in ("looking", "churn", "budget", "value")}
    numbers = {**facts, **settings["shown"], **references}
    return TEMPLATE.format(
        name=name,
        scheme=scheme,
        market=market,
        accounts=int(answers["accounts"]),
        reps=int(answers["reps"]),
        marketers=int(answers["marketers"]),
        members=answers["members"],
        rivals=answers["rivals"],
        pay=answers["pay"],
        metrics_1=", ".join(names[:6]),
        metrics_2=", ".join(names[6:]),
        marketer=_weights(ground, "marketer"),
        rep=_weights(ground, "rep"),
        **{key: _short(value) if key in SHORT else value for key, value in numbers.items()},
    )


def _short(value: float) -> str:
    """Return a number with four digits and without exponent.

    >>> _short(0.123456), _short(123456.0)
    ('0.1235', '123500')
    """
    return f"{float(f'{value:.4g}'):.15g}"


def _settings(values: dict[str, Any], answers: dict[str, float]) -> dict[str, dict[str, Any]]:
    accounts = int(answers["accounts"])
    pods = max(1, math.ceil(answers["reps"] / LARGEST_POD))
    per_account = answers["budget"] / accounts
    scale = per_account / values["planning"]["budget"] if values["planning"]["budget"] else 1.0
    shown = {
        "pods": pods,
        "pod_reps": max(1, round(answers["reps"] / pods)),
        "pod_marketers": max(1, round(answers["marketers"] / pods)),
        "entry": 1.0 - (1.0 - answers["looking"]) ** (1.0 / YEAR),
        "churn_odds": answers["churn"] / (1.0 - answers["churn"]),
        "per_account": per_account,
        "brand_unit": max(values["brand"]["unit"] * scale, 0.001),
        "campaign_unit": max(values["campaigns"]["unit"] * scale, 0.001),
    }
    keys = {
        "market.accounts": accounts,
        "market.pods": pods,
        "market.reps": shown["pod_reps"],
        "market.marketers": shown["pod_marketers"],
        "market.members": answers["members"],
        "market.rival_present": answers["rivals"],
        "market.pay_level": answers["pay"],
        "market.segments": [{"name": "all", "share": 1.0, "list_value": answers["value"]}],
        "demand.entry_hazard": shown["entry"],
        "delivery.churn_odds": shown["churn_odds"],
        "planning.budget": per_account,
        "brand.unit": shown["brand_unit"],
        "campaigns.unit": shown["campaign_unit"],
    }
    return {"shown": shown, "keys": keys}


def _references(values: dict[str, Any], balance: Balance) -> dict[str, float]:
    market = values["market"]
    reps = market["pods"] * market["reps"]
    marketers = market["pods"] * market["marketers"]
    opportunities = max(balance.opportunities, 1e-9)
    return {
        "mean_value": average_value(values),
        "leads": max(QUARTER * balance.leads / marketers, 0.1),
        "real_leads": max(QUARTER * balance.from_marketing / marketers, 0.1),
        "accepted": max(QUARTER * balance.leads * balance.worked / marketers, 0.1),
        "deals": max(QUARTER * opportunities / reps, 0.1),
        "close_rate": max(balance.wins / opportunities, 0.01),
        "revenue": max(QUARTER * balance.net_value / reps, 1.0),
        "sourced": max(balance.from_marketing / opportunities, 0.01),
    }


def _weights(ground: Scenario, role: str) -> str:
    paid = ground.values["contracts"][role]
    return ", ".join(f"{name}: {paid[name]:g}" for name in metrics() if paid[name])
