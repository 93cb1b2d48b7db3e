"""People: morale, leaving, hiring, ramping up.

Morale follows pay against what the person expects and suffers from strain. Low morale makes leaving
likelier. A seat stays empty for a while; the new person brings an own persona and no trust, and
takes months to reach full effect.

Reads: marketers and reps (paid, expected, lost_hours).
Writes: marketers and reps (holder, present, hired_week, until, skill, ego, respect, integrity,
literacy, frame, horizon, bias, morale), leaders (on_file), staff, counters (staff, resignations).
Counter-force: turnover costs months, yet newcomers bring fresh eyes.
Neutral: leaving 0: nobody leaves; ramp 0: everybody is at full effect at once.
Sources: evidence B2 (turnover, vacancy, ramp, win-rate sd), A7; claims C25, C28, C31.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import normal, paired, uniform
from sim.core.formulas import clipped
from sim.core.params import Block, param
from sim.core.units import Number, Share, Weeks
from sim.world import DIMENSIONS, YEAR, Clock

LEAVE, VACANCY, SKILL, EGO, RESPECT, INTEGRITY, LITERACY, FRAME, BIAS, HORIZON = (
    1201, 1202, 1203, 1204, 1205, 1206, 1207, 1208, 1209, 1210,
)  # fmt: skip
MARKETER_KIND, REP_KIND, LEADER_KIND = 0, 1, 2
KINDS = 3


class People(Block):
    """Who works here, and how long."""

    marketer_leaving: Share = param(
        0.2, 0, 5, unit="1/year", source="assumption 63", sweep=(0.1, 0.35),
        meaning="share of marketers of usual morale who leave in a year",
    )  # fmt: skip
    rep_leaving: Share = param(
        0.3, 0, 5, unit="1/year", source="B2 rep turnover", sweep=(0.2, 0.4),
        meaning="share of reps of usual morale who leave in a year",
    )  # fmt: skip
    morale_effect: Number = param(
        3.0, 0, 20, unit="logit", source="assumption 64", sweep=(0.0, 6.0),
        meaning="rise of the hazard of leaving per unit of morale lost",
    )  # fmt: skip
    usual_morale: Share = param(
        0.6, 0, 1, source="assumption 64", meaning="morale of somebody paid as expected"
    )
    pay_mood: Number = param(
        0.5, 0, 5, source="claims C31; assumption 64", sweep=(0.0, 1.0),
        meaning="morale gained per unit of pay above what is expected",
    )  # fmt: skip
    strain_mood: Number = param(
        0.05, 0, 1, unit="1/hour", source="A20; assumption 64", sweep=(0.0, 0.15),
        meaning="morale lost per weekly hour lost to conflict",
    )  # fmt: skip
    mood_memory: Share = param(
        0.1, 0, 1, source="assumption 64", meaning="weight of this week in morale"
    )
    vacancy: Weeks = param(
        8.0, 0, 52, unit="weeks", source="B2 vacancy", sweep=(4.0, 16.0),
        meaning="mean weeks a seat stays empty",
    )  # fmt: skip
    ramp: Weeks = param(
        22.0, 0, 104, unit="weeks", source="B2 ramp to full", sweep=(13.0, 39.0),
        meaning="weeks a newcomer takes to reach full effect",
    )  # fmt: skip
    ramp_start: Share = param(
        0.3, 0, 1, source="B2 ramp; assumption 65", meaning="effect of a newcomer on the first day"
    )
    skill_spread: Number = param(
        0.45, 0, 2, unit="sd of ln", source="B2 rep true win-rate sd .08; Gini .35",
        sweep=(0.05, 0.5), meaning="spread of talent over people",
    )  # fmt: skip
    ego: Share = param(
        0.5, 0, 1, source="claims C25; assumption 66", sweep=(0.2, 0.8), meaning="mean ego"
    )
    respect: Share = param(
        0.4, 0, 1, source="claims C25; assumption 66", sweep=(0.1, 0.8),
        meaning="mean respect for the other craft",
    )  # fmt: skip
    literacy: Share = param(
        0.5, 0, 1, source="claims C28; assumption 66", sweep=(0.2, 0.9),
        meaning="mean financial literacy of reps",
    )  # fmt: skip
    horizon: Weeks = param(
        39.0, 1, 520, unit="weeks", source="A10 (hyperbolic discounting); assumption 66",
        sweep=(13.0, 104.0), meaning="median of how far ahead people look",
    )  # fmt: skip
    horizon_spread: Number = param(
        0.3, 0, 2, unit="sd of ln", source="assumption 66",
        meaning="spread of how far ahead people look",
    )  # fmt: skip
    persona_spread: Share = param(
        0.15, 0, 1, source="assumption 66",
        meaning="standard deviation of ego, respect and literacy over people",
    )  # fmt: skip
    integrity_spread: Number = param(
        0.8, 0, 2, unit="sd of ln", source="B5 worst decile churns 2-3x; assumption 66",
        meaning="spread of what an over-promise costs people",
    )  # fmt: skip
    opportunity_frame: Share = param(
        0.5, 0, 1, source="claims C27; assumption 66",
        meaning="share of reps who pitch opportunities rather than problems",
    )  # fmt: skip
    own_bias: Number = param(
        0.3, 0, 3, unit="sd", source="B4 (bias common to reps .4); assumption 67",
        meaning="standard deviation of a rep's own bias about a need",
    )  # fmt: skip


@rule
def mood(morale: float, level: float, memory: float) -> float:
    """Return morale a week later, on its way to a level."""
    return clipped(morale + memory * (level - morale), 0.0, 1.0)


@rule
def leave_probability(yearly: float, usual: float, morale: float, effect: float) -> float:
    """Return the chance of leaving within a week."""
    return 1.0 - math.exp(-yearly / YEAR * math.exp(effect * (usual - morale)))


@rule
def ramped(weeks: float, ramp: float, start: float) -> float:
    """Return the effect of somebody who has been here for some weeks, from `start` to 1."""
    return start + (1.0 - start) * min(weeks / ramp, 1.0) if ramp > 0.0 else 1.0


@act
def person_identity(kind: int, seat: int, holder: int) -> int:
    """Return the identity of the n-th holder of a seat; kind 0 marketer, 1 rep, 2 leader."""
    return int(paired(seat * KINDS + kind, holder))


@act
def talent(seed: int, identity: int, people: Any) -> float:
    """Return a person's talent, with mean one over people."""
    spread = people["skill_spread"]
    return math.exp(spread * normal(seed, SKILL, identity, 0) - 0.5 * spread * spread)


