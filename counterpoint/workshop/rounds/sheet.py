"""The debrief sheet: each team's predictions, what happened, why, what would flip it, its plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from counterpoint.workshop.picture import shown
from counterpoint.workshop.rounds.board import plan_words
from counterpoint.workshop.rounds.entries import CARD
from counterpoint.workshop.rounds.flip import turns
from counterpoint.workshop.rounds.pack import Pack
from counterpoint.workshop.rounds.results import scores
from counterpoint.workshop.rounds.room import Room
from counterpoint.workshop.rounds.seen import shared_view
from counterpoint.workshop.rounds.state import Team

YEAR = (
    ("gross_profit", "gross profit"), ("wins", "deals signed"), ("hours_lost", "lost to quarrels"),
)  # fmt: skip
"""What a sheet says of the year that was played."""


def sheets(room: Room, teams: Sequence[Team]) -> dict[str, Any]:
    """Return what the template prints; nothing that is not revealed yet."""
    with room.lock:
        view = shared_view(room)
        return {
            "pack": room.pack,
            "teams": [_of_team(room, team, view) for team in teams],
            "why": view["why"],
            "freeze": view["freeze"],
            "assumptions": _assumptions(room) if view["curve"] else [],
            "flips": flips(room.pack, view["elsewhere"] or []),
            "fields": CARD,
            "replicates": room.pack.replicates,
        }


def _of_team(room: Room, team: Team, view: Mapping[str, Any]) -> dict[str, Any]:
    revealed = view["revealed"]
    score = scores(room, team) if revealed else {"lines": [], "lost": None, "shrug": None}
    is_all = len(revealed) == len(room.pack.questions)
    lines = [
        {**line, "bet": _bet(room.pack, place, team), "truth": _truth(found)}
        for place, (line, found) in enumerate(zip(score["lines"], revealed, strict=False))
    ]
    return {
        "name": team.name,
        "look": view["looks"][team.id],
        "year": _year(team, view["year"]),
        "reason": team.reason,
        "guess": _guess(room, team) if view["freeze"] else "",
        "card": team.card,
        "lines": lines,
        "lost": score["lost"] if is_all else None,
        "shrug": score["shrug"],
        "plans": [
            {"words": plan_words(room.pack, plan), "found": _found(view["boards"], number, team)}
            for number, plan in sorted(team.plans.items())
        ],
    }


def _year(team: Team, year: Mapping[str, Any] | None) -> list[str]:
    """Return what a team decided in the year it played, and what the firm had of it."""
    if year is None:
        return []
    mine = next((each for each in year["teams"] if each["team"] == team.id), None)
    if mine is None:
        return []
    own, usual = mine["told"], year["usual"]["told"]
    parts = [f"{name} {_money(own[key], key)} ({_money(usual[key], key)})" for key, name in YEAR]
    said = f"You played {mine['role']}. The firm, and left to itself: {', '.join(parts)}."
    held = [(at, "; ".join(words)) for at, words in enumerate(mine["words"]) if words]
    told = [f"Quarter {at + 1}: {words}." for at, words in held
            if at == 0 or mine["words"][at - 1] != mine["words"][at]]  # fmt: skip
    return [said, *told]


def _money(value: float, measure: str) -> str:
    return shown("gross_profit_y1" if measure == "gross_profit" else measure, value)


def _guess(room: Room, team: Team) -> str:
    if team.guess is None:
        return "You guessed no cause."
    said = "that you do not know" if team.guess < 0 else f"“{room.pack.causes[team.guess].title}”"
    return f"You guessed {said}."


def _assumptions(room: Room) -> list[str]:
    """Return which assumption would flip the result, the one that does first."""
    return turns(room.store.result("flip") or [])


def _bet(pack: Pack, place: int, team: Team) -> str:
    held = team.answers.get(place) or {}
    if held.get("low") is None:
        return "You gave no range."
    question = pack.questions[place]
    first, other = pack.schemes[0].title, pack.schemes[question.scheme].title
    low, high = _percent(held["low"], 0), _percent(held["high"], 0)
    return f"You said, for “{other}” against “{first}”: {low} to {high}."


def _truth(found: Mapping[str, Any]) -> str:
    mean, low, high = (_percent(each) for each in found["percent"])
    return f"Simulated: {mean} ({low} to {high}). {found['said']}"


def _found(boards: Sequence[Any], number: int, team: Team) -> str:
    board = boards[number] if number < len(boards) else None
    for row in board["rows"] if board else []:
        if row["team"] == team.name:
            profit, hours = row["profit"], row["hours"]
            return (
                f"Rank {profit['rank']} on profit with {profit['text']} in three years; rank "
                f"{hours['rank']} on quarrels with {hours['text']} a year."
            )
    return ""


def flips(pack: Pack, elsewhere: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return in which other markets the order is another one, as far as is proven."""
    said = []
    for each in elsewhere:
        for gap in each["differences"]:
            mean, low, high = (_percent(value) for value in gap["percent"])
            said.append(
                f"{each['market']}: “{gap['scheme']}” against “{pack.schemes[0].title}” "
                f"{mean} ({low} to {high}) of gross profit in three years; {gap['meaning']}."
            )
    return said


def _percent(value: float | None, digits: int = 1) -> str:
    """Return a percentage with its sign.

    >>> _percent(-3.14159), _percent(0, 0), _percent(None)
    ('−3.1 %', '0 %', 'n/a')
    """
    if value is None:
        return "n/a"
    sign = "−" if value < 0 else "+" if value > 0 else ""
    return f"{sign}{abs(value):.{digits}f} %"
