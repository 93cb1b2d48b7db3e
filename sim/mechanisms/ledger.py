"""The ledger: what an hour of each task is thought to bring a rep.

A rep keeps book of own hours and of what followed; what was long ago fades, and before there is
experience the facts of the job speak, the same under every pay. Results follow hours with falling
returns: hours on deals as a share of what deals take at full effort. An hour of closing brings what
asking was worth beyond waiting, in weeks in which hours for it ran short. A further deal is worth
what deals have brought, less what its hours bring to the others; a lead is worth its part of that,
less its own hours at the price of the best other use. The contract enters only by turning results
into pay.

Counter-force: an hour believed in is taken from another task, and the book shows what that costs.
Neutral: without variable pay no hour brings anything, and what is not paid keeps its habit.
Sources: Little 1970 (response to effort with falling returns), Lodish 1971 (hours by marginal
worth), Holmstrom & Milgrom 1991 (a deal at the price of the rate); assumptions 131-133.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import STEEPEST, believed, clipped, kept, ratio
from sim.core.params import Block, param
from sim.core.units import Number, Weeks
from sim.world.names import QUARTER, SOURCES, Entry, Metric, Outcome, RepTask, Source
from sim.world.state import Clock
from sim.world.vectors import NOBODY

ENTRIES = len(Entry)
TINY = 1.0e-9
LATE = 0.5
"""Part of ready deals for which hours usually run short, as a rule of thumb."""


class Ledger(Block):
    """How people learn what an hour is worth."""

    memory: Weeks = param(
        26.0, 2, 520, unit="weeks", source="assumption 131", sweep=(13.0, 104.0),
        meaning="half-life of what people remember of hours and results",
    )  # fmt: skip
    prior: Weeks = param(
        13.0, 0.5, 520, unit="weeks", source="assumption 131", sweep=(4.0, 52.0),
        meaning="weeks of usual work as which the facts of the job count",
    )  # fmt: skip
    full_work: Number = param(
        1.0, 0.05, 20, source="assumption 132", sweep=(0.5, 2.0),
        meaning="hours after which a deal gains little, over those of full effort while it is open",
    )  # fmt: skip
    alike: Number = param(
        6.0, 0.1, 100, unit="deals", source="assumption 133", sweep=(2.0, 20.0),
        meaning="deals of one source that weigh as much as what is known of all deals",
    )  # fmt: skip
    glance: Weeks = param(
        8.0, 1, 104, unit="weeks", source="assumption 133", sweep=(4.0, 26.0),
        meaning="half-life of the impression of what is left lying",
    )  # fmt: skip


@rule
def returns(full: float, spent: float) -> float:
    """Return the elasticity of results to hours: results go as 1 - exp(-hours / full).

    >>> round(returns(10.0, 10.0), 3)
    0.582
    """
    part = min(spent / full, STEEPEST)
    return part / math.expm1(part) if part > TINY else 1.0


@rule
def pressing(chance: float, hours: float, loss: float, kill: float) -> float:
    """Return what an ask is worth beyond waiting a week, in wins, if the chance stays as it is.

    `hours` is what the hours of a week on the deal are worth elsewhere, in wins.

    >>> round(pressing(0.2, 0.0, 0.05, 0.3), 4)
    0.0408
    """
    ends = chance + (1.0 - chance) * kill
    return ratio(2.0 * loss * chance + max(ends - loss, 0.0) * hours, ends + loss, 0.0)


@rule
def missed(coming: float, entering: float) -> float:
    """Return the share of buyers who begin to look that give up without a deal.

    So many come, and so many begin to look, a week; in the long run the others give up looking.

    >>> missed(0.3, 1.2)
    0.75
    """
    return clipped(1.0 - ratio(coming, entering, 0.0), 0.0, 1.0)


@phase
def note_hours(
    rows: Any, accounts: Any, opportunities: Any, leads: Any, counters: Any, reps: Any, ledger: Any,
    closing: Any, clock: Clock,
) -> None:  # fmt: skip
    """Write this week's hours, and what followed, into every rep's book."""
    keep = kept(ledger["memory"])
    for row in range(reps.shape[0]):
        note(reps[row], keep, closing)
    for row in range(counters[0]["new_leads"], counters[0]["leads"]):
        lead = leads[row]
        if lead["source"] == Source.OUTBOUND and lead["rep_id"] != NOBODY:
            reps[lead["rep_id"]]["book"][Entry.FINDS] += 1.0
    for index in range(rows.shape[0]):
        account = accounts[rows[index]]
        if account["opportunity"] != NOBODY:
            deal = opportunities[account["opportunity"]]
            if deal["outcome"] != Outcome.OPEN and deal["closed_week"] == clock.week:
                note_end(reps[account["rep"]], deal)


@act
def fade(rep: Any, keep: float) -> None:
    """Keep part of what is in one rep's book."""
    for entry in range(ENTRIES):
        rep["book"][entry] *= keep
    for source in range(len(SOURCES)):
        rep["ended_by"][source] *= keep
        rep["won_by"][source] *= keep


