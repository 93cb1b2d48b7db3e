"""The buying group: several people who must all agree.

A member's support grows with how well the pitch fits the needs as that member weighs them, if
somebody reaches the member: a rep alone reaches about two, used content reaches more, the champion
sells to the rest. A pitch in the wrong frame, or a rep who cannot talk money with the person who
holds it, loses part of the effect; a prepared pitch meets the frame of those the rep knows, and
guesses that of the others. All must consent, so large groups are hard. A group tires with
age and with the spread of its support; a competitor may get there first.

Counter-force: every hour on one deal is an hour less on another; tired groups decide nothing.
Neutral: gain 0 and decay 0 leave support where it is; tiring, fatigue, spread_hazard, rival_base
and rival at 0 end no deal.
Sources: evidence A43-A46, B1 (consent, competitor), P14, P15; trial: thresholds once per deal.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.core.compiled import act, phase, rule
from sim.core.draws import normal, paired, uniform
from sim.core.formulas import clipped, logistic, ratio, with_odds
from sim.core.memory import BODY, NEAR, ahead, soon
from sim.core.params import Block, forms, param
from sim.core.units import Hours, Number, Odds, PerWeek, Share, Weeks
from sim.core.votes import carried, vote_odds
from sim.world.names import DIMENSION_NAMES, DIMENSIONS, ROLES, Outcome, Role, words
from sim.world.options import Assent, Likeness
from sim.world.shared import has_open_deal, likeness
from sim.world.state import Clock
from sim.world.vectors import MOST_MEMBERS

THRESHOLD, NO_DECISION_DRAW, RIVAL, URGENCY = 601, 602, 603, 604
WEIGHTS = tuple(f"{role}_{dimension}" for role in ROLES for dimension in DIMENSION_NAMES)
CHAMPION_WEIGHTS = (0.25, 0.25, 0.2, 0.2, 0.05, 0.05)
USER_WEIGHTS = (0.3, 0.3, 0.2, 0.2, 0.0, 0.0)
TECHNICAL_WEIGHTS = (0.35, 0.35, 0.15, 0.15, 0.0, 0.0)
ECONOMIC_WEIGHTS = (0.15, 0.15, 0.1, 0.1, 0.25, 0.25)
PROCUREMENT_WEIGHTS = (0.2, 0.2, 0.25, 0.25, 0.05, 0.05)
EXECUTIVE_WEIGHTS = (0.1, 0.1, 0.1, 0.1, 0.3, 0.3)


class BuyingGroup(Block):
    """How a group of buyers comes to a decision."""

    weights: Share = param(
        CHAMPION_WEIGHTS + USER_WEIGHTS + TECHNICAL_WEIGHTS + ECONOMIC_WEIGHTS
        + PROCUREMENT_WEIGHTS + EXECUTIVE_WEIGHTS,
        0, 1, labels=WEIGHTS, market=True, source="equations: role weights; assumption 20",
        meaning="weight of each dimension of needs for each role; each role sums to one",
        around=1.5,
    )  # fmt: skip
    form: str = forms(
        words(Assent), market=True, source="A43 (p to the power n); Davis 1973 (majority)",
        meaning="whether all must consent, or more than half; both agree at the usual consent",
    )  # fmt: skip
    usual_consent: Share = param(
        0.82, 0.01, 0.99, source="B1 consent per member at average fit", sweep=(0.7, 0.95),
        market=True, meaning="form majority: consent of each member at which unanimity is as hard",
    )  # fmt: skip
    match_form: str = forms(
        words(Likeness), market=True,
        source="model 4 (match); Shepard 1987 (exponential); Fechner 1860 (weber)",
        meaning="law by which match falls with distance; all agree at 0 and at 1 sd",
    )  # fmt: skip
    gain: PerWeek = param(
        0.5, 0, 2, unit="1/week", source="B1 cycle (median of won 8 weeks)", around=2.0,
        market=True,
        meaning="weekly gain of support at full effort and perfect match",
    )  # fmt: skip
    decay: PerWeek = param(
        0.026, 0, 1, unit="1/week", source="runs: weeks to a win (docs: defaults)",
        around=2.5, market=True, meaning="share of support that fades a week",
    )  # fmt: skip
    full_hours: Hours = param(
        0.9, 0.05, 40, unit="hours", source="B2 hours per open deal-week", around=2.0,
        market=True, meaning="weekly rep hours at which a deal gets full effort",
    )  # fmt: skip
    reach: Number = param(
        2.0, 0, 13, unit="people", source="B1 members a rep reaches alone", around=2.0,
        market=True, meaning="people a rep reaches at full effort, growing with its square root",
    )  # fmt: skip
    floor: Share = param(
        0.45, 0, 1, source="trial: the champion sells internally", sweep=(0.2, 0.7), market=True,
        meaning="effect on people nobody reached, relative to those who were",
    )  # fmt: skip
    content_reach: Share = param(
        0.3, 0, 1, source="assumption 21", sweep=(0.0, 0.6), market=True,
        meaning="how far perfectly relevant content closes the gap to people nobody reached",
    )  # fmt: skip
    content_gain: Share = param(
        0.1, 0, 1, source="B3 match gain from used content", sweep=(0.0, 0.2), market=True,
        meaning="match gained by perfectly relevant content",
    )  # fmt: skip
    frame_loss: Share = param(
        0.15, 0, 1, source="claims C27, assumption 22", sweep=(0.0, 0.4), market=True,
        meaning="effect lost on a member by a pitch in the wrong frame",
    )  # fmt: skip
    literacy_loss: Share = param(
        0.3, 0, 1, source="claims C28, assumption 22", sweep=(0.0, 0.6), market=True,
        meaning="effect lost on the economic buyer by a rep without any financial literacy",
    )  # fmt: skip
    first_support: Share = param(
        0.15, 0, 1, source="assumption 23", sweep=(0.0, 0.3), market=True,
        meaning="support at the start",
    )  # fmt: skip
    list_support: Share = param(
        0.15, 0, 1, source="A46, assumption 23", sweep=(0.0, 0.3), market=True,
        meaning="support added if the firm stood on the day-one list",
    )  # fmt: skip
    customer_support: Share = param(
        0.2, 0, 1, source="B1 win rate existing / new, assumption 23", market=True,
        meaning="support added per unit of satisfaction of an existing customer",
        sweep=(0.1, 0.4),
    )  # fmt: skip
    consent_slope: Number = param(
        5.0, 0, 50, unit="logit", source="trial: consent slope", sweep=(3.0, 8.0), market=True,
        meaning="how sharply consent depends on support",
    )  # fmt: skip
    threshold: Share = param(
        0.6, 0, 1, source="trial: N(.60, .12)", around=1.15, market=True,
        meaning="support at which a typical member is even",
    )  # fmt: skip
    threshold_spread: Share = param(
        0.12, 0, 1, source="trial: N(.60, .12)", market=True, sweep=(0.05, 0.2),
        meaning="standard deviation of that threshold over members",
    )  # fmt: skip
    group_spread: Share = param(
        0.1, 0, 1, source="D Olist (hazard falls with age); assumption 74", sweep=(0.0, 0.2),
        market=True, meaning="standard deviation of the mean threshold over deals",
    )  # fmt: skip
    usual_members: Number = param(
        6.5, 1, MOST_MEMBERS, unit="people", source="B1 group size", market=True,
        meaning="size of the group for which a deal's full hours are stated",
    )  # fmt: skip
    foresight: Weeks = param(
        4.0, 1, 52, unit="weeks", source="assumption 137", sweep=(1.0, 8.0),
        meaning="weeks ahead for which reps see support grow if they go on as they do",
    )  # fmt: skip
    off_list: Odds = param(
        0.2, 0, 1, unit="odds", source="A46 (off-list odds)", sweep=(0.1, 0.5), market=True,
        meaning="factor on the group's odds if the firm was not on the day-one list",
    )  # fmt: skip
    incumbency: Odds = param(
        8.0, 0.1, 20, unit="odds", source="B1 win rate existing / new (Salvirt odds 11)",
        sweep=(2.0, 12.0),
        market=True, meaning="factor on the group's odds if it is a customer already",
    )  # fmt: skip
    tiring: PerWeek = param(
        0.0032, 0, 1, unit="1/week", source="runs: no decision (docs: defaults)",
        around=2.5, market=True, meaning="hazard of no decision of a young deal",
    )  # fmt: skip
    fatigue: Number = param(
        0.0002, 0, 0.1, unit="1/week/week", source="runs: no decision (docs: defaults)",
        around=2.5, market=True, meaning="growth of that hazard with every week of age",
    )  # fmt: skip
    spread_hazard: PerWeek = param(
        0.016, 0, 1, unit="1/week", source="runs: no decision (docs: defaults); A44",
        around=2.5, market=True,
        meaning="hazard of no decision added by a full spread of support",
    )  # fmt: skip
    rival_odds: Odds = param(
        0.2, 0.01, 1, unit="odds", source="B1 odds multiplier if competitor", sweep=(0.1, 0.4),
        market=True, meaning="factor on the group's odds by a competitor of full strength",
    )  # fmt: skip
    rival_base: PerWeek = param(
        0.01, 0, 1, unit="1/week", source="runs: lost to others (docs: defaults)",
        around=2.5, market=True,
        meaning="hazard of losing to others where no strong competitor is known",
    )  # fmt: skip
    rival: PerWeek = param(
        0.04, 0, 1, unit="1/week", source="runs: lost to others (docs: defaults)",
        around=2.5, market=True, meaning="hazard added by a competitor of full strength",
    )  # fmt: skip


@rule
def moved(support: float, push: float, decay: float) -> float:
    """Return support a week later: push fills what is missing, time takes some away.

    `push` is gain x effort x match x reach, 0 or more; support stays within 0 and 1.
    """
    return clipped(support + min(push, 1.0) * (1.0 - support) - decay * support, 0.0, 1.0)


@rule
def growth(push: float, decay: float, weeks: float) -> float:
    """Return how many times a week's change support changes in `weeks` if work goes on.

    >>> growth(0.3, 0.2, 2.0)
    1.5
    """
    stays = clipped(1.0 - push - decay, 0.0, 1.0)
    return ratio(1.0 - stays**weeks, 1.0 - stays, weeks)


@rule
def full_effort(hours: float, full_hours: float, members: float, usual: float) -> float:
    """Return effort relative to what a group of this size needs: larger ones take more hours."""
    return hours / (full_hours * members / usual)


@rule
def matched(weighted_square: float, form: int) -> float:
    """Return the match from the weighted squared distance between pitch and needs.

    All forms (exponential, Shepard 1987; Weber, Fechner 1860) agree at a distance of 0 and of 1 sd.
    """
    return likeness(weighted_square, form)


@rule
def reached(position: int, reach: float, floor: float) -> float:
    """Return the effect on the member in this position, between `floor` and 1."""
    return floor + (1.0 - floor) * clipped(reach - position, 0.0, 1.0)


@rule
def consent(support: float, threshold: float, slope: float) -> float:
    """Return the chance that one member consents."""
    return logistic(slope * (support - threshold))


@rule
def tired(age: float, spread: float, tiring: float, fatigue: float, spread_hazard: float) -> float:
    """Return the weekly hazard that the group decides nothing."""
    return clipped(tiring + fatigue * age + spread_hazard * spread, 0.0, 1.0)


@rule
def misframed(mismatch: float, met: float, guessed: float) -> float:
    """Return the chance that a pitch has the wrong frame for a member.

    `mismatch` is 1 if the rep's own frame is wrong, `met` the chance that preparation replaces it,
    `guessed` the chance that it does so by a wrong guess.
    """
    return mismatch * (1.0 - met) + guessed


@act
def begin(account: Any, members: Any, group: Any, deal: Any, clock: Clock) -> None:
    """Start a deal: draw each member's threshold once, set support at the start."""
    shift = group["group_spread"] * normal(clock.seed, URGENCY, deal["opportunity_id"], 0)
    start = group["first_support"] + group["list_support"] * account["on_list"]
    if deal["existing_customer"] == 1:
        start += group["customer_support"] * max(account["satisfaction"], 0.0)
    for position in range(account["members"]):
        member = members[account["first_member"] + position]
        identity = paired(deal["opportunity_id"], position)
        step = normal(clock.seed, THRESHOLD, identity, 0)
        member["threshold"] = group["threshold"] + shift + group["threshold_spread"] * step
        member["support"] = clipped(start, 0.0, 1.0)
        member["change"] = 0.0
        member["reached"] = 0


