"""What becomes of a typical deal, by arithmetic on declared parameters.

Support of each member of a typical group moves week by week under equal effort; thresholds are
spread evenly over their distribution instead of drawn. Terms are the default ones. What people
would choose, learn or gain by luck is left out: these are orders of magnitude to check a file by.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from sim.core.draws import inverse_normal

LONGEST = 130
SOME = 1e-4
"""The share of deals below which the rest does not matter."""
MOST_MEMBERS = 13
GROUPS = 32
PARTS = 5
"""Into how many equally frequent parts deal values are divided."""
STEP = 0.6180339887498949
"""The golden ratio's fraction: its multiples fill the unit interval evenly."""


Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Deal:
    """What becomes of typical deals, one for each part of values.

    Attributes:
        won: chance that it is won.
        life: mean weeks it is open.
        cycle: mean weeks to a win.
        no_decision: chance that it ends without a decision.
    """

    won: Floats
    life: Floats
    cycle: Floats
    no_decision: Floats


def typical_deal(
    values: dict[str, Any], hours: Floats, asking: float, *, is_listed: bool, is_customer: bool
) -> Deal:
    """Return what becomes of deals, one for each part of values, asked with chance `asking`.

    hours: weekly hours of a deal of each part.
    """
    group, closing = values["buying_group"], values["closing"]
    support = support_by_week(values, hours, is_listed=is_listed, is_customer=is_customer)
    sizes = group_sizes(values)
    chance = consent_by_week(values, support, sizes)
    factor = 1.0 if is_listed else group["off_list"]
    factor *= group["incumbency"] if is_customer else 1.0
    factor *= rival_factor(values)
    terms = closing["price_effect"] * min(closing["default_discount"], closing["guardrail"])
    terms += closing["promise_effect"] * closing["default_promise"]
    odds = factor * math.exp(terms)
    signed = chance * odds / (1.0 - chance + chance * odds)
    asked = (support[:, :, 0] > closing["champion_support"]) * asking
    last = np.take_along_axis(support, (sizes - 1)[None, :, None], axis=2)[:, :, 0]
    spread = support[:, :, 0] - last
    return _followed(values, spread, signed, asked)


def support_by_week(
    values: dict[str, Any], hours: Floats, *, is_listed: bool, is_customer: bool
) -> Floats:
    """Return support by week, part of values, and member (the best reached first)."""
    group = values["buying_group"]
    sizes = group_sizes(values)
    members = int(sizes.max())
    effort = hours / (group["full_hours"] * sizes / group["usual_members"])
    reach = group["reach"] * np.sqrt(effort)
    reached = np.clip(reach[:, None] - np.arange(members)[None, :], 0.0, 1.0)
    push = (group["gain"] * typical_match(values) * effort)[:, None]
    push = np.minimum(push * (group["floor"] + (1.0 - group["floor"]) * reached), 1.0)
    start = group["first_support"] + group["list_support"] * is_listed
    if is_customer:
        start += group["customer_support"] * max(values["delivery"]["usual_satisfaction"], 0.0)
    support = np.empty((LONGEST, len(hours), members))
    now = np.full((len(hours), members), min(start, 1.0))
    for week in range(LONGEST):
        now = now + push * (1.0 - now) - group["decay"] * now
        support[week] = now
    return support


def typical_match(values: dict[str, Any]) -> float:
    """Return how well a rep's pitch fits a typical account, from noise, biases and offsets."""
    knowledge, group = values["knowledge"], values["buying_group"]
    talks = max(knowledge["talks"] * knowledge["sales_memory"] / math.log(2.0), 0.1)
    error = values["market"]["sales_bias"] ** 2 + values["people"]["own_bias"] ** 2
    error += knowledge["talk_noise"] ** 2 / talks
    weights = group["weights"]
    macro = sum(weight for label, weight in weights.items() if "_macro_" in label)
    macro /= max(sum(weights.values()), 1e-9)
    blind = macro * (1.0 - knowledge["dullness"]) ** 2
    distance = error + blind + values["market"]["offset_spread"] ** 2
    return float(math.exp(-0.5 * distance) * (1.0 - 0.5 * group["frame_loss"]))


def consent_by_week(values: dict[str, Any], support: Floats, sizes: Any) -> Floats:
    """Return the chance of consent of all members, by week, part of values, and group."""
    group = values["buying_group"]
    result = np.ones((*support.shape[:2], GROUPS))
    shared = group["threshold"] + group["group_spread"] * _steps(MOST_MEMBERS)
    for member in range(support.shape[2]):
        threshold = shared + group["threshold_spread"] * _steps(member)
        gap = group["consent_slope"] * (support[:, :, member, None] - threshold)
        is_there = (member < sizes)[None, :, None]
        result /= 1.0 + np.exp(-gap) * is_there
    return result


def group_sizes(values: dict[str, Any]) -> Any:
    """Return the whole number of members in a usual group of each part of values."""
    market = values["market"]
    power = market["members_power"] * market["value_spread"]
    means = market["members"] * np.exp(power * np.array(part_steps()))
    return np.clip(np.rint(means), 1, MOST_MEMBERS).astype(np.int64)


def part_steps() -> list[float]:
    """Return the middle of each part of values, in standard deviations of their logarithm."""
    return [inverse_normal((part + 0.5) / PARTS) for part in range(PARTS)]


def rival_factor(values: dict[str, Any]) -> float:
    """Return the mean factor on odds from rivals, whose strength is uniform where they are."""
    odds, present = values["buying_group"]["rival_odds"], values["market"]["rival_present"]
    if odds <= 0.0:
        return float(1.0 - present)
    mean = 1.0 if odds == 1.0 else (odds - 1.0) / math.log(odds)
    return float(1.0 - present + present * mean)


@cache
def _steps(member: int) -> Floats:
    """Return standard normal steps of one member over all groups, evenly spread."""
    places = [((g + 0.5) * STEP * (member + 1) + 0.31 * member) % 1.0 for g in range(GROUPS)]
    return np.array([inverse_normal(min(max(place, 1e-6), 1.0 - 1e-6)) for place in places])


def _followed(values: dict[str, Any], spread: Floats, signed: Floats, asked: Floats) -> Deal:
    group, kill = values["buying_group"], values["closing"]["kill"]
    rival = group["rival_base"] + 0.5 * group["rival"] * values["market"]["rival_present"]
    size = signed.shape[1]
    alive = np.full((size, GROUPS), 1.0 / GROUPS)
    won, tired, life, cycle = (np.zeros(size) for _ in range(4))
    for week in range(LONGEST):
        left = alive.sum(axis=1)
        if left.max() < SOME:
            break
        life += left
        hazard = group["tiring"] + group["fatigue"] * week + group["spread_hazard"] * spread[week]
        lost = alive * np.minimum(hazard, 1.0)[:, None]
        alive = (alive - lost) * (1.0 - min(rival, 1.0))
        wins = alive * asked[week][:, None] * signed[week]
        killed = (alive * asked[week][:, None] - wins) * kill
        alive = alive - wins - killed
        won += wins.sum(axis=1)
        cycle += week * wins.sum(axis=1)
        tired += (lost + killed).sum(axis=1)
    return Deal(won, life, cycle / np.maximum(won, 1e-12), tired)
