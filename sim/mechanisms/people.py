"""People: morale, leaving, hiring, ramping up.

Morale follows pay against what the person expects and suffers from strain. Low morale makes leaving
likelier. A seat stays empty for a while; the new person brings an own persona and no trust, and
takes months to reach full effect. A firm may hire for a profile: newcomers are drawn around other
means, and because fewer candidates are like that, seats stay empty for longer. Recognition lifts
the morale of those whose share in wins is seen, and lowers that of those who see they have none.

Counter-force: turnover costs months, yet newcomers bring fresh eyes.
Neutral: leaving 0: nobody leaves; ramp 0: everybody is at full effect at once; hire, risk_spread,
recognition and fresh_eyes 0 change nobody.
Sources: evidence B2 (turnover, vacancy, ramp, win-rate sd), A7; claims C25, C28, C31.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import normal, paired, uniform
from sim.core.formulas import LN2, clipped
from sim.core.params import Block, forms, param
from sim.core.units import Number, Share, Weeks
from sim.world.names import DIMENSIONS, KINDS, YEAR, Kind, Metric, words
from sim.world.options import Choice, Learning
from sim.world.state import BLANK_FILE, Clock
from sim.world.vectors import NOBODY

LEAVE, VACANCY, SKILL, EGO, RESPECT, INTEGRITY, LITERACY, FRAME, BIAS, HORIZON, CAUTION = (
    1201, 1202, 1203, 1204, 1205, 1206, 1207, 1208, 1209, 1210,
    1211,
)  # fmt: skip
MOST_PRAISE = 2.0
"""Attainment beyond which nobody feels more recognised."""


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
        0.6, 0, 1, source="assumption 64", meaning="morale of somebody paid as expected",
        sweep=(0.4, 0.8),
    )  # fmt: skip
    pay_mood: Number = param(
        0.5, 0, 5, source="claims C31; assumption 64", sweep=(0.0, 1.0),
        meaning="morale gained per unit of pay above what is expected",
    )  # fmt: skip
    strain_mood: Number = param(
        0.05, 0, 1, unit="1/hour", source="A20; assumption 64", sweep=(0.0, 0.15),
        meaning="morale lost per weekly hour lost to conflict",
    )  # fmt: skip
    mood_memory: Share = param(
        0.1, 0, 1, source="assumption 64", meaning="weight of this week in morale",
        sweep=(0.05, 0.3),
    )  # fmt: skip
    vacancy: Weeks = param(
        8.0, 0, 52, unit="weeks", source="B2 vacancy", sweep=(4.0, 16.0),
        meaning="mean weeks a seat stays empty",
    )  # fmt: skip
    ramp: Weeks = param(
        22.0, 0, 104, unit="weeks", source="B2 ramp to full", sweep=(13.0, 39.0),
        meaning="weeks a newcomer takes to reach full effect",
    )  # fmt: skip
    ramp_start: Share = param(
        0.3, 0, 1, source="B2 ramp; assumption 65", meaning="effect of a newcomer on the first day",
        sweep=(0.1, 0.5),
    )  # fmt: skip
    form: str = forms(
        words(Learning),
        source="B2 ramp; Heathcote et al. 2000 (exponential); Newell & Rosenbloom 1981 (power)",
        meaning="law by which newcomers come up to full effect; all agree half-way",
    )  # fmt: skip
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
        0.3, 0, 2, unit="sd of ln", source="assumption 66", sweep=(0.1, 0.6),
        meaning="spread of how far ahead people look",
    )  # fmt: skip
    persona_spread: Share = param(
        0.15, 0, 1, source="assumption 66", sweep=(0.05, 0.3),
        meaning="standard deviation of ego, respect and literacy over people",
    )  # fmt: skip
    integrity_spread: Number = param(
        0.8, 0, 2, unit="sd of ln", source="B5 worst decile churns 2-3x; assumption 66",
        meaning="spread of what an over-promise costs people",
        sweep=(0.4, 1.2),
    )  # fmt: skip
    opportunity_frame: Share = param(
        0.5, 0, 1, source="claims C27; assumption 66", sweep=(0.2, 0.8),
        meaning="share of reps who pitch opportunities rather than problems",
    )  # fmt: skip
    own_bias: Number = param(
        0.3, 0, 3, unit="sd", source="B4 (bias common to reps .4); assumption 67",
        meaning="standard deviation of a rep's own bias about a need",
        sweep=(0.1, 0.6),
    )  # fmt: skip
    risk_spread: Number = param(
        0.0, 0, 2, unit="sd of ln", source="A5; assumption 122", sweep=(0.0, 0.8),
        meaning="spread of risk aversion over people, around that of pay",
    )  # fmt: skip
    recognition: Number = param(
        0.0, 0, 5, source="claims C26, C31; assumption 122", sweep=(0.0, 0.5),
        meaning="morale gained per unit of credited wins above target, as far as they are seen",
    )  # fmt: skip
    fresh_eyes: Share = param(
        0.0, 0, 1, source="A38; assumption 122", sweep=(0.0, 1.0),
        meaning="part of a pod's convergence that falls away when everybody in it is new",
    )  # fmt: skip
    hire_ego: Number = param(
        0.0, -3, 3, unit="sd", lever=True, source="claims C25; assumption 123", sweep=(-1.5, 0.0),
        meaning="ego of those hired, over that of all candidates",
    )  # fmt: skip
    hire_respect: Number = param(
        0.0, -3, 3, unit="sd", lever=True, source="claims C25; assumption 123", sweep=(0.0, 1.5),
        meaning="respect for the other craft of those hired, over that of all candidates",
    )  # fmt: skip
    hire_literacy: Number = param(
        0.0, -3, 3, unit="sd", lever=True, source="claims C28; assumption 123", sweep=(0.0, 1.5),
        meaning="financial literacy of reps hired, over that of all candidates",
    )  # fmt: skip
    hire_talent: Number = param(
        0.0, -3, 3, unit="sd", lever=True, source="B2 rep true win-rate sd; assumption 123",
        sweep=(0.0, 1.0),
        meaning="talent of those hired, over that of all candidates",
    )  # fmt: skip


@rule
def searched(weeks: float, squares: float) -> float:
    """Return the weeks a search takes for a profile, `squares` the sum of squared sd off the mean.

    Among normal candidates those like somebody drawn around a mean z sd away are rarer by
    exp(z²/2): the relative entropy of two normals with one variance.
    """
    return weeks * math.exp(0.5 * squares)


@rule
def praised(attained: float, most: float) -> float:
    """Return recognition for credited wins: 0 on target, below 0 without any."""
    return clipped(attained, 0.0, most) - 1.0


@rule
def mood(morale: float, level: float, memory: float) -> float:
    """Return morale a week later, on its way to a level."""
    return clipped(morale + memory * (level - morale), 0.0, 1.0)


@rule
def leave_probability(yearly: float, usual: float, morale: float, effect: float) -> float:
    """Return the chance of leaving within a week."""
    return 1.0 - math.exp(-yearly / YEAR * math.exp(effect * (usual - morale)))


@rule
def ramped(weeks: float, ramp: float, start: float, form: int) -> float:
    """Return the effect of somebody who has been here for some weeks, from `start` to 1.

    All forms agree on the first day and when half the ramp, and half of what is missing, is behind.
    Exponential: a fixed part of what is missing is learned each week (Heathcote, Brown & Mewhort
    2000). Power: the law of practice (Newell & Rosenbloom 1981) with exponent one, the hyperbola
    of Mazur & Hastie 1978. Only the linear form ends.
    """
    if ramp <= 0.0:
        return 1.0
    if form == Learning.EXPONENTIAL:
        return start + (1.0 - start) * (1.0 - math.exp(-2.0 * LN2 * weeks / ramp))
    if form == Learning.POWER:
        return start + (1.0 - start) * (1.0 - 1.0 / (1.0 + 2.0 * weeks / ramp))
    return start + (1.0 - start) * min(weeks / ramp, 1.0)


@act
def person_identity(kind: int, seat: int, holder: int) -> int:
    """Return the identity of the n-th holder of a seat; kind 0 marketer, 1 rep, 2 leader."""
    return int(paired(seat * KINDS + kind, holder))


@act
def talent(seed: int, identity: int, people: Any, shift: float) -> float:
    """Return a person's talent, with mean one over candidates; `shift` in sd if hired for it."""
    spread = people["skill_spread"]
    return math.exp(spread * (normal(seed, SKILL, identity, 0) + shift) - 0.5 * spread * spread)


