"""A starter file: facts about a firm, turned into settings with comments."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counterpoint.cli.questions import median
from counterpoint.cli.rooms import built, plain, pods_of, rooms_text, rounded
from sim.core.errors import InputError
from sim.funnel_balance import average_value, balanced
from sim.names import QUARTER, YEAR
from sim.scenario import Scenario
from sim.scenario.declared import EURO, metrics
from sim.scenario.writing import scalar_text

TEMPLATE = """\
# A company file for Counterpoint. Check it with: counterpoint validate {file}
# What it implies: counterpoint show {file} --funnel
# Which scheme would suit this firm:
#   counterpoint compare siloed_metrics shared_revenue hybrid_pay --market {file}
# Settings not named here come from {market} and from the defaults:
#   counterpoint show {file}
schema_version: 1
name: {name}{title}
description: >
  Our company: {accounts:,} accounts, {reps:,} salespeople, {marketers:,} marketing people, deals
  around {value:,.0f} a year on average.
{currency}kind: company
extends: [{scheme}, {market}]

market:
  accounts: {accounts} # firms that could buy from us
  # Staff work in pods: each pod's marketers serve its own reps. Numbers below are per pod.{staff}
  pods: {pods}
  reps: {pod_reps}
  marketers: {pod_marketers}
  members: {members} # people on the customer's side who must agree (mean)
  rival_present: {rivals} # share of accounts with a serious competitor
  pay_level: {pay} # {money} a year, on-target pay of one person
  segments:
    # Kinds of buyers with needs of their own; shares sum to 1. Split `all` if yours differ.
    # Half of the deals lie below list_value; their average is {spread:.2f} times as much.
    - {{name: all, share: 1, list_value: {list_value}}} # {money} a year, median first deal

{rooms}

# How people are paid today ({scheme}); the weights of a role sum to 1. Metrics:
# {metrics_1}
# {metrics_2}
contracts:
  marketer: {{{marketer}}}
  rep: {{{rep}}}

run:
  before: same # burn-in under this file's own scheme
