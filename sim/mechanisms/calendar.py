"""Calendar: what this week's practices ask of everybody's week.

A practice takes hours from the same weeks in which people sell and market. This is the one place
where they are taken; what a practice does with them is written in its own room. What comes round
every few weeks is declared there too (`takes`, `together`), and read here from `rounds`; only what
is done in turn, week by week or after events (a debrief follows a win, in the week after) has its
line below.

Who comes to what also says who is together with whom, and for how long: in a round of many each two
have little of its time for each other.

Counter-force: every hour booked is missing for leads, deals, campaigns and customers.
Neutral: a practice that is never due books nothing, and the week is as long as it was.
Sources: model 5 (practice hours are taken from the same weeks); evidence B5 (meeting cost).
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import ratio
from sim.core.params import Block, param
from sim.core.units import Hours
from sim.world.names import QUARTER, Boss
from sim.world.options import Attendance, Seating, Tension
from sim.world.places import place_in_pod, those_of
from sim.world.practices import PLACES, Practice
from sim.world.state import Clock


class Calendar(Block):
    """How much of a week practices may take."""

    most: Hours = param(
        20.0, 0, 40, unit="hours", source="assumption 80", sweep=(8.0, 30.0),
        meaning="weekly hours of practices beyond which people come to all of them less",
    )  # fmt: skip


@rule
def is_due(every: int, index: int) -> bool:
    """Return whether something that happens every `every` weeks falls in this week; 0 is never."""
    return every > 0 and index % every == every - 1


@rule
def due(every: int, hours: float, index: int) -> float:
    """Return the hours of this week that a practice takes which lasts `hours` when it is due."""
    return hours if is_due(every, index) else 0.0


@rule
def comes(local: int, seats: int, attendance: int, delegates: float, turn: int) -> bool:
    """Return whether a seat comes to the `turn`-th meeting: all, some in turn, or the first."""
    if attendance == Attendance.ALL:
        return True
    if attendance == Attendance.DELEGATES:
        return (local + turn) % seats < max(math.ceil(delegates * seats), 1)
    return local == 0


@rule
def is_away(local: int, seats: int, every: int, weeks: int, index: int) -> bool:
    """Return whether a seat is in the other craft; the seats of a side go one after the other."""
    return every > 0 and (index + local * every // seats) % every >= every - weeks


@rule
def guests(local: int, seats: int, others: int, turn: int) -> int:
    """Return how many of `others` ride with a seat: guest g goes with seat g + turn."""
    first = (local - turn) % seats
    return (others - first + seats - 1) // seats if first < others else 0


@rule
def airtime(hours: float, people: int) -> float:
    """Return the hours that each two of so many people have for each other in a round.

    >>> airtime(1.0, 2), airtime(1.0, 8)
    (1.0, 0.25)
    """
    return hours * 2.0 / people if people > 1 else 0.0


@act
def book_rounds(person: Any, local: int, seats: int, hours: Any, p: Any, index: int) -> None:
    """Begin a week's bookings with what comes round: `hours` by practice, meetings, rotation."""
    booked = person["booked"]
    for practice in range(PLACES):
        booked[practice] = due(p["rounds"]["every"][practice], hours[practice], index)
    meetings, rotation = p["meetings"], p["rotation"]
    turn = index // max(meetings["every"], 1)
    if comes(local, seats, meetings["attendance"], meetings["delegates"], turn):
        booked[Practice.MEETINGS] = due(meetings["every"], meetings["hours"], index)
    if is_away(local, seats, rotation["every"], rotation["weeks"], index):
        booked[Practice.ROTATION] = rotation["hours"]


@act
def book_routine(person: Any, local: int, boss: int, p: Any) -> None:
    """Book what takes marketers and reps hours week by week, or follows last week's events."""
    booked = person["booked"]
    leadership, liaisons, systems = p["leadership"], p["liaisons"], p["shared_systems"]
    booked[Practice.REVIEWS] = leadership["review_hours"] if boss < Boss.NOBODY else 0.0
    if leadership["tension"] == Tension.STOKED:
        booked[Practice.REVIEWS] += leadership["table_hours"]
    if liaisons["number"] > 0:
        is_liaison = local < liaisons["number"]
        booked[Practice.LIAISONS] = liaisons["hours"] if is_liaison else liaisons["briefing"]
    if p["colocation"]["seating"] == Seating.TOGETHER:
        booked[Practice.COLOCATION] = p["colocation"]["hours"]
    booked[Practice.SHARED_SYSTEMS] = systems["share"] * systems["hours"]
    booked[Practice.DEBRIEFS] = p["debriefs"]["hours"] * person["debriefs"]
    booked[Practice.JOINT_ASSIGNMENTS] = p["joint_assignments"]["hours"] * person["named"]
    booked[Practice.HANDOFF_RULES] += person["astray"]
    booked[Practice.PRICE_EXCEPTIONS] = person["exceptions"]


@act
def book_marketer(row: int, marketers: Any, p: Any, clock: Clock) -> None:
    """Book one marketer's practice hours."""
    person = marketers[row]
    booked = person["booked"]
    seats = p["market"]["marketers"]
    book_rounds(person, row % seats, seats, p["rounds"]["marketer"], p, clock.index)
    book_routine(person, row % seats, p["organisation"]["marketers_report_to"], p)
    access = p["content_access"]
    booked[Practice.CONTENT_ACCESS] = access["level"] * access["hours"] * person["live_assets"]
    add_up(person, p["calendar"], clock)