@act
def trait(seed: int, stream: int, identity: int, mean: float, spread: float) -> float:
    """Return a trait between 0 and 1."""
    return clipped(mean + spread * normal(seed, stream, identity, 0), 0.0, 1.0)


@act
def is_hired(person: Any) -> float:
    """Return 1 for somebody who was hired, 0 for the first holder of a seat."""
    return 1.0 if person["holder"] > 0 else 0.0


@act
def weeks_empty(kind: int, people: Any) -> float:
    """Return the mean weeks until a seat of this kind is filled with the profile wanted."""
    squares = people["hire_ego"] * people["hire_ego"]
    squares += people["hire_respect"] * people["hire_respect"]
    squares += people["hire_talent"] * people["hire_talent"]
    if kind == Kind.REP:
        squares += people["hire_literacy"] * people["hire_literacy"]
    return searched(people["vacancy"], squares)


@act
def set_ramp(person: Any, kind: int, row: int, weeks: float, people: Any, clock: Clock) -> None:
    """Give somebody the effect of a person who has been here for some weeks."""
    identity = person_identity(kind, row, person["holder"])
    shift = is_hired(person) * people["hire_talent"]
    person["skill"] = talent(clock.seed, identity, people, shift) * ramped(
        weeks, people["ramp"], people["ramp_start"], people["form"]
    )


