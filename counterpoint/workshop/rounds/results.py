"""How a team's predictions did, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counterpoint.workshop.rounds.pack import Pack
from counterpoint.workshop.rounds.room import Room
from counterpoint.workshop.rounds.scoring import in_words, interval_score
from counterpoint.workshop.rounds.state import Team

SHRUG = 100
"""Points that the widest range of a question loses: every question counts alike."""


def scores(room: Room, team: Team) -> dict[str, Any]:
    """Return a team's score: a line a question, points lost, and what a shrug would have lost."""
    truth = room.store.result("truth")
    lines = [
        _line(room.pack, place, team.answers.get(place) or {}, found)
        for place, found in enumerate(truth["questions"] if truth else [])
    ]
    ranged = [line for line in lines if line["lost"] is not None]
    return {
        "lines": lines,
        "lost": sum(line["lost"] for line in ranged) if ranged else None,
        "shrug": SHRUG * len(ranged),
    }


def _line(
    pack: Pack, place: int, answer: Mapping[str, Any], found: Mapping[str, Any]
) -> dict[str, Any]:
    question, mean = pack.questions[place], found["percent"][0]
    low, high = answer.get("low"), answer.get("high")
    line = {
        "question": question.text,
        "lead": _lead_words(pack, answer.get("lead"), found["ahead"]),
        "range": "You gave no range.",
        "lost": None,
    }
    if low is None or high is None:
        return line
    if mean is None:
        return {**line, "range": "There is nothing to measure this range against."}
    widest = 2.0 * question.reach
    lost = SHRUG * interval_score(low, high, mean) / widest
    return {**line, "range": in_words(low, high, mean, SHRUG / widest), "lost": lost}


def _lead_words(pack: Pack, lead: int | None, ahead: list[int]) -> str:
    """Return whether the one that was called ahead is."""
    if lead is None:
        return "You named nobody."
    title = f"You said “{pack.schemes[lead].title}”"
    if ahead == [lead]:
        return f"{title}, and so it is."
    if lead in ahead:
        return f"{title}; nothing tells it apart from the other{'s' * (len(ahead) > 2)}."
    return f"{title}, and it is behind."