@act
def member_match(member: Any, squares: Any, rep: Any, group: Any, bonus: float) -> float:
    """Return how well the pitch works on a member."""
    role = member["role"]
    total = 0.0
    for dimension in range(DIMENSIONS):
        total += group["weights"][role * DIMENSIONS + dimension] * squares[dimension]
    match = min(matched(total, group["match_form"]) + bonus, 1.0)
    mismatch = 1.0 if member["frame"] != rep["frame"] else 0.0
    guessed = 0.0 if member["reached"] == 1 else rep["frame_guess"]
    match *= 1.0 - group["frame_loss"] * misframed(mismatch, rep["framing"], guessed)
    if role == Role.ECONOMIC:
        match *= 1.0 - group["literacy_loss"] * (1.0 - rep["literacy"])
    return float(match)


@act
def weigh(
    row: int, accounts: Any, members: Any, segments: Any, reps: Any, opportunities: Any,
    group: Any, clock: Clock,
) -> None:  # fmt: skip
    """Move the support in one group by a week; see whether it gives up or goes elsewhere."""
    account = accounts[row]
    account["chance"] = 0.0
    account["chance_next_week"] = 0.0
    account["outlook"] = 0.0
    account["exit_outcome"] = 0
    if not has_open_deal(account):
        return
    deal = opportunities[account["opportunity"]]
    if deal["created_week"] == clock.week:
        begin(account, members, group, deal, clock)
    persuade(account, members, segments, reps[account["rep"]], group, deal)
    if group["form"] == Assent.MAJORITY:
        vote(account, members, group)
    factor = 1.0 if account["on_list"] == 1 else group["off_list"]
    if deal["existing_customer"] == 1:
        factor *= group["incumbency"]
    factor *= group["rival_odds"] ** deal["rivalry"]
    factor *= math.exp(-segments[account["segment"]]["bargain"])
    account["chance"] = with_odds(account["chance"], factor)
    account["chance_next_week"] = with_odds(account["chance_next_week"], factor)
    account["outlook"] = with_odds(account["outlook"], factor)
    hazard = tired(
        clock.week - deal["created_week"],
        account["spread"],
        group["tiring"],
        group["fatigue"],
        group["spread_hazard"],
    )
    identity = deal["opportunity_id"]
    rival = group["rival_base"] + group["rival"] * deal["rivalry"]
    if uniform(clock.seed, NO_DECISION_DRAW, identity, clock.week) < hazard:
        account["exit_outcome"] = Outcome.NO_DECISION
    elif uniform(clock.seed, RIVAL, identity, clock.week) < rival:
        account["exit_outcome"] = Outcome.LOST_COMPETITOR


