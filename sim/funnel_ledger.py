"""What an hour is worth to a rep paid by the euro, by arithmetic on declared parameters.

The rep keeps the book of the ledger for as long as people remember, in a firm that has settled; the
ledger's own rules turn it into what an hour of each task brings, and the effort mechanism's into
the split of the week. Results are those of the balance found so far.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.core.formulas import kept
from sim.driver import compiled_parameters
from sim.funnel_sample import Floats
from sim.mechanisms.effort import weight
from sim.mechanisms.ledger import usual, weigh_deals, weigh_leads
from sim.names import QUARTER, REP_TASKS, SOURCES, YEAR, Entry, Metric, RepTask, Source
from sim.world import REPS, Clock

ROUNDS, STEP = 60, 0.3
"""How often the week is split anew, and by which part of the way to the new split."""
MOST_READY = 60


@dataclass(frozen=True)
class Told:
    """What a rep, and a week, are told by the firm as it has settled: per rep and week.

    Attributes:
        ended: deals that end; `won` of them are won, for `euros`.
        open: deals open at any time; `ready` of them with a champion who is won.
        asks: proposals.
        finds: buyers found by one hour of looking; `found` deals from them.
        on_leads: hours for leads that some lead is worth.
        waits: pay lost while the best lead left lies for a week.
    """

    ended: float
    won: float
    euros: float
    open: float
    ready: float
    asks: float
    finds: float
    found: float
    on_leads: float
    waits: float = 0.0


@dataclass
class Ledger:
    """Hours of a rep's week by task, and what deals are worth to the rep.

    Attributes:
        week: hours by task, vacancies taken off.
        deal_hours: hours for open deals, those included that no lead is worth.
        hour_price: pay an hour brings in its best other use.
        takes: pay that the hours of a further deal take from the others.
        winning: share of deals the rep believes are won.
        euro: pay a euro of net bookings brings.
    """

    week: dict[str, float]
    deal_hours: float
    hour_price: float
    takes: float
    winning: float
    euro: float
    rep: Any = field(repr=False)


def first_ledger(values: dict[str, Any]) -> Ledger:
    """Return the ledger of somebody who knows the facts of the job only."""
    parameters = compiled_parameters(values)[0][0]
    euros = [float(usual(entry, parameters)) for entry in Entry]
    told = Told(
        euros[Entry.ENDED], euros[Entry.WINS], euros[Entry.WON], euros[Entry.OPEN],
        euros[Entry.READY], euros[Entry.ASKS], euros[Entry.FINDS] / euros[Entry.SEARCH_HOURS],
        euros[Entry.FOUND] / euros[Entry.SEARCH_HOURS],
        float(values["effort"]["rep_habit"]["leads"] * values["effort"]["rep_week"]),
    )  # fmt: skip
    return settled(values, told)


def settled(values: dict[str, Any], told: Told) -> Ledger:
    """Return the ledger, and the split of the week, that fit what the firm tells."""
    parameters = compiled_parameters(values)[0][0]
    effort = values["effort"]
    habits = np.array([effort["rep_habit"][task] for task in REP_TASKS])
    habits /= habits.sum()
    rep = REPS.blank(1)[0]
    euro = values["pay"]["standard_share"] / values["pay"]["revenue"]
    rep["slope"][Metric.OWN_REVENUE] = euro
    hours = present_hours(values)
    shares = habits.copy()
    is_free = values["choices"]["hours"] != "frozen"
    for _ in range(ROUNDS if is_free else 1):
        write_book(rep, parameters, hours * shares, told)
        weigh_deals(rep, parameters)
        price = values["triage"]["lead_hours"] * rep["worth"][RepTask.DEALS]
        rep["queue"] = rep["left"] = price + told.waits
        weigh_leads(rep, parameters, Clock(0, 0, 1))
        if is_free:
            shares += STEP * (split(values, habits, rep["worth"]) - shares)
    week = dict(zip(REP_TASKS, (hours * shares).tolist(), strict=True))
    spare = max(week["leads"] - told.on_leads, 0.0)
    return Ledger(
        week, week["deals"] + spare, float(rep["hour_price"]), float(rep["takes"]),
        float(rep["winning"][Source.OUTBOUND]), float(euro), rep,
    )  # fmt: skip


def present_hours(values: dict[str, Any]) -> float:
    """Return the weekly hours of a seat, vacancies taken off."""
    people = values["people"]
    vacant = people["rep_leaving"] * people["vacancy"] / YEAR
    return float(values["effort"]["rep_week"] / (1.0 + vacant))


def split(values: dict[str, Any], habits: Floats, worth: Floats) -> Floats:
    """Return the shares of tasks in a week in which an hour of each is worth so much."""
    effort = values["effort"]
    pulls = QUARTER * effort["rep_week"] * np.asarray(worth, dtype=float)
    pulls[RepTask.SLACK] = effort["slack_value"]
    wishes = np.array(
        [
            weight(float(habit), float(pull), float(effort["temper"]))
            for habit, pull in zip(habits, pulls, strict=True)
        ]
    )
    return np.asarray(wishes / wishes.sum())


def write_book(rep: Any, parameters: Any, hours: Floats, told: Told) -> None:
    """Write a book as long as memory, of weeks like this one."""
    weeks = 1.0 / (1.0 - kept(float(parameters["ledger"]["memory"])))
    asks = hours[RepTask.CLOSING] / parameters["closing"]["ask_hours"]
    ready, timed, short = ready_weeks(told.ready, float(asks))
    search = hours[RepTask.PROSPECTING]
    spare = max(hours[RepTask.LEADS] - told.on_leads, 0.0)
    won = told.euros / max(told.ended, 1e-12)
    a_week = {
        Entry.DEAL_HOURS: hours[RepTask.DEALS] + spare,
        Entry.CLOSING_HOURS: hours[RepTask.CLOSING],
        Entry.SEARCH_HOURS: search,
        Entry.FINDS: told.finds * search,
        Entry.ENDED: told.ended,
        Entry.WINS: told.won,
        Entry.WON: told.euros,
        Entry.ASKS: told.asks,
        Entry.READY: ready,
        Entry.TIMED: timed,
        Entry.SHORT: short,
        Entry.OPEN: told.open,
        Entry.WEEKS: 1.0,
        Entry.FOUND: told.found * search,
        Entry.FOUND_WON: told.found * search * won,
    }
    for entry, amount in a_week.items():
        rep["book"][entry] = weeks * amount
    for source in range(len(SOURCES)):
        rep["ended_by"][source] = weeks * told.ended
        rep["won_by"][source] = weeks * told.won


def ready_weeks(ready: float, asks: float) -> tuple[float, float, float]:
    """Return deals that are ready, have time for an ask, and are ready in weeks short of time.

    ready: of a rep in a mean week, around which they spread by Poisson; asks: there is time for.

    >>> ready_weeks(2.0, 1000.0)
    (2.0, 2.0, 0.0)
    """
    counts = np.arange(1, MOST_READY + int(3.0 * ready))
    logs = counts * np.log(max(ready, 1e-12)) - ready - np.cumsum(np.log(counts))
    chances = np.exp(logs)
    is_short = counts > asks
    timed = chances @ np.minimum(counts, asks)
    return round(float(chances @ counts), 12), round(float(timed), 12), float(
        (chances * counts) @ is_short
    )