@act
def trait(seed: int, stream: int, identity: int, mean: float, spread: float) -> float:
    """Return a trait between 0 and 1."""
    return clipped(mean + spread * normal(seed, stream, identity, 0), 0.0, 1.0)


@act
def season(person: Any, kind: int, row: int, weeks: float, people: Any, clock: Clock) -> None:
    """Give somebody the effect of a person who has been here for some weeks."""
    identity = person_identity(kind, row, person["holder"])
    person["skill"] = talent(clock.seed, identity, people) * ramped(
        weeks, people["ramp"], people["ramp_start"]
    )


@act
def settle_in(
    person: Any, kind: int, row: int, staff: Any, counters: Any, people: Any, clock: Clock
) -> None:
    """Give a seat to its next holder, from next week on, and write the person down."""
    identity = person_identity(kind, row, person["holder"])
    spread = people["persona_spread"]
    person["present"] = 1
    person["hired_week"] = clock.week + 1
    person["ego"] = trait(clock.seed, EGO, identity, people["ego"], spread)
    person["respect"] = trait(clock.seed, RESPECT, identity, people["respect"], spread)
    person["horizon"] = people["horizon"] * math.exp(
        people["horizon_spread"] * normal(clock.seed, HORIZON, identity, 0)
    )
    season(person, kind, row, 0.0, people, clock)
    person["morale"] = people["usual_morale"]
    person["file"] = counters[0]["staff"]
    record = staff[counters[0]["staff"]]
    counters[0]["staff"] += 1
    record["person_id"] = identity
    record["seat_id"] = row * KINDS + kind
    record["team_id"] = person["pod"]
    record["role"] = kind
    record["hired_week"] = clock.week + 1
    record["skill"] = talent(clock.seed, identity, people)
    record["ego"] = person["ego"]
    record["respect"] = person["respect"]
    record["horizon"] = person["horizon"]
    record["financial_literacy"] = trait(clock.seed, LITERACY, identity, people["literacy"], spread)


@act
def file_leader(
    row: int, staff: Any, counters: Any, people: Any, organisation: Any, clock: Clock
) -> None:
    """Write down a leader when somebody first reports to that seat."""
    identity = person_identity(LEADER_KIND, row, 0)
    spread = people["persona_spread"]
    record = staff[counters[0]["staff"]]
    counters[0]["staff"] += 1
    record["person_id"] = identity
    record["seat_id"] = row * KINDS + LEADER_KIND
    record["role"] = LEADER_KIND
    record["hired_week"] = clock.week
    record["skill"] = talent(clock.seed, identity, people)
    record["ego"] = trait(clock.seed, EGO, identity, people["ego"], spread)
    record["respect"] = trait(clock.seed, RESPECT, identity, people["respect"], spread)
    record["horizon"] = organisation["horizon"][row]
    record["financial_literacy"] = trait(clock.seed, LITERACY, identity, people["literacy"], spread)


