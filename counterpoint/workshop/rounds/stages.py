"""The order of a workshop: a list of positions, gone through forwards only.

lobby → brief → firm → predict → talk → locked → play (a quarter at a time) → year → reveal (a
question at a time) → guess → why → elsewhere → score → (redesign → board) as often as the pack says
→ flip → curve → monday → debrief
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from counterpoint.workshop.rounds.pack import Pack

LABELS = {
    "lobby": "Join",
    "brief": "Brief",
    "firm": "Your firm",
    "predict": "Predict",
    "talk": "Talk",
    "locked": "Bets",
    "play": "Play a year",
    "year": "The year",
    "reveal": "Reveal",
    "guess": "Guess why",
    "why": "Why",
    "elsewhere": "Other markets",
    "score": "Score",
    "redesign": "Redesign",
    "board": "Leaderboard",
    "flip": "What would flip it",
    "curve": "Curve",
    "monday": "Monday",
    "debrief": "Debrief",
}
PREDICTING = ("predict", "talk")
"""Stages in which predictions may change."""
WAITED_FOR = ("firm", "predict", "play", "guess", "redesign", "flip", "monday")
"""Stages that teams say they are done with."""


@dataclass(frozen=True)
class Position:
    """Where a workshop is: a stage, and which question or redesign it is about."""

    stage: str
    number: int = 0

    @property
    def key(self) -> str:
        """Return it as one word.

        >>> Position("reveal", 2).key
        'reveal 2'
        """
        return f"{self.stage} {self.number}"


def positions(pack: Pack) -> tuple[Position, ...]:
    """Return every position of a pack, in order."""
    begin = [Position(stage) for stage in ("lobby", "brief", "firm", "predict", "talk", "locked")]
    play = [Position("play", number) for number in range(pack.quarters)]
    play += [Position("year")] if play else []
    reveal = [Position("reveal", number) for number in range(len(pack.questions))]
    after = [Position("guess"), Position("why")]
    after += [Position("elsewhere")] if pack.other_markets else []
    again = [
        Position(stage, number)
        for number in range(pack.redesigns)
        for stage in ("redesign", "board")
    ]
    end = [Position(stage) for stage in ("flip", "curve", "monday", "debrief")]
    return (*begin, *play, *reveal, *after, Position("score"), *again, *end)


def labels(pack: Pack) -> list[str]:
    """Return the stages a person sees, each once a redesign."""
    found: list[str] = []
    for position in positions(pack):
        label = LABELS[position.stage]
        if not found or found[-1] != label:
            found.append(label)
    return found


def label_at(pack: Pack, at: int) -> int:
    """Return which of `labels` a position belongs to."""
    held = positions(pack)[: at + 1]
    return sum(a.stage != b.stage for a, b in pairwise(held))
