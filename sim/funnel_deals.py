"""What becomes of a typical deal, by arithmetic on declared parameters.

Support of each member of a typical group moves week by week under equal effort; thresholds are
spread evenly over their distribution instead of drawn. Discounts, and whether to ask or to wait,
are chosen as in the closing mechanism, by somebody paid for every euro alike. What people would
learn, promise or gain by luck is left out: these are orders of magnitude to check a file by.
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
DISCOUNT_STEPS = 8
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
        kept: the same times the share of list value that the discount leaves.
        life: mean weeks it is open.
        ready: mean weeks it is open with a champion who is won.
        cycle: mean weeks to a win.
        no_decision: chance that it ends without a decision.
    """

    won: Floats
    kept: Floats
    life: Floats
    ready: Floats
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
    factor *= math.exp(closing["promise_effect"] * closing["default_promise"])
    is_ready = support[:, :, 0] > closing["champion_support"]
    last = np.take_along_axis(support, (sizes - 1)[None, :, None], axis=2)[:, :, 0]
    spread = support[:, :, 0] - last
    return _followed(values, spread, offered(values, chance * factor, chance), is_ready, asking)


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


def taken_share(values: dict[str, Any]) -> float:
    """Return the share of deals ended by a failed ask that go to a competitor."""
    closing, present = values["closing"], values["market"]["rival_present"]
    return float(present * closing["rival_takes"] + (1.0 - present) * closing["other_takes"])


@dataclass(frozen=True)
class Offer:
    """What a rep would do with each path of a deal in each week, if there is time to ask.

    Attributes:
        signed: chance that the group signs.
        kept: share of the list value that is left after the discount offered.
        waits: whether waiting for more support is worth more than asking.
    """

    signed: Floats
    kept: Floats
    waits: Any


def offered(values: dict[str, Any], yes: Floats, chance: Floats) -> Offer:
    """Return the terms that pay best to somebody paid by the euro, as closing chooses them.

    yes: chance of consent times the factor on its odds; chance: the chance of consent.
    """
    closing, choices = values["closing"], values["choices"]
    kill, loss = closing["kill"], closing["usual_loss"]
    usual = min(closing["default_discount"], closing["guardrail"])

    def signed_at(discount: float) -> Floats:
        better = yes * math.exp(closing["price_effect"] * discount)
        return np.asarray(better / (1.0 - chance + better))

    at_usual = signed_at(usual)
    later = np.concatenate((at_usual[1:], at_usual[-1:]))
    later = later / np.maximum(later + (1.0 - later) * kill + loss, 1e-12) * (1.0 - usual)
    steps = closing["guardrail"] * np.arange(DISCOUNT_STEPS + 1) / DISCOUNT_STEPS
    best, signed, kept = np.full((3, *chance.shape), -1.0)
    for discount in (usual,) if choices["discount"] == "frozen" else steps.tolist():
        now = signed_at(discount)
        worth = now * (1.0 - discount) + (1.0 - now) * (1.0 - kill) * later
        is_best = worth > best
        best = np.where(is_best, worth, best)
        signed = np.where(is_best, now, signed)
        kept = np.where(is_best, 1.0 - discount, kept)
    is_free = choices["timing"] != "frozen"
    return Offer(signed, kept, is_free & ((1.0 - loss) * later > best))


def _followed(
    values: dict[str, Any], spread: Floats, offer: Offer, is_ready: Any, asking: float
) -> Deal:
    group, closing = values["buying_group"], values["closing"]
    rival = group["rival_base"] + 0.5 * group["rival"] * values["market"]["rival_present"]
    size = offer.signed.shape[1]
    alive = np.full((size, GROUPS), 1.0 / GROUPS)
    waited = np.zeros((size, GROUPS))
    won, kept, undecided, life, ready, cycle = (np.zeros(size) for _ in range(6))
    for week in range(LONGEST):
        left = alive.sum(axis=1)
        if left.max() < SOME:
            break
        life += left
        ready += left * is_ready[week]
        hazard = group["tiring"] + group["fatigue"] * week + group["spread_hazard"] * spread[week]
        lost = alive * np.minimum(hazard, 1.0)[:, None]
        alive = (alive - lost) * (1.0 - min(rival, 1.0))
        chance = asking * is_ready[week][:, None]
        holds = offer.waits[week] & (waited < closing["longest_wait"])
        waited += chance * holds
        asked = alive * chance * ~holds
        wins = asked * offer.signed[week]
        killed = (asked - wins) * closing["kill"]
        alive = alive - wins - killed
        won += wins.sum(axis=1)
        kept += (wins * offer.kept[week]).sum(axis=1)
        cycle += week * wins.sum(axis=1)
        undecided += (lost + killed * (1.0 - taken_share(values))).sum(axis=1)
    return Deal(won, kept, life, ready, cycle / np.maximum(won, 1e-12), undecided)