@act
def shape_rep(row: int, reps: Any, people: Any, clock: Clock) -> None:
    """Draw what only reps have: integrity, literacy, frame, bias."""
    rep = reps[row]
    identity = person_identity(REP_KIND, row, rep["holder"])
    spread = people["integrity_spread"]
    rep["integrity"] = math.exp(
        spread * normal(clock.seed, INTEGRITY, identity, 0) - 0.5 * spread * spread
    )
    rep["literacy"] = trait(
        clock.seed, LITERACY, identity, people["literacy"], people["persona_spread"]
    )
    u = uniform(clock.seed, FRAME, identity, 0)
    rep["frame"] = 1 if u < people["opportunity_frame"] else 0
    for s in range(rep["bias"].shape[0]):
        for dimension in range(DIMENSIONS):
            step = normal(clock.seed, BIAS, identity, s * DIMENSIONS + dimension)
            rep["bias"][s, dimension] = people["own_bias"] * step


@act
def stay_or_leave(
    person: Any, kind: int, row: int, yearly: float, people: Any, frozen: int, clock: Clock
) -> bool:
    """Move one person's morale and skill; return whether the person leaves this week."""
    level = people["usual_morale"] - people["strain_mood"] * person["lost_hours"]
    if frozen == 0:
        level += people["pay_mood"] * (person["paid"] - person["expected"])
    person["morale"] = mood(person["morale"], level, people["mood_memory"])
    identity = person_identity(kind, row, person["holder"])
    season(person, kind, row, float(clock.week - person["hired_week"]), people, clock)
    chance = leave_probability(
        yearly, people["usual_morale"], person["morale"], people["morale_effect"]
    )
    if uniform(clock.seed, LEAVE, identity, clock.week) >= chance:
        return False
    person["just_left"] = 1
    u = uniform(clock.seed, VACANCY, identity, 0)
    person["present"] = 0
    person["until"] = clock.index + 1 + int(2.0 * u * people["vacancy"])
    person["holder"] += 1
    return True


@act
def close_file(seat: Any, staff: Any, counters: Any, clock: Clock) -> None:
    """Write down that the last holder of a seat has left."""
    staff[seat["file"]]["left_week"] = clock.week
    counters[0]["resignations"] += 1


@act
def live_marketer(row: int, marketers: Any, people: Any, frozen: int, clock: Clock) -> None:
    """Let one marketer stay or leave."""
    marketer = marketers[row]
    if marketer["present"] == 1:
        yearly = people["marketer_leaving"]
        stay_or_leave(marketer, MARKETER_KIND, row, yearly, people, frozen, clock)


@act
def live_rep(row: int, reps: Any, people: Any, frozen: int, clock: Clock) -> None:
    """Let one rep stay or leave."""
    rep = reps[row]
    rep["literacy"] += rep["literacy_change"]
    if rep["present"] == 1:
        stay_or_leave(rep, REP_KIND, row, people["rep_leaving"], people, frozen, clock)


@phase
def live_marketers(rows: Any, marketers: Any, people: Any, frozen: int, clock: Clock) -> None:
    """Let every marketer stay or leave."""
    for index in range(rows.shape[0]):
        live_marketer(rows[index], marketers, people, frozen, clock)


@phase
def live_reps(rows: Any, reps: Any, people: Any, frozen: int, clock: Clock) -> None:
    """Let every rep stay or leave."""
    for index in range(rows.shape[0]):
        live_rep(rows[index], reps, people, frozen, clock)


@phase
def fill_seats(
    marketers: Any, reps: Any, leaders: Any, staff: Any, counters: Any, people: Any,
    organisation: Any, clock: Clock,
) -> None:  # fmt: skip
    """Close the files of those who left, and let newcomers start; seats in order."""
    for row in range(leaders.shape[0]):
        if leaders[row]["present"] == 1 and leaders[row]["on_file"] == 0:
            leaders[row]["on_file"] = 1
            file_leader(row, staff, counters, people, organisation, clock)
    counters[0]["resignations"] = 0
    for row in range(marketers.shape[0]):
        seat = marketers[row]
        if seat["just_left"] == 1:
            seat["just_left"] = 0
            close_file(seat, staff, counters, clock)
        if seat["present"] == 0 and clock.index >= seat["until"]:
            settle_in(seat, MARKETER_KIND, row, staff, counters, people, clock)
    for row in range(reps.shape[0]):
        seat = reps[row]
        if seat["just_left"] == 1:
            seat["just_left"] = 0
            close_file(seat, staff, counters, clock)
        if seat["present"] == 0 and clock.index >= seat["until"]:
            settle_in(seat, REP_KIND, row, staff, counters, people, clock)
            shape_rep(row, reps, people, clock)
