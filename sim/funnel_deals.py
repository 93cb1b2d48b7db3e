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

LONGEST = 156
SOME = 1e-4
"""The share of deals below which the rest does not matter."""
GROUPS = 64
STEP = 0.6180339887498949
"""The golden ratio's fraction: its multiples fill the unit interval evenly."""


@dataclass(frozen=True)
class Deal:
    """What becomes of a typical deal.

    Attributes:
        won: chance that it is won.
        life: mean weeks it is open.
        cycle: mean weeks to a win.
        ready: share of its open weeks in which the rep may ask.
        no_decision: share of losses that go to nobody.
    """

    won: float
    life: float
    cycle: float
    ready: float
    no_decision: float


def typical_deal(
    values: dict[str, Any], hours: float, asking: float, is_listed: bool, is_customer: bool
) -> Deal:
    """Return what becomes of a deal that gets `hours` a week and is asked with chance `asking`."""
    group, closing = values["buying_group"], values["closing"]
    support = support_by_week(values, hours, is_listed, is_customer)
    chance = consent_by_week(values, support)
    factor = 1.0 if is_listed else group["off_list"]
    factor *= group["incumbency"] if is_customer else 1.0
    terms = closing["price_effect"] * min(closing["default_discount"], closing["guardrail"])
    terms += closing["promise_effect"] * closing["default_promise"]
    odds = factor * math.exp(terms)
    signed = chance * odds / (1.0 - chance + chance * odds)
    may_ask = support[:, 0] > closing["champion_support"]
    return _followed(values, support, signed, may_ask * asking, may_ask)


def support_by_week(
    values: dict[str, Any], hours: float, is_listed: bool, is_customer: bool
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return support by week and member."""
    group = values["buying_group"]
    members = max(1, round(values["market"]["members"]))
    effort = hours / group["full_hours"]
    reach = group["reach"] * math.sqrt(effort)
    reached = np.clip(reach - np.arange(members), 0.0, 1.0)
    push = group["gain"] * effort * typical_match(values)
    push = np.minimum(push * (group["floor"] + (1.0 - group["floor"]) * reached), 1.0)
    start = group["first_support"] + group["list_support"] * is_listed
    if is_customer:
        start += group["customer_support"] * max(values["delivery"]["usual_satisfaction"], 0.0)
    support = np.empty((LONGEST, members))
    now = np.full(members, min(start, 1.0))
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


def consent_by_week(
    values: dict[str, Any], support: np.ndarray[Any, np.dtype[np.float64]]
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the chance of consent of all members, by week and group."""
    group = values["buying_group"]
    members = support.shape[1]
    result = np.ones((LONGEST, GROUPS))
    for member in range(members):
        threshold = group["threshold"] + group["threshold_spread"] * _steps(member)
        gap = group["consent_slope"] * (support[:, member][:, None] - threshold[None, :])
        result *= 1.0 / (1.0 + np.exp(-gap))
    return result


@cache
def _steps(member: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return standard normal steps of one member over all groups, evenly spread."""
    places = [((g + 0.5) * STEP * (member + 1) + 0.31 * member) % 1.0 for g in range(GROUPS)]
    return np.array([inverse_normal(min(max(place, 1e-6), 1.0 - 1e-6)) for place in places])


def _followed(values: dict[str, Any], support: Any, signed: Any, asked: Any, may_ask: Any) -> Deal:
    group, kill = values["buying_group"], values["closing"]["kill"]
    rival = group["rival_base"] + 0.5 * group["rival"] * values["market"]["rival_present"]
    spread = support.max(axis=1) - support.min(axis=1)
    alive = np.full(GROUPS, 1.0 / GROUPS)
    won = tired = beaten = life = cycle = ready = 0.0
    for week in range(LONGEST):
        left = float(alive.sum())
        if left < SOME:
            break
        life += left
        ready += left * may_ask[week]
        hazard = group["tiring"] + group["fatigue"] * week + group["spread_hazard"] * spread[week]
        lost = alive * min(hazard, 1.0)
        taken = (alive - lost) * min(rival, 1.0)
        alive = alive - lost - taken
        wins = alive * asked[week] * signed[week]
        killed = (alive * asked[week] - wins) * kill
        alive = alive - wins - killed
        won += wins.sum()
        cycle += week * wins.sum()
        tired += lost.sum() + killed.sum()
        beaten += taken.sum()
    losses = max(tired + beaten, 1e-12)
    return Deal(
        won=float(won),
        life=float(life),
        cycle=float(cycle / max(won, 1e-12)),
        ready=float(ready / max(life, 1e-12)),
        no_decision=float(tired / losses),
    )
