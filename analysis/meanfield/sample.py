"""Typical deals of a firm: their traits laid out evenly over what the rules would draw.

Value, people in the group, thresholds, the distance between pitch and needs, rivals and the rep's
talent are spread over their distributions. Nothing is drawn: the same parameters give the same
deals.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from sim.core.draws import inverse_normal
from sim.core.formulas import logistic, normal_cdf
from sim.drivers.population import group_size
from sim.mechanisms.buying_group import matched
from sim.world.names import DIMENSIONS, MACRO, ROLES, YEAR, Role, words
from sim.world.options import Likeness
from sim.world.vectors import MOST_MEMBERS

Floats = np.ndarray[Any, np.dtype[np.float64]]
PARTS = 32
"""Into how many parts the values of accounts are divided."""
TALENTS = 3
"""Into how many equally frequent classes reps are divided by talent."""
FARTHEST, STEPS = 6.0, 4001
"""Standard deviations, and steps, by which a normal distribution is tabulated."""
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79)
"""The multiples of the square root of each fill the unit interval evenly, in a way of its own."""
SIZE, RIVAL, SHIFT = 0, 1, 2
THRESHOLDS = slice(3, 3 + MOST_MEMBERS)
GAPS = slice(3 + MOST_MEMBERS, 3 + MOST_MEMBERS + DIMENSIONS)


@dataclass(frozen=True)
class Kind:
    """A kind of account: on the list or not, customer or not."""

    share: float
    is_listed: bool
    is_customer: bool


@dataclass(frozen=True)
class Deals:
    """Typical deals, one a row: talent by talent, kind by kind, part of values by part.

    Attributes:
        talent: class of the rep.
        skill: what an hour of the rep achieves.
        value: list value, over the mean of a first deal.
        weight: what the deal pulls by its value alone, over a first deal of median value.
        members: people in the group.
        there: whether there is a member in each position, one column a position.
        threshold: support at which each member is even, one column a position.
        match: how well the pitch works on each member, one column a position.
        start: support at the start.
        odds: factor on the odds that the group signs.
        rival: weekly hazard of losing to others.
        taken: share of deals ended by a failed ask that go to a competitor.
    """

    talent: Any
    skill: Floats
    value: Floats
    weight: Floats
    members: Any
    there: Any
    threshold: Floats
    match: Floats
    start: Floats
    odds: Floats
    rival: Floats
    taken: Floats


def kinds_of_accounts(values: dict[str, Any]) -> list[Kind]:
    """Return the four kinds of accounts with their shares at the start."""
    customers = values["market"]["customers"]
    result = []
    for is_customer, share in ((False, 1.0 - customers), (True, customers)):
        on_list = listed(values, is_customer=is_customer)
        result.append(Kind(share * on_list, is_listed=True, is_customer=is_customer))
        result.append(Kind(share * (1.0 - on_list), is_listed=False, is_customer=is_customer))
    return result


def listed(values: dict[str, Any], *, is_customer: bool = False) -> float:
    """Return the chance to stand on a day-one list with the brand stock of the start."""
    demand = values["demand"]
    logit = demand["list_base"]
    logit += demand["list_brand"] * math.log(1.0 + values["market"]["brand_stock"])
    return float(logistic(logit + demand["list_incumbent"] * is_customer))


def typical_deals(values: dict[str, Any], kinds: list[Kind]) -> Deals:
    """Return deals of all talents, kinds and parts of values."""
    market, group, closing = values["market"], values["buying_group"], values["closing"]
    block = np.repeat(np.arange(TALENTS * len(kinds)), PARTS)
    talent = block // len(kinds)
    is_listed = np.array([kind.is_listed for kind in kinds])[block % len(kinds)]
    is_customer = np.array([kind.is_customer for kind in kinds])[block % len(kinds)]
    steps, places = _spread_evenly(len(block))
    middles, _, means = parts_of_values(market["value_spread"])
    log_value = market["value_spread"] * np.resize(middles, len(block))
    size = np.where(is_customer, values["pipeline"]["add_on"], 1.0)
    is_ranked = values["choices"]["triage"] != "frozen"
    power = values["pipeline"]["value_power"] if is_ranked else 0.0
    members = group_sizes(values, log_value, places[:, SIZE])
    threshold = group["threshold"] + group["group_spread"] * steps[:, SHIFT, None]
    threshold = threshold + group["threshold_spread"] * steps[:, THRESHOLDS]
    rivals = places[:, RIVAL] / max(market["rival_present"], 1e-9)
    rivalry = np.where(rivals < 1.0, rivals, 0.0)
    odds = np.where(is_listed, 1.0, group["off_list"]) * group["rival_odds"] ** rivalry
    start = group["first_support"] + group["list_support"] * is_listed
    satisfied = max(values["delivery"]["usual_satisfaction"], 0.0)
    return Deals(
        talent=talent,
        skill=skills(values)[talent],
        value=size * np.resize(means, len(block)),
        weight=np.exp(power * log_value) * size**power,
        members=members,
        there=np.arange(MOST_MEMBERS) < members[:, None],
        threshold=threshold,
        match=matches(values, steps[:, GAPS]),
        start=np.minimum(start + group["customer_support"] * satisfied * is_customer, 1.0),
        odds=odds * np.where(is_customer, group["incumbency"], 1.0),
        rival=np.minimum(group["rival_base"] + group["rival"] * rivalry, 1.0),
        taken=np.where(rivals < 1.0, closing["rival_takes"], closing["other_takes"]),
    )


def parts_of_values(spread: float) -> tuple[Floats, Floats, Floats]:
    """Return the middles (in sd), shares of deals, and means (over the mean) of parts of values.

    Parts are even in the mean of number and worth, so that the few large deals, which make much of
    the revenue, are divided as finely as the many small ones.
    """
    steps = np.linspace(-FARTHEST, FARTHEST + spread, STEPS)
    number = np.array([normal_cdf(step) for step in steps.tolist()])
    worth = np.array([normal_cdf(step - spread) for step in steps.tolist()])
    even = 0.5 * (number + worth)
    edges = np.arange(1, PARTS) / PARTS
    shares = np.diff(np.interp(edges, even, number), prepend=0.0, append=1.0)
    worths = np.diff(np.interp(edges, even, worth), prepend=0.0, append=1.0)
    return np.interp((np.arange(PARTS) + 0.5) / PARTS, even, steps), shares, worths / shares


def skills(values: dict[str, Any]) -> Floats:
    """Return what an hour achieves in each class of talent, newcomers who ramp up included."""
    people = values["people"]
    spread = people["skill_spread"]
    inner = [inverse_normal(part / TALENTS) - spread for part in range(1, TALENTS)]
    below = np.array([0.0, *(normal_cdf(step) for step in inner), 1.0])
    ramp = people["rep_leaving"] * people["ramp"] / YEAR
    reached = 1.0 if ramp <= 0.0 else learned(ramp, people["form"])
    return np.asarray(
        TALENTS * np.diff(below) * (people["ramp_start"] + (1.0 - people["ramp_start"]) * reached)
    )


def learned(ramp: float, form: str) -> float:
    """Return the mean part learned of what newcomers miss, when `ramp` of them leave in a ramp.

    Time on the job is exponential then: the mean of each form over it, in units of the ramp.
    """
    if form == "linear":
        return (1.0 - math.exp(-ramp)) / ramp
    places = (np.arange(STEPS) + 0.5) / STEPS
    weeks = -np.log(places) / ramp
    part = 1.0 - 2.0 ** (-2.0 * weeks) if form == "exponential" else 1.0 - 1.0 / (1.0 + 2.0 * weeks)
    return float(part.mean())


def group_sizes(values: dict[str, Any], log_value: Floats, places: Floats) -> Any:
    """Return the people in each group: around a mean that grows with value."""
    market = values["market"]
    mean = market["members"] * np.exp(market["members_power"] * log_value)
    means = np.clip(mean, 1.0, MOST_MEMBERS - 0.5).tolist()
    return np.array([group_size(u, m) for u, m in zip(places.tolist(), means, strict=True)])


def matches(values: dict[str, Any], gaps: Floats) -> Floats:
    """Return how well the pitch works on the member in each position.

    gaps: between pitch and needs, one column a dimension, in units of their spread. They come from
    noise and biases of reps, from what conversations hide of macro needs, and from the account.
    """
    group, people, knowledge = values["buying_group"], values["people"], values["knowledge"]
    talks = max(knowledge["talks"] * knowledge["sales_memory"] / math.log(2.0), 0.1)
    variance = np.full(DIMENSIONS, knowledge["talk_noise"] ** 2 / talks)
    variance += values["market"]["sales_bias"] ** 2 + people["own_bias"] ** 2
    variance += values["market"]["offset_spread"] ** 2
    variance[list(MACRO)] += (1.0 - knowledge["dullness"]) ** 2
    weights = np.array(list(group["weights"].values())).reshape(len(ROLES), DIMENSIONS)
    of_role = alike((variance * gaps**2) @ weights.T, group["match_form"])
    of_role[:, Role.ECONOMIC] *= 1.0 - group["literacy_loss"] * (1.0 - people["literacy"])
    match = np.repeat(of_role[:, Role.USER :].mean(axis=1, keepdims=True), MOST_MEMBERS, axis=1)
    match[:, :3] = of_role[:, [Role.CHAMPION, Role.ECONOMIC, Role.USER]]
    minded, framed = values["market"]["opportunity_minded"], people["opportunity_frame"]
    mismatch = minded * (1.0 - framed) + framed * (1.0 - minded)
    return np.asarray(match * (1.0 - group["frame_loss"] * mismatch))


def alike(squares: Floats, form: str) -> Floats:
    """Return the match at squared distances."""
    law = words(Likeness).index(form)
    return np.array([[matched(value, law) for value in row] for row in squares.tolist()])


@cache
def _spread_evenly(rows: int) -> tuple[Floats, Floats]:
    """Return standard normal steps and their places in the unit interval, one column a trait."""
    places = (np.arange(rows)[:, None] + 0.5) * np.sqrt(np.array(PRIMES, dtype=np.float64)) % 1.0
    steps = np.array([[inverse_normal(place) for place in row] for row in places.tolist()])
    return steps, np.asarray(places)
