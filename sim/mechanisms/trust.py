"""Trust: easier lost than won, pair by pair and in each direction.

A rep trusts a marketer more after a lead that proved real, less after one that led nowhere, the
less surprising the less. A marketer trusts a rep who follows up and gives reasons, and not one who
lets leads lie. Strain between people weakens every gain. Trust drifts towards what is usual in the
firm, and starts anew with every new person.

Counter-force: claims that lift a lead's rank today cost trust when they do not hold.
Neutral: gain 0 and loss 0: trust only drifts to what is usual.
Sources: evidence A19, A26, B5 (gain, loss, forgetting).
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import kept
from sim.core.params import Block, param
from sim.core.units import Number, Share, Weeks


class Trust(Block):
    """How trust moves."""

    gain: Share = param(
        0.02, 0, 1, unit="1/event", source="B5 trust gain per event", sweep=(0.005, 0.05),
        meaning="part of missing trust won by a kept expectation",
    )  # fmt: skip
    loss: Share = param(
        0.06, 0, 1, unit="1/event", source="B5 trust loss per event", sweep=(0.02, 0.12),
        meaning="part of trust lost by a broken one, at full surprise",
    )  # fmt: skip
    celebrated: Number = param(
        1.0, 0, 10, unit="events", source="claims C26; assumption 89", sweep=(0.0, 3.0),
        meaning="kept expectations as which people read a joint win they celebrate together",
    )  # fmt: skip
    prior: Share = param(
        0.5, 0, 1, source="assumption 55", sweep=(0.3, 0.7),
        meaning="trust between people who do not know each other",
    )  # fmt: skip
    half_life: Weeks = param(
        26.0, 1, 520, unit="weeks", source="B5 forgetting", sweep=(13.0, 104.0),
        meaning="half-life of the distance to that prior",
    )  # fmt: skip


@rule
def raised(trust: float, gain: float, events: float) -> float:
    """Return trust after confirmed expectations; it never passes 1.

    >>> round(raised(0.5, 0.02, 1.0), 6)
    0.51
    """
    return float(1.0 - (1.0 - trust) * (1.0 - gain) ** events)


@rule
def lowered(trust: float, loss: float, surprise: float, events: float) -> float:
    """Return trust after broken expectations, each this surprising (0 to 1)."""
    return float(trust * (1.0 - loss * surprise) ** events)


@rule
def forgotten(trust: float, prior: float, kept_share: float) -> float:
    """Return trust after a week without news, drifting to the prior."""
    return prior + (trust - prior) * kept_share


@act
def move(row: int, pairs: Any, marketers: Any, reps: Any, trust: Any) -> None:
    """Move one pair's trust in both directions."""
    pair = pairs[row]
    marketer = marketers[pair["marketer"]]
    rep = reps[pair["rep"]]
    holders = marketer["holder"] + rep["holder"]
    if pair["met"] != holders:
        pair["met"] = holders
        pair["trust_marketer_in_rep"] = trust["prior"]
        pair["trust_rep_in_marketer"] = trust["prior"]
    gain = trust["gain"] / (1.0 + pair["relationship_conflict"])
    keep = kept(trust["half_life"])
    toasts = trust["celebrated"] * pair["celebrated"]
    level = raised(pair["trust_rep_in_marketer"], gain, pair["real"] + toasts)
    level = lowered(level, trust["loss"], marketer["claim"], pair["junk"])
    pair["trust_rep_in_marketer"] = forgotten(level, trust["prior"], keep)
    level = raised(pair["trust_marketer_in_rep"], gain, pair["followed"] + toasts)
    level = lowered(
        level, trust["loss"], pair["trust_marketer_in_rep"], pair["expired"] + pair["rejected"]
    )
    pair["trust_marketer_in_rep"] = forgotten(level, trust["prior"], keep)


@phase
def move_all(rows: Any, pairs: Any, marketers: Any, reps: Any, trust: Any) -> None:
    """Move the trust of every pair."""
    for index in range(rows.shape[0]):
        move(rows[index], pairs, marketers, reps, trust)