@act
def note(rep: Any, keep: float, closing: Any) -> None:
    """Let one rep's book fade and add the week."""
    fade(rep, keep)
    book = rep["book"]
    book[Entry.WEEKS] += 1.0
    book[Entry.DEAL_HOURS] += rep["hours"][RepTask.DEALS] + rep["spare"]
    book[Entry.CLOSING_HOURS] += rep["hours"][RepTask.CLOSING]
    book[Entry.SEARCH_HOURS] += rep["hours"][RepTask.PROSPECTING]
    book[Entry.ENDED] += rep["closed_deals"]
    book[Entry.WINS] += rep["won_deals"]
    book[Entry.WON] += rep["won_value"]
    book[Entry.ASKS] += rep["asks"]
    book[Entry.GAINED] += rep["gained"]
    book[Entry.OPEN] += rep["open_deals"]
    ready = float(rep["ready_deals"])
    time = min(ratio(rep["hours"][RepTask.CLOSING], closing["ask_hours"] * ready, 1.0), 1.0)
    book[Entry.READY] += ready
    book[Entry.TIMED] += ready * time
    book[Entry.SHORT] += ready if time < 1.0 else 0.0
    book[Entry.DUE] += rep["due_value"]
    book[Entry.LOST] += rep["due_value"] - rep["renewed_value"]


@act
def note_end(rep: Any, deal: Any) -> None:
    """Write down how a deal ended, by where it came from."""
    source = deal["source"]
    rep["ended_by"][source] += 1.0
    if source == Source.OUTBOUND:
        rep["book"][Entry.FOUND] += 1.0
    if deal["outcome"] == Outcome.WON:
        rep["won_by"][source] += 1.0
        if source == Source.OUTBOUND:
            rep["book"][Entry.FOUND_WON] += deal["net_value"]


@act
def entering(p: Any) -> float:
    """Return how many buyers of each rep begin to look in a week: not those who look already."""
    market, demand = p["market"], p["demand"]
    a_week = demand["entry_hazard"] / (1.0 + demand["entry_hazard"] * demand["patience"])
    return float(market["accounts"] * a_week / (market["reps"] * market["pods"]))


@act
def looking(p: Any) -> float:
    """Return how many buyers each rep has who look and are in nobody's pipeline, as a rule."""
    left = entering(p) * missed(p["pay"]["deals"] / QUARTER, entering(p))
    return float(left * p["demand"]["patience"])


@act
def found_in(p: Any) -> float:
    """Return the deals a week that usual hours of looking for buyers open."""
    hours = p["effort"]["rep_habit"][RepTask.PROSPECTING] * p["effort"]["rep_week"]
    finds = p["pipeline"]["find_rate"] * looking(p) * hours
    return float(finds * p["triage"]["call_conversion"])


@act
def usual_hours(entry: int, p: Any) -> float:
    """Return what the facts of the job say of own hours, and of what they are spent on, a week."""
    habit, week = p["effort"]["rep_habit"], p["effort"]["rep_week"]
    if entry == Entry.DEAL_HOURS:
        return float(habit[RepTask.DEALS] * week)
    if entry == Entry.SEARCH_HOURS:
        return float(habit[RepTask.PROSPECTING] * week)
    closing = habit[RepTask.CLOSING] * week
    if entry == Entry.CLOSING_HOURS:
        return float(closing)
    asks = closing / p["closing"]["ask_hours"]
    return float(LATE * asks if entry == Entry.SHORT else asks)