@act
def book_rep(row: int, reps: Any, p: Any, clock: Clock) -> None:
    """Book one rep's practice hours."""
    person = reps[row]
    booked = person["booked"]
    seats = p["market"]["reps"]
    book_rounds(person, row % seats, seats, p["rounds"]["rep"], p, clock.index)
    book_routine(person, row % seats, p["organisation"]["reps_report_to"], p)
    booked[Practice.FEEDBACK] = p["feedback"]["hours"] * person["dispositions"]
    booked[Practice.LEAD_SLA] = p["lead_sla"]["hours"] if p["lead_sla"]["share"] > 0.0 else 0.0
    framing, handover, rides = p["framing"], p["handover"], p["ride_alongs"]
    booked[Practice.FRAMING] = framing["share"] * framing["hours"] * person["open_deals"]
    booked[Practice.HANDOVER] = handover["share"] * handover["hours"] * person["won_deals"]
    turn = clock.index // max(rides["every"], 1)
    riders = guests(row % seats, seats, p["market"]["marketers"], turn)
    slower = riders * rides["slower"] * rides["hours"]
    booked[Practice.RIDE_ALONGS] = due(rides["every"], slower, clock.index)
    booked[Practice.FEATURE_REQUESTS] = person["requests"]
    add_up(person, p["calendar"], clock)


@rule
def attended(wanted: float, most: float) -> float:
    """Return the part of the booked hours that people come to, if no more than `most` fit."""
    return most / wanted if wanted > most else 1.0


@act
def add_up(person: Any, calendar: Any, clock: Clock) -> None:
    """Add up what was booked; an empty seat attends nothing."""
    wanted = 0.0
    for practice in range(PLACES):
        wanted += person["booked"][practice]
    part = attended(wanted, calendar["most"]) * person["present"]
    total = 0.0
    for practice in range(PLACES):
        person["booked"][practice] *= part
        total += person["booked"][practice]
    person["practice_hours"] = total
    if clock.index % QUARTER == 0:
        person["practised"] = 0.0
    person["practised"] += total


@phase
def book_marketers(rows: Any, marketers: Any, p: Any, clock: Clock) -> None:
    """Book every marketer's practice hours."""
    for index in range(rows.shape[0]):
        book_marketer(rows[index], marketers, p, clock)


@phase
def book_reps(rows: Any, reps: Any, p: Any, clock: Clock) -> None:
    """Book every rep's practice hours."""
    for index in range(rows.shape[0]):
        book_rep(rows[index], reps, p, clock)


@act
def gather(pod: int, practice: int, pods: Any, pairs: Any, marketers: Any, reps: Any) -> None:
    """Share the time of one round of a pod among those who came."""
    people = 0
    for row in those_of(pod, marketers, pods):
        people += 1 if marketers[row]["booked"][practice] > 0.0 else 0
    for row in those_of(pod, reps, pods):
        people += 1 if reps[row]["booked"][practice] > 0.0 else 0
    for row in those_of(pod, pairs, pods):
        pair = pairs[row]
        ours = marketers[pair["marketer"]]["booked"][practice]
        theirs = reps[pair["rep"]]["booked"][practice]
        pair["together"][practice] = airtime(min(ours, theirs), people)


@act
def side_by_side(pair: Any, marketer: Any, rep: Any, here: int, there: int, p: Any, index: int
                 ) -> None:  # fmt: skip
    """Write down what one pair does by itself; `here`, `there` are their seats in the pod."""
    marketers, reps = p["market"]["marketers"], p["market"]["reps"]
    ours, theirs, together = marketer["booked"], rep["booked"], pair["together"]
    together[Practice.COLOCATION] = min(
        ours[Practice.COLOCATION] / reps, theirs[Practice.COLOCATION] / marketers
    )
    if here == there and here < p["liaisons"]["number"]:
        together[Practice.LIAISONS] = min(ours[Practice.LIAISONS], theirs[Practice.LIAISONS])
    if there % marketers == here:
        part = ratio(rep["named"], marketer["named"], 0.0)
        together[Practice.JOINT_ASSIGNMENTS] = min(
            part * ours[Practice.JOINT_ASSIGNMENTS], theirs[Practice.JOINT_ASSIGNMENTS]
        )
    turn = index // max(p["ride_alongs"]["every"], 1)
    if (here + turn) % reps == there:
        together[Practice.RIDE_ALONGS] = ours[Practice.RIDE_ALONGS] * rep["present"]


@phase
def pair_up(pods: Any, pairs: Any, marketers: Any, reps: Any, p: Any, clock: Clock) -> None:
    """Write down how long each two people are together in each practice."""
    for row in range(pairs.shape[0]):
        for practice in range(PLACES):
            pairs[row]["together"][practice] = 0.0
    for pod in range(pods.shape[0]):
        for practice in range(PLACES):
            if p["rounds"]["together"][practice]:
                gather(pod, practice, pods, pairs, marketers, reps)
    exchange = p["exchange"]
    session = ratio(exchange["hours"], exchange["hours"] + exchange["preparation"], 0.0)
    for row in range(pairs.shape[0]):
        pair = pairs[row]
        marketer, rep = marketers[pair["marketer"]], reps[pair["rep"]]
        pair["together"][Practice.EXCHANGE] *= session
        here = place_in_pod(pair["marketer"], marketers, pods)
        there = place_in_pod(pair["rep"], reps, pods)
        side_by_side(pair, marketer, rep, here, there, p, clock.index)
