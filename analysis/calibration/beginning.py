"""What a fit to known numbers begins with: settings that arithmetic gives before any run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.meanfield.balance import balanced
from analysis.meanfield.leads import average_value
from analysis.words.wording import rounded
from sim.world.names import QUARTER, YEAR

if TYPE_CHECKING:
    from sim.scenario import Scenario

QUARTERS = YEAR // QUARTER
"""Quarters in a year."""


def fixed(loaded: Scenario, known: dict[str, float], way: str | None = None) -> dict[str, Any]:
    """Return what to begin with, where arithmetic says it at once; `way`: how sales are paid."""
    market = loaded.values["market"]
    found: dict[str, Any] = {"run.before": "same"}
    if way is not None:
        found["delivery.recurring"] = float(way != "one_off")
    if "deal" in known:
        factor = known["deal"] / average_value(loaded.values)
        found["market.segments"] = [
            {**entry, "list_value": entry["list_value"] * factor} for entry in market["segments"]
        ]
    if "customers" in known:
        found["market.customers"] = min(known["customers"] / market["accounts"], 1.0)
    return found


def references(scenario: Scenario, facts: dict[str, float]) -> dict[str, float]:
    """Return what people and targets reckon with: from facts where known, else by arithmetic."""
    values = scenario.values
    market, flows = values["market"], balanced(values)
    reps, marketers = (market["pods"] * market[role] for role in ("reps", "marketers"))
    opened = max(flows.opportunities, 1e-9)
    won, rate = YEAR * flows.wins, flows.wins / opened
    deal = flows.net_value / max(flows.wins, 1e-9)
    won, rate = facts.get("won", won), facts.get("win_rate", rate)
    closed = won / max(rate, 0.01)
    leads = facts.get("leads", YEAR * flows.leads) / QUARTERS / marketers
    sourced = flows.from_marketing / opened
    found = {
        "scoring.deal_value": average_value(values),
        "pay.leads": max(leads, 0.1),
        "pay.real_leads": max(min(sourced * closed / QUARTERS / marketers, leads), 0.1),
        "pay.accepted": max(leads * flows.worked, 0.1),
        "pay.deals": max(closed / QUARTERS / reps, 0.1),
        "pay.close_rate": max(rate, 0.01),
        "pay.revenue": max(won * deal / QUARTERS / reps, 1.0),
        "pay.sourced_share": max(sourced, 0.01),
    }
    if "cycle" in facts:
        found["closing.usual_cycle"] = min(max(facts["cycle"], 1.0), 104.0)
    return {key: rounded(value, 4) for key, value in found.items()}