@act
def persuade(account: Any, members: Any, segments: Any, rep: Any, group: Any, deal: Any) -> None:
    """Work on every member; write match, spread and chances of the group."""
    effort = full_effort(
        account["deal_hours"] * rep["skill"], group["full_hours"],
        account["members"], group["usual_members"],
    )  # fmt: skip
    reach = group["reach"] * math.sqrt(effort) + account["programme_reach"]
    content = account["content_fit"]
    floor = group["floor"] + (1.0 - group["floor"]) * group["content_reach"] * content
    bonus = group["content_gain"] * content + account["feature"]
    bonus += segments[account["segment"]]["appeal"]
    squares = misses(
        rep["pitch"][account["segment"]], segments[account["segment"]]["needs"], account["offset"]
    )
    deal["hours_worked"] += account["deal_hours"]
    low, high, total = 1.0, 0.0, 0.0
    chance, prospect, outlook = 1.0, 1.0, 1.0
    engaged = 0
    for position in range(account["members"]):
        member = members[account["first_member"] + position]
        match = member_match(member, squares, rep, group, bonus)
        push = group["gain"] * effort * match * reached(position, reach, floor)
        after = moved(member["support"], push, group["decay"])
        member["change"] = after - member["support"]
        member["support"] = after
        if position < reach or content > 0.0:
            member["reached"] = 1
        engaged += member["reached"]
        total += match
        low, high = min(low, after), max(high, after)
        now, soon, later = consents(member, push, group)
        chance *= now
        prospect *= soon
        outlook *= later
    account["match"] = total / account["members"]
    account["spread"] = high - low
    account["engaged"] = engaged
    deal["members_engaged"] = max(deal["members_engaged"], engaged)
    account["chance"] = chance
    account["chance_next_week"] = prospect
    account["outlook"] = outlook