@act
def full_time(life: float, p: Any) -> float:
    """Return the hours after which deals that are open for `life` weeks in all gain little."""
    return float(p["ledger"]["full_work"] * p["buying_group"]["full_hours"] * life)


@act
def gained_usually(p: Any) -> float:
    """Return what asks of a usual week are worth beyond waiting, in wins."""
    wins, closing = p["pay"]["close_rate"] * p["pay"]["deals"] / QUARTER, p["closing"]
    asks, life = usual_hours(Entry.ASKS, p), p["pay"]["deals"] / QUARTER * closing["usual_cycle"]
    hours = usual_hours(Entry.DEAL_HOURS, p)
    a_week = min(hours / life, p["buying_group"]["full_hours"])
    elsewhere = a_week * wins / hours * returns(full_time(life, p), hours)
    chance = min(wins / asks, 1.0)
    return asks * pressing(chance, elsewhere, closing["usual_loss"], closing["kill"])


@act
def usual(entry: int, p: Any) -> float:
    """Return what the facts of the job say of an entry, a week."""
    pay = p["pay"]
    if entry == Entry.FINDS:
        return float(ratio(found_in(p), p["triage"]["call_conversion"], 0.0))
    if entry == Entry.FOUND:
        return found_in(p)
    if entry == Entry.FOUND_WON:
        return float(found_in(p) * pay["revenue"] / pay["deals"])
    if entry == Entry.ENDED:
        return float(pay["deals"] / QUARTER)
    if entry == Entry.WINS:
        return float(pay["close_rate"] * pay["deals"] / QUARTER)
    if entry == Entry.WON or entry == Entry.DUE:
        return float(pay["revenue"] / QUARTER)
    if entry == Entry.LOST:
        return float((1.0 - pay["retention"]) * pay["revenue"] / QUARTER)
    if entry == Entry.OPEN:
        return float(pay["deals"] / QUARTER * p["closing"]["usual_cycle"])
    if entry == Entry.GAINED:
        return gained_usually(p)
    return 1.0 if entry == Entry.WEEKS else usual_hours(entry, p)


@act
def known(entry: int, book: Any, p: Any) -> float:
    """Return an entry with the facts of the job counted as so many weeks of usual work."""
    return float(book[entry] + p["ledger"]["prior"] * usual(entry, p))


@act
def weigh_deals(rep: Any, p: Any) -> None:
    """Write what deals bring, and what an hour on them, or of closing, is worth."""
    book, slope, worth = rep["book"], rep["slope"], rep["worth"]
    ended, wins = known(Entry.ENDED, book, p), known(Entry.WINS, book, p)
    won = known(Entry.WON, book, p)
    euro = rep["per_euro"]
    rep["per_win"] = slope[Metric.CLOSE_RATE]
    rep["win_rate"] = min(wins / ended, 1.0)
    earned = euro * won + rep["per_win"] * wins
    hours, life = known(Entry.DEAL_HOURS, book, p), known(Entry.OPEN, book, p)
    worth[RepTask.DEALS] = earned / hours * returns(full_time(life, p), hours)
    asks, closing = known(Entry.ASKS, book, p), known(Entry.CLOSING_HOURS, book, p)
    late = known(Entry.SHORT, book, p) / known(Entry.READY, book, p)
    a_look = known(Entry.GAINED, book, p) / known(Entry.TIMED, book, p) * earned / wins
    worth[RepTask.CLOSING] = late * a_look / p["closing"]["ask_hours"]
    worked = min(hours, p["buying_group"]["full_hours"] * life)
    usually, alike = rep["win_rate"], p["ledger"]["alike"]
    for source in range(len(SOURCES)):
        own_won, own_ended = rep["won_by"][source], rep["ended_by"][source]
        rep["winning"][source] = believed(usually, alike, own_won, own_ended)
    rep["brings"] = euro * won / ended
    asked = min(closing, p["closing"]["ask_hours"] * asks)
    rep["takes"] = (worked * worth[RepTask.DEALS] + asked * worth[RepTask.CLOSING]) / ended


