"""What an hour is worth to a rep paid by the euro, by arithmetic on declared parameters.

The rep keeps the book of the ledger for as long as people remember, in a firm that has settled; the
ledger's own rules turn it into what an hour of each task brings, and the effort mechanism's into
the split of the week. Results are those of the balance found so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.meanfield.sample import Floats
from sim.core.formulas import kept
from sim.drivers.compiled import compiled_parameters
from sim.mechanisms.effort import weight
from sim.mechanisms.ledger import usual, weigh_deals, weigh_leads
from sim.world.names import QUARTER, REP_TASKS, SOURCES, YEAR, Entry, RepTask, Source, words
from sim.world.options import Attraction
from sim.world.people import REPS

ROUNDS, STEP = 30, 0.3
"""How often the week is split anew, and by which part of the way to the new split."""
MOST_READY = 60


@dataclass(frozen=True)
class Told:
    """What a rep, and a week, are told by the firm as it has settled: per rep and week.

    Attributes:
        ended: deals that end; `won` of them are won, for `euros`.
        open: deals open at any time; `ready` of them with a champion who is won.
        asks: proposals; `gained` what they are worth beyond waiting, in wins.
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
    gained: float
    finds: float
    found: float
    on_leads: float
    waits: float = 0.0


class Ledger:
    """Hours of a rep's week by task, and what they and deals are worth to the rep.

    Attributes:
        week: hours by task, vacancies taken off.
        deal_hours: hours for open deals, those included that no lead is worth.
        hour_price: pay an hour brings in its best other use.
        takes: pay that the hours of a further deal take from the others.
        winning: share of deals the rep believes are won.
        euro: pay a euro of net bookings brings.
        rep: a row as the ledger knows it, of a rep who is in no world.
    """

    def __init__(self, values: dict[str, Any]) -> None:
        """Begin with the habits of the job and with the facts of the job."""
        self.values = values
        self.parameters = compiled_parameters([values])[0][0]
        self.rep = REPS.blank(1)[0]
        self.euro = values["pay"]["standard_share"] / values["pay"]["revenue"]
        self.rep["per_euro"] = self.euro
        habits = np.array([values["effort"]["rep_habit"][task] for task in REP_TASKS])
        self.habits = habits / habits.sum()
        self.shares = self.habits.copy()
        self.told = told_by_the_job(values, self.parameters)
        for _ in range(ROUNDS):
            self.move(self.told)

    @property
    def week(self) -> dict[str, float]:
        """Return the hours of a week by task."""
        hours = present_hours(self.values) * self.shares
        return dict(zip(REP_TASKS, hours.tolist(), strict=True))

    @property
    def deal_hours(self) -> float:
        """Return the hours for open deals."""
        week = self.week
        return week["deals"] + max(week["leads"] - self.told.on_leads, 0.0)

    @property
    def hour_price(self) -> float:
        """Return what an hour brings in its best other use."""
        return float(self.rep["hour_price"])

    @property
    def takes(self) -> float:
        """Return what the hours of a further deal take from the others."""
        return float(self.rep["takes"])

    @property
    def winning(self) -> float:
        """Return the share of deals the rep believes are won."""
        return float(self.rep["winning"][Source.OUTBOUND])

    def move(self, told: Told) -> None:
        """Reckon anew after weeks like this one, and move the split of the week towards that."""
        self.told = told
        own, parameters = self.rep, self.parameters
        write_book(own, parameters, present_hours(self.values) * self.shares, told)
        weigh_deals(own, parameters)
        own["queue"] = told.waits
        weigh_leads(own, parameters)
        if self.values["choices"]["hours"] != "frozen":
            self.shares += STEP * (split(self.values, self.habits, own["worth"]) - self.shares)


def told_by_the_job(values: dict[str, Any], parameters: Any) -> Told:
    """Return the facts of the job."""
    fact = [float(usual(entry, parameters)) for entry in Entry]
    search = fact[Entry.SEARCH_HOURS]
    return Told(
        ended=fact[Entry.ENDED],
        won=fact[Entry.WINS],
        euros=fact[Entry.WON],
        open=fact[Entry.OPEN],
        ready=fact[Entry.READY],
        asks=fact[Entry.ASKS],
        gained=fact[Entry.GAINED],
        finds=fact[Entry.FINDS] / search,
        found=fact[Entry.FOUND] / search,
        on_leads=float(values["effort"]["rep_habit"]["leads"] * values["effort"]["rep_week"]),
    )


def present_hours(values: dict[str, Any]) -> float:
    """Return the weekly hours of a seat, vacancies taken off."""
    people = values["people"]
    vacant = people["rep_leaving"] * people["vacancy"] / YEAR
    return float(values["effort"]["rep_week"] / (1.0 + vacant))


def split(values: dict[str, Any], habits: Floats, worth: Floats) -> Floats:
    """Return the shares of tasks in a week in which an hour of each is worth so much."""
    effort = values["effort"]
    pulls = QUARTER * effort["rep_week"] * np.asarray(worth, dtype=float)
    slack, form = float(effort["slack_value"]), words(Attraction).index(effort["form"])
    pulls[RepTask.SLACK] = slack
    wishes = np.array(
        [
            weight(float(habit), float(pull), float(effort["temper"]), slack, form)
            for habit, pull in zip(habits, pulls, strict=True)
        ]
    )
    return np.asarray(wishes / wishes.sum())


def write_book(own: Any, parameters: Any, hours: Floats, told: Told) -> None:
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
        Entry.GAINED: told.gained,
        Entry.READY: ready,
        Entry.TIMED: timed,
        Entry.SHORT: short,
        Entry.OPEN: told.open,
        Entry.WEEKS: 1.0,
        Entry.FOUND: told.found * search,
        Entry.FOUND_WON: told.found * search * won,
    }
    for entry, amount in a_week.items():
        own["book"][entry] = weeks * amount
    for source in range(len(SOURCES)):
        own["ended_by"][source] = weeks * told.ended
        own["won_by"][source] = weeks * told.won


def ready_weeks(ready: float, asks: float) -> tuple[float, float, float]:
    """Return deals that are ready, have time for an ask, and are ready in weeks short of time.

    ready: of a rep in a mean week, around which they spread by Poisson; asks: there is time for,
    half an ask more or less.

    >>> ready_weeks(2.0, 1000.0)
    (2.0, 2.0, 0.0)
    """
    counts = np.arange(1, MOST_READY + int(3.0 * ready))
    logs = counts * np.log(max(ready, 1e-12)) - ready - np.cumsum(np.log(counts))
    chances = np.exp(logs)
    is_short = np.clip(counts - asks + 0.5, 0.0, 1.0)
    timed = chances @ np.minimum(counts, asks)
    return (
        round(float(chances @ counts), 12),
        round(float(timed), 12),
        float((chances * counts) @ is_short),
    )