@act
def begin_file(staff: Any, counters: Any) -> int:
    """Begin a row of the staff table; return it."""
    row = counters[0]["staff"]
    counters[0]["staff"] = row + 1
    staff[row] = BLANK_FILE[0]
    return int(row)


@act
def settle_in(
    person: Any, kind: int, row: int, staff: Any, counters: Any, people: Any, clock: Clock
) -> None:
    """Give a seat to its next holder, from next week on, and write the person down."""
    identity = person_identity(kind, row, person["holder"])
    spread = people["persona_spread"]
    hired = is_hired(person) * spread
    person["present"] = 1
    person["hired_week"] = clock.week + 1
    ego = people["ego"] + hired * people["hire_ego"]
    person["ego"] = trait(clock.seed, EGO, identity, ego, spread)
    respect = people["respect"] + hired * people["hire_respect"]
    person["respect"] = trait(clock.seed, RESPECT, identity, respect, spread)
    risk = people["risk_spread"]
    step = risk * normal(clock.seed, CAUTION, identity, 0)
    person["caution"] = math.exp(step - 0.5 * risk * risk) - 1.0
    person["horizon"] = people["horizon"] * math.exp(
        people["horizon_spread"] * normal(clock.seed, HORIZON, identity, 0)
    )
    set_ramp(person, kind, row, 0.0, people, clock)
    person["morale"] = people["usual_morale"]
    person["file"] = begin_file(staff, counters)
    record = staff[person["file"]]
    record["person_id"] = identity
    record["seat_id"] = row * KINDS + kind
    record["team_id"] = person["pod"]
    record["role"] = kind
    record["hired_week"] = clock.week + 1
    shift = is_hired(person) * people["hire_talent"]
    record["skill"] = talent(clock.seed, identity, people, shift)
    record["ego"] = person["ego"]
    record["respect"] = person["respect"]
    record["horizon"] = person["horizon"]
    literacy = people["literacy"]
    if kind == Kind.REP:
        literacy += hired * people["hire_literacy"]
    record["financial_literacy"] = trait(clock.seed, LITERACY, identity, literacy, spread)


@act
def file_leader(
    row: int, leaders: Any, staff: Any, counters: Any, people: Any, organisation: Any, clock: Clock
) -> None:
    """Write down a leader when somebody first reports to that seat, or a successor begins."""
    leader = leaders[row]
    identity = person_identity(Kind.LEADER, row, leader["holder"])
    spread = people["persona_spread"]
    ego, respect, literacy = people["ego"], people["respect"], people["literacy"]
    leader["on_file"] = leader["holder"] + 1
    leader["file"] = begin_file(staff, counters)
    record = staff[leader["file"]]
    record["person_id"] = identity
    record["seat_id"] = row * KINDS + Kind.LEADER
    record["role"] = Kind.LEADER
    record["hired_week"] = clock.week
    record["skill"] = talent(clock.seed, identity, people, 0.0)
    record["ego"] = trait(clock.seed, EGO, identity, ego, spread)
    record["respect"] = trait(clock.seed, RESPECT, identity, respect, spread)
    record["horizon"] = organisation["horizon"][row] * math.exp(leader["outlook"])
    record["financial_literacy"] = trait(clock.seed, LITERACY, identity, literacy, spread)


