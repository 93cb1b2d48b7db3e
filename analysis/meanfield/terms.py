"""What a rep offers and whether to ask at all, by arithmetic on declared parameters.

Discounts, and whether to ask or to wait, are chosen as in the closing mechanism, by somebody paid
for every euro alike; the promise stands at its default.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.meanfield.sample import Floats
from sim.mechanisms.closing import DISCOUNT_STEPS, held, steps_of

TINY = 1e-12


@dataclass(frozen=True)
class Terms:
    """What reps may offer: factors on the odds, with what is `left` of the list value."""

    odds: list[float]
    left: list[float]


@dataclass(frozen=True)
class Offer:
    """What a rep would do with each deal this week, if there is time to ask.

    Attributes:
        signed: chance that the group signs.
        kept: share of the list value that is left after the discount offered.
        gained: what asking is worth beyond waiting, in wins.
        waits: whether waiting is worth more than asking.
    """

    signed: Floats
    kept: Floats
    gained: Floats
    waits: Any


def offered(
    values: dict[str, Any], terms: Terms, chance: Floats, prospect: Floats, outlook: Floats,
    upkeep: Floats,
) -> Offer:  # fmt: skip
    """Return the terms that pay best to somebody paid by the euro, as closing chooses them.

    chance, prospect, outlook: of consent at list terms, this week, a week from now, and as far as a
    rep looks ahead; upkeep: what a week's hours on the deal are worth elsewhere, over the list
    value.
    """
    kill, loss = values["closing"]["kill"], values["closing"]["usual_loss"]
    later = later_worth(terms, prospect, upkeep, kill, loss)
    grown = later_worth(terms, outlook, upkeep, kill, loss)
    weeks = values["buying_group"]["foresight"] - 1.0
    stays = held(1.0, 0.0, loss, weeks)
    waiting = np.maximum(later, stays * grown + held(0.0, 1.0, loss, weeks) * upkeep)
    gain, signed, kept = np.full((3, len(chance)), -1.0)
    for odds, left in zip(terms.odds, terms.left, strict=True):
        now = with_odds(chance, odds)
        more = now * (left - (1.0 - kill) * later)
        is_best = more > gain
        gain = np.where(is_best, more, gain)
        signed = np.where(is_best, now, signed)
        kept = np.where(is_best, left, kept)
    is_free = values["choices"]["timing"] != "frozen"
    more = gain + (1.0 - kill) * later - (1.0 - loss) * waiting
    gained = np.clip(more / np.maximum(kept, TINY), 0.0, 1.0)
    return Offer(signed, kept, gained, is_free & (more < 0.0))


def later_worth(terms: Terms, prospect: Floats, upkeep: Floats, kill: float, loss: float) -> Floats:
    """Return what asking week after week at the best terms is worth, over the list value."""
    later = np.zeros(len(prospect))
    for odds, left in zip(terms.odds, terms.left, strict=True):
        signed = with_odds(prospect, odds)
        ends = signed + (1.0 - signed) * kill + loss
        later = np.maximum(later, (left * signed - upkeep) / np.maximum(ends, TINY))
    return later


def terms_of(values: dict[str, Any]) -> Terms:
    """Return what reps may offer."""
    closing = values["closing"]
    frozen = int(values["choices"]["discount"] == "frozen")
    first, step, steps = steps_of(
        frozen, closing["default_discount"], closing["guardrail"], DISCOUNT_STEPS
    )
    discounts = [first + n * step for n in range(steps + 1)]
    promise = closing["promise_effect"] * closing["default_promise"]
    odds = [math.exp(promise + closing["price_effect"] * discount) for discount in discounts]
    return Terms(odds, [1.0 - discount for discount in discounts])


def with_odds(p: Floats, factor: Floats | float) -> Floats:
    """Return the probabilities whose odds are those of p times `factor`."""
    return np.asarray(p * factor / (1.0 - p + p * factor))
