"""Word of mouth: customers talk, the disappointed ones louder.

Counter-force: every customer lost costs twice what a content one brings.
Neutral: voice 0 leaves reputation to fade.
Sources: evidence B5 (bad against good word of mouth).
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import kept, ratio
from sim.core.params import Block, param
from sim.core.units import Number, Weeks


class WordOfMouth(Block):
    """How customers' experience becomes reputation."""

    voice: Number = param(
        5.0, 0, 100, source="assumption 36", sweep=(0.0, 15.0), market=True,
        meaning="reputation gained when every account of a segment is content in one week",
    )  # fmt: skip
    louder: Number = param(
        2.0, 0, 10, source="B5 bad word of mouth vs good", sweep=(1.0, 4.0), market=True,
        meaning="weight of a lost customer against a content one",
    )  # fmt: skip
    half_life: Weeks = param(
        52.0, 1, 520, unit="weeks", source="assumption 36", market=True, sweep=(26.0, 104.0),
        meaning="half-life of reputation",
    )  # fmt: skip


@rule
def spread(reputation: float, kept_share: float, voice: float, balance: float) -> float:
    """Return reputation a week later; `balance` is content minus weighted lost, per account."""
    return kept_share * reputation + voice * balance


@act
def talk(row: int, segments: Any, word_of_mouth: Any) -> None:
    """Let one segment's customers talk."""
    segment = segments[row]
    balance = segment["satisfied"] - word_of_mouth["louder"] * segment["churned"]
    segment["reputation"] = spread(
        segment["reputation"],
        kept(word_of_mouth["half_life"]),
        word_of_mouth["voice"],
        ratio(balance, segment["accounts"], 0.0),
    )


@phase
def talk_all(rows: Any, segments: Any, word_of_mouth: Any) -> None:
    """Let customers talk in every segment."""
    for index in range(rows.shape[0]):
        talk(rows[index], segments, word_of_mouth)