@act
def own_literacy(rep: Any, row: int, people: Any, clock: Clock) -> float:
    """Return the financial literacy a rep brought along."""
    identity = person_identity(Kind.REP, row, rep["holder"])
    spread = people["persona_spread"]
    literacy = people["literacy"] + is_hired(rep) * spread * people["hire_literacy"]
    return trait(clock.seed, LITERACY, identity, literacy, spread)


@act
def shape_rep(row: int, reps: Any, people: Any, clock: Clock) -> None:
    """Draw what only reps have: integrity, literacy, frame, bias."""
    rep = reps[row]
    identity = person_identity(Kind.REP, row, rep["holder"])
    spread = people["integrity_spread"]
    rep["integrity"] = math.exp(
        spread * normal(clock.seed, INTEGRITY, identity, 0) - 0.5 * spread * spread
    )
    rep["literacy"] = own_literacy(rep, row, people, clock)
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
    praise = praised(person["attained"][Metric.OWN_REVENUE], MOST_PRAISE)
    level += people["recognition"] * person["result_visibility"] * praise
    if frozen == Choice.FREE:
        level += people["pay_mood"] * (person["paid"] - person["expected"])
    person["morale"] = mood(person["morale"], level, people["mood_memory"])
    person["respect"] = min(person["respect"] + person["respect_gain"], 1.0)
    identity = person_identity(kind, row, person["holder"])
    set_ramp(person, kind, row, float(clock.week - person["hired_week"]), people, clock)
    chance = leave_probability(
        yearly, people["usual_morale"], person["morale"], people["morale_effect"]
    )
    if uniform(clock.seed, LEAVE, identity, clock.week) >= chance:
        return False
    person["just_left"] = 1
    u = uniform(clock.seed, VACANCY, identity, 0)
    person["present"] = 0
    person["until"] = clock.index + 1 + int(2.0 * u * weeks_empty(kind, people))
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
        stay_or_leave(marketer, Kind.MARKETER, row, yearly, people, frozen, clock)


@act
def live_rep(row: int, reps: Any, people: Any, frozen: int, clock: Clock) -> None:
    """Let one rep stay or leave."""
    rep = reps[row]
    rep["literacy"] += rep["literacy_change"]
    if rep["present"] == 1:
        stay_or_leave(rep, Kind.REP, row, people["rep_leaving"], people, frozen, clock)


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
    marketers: Any, reps: Any, leaders: Any, pods: Any, staff: Any, counters: Any, people: Any,
    organisation: Any, clock: Clock,
) -> None:  # fmt: skip
    """Close the files of those who left, and let newcomers start; seats in order."""
    counters[0]["resignations"] = 0
    for row in range(leaders.shape[0]):
        leader = leaders[row]
        is_filed = leader["on_file"] > leader["holder"]
        if leader["file"] != NOBODY and not is_filed:
            close_file(leader, staff, counters, clock)
            leader["file"] = NOBODY
        if leader["present"] == 1 and leader["vacant"] == 0 and not is_filed:
            file_leader(row, leaders, staff, counters, people, organisation, clock)
    for row in range(pods.shape[0]):
        pods[row]["newcomers"] = 0.0
    fresh = people["fresh_eyes"] * pods.shape[0] / (marketers.shape[0] + reps.shape[0])
    for row in range(marketers.shape[0]):
        seat = marketers[row]
        if seat["just_left"] == 1:
            seat["just_left"] = 0
            close_file(seat, staff, counters, clock)
        if seat["present"] == 0 and clock.index >= seat["until"]:
            settle_in(seat, Kind.MARKETER, row, staff, counters, people, clock)
            pods[seat["pod"]]["newcomers"] += fresh
    for row in range(reps.shape[0]):
        seat = reps[row]
        if seat["just_left"] == 1:
            seat["just_left"] = 0
            close_file(seat, staff, counters, clock)
        if seat["present"] == 0 and clock.index >= seat["until"]:
            settle_in(seat, Kind.REP, row, staff, counters, people, clock)
            shape_rep(row, reps, people, clock)
            pods[seat["pod"]]["newcomers"] += fresh
