"""Seven knobs, one a fact and one for hours: what each turns in a market, and how far it can go.

A firm that wins so many deals has the time for them, so the hours that deals and leads take may be
turned where wins are known. A knob is a factor on some parameters of the market; 1 leaves them as
they are.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from analysis.calibration.search import Floats
from analysis.meanfield.ledger import Ledger
from analysis.words.wording import rounded
from sim.scenario import declared
from sim.world.names import YEAR

FLOWS = ("buying_group.gain", "buying_group.decay")
"""Weekly paces of a group of buyers, besides the hazards below."""
HAZARDS = (
    "buying_group.rival_base", "buying_group.rival", "buying_group.tiring",
    "buying_group.spread_hazard",
)  # fmt: skip
"""Weekly chances that a deal ends otherwise."""
HOURS = (
    ("buying_group", "full_hours"),
    ("closing", "ask_hours"),
    ("triage", "lead_hours"),
    ("scoring", "handling_hours"),
)
"""Hours that a deal, an offer and a lead take of a week."""
FILLED = 0.8
"""Share of the hours for deals and leads that the deals and leads a firm has may take."""
DIGITS = 5
"""Of what is found, in a file."""
EFFECTS = {
    "leads": {"leads": 1.0, "won": 0.15},
    "won": {"leads": 0.25, "won": 0.6, "win_rate": -0.25, "customers": 0.1},
    "win_rate": {"won": -0.3, "win_rate": -0.45, "cycle": -0.15},
    "cycle": {"won": -0.25, "win_rate": -0.15, "cycle": 0.8},
    "deal": {"deal": 1.0},
    "customers": {"customers": 0.85, "won": 0.05},
    "hours": {"leads": -0.2, "won": -0.3, "win_rate": -0.15, "cycle": 0.1},
}
"""Elasticities to begin with: knob, then fact; runs correct them."""


def knobs_of(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the knobs that are turned to meet the facts with these keys."""
    return (*keys, "hours") if "won" in keys else keys


def start_slopes(keys: tuple[str, ...]) -> Floats:
    """Return how strongly facts answer to knobs at first, one row a fact, one column a knob."""
    return np.array([[EFFECTS[knob].get(fact, 0.0) for knob in knobs_of(keys)] for fact in keys])


def turned(values: dict[str, Any], knobs: dict[str, float]) -> dict[str, Any]:
    """Return the settings, by dotted key, that a market has with its knobs turned by factors."""
    found: dict[str, Any] = {}
    market, demand = values["market"], values["demand"]
    if "deal" in knobs:
        found["market.segments"] = [
            {**entry, "list_value": entry["list_value"] * knobs["deal"]}
            for entry in market["segments"]
        ]
    if "customers" in knobs:
        found["market.customers"] = market["customers"] * knobs["customers"]
    if "won" in knobs:
        found["demand.entry_hazard"] = demand["entry_hazard"] * knobs["won"]
    if "hours" in knobs:
        for section, name in HOURS:
            found[f"{section}.{name}"] = values[section][name] * knobs["hours"]
    if "leads" in knobs:
        for column in ("rate_in", "rate_out"):
            for label, rate in values["campaigns"][column].items():
                if rate:
                    found[f"campaigns.{column}.{label}"] = rate * knobs["leads"]
    if "win_rate" in knobs or "cycle" in knobs:
        found.update(_ends(values, knobs.get("win_rate", 1.0), knobs.get("cycle", 1.0)))
    return {key: _within(key, value) for key, value in found.items()}


def workload(values: dict[str, Any], facts: dict[str, float]) -> dict[str, float]:
    """Return hours a deal and a lead take, where people of this firm had no time for all they do.

    Open deals are those closed a week times the weeks each is open (Little's law); a firm that does
    close them has found the hours, so each takes less.
    """
    if not {"won", "win_rate", "cycle"} <= facts.keys():
        return {}
    market, week = values["market"], Ledger(values).week
    has = FILLED * market["pods"] * market["reps"] * (week["deals"] + week["leads"])
    open_deals = facts["won"] / facts["win_rate"] / YEAR * facts["cycle"]
    full, each = values["buying_group"]["full_hours"], values["triage"]["lead_hours"]
    needs = open_deals * full + facts.get("leads", 0.0) / YEAR * each
    if needs <= has:
        return {}
    share = has / needs
    found = {"buying_group.full_hours": full * share, "triage.lead_hours": each * share}
    return {key: _within(key, value) for key, value in found.items()}


def _ends(values: dict[str, Any], losses: float, slower: float) -> dict[str, Any]:
    """Return how deals end: `losses` times as likely to be lost, everything `slower` times."""
    group, closing = values["buying_group"], values["closing"]
    found = {key: group[key.split(".")[1]] / slower for key in FLOWS}
    found |= {key: group[key.split(".")[1]] * losses / slower for key in HAZARDS}
    found["buying_group.fatigue"] = group["fatigue"] * losses / (slower * slower)
    # a chance a week becomes that of a week in which only 1 / slower of it goes by
    found["closing.kill"] = 1.0 - (1.0 - min(closing["kill"], 0.99)) ** (losses / slower)
    found["demand.patience"] = values["demand"]["patience"] * max(1.0, math.sqrt(slower))
    return found


def _within(key: str, value: Any) -> Any:
    """Return a value within its bounds and with as many digits as a file will show."""
    if key == declared.SEGMENTS:
        return [{**entry, "list_value": rounded(entry["list_value"], DIGITS)} for entry in value]
    item = declared.flat()[key]
    return rounded(min(max(value, item.low), item.high), DIGITS)
