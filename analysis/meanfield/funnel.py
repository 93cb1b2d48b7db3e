"""What a scenario implies before any run: its funnel, by arithmetic on declared parameters.

Accounts enter, some open a deal (they call, are found, or answer a campaign), some deals are won.
Hours, deals and leads depend on one another, so the balance is found by repetition. Hours, leads
worth working, discounts and the moment to ask are chosen by somebody paid by the euro; other
choices stand at their defaults; nothing is drawn. It is the balance a firm settles at, not its
first years. Use it to see whether a file is believable, not to compare
schemes: contracts do not enter. How far it lies from runs of the shipped markets stands in
docs/explanation/measured/funnels.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.meanfield.balance import ledger_and_balance
from analysis.meanfield.leads import average_value
from analysis.meanfield.sample import listed
from sim.scenario import Scenario
from sim.world.names import QUARTER, YEAR


@dataclass(frozen=True)
class Line:
    """One line of the funnel, as a number, with the form in which it is shown."""

    key: str
    meaning: str
    value: float
    form: str
    how: str

    @property
    def text(self) -> str:
        """Return the number as it is shown."""
        return format(self.value, self.form)


def funnel(scenario: Scenario) -> list[Line]:
    """Return what a scenario implies, from accounts entering the market to revenue per rep."""
    values = scenario.values
    ledger, found = ledger_and_balance(values)
    week = ledger.week
    market = values["market"]
    reps = market["pods"] * market["reps"]
    opportunities = max(found.opportunities, 1e-12)
    losses = max(found.opportunities - found.wins, 1e-12)
    revenue, quarters = YEAR * found.net_value, YEAR // QUARTER
    needed = found.open_deals * values["buying_group"]["full_hours"]
    needed += found.leads * values["triage"]["lead_hours"]
    budget = values["planning"]["budget"] * market["accounts"]
    return [
        _line("entering", "accounts entering a week", found.entering, ".1f", "demand"),
        _line("in_market", "accounts looking at any time", found.in_market, ".0f", "demand"),
        _line("on_list", "of new ones, on the day-one list", listed(values), ".0%",
              "demand, market.brand_stock"),
        _line("leads", "leads handed over a week", found.leads, ".1f", "campaigns, scoring"),
        _line("worked", "leads worked", found.worked, ".0%", "triage, effort"),
        _line("opportunities", "opportunities a year", YEAR * found.opportunities, ".0f", ""),
        _line("from_marketing", "of these from marketing",
              found.from_marketing / opportunities, ".0%", ""),
        _line("win_rate", "win rate", found.wins / opportunities, ".0%", "buying_group, closing"),
        _line("no_decision", "losses to no decision", found.no_decision / losses, ".0%",
              "buying_group, closing"),
        _line("cycle", "weeks to a win", found.cycle, ".1f", "buying_group, closing"),
        _line("deals", "deals won a year", YEAR * found.wins, ".0f", ""),
        _line("deals_per_rep", "deals won a year per rep", YEAR * found.wins / reps, ".1f", ""),
        _line("average_value", "average list value of a first deal", average_value(values),
              ",.0f", "market.segments, market.value_spread"),
        _line("bookings", "bookings a year", revenue, ",.0f", "after discounts"),
        _line("revenue_per_rep", "revenue per rep and quarter", revenue / reps / quarters, ",.0f",
              f"targets reckon with pay.revenue, {values['pay']['revenue']:,.0f}"),
        _line("open_deals", "open deals per rep", found.open_deals / reps, ".1f", ""),
        _line("hours_needed", "hours a rep and week would need", needed / reps, ".1f",
              "full effort on every open deal, all leads worked"),
        _line("hours", "hours a rep and week has for these", week["deals"] + week["leads"],
              ".1f", "effort.rep_week, effort.rep_habit"),
        _line("budget_share", "marketing budget over bookings",
              budget / revenue if revenue else 0.0, ".0%", "planning.budget"),
    ]  # fmt: skip


def _line(key: str, meaning: str, value: float, form: str, how: str) -> Line:
    return Line(key, meaning, float(value), form, how)