@act
def consents(member: Any, push: float, group: Any) -> Any:
    """Return the chances that a member consents now, in a week, and as far ahead as reps look."""
    support, threshold, slope = member["support"], member["threshold"], group["consent_slope"]
    soon = clipped(support + member["change"], 0.0, 1.0)
    more = member["change"] * growth(push, group["decay"], group["foresight"])
    later = clipped(support + more, 0.0, 1.0)
    return (
        consent(support, threshold, slope),
        consent(soon, threshold, slope),
        consent(later, threshold, slope),
    )


@act
def vote(account: Any, members: Any, group: Any) -> None:
    """Write the chances of a group in which more than half must consent (Davis 1973).

    What the others carry, a member may refuse: odds of consent are lowered so that a group whose
    members all consent with the usual chance says yes as often as it would unanimously.
    """
    count = int(account["members"])
    factor = vote_odds(count, group["usual_consent"])
    now, soon, later = np.empty(count), np.empty(count), np.empty(count)
    for position in range(count):
        member = members[account["first_member"] + position]
        before = member["support"] - member["change"]
        push = ratio(member["change"] + group["decay"] * before, 1.0 - before, 0.0)
        chances = consents(member, push, group)
        now[position] = with_odds(chances[0], factor)
        soon[position] = with_odds(chances[1], factor)
        later[position] = with_odds(chances[2], factor)
    account["chance"] = carried(now)
    account["chance_next_week"] = carried(soon)
    account["outlook"] = carried(later)


@act
def misses(pitch: Any, needs: Any, offset: Any) -> Any:
    """Return the squared distance of the pitch from this account's needs, by dimension."""
    return (
        square(pitch[0], needs[0], offset[0]),
        square(pitch[1], needs[1], offset[1]),
        square(pitch[2], needs[2], offset[2]),
        square(pitch[3], needs[3], offset[3]),
        square(pitch[4], needs[4], offset[4]),
        square(pitch[5], needs[5], offset[5]),
    )


@rule
def square(pitch: float, need: float, offset: float) -> float:
    """Return the squared distance between what is pitched and what this account needs."""
    return (pitch - need - offset) * (pitch - need - offset)


@phase
def weigh_all(
    rows: Any, accounts: Any, members: Any, segments: Any, reps: Any, opportunities: Any,
    group: Any, clock: Clock,
) -> None:  # fmt: skip
    """Move support in every group."""
    for index in range(rows.shape[0]):
        ahead(rows, index, accounts, BODY)
        if index + NEAR < rows.shape[0]:
            soon(members, accounts[rows[index + NEAR]]["first_member"], BODY)
        weigh(rows[index], accounts, members, segments, reps, opportunities, group, clock)