"""

NOTES = {
    "demand.entry_hazard": "chance a week to start looking",
    "delivery.churn_odds": "odds to leave at a renewal",
    "planning.budget": "EUR a year per account: today's level; change this alone to ask what if",
    "brand.unit": "what counts as usual spending: that of today",
    "campaigns.unit": "the same; leave it when you change the budget",
    "scoring.deal_value": "EUR, mean of a first deal",
    "pay.leads": "a quarter and marketer; targets start from these. Put your own numbers",
    "pay.real_leads": "of these, leads that become opportunities",
    "pay.accepted": "of these, leads that sales takes",
    "pay.deals": "closed a quarter and rep, won or lost",
    "pay.revenue": "EUR a quarter and rep",
    "pay.sourced_share": "of opportunities, started by marketing",
}


@dataclass(frozen=True)
class Firm:
    """What was answered, and what follows.

    Attributes:
        answers: facts by option.
        scenario: the firm itself.
        settings: what makes it, by dotted key.
    """

    scheme: str
    market: str
    ground: Scenario
    answers: dict[str, float]
    scenario: Scenario
    settings: dict[str, Any] = field(default_factory=dict)


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


def firm_of(scheme: str, market: str, ground: Scenario, answers: dict[str, float]) -> Firm:
    """Return the firm that answers make, by arithmetic; Raises: ScenarioError."""
    settings = _settings(ground.values, answers)
    settings |= references(ground.with_values(settings))
    scenario = ground.with_values({**settings, "run.before": "same"})
    return Firm(scheme, market, ground, answers, scenario, settings)


def references(scenario: Scenario) -> dict[str, float]:
    """Return what people and targets reckon with, by the arithmetic of the funnel."""
    values = scenario.values
    market, flows = values["market"], balanced(values)
    reps, marketers = (market["pods"] * market[role] for role in ("reps", "marketers"))
    opened = max(flows.opportunities, 1e-9)
    found = {
        "scoring.deal_value": average_value(values),
        "pay.leads": max(QUARTER * flows.leads / marketers, 0.1),
        "pay.real_leads": max(QUARTER * flows.from_marketing / marketers, 0.1),
        "pay.accepted": max(QUARTER * flows.leads * flows.worked / marketers, 0.1),
        "pay.deals": max(QUARTER * opened / reps, 0.1),
        "pay.close_rate": max(flows.wins / opened, 0.01),
        "pay.revenue": max(QUARTER * flows.net_value / reps, 1.0),
        "pay.sourced_share": max(flows.from_marketing / opened, 0.01),
    }
    return {key: rounded(value, 4) for key, value in found.items()}


@dataclass(frozen=True)
class Words:
    """How a firm is called, and in what money it counts: `file` is where it will be written."""

    name: str
    file: Path
    title: str = ""
    currency: str = ""

    @property
    def money(self) -> str:
        """Return the currency to show."""
        return self.currency or EURO


def starter_text(words: Words, firm: Firm) -> str:
    """Return the text of a company file."""
    settings = firm.settings
    market = {key.split(".")[1]: value for key, value in settings.items() if "market." in key}
    answers, entry = firm.answers, market["segments"][0]
    names = metrics()
    is_plain = words.money == EURO
    staff = built(int(answers["reps"]), int(answers["marketers"]))
    return TEMPLATE.format(
        file=words.file,
        name=words.name,
        title=f"\ntitle: {scalar_text(words.title)}" if words.title else "",
        currency="" if is_plain else f"currency: {scalar_text(words.currency)}\n",
        money=words.money,
        scheme=firm.scheme,
        market=firm.market,
        accounts=int(answers["accounts"]),
        reps=int(answers["reps"]),
        marketers=int(answers["marketers"]),
        value=answers["value"],
        staff=f"\n  # {staff}." if staff else "",
        pods=market["pods"],
        pod_reps=market["reps"],
        pod_marketers=market["marketers"],
        members=plain(market["members"]),
        rivals=plain(market["rival_present"]),
        pay=plain(market["pay_level"]),
        list_value=plain(entry["list_value"]),
        spread=1.0 / median(firm.ground.values, 1.0),
        rooms=rooms_text({k: v for k, v in settings.items() if "market." not in k}, NOTES),
        metrics_1=", ".join(names[:6]),
        metrics_2=", ".join(names[6:]),
        marketer=_weights(firm.ground, "marketer"),
        rep=_weights(firm.ground, "rep"),
    )


def _settings(values: dict[str, Any], answers: dict[str, float]) -> dict[str, Any]:
    accounts = int(answers["accounts"])
    pods, reps, marketers = pods_of(int(answers["reps"]), int(answers["marketers"]))
    per_account = rounded(answers["budget"] / accounts, 4)
    scale = per_account / values["planning"]["budget"] if values["planning"]["budget"] else 1.0
    typical = rounded(median(values, answers["value"]))
    return {
        "market.accounts": accounts,
        "market.pods": pods,
        "market.reps": reps,
        "market.marketers": marketers,
        "market.members": answers["members"],
        "market.rival_present": answers["rivals"],
        "market.pay_level": answers["pay"],
        "market.segments": [{"name": "all", "share": 1.0, "list_value": typical}],
        "demand.entry_hazard": rounded(1.0 - (1.0 - answers["looking"]) ** (1.0 / YEAR), 4),
        "delivery.churn_odds": rounded(answers["churn"] / (1.0 - answers["churn"]), 4),
        "planning.budget": per_account,
        "brand.unit": rounded(max(values["brand"]["unit"] * scale, 0.001), 4),
        "campaigns.unit": rounded(max(values["campaigns"]["unit"] * scale, 0.001), 4),
    }


def _weights(ground: Scenario, role: str) -> str:
    paid = ground.values["contracts"][role]
    return ", ".join(f"{name}: {paid[name]:g}" for name in metrics() if paid[name])