@act
def lost_otherwise(rep: Any, p: Any) -> float:
    """Return the share of buyers worth a deal who give up looking without one.

    Of buyers found only some are worth a deal to the rep; of all who begin to look so are as many.
    Buyers who look are met at some rate in all ways together and give up at another, so a little
    more of any way of meeting them brings as many deals more as that share of the deals it opens:
    most of the others would have been met later.
    """
    book = rep["book"]
    finds = p["triage"]["call_conversion"] * known(Entry.FINDS, book, p)
    opened = known(Entry.FOUND, book, p)
    a_week = known(Entry.ENDED, book, p) / known(Entry.WEEKS, book, p)
    worth_a_deal = min(ratio(opened, finds, 1.0), 1.0)
    return missed(a_week, entering(p) * worth_a_deal)


@act
def weigh_leads(rep: Any, p: Any) -> None:
    """Write the price of an hour, and what an hour on leads, or of looking for them, is worth."""
    book, worth, triage = rep["book"], rep["worth"], p["triage"]
    new = lost_otherwise(rep, p)
    rep["hour_price"] = worth[RepTask.DEALS]
    worth[RepTask.LEADS] = rep["hour_price"] + new * rep["queue"] / triage["lead_hours"]
    euro = ratio(rep["brings"] * known(Entry.ENDED, book, p), known(Entry.WON, book, p), 0.0)
    opened = known(Entry.FOUND, book, p)
    earned = euro * known(Entry.FOUND_WON, book, p) - rep["takes"] * opened
    earned += rep["per_win"] * (rep["winning"][Source.OUTBOUND] - rep["win_rate"]) * opened
    earned -= triage["lead_hours"] * rep["hour_price"] * known(Entry.FINDS, book, p)
    worth[RepTask.PROSPECTING] = max(earned, 0.0) * new / known(Entry.SEARCH_HOURS, book, p)


@act
def weigh_service(rep: Any, pod: Any, clawback: float, p: Any) -> None:
    """Write what an hour on customers is worth: contracts that stay, as far as they are paid."""
    slope, delivery, book = rep["slope"], p["delivery"], rep["book"]
    due = known(Entry.DUE, book, p)
    left, per_week = known(Entry.LOST, book, p) / due, due / known(Entry.WEEKS, book, p)
    euro = slope[Metric.RETENTION] + clawback * slope[Metric.OWN_REVENUE]
    full = delivery["service_hours"] * pod["customers"]
    hours = max(pod["customer_hours"], rep["hours"][RepTask.CUSTOMERS])
    rep["worth"][RepTask.CUSTOMERS] = 0.0
    if 0.0 < hours < full:
        lift = delivery["service"] * math.sqrt(hours / full) / (2.0 * hours)
        stays = left * (1.0 - left) * delivery["satisfaction_effect"] * lift
        rep["worth"][RepTask.CUSTOMERS] = euro * per_week * stays


@act
def reckon(row: int, reps: Any, pods: Any, contract: Any, p: Any, clock: Clock) -> None:
    """Let one rep reckon what an hour of each task brings; a newcomer's book is empty."""
    rep = reps[row]
    keep = kept(p["ledger"]["glance"])
    rep["queue"] = keep * rep["queue"] + (1.0 - keep) * rep["left"]
    if rep["hired_week"] == clock.week:
        fade(rep, 0.0)
        rep["queue"] = 0.0
    weigh_deals(rep, p)
    weigh_leads(rep, p)
    weigh_service(rep, pods[rep["pod"]], contract["clawback"], p)


@phase
def weigh_all(rows: Any, reps: Any, pods: Any, contract: Any, p: Any, clock: Clock) -> None:
    """Let every rep reckon what an hour of each task brings."""
    for index in range(rows.shape[0]):
        reckon(rows[index], reps, pods, contract, p, clock)
