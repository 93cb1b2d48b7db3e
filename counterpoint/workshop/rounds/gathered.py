"""What the teams said, gathered for everybody once it may be seen: counts and medians."""

from __future__ import annotations

from typing import Any

from analysis.figures import palette
from counterpoint.workshop.rounds.causes import UNKNOWN
from counterpoint.workshop.rounds.entries import SIDES
from counterpoint.workshop.rounds.firm import PERCENT, card
from counterpoint.workshop.rounds.room import Room
from counterpoint.workshop.rounds.scenes import fit_key
from counterpoint.workshop.rounds.state import Team

BINS = 9
"""Bars of a histogram of bets, over the range of a question; the middle one is "the same"."""


def firm_view(room: Room) -> dict[str, Any]:
    """Return the firm card with medians, and what became of the last fit."""
    fits = len(room.state.fits)
    found = room.store.result(fit_key(fits)) if fits else None
    return {
        "card": card(room.store.result("firm"), room.state.playing()),
        "fitting": room.fitting() is not None,
        "fit": found and {"said": found["said"], "met": found["met"]},
    }


def opinions(team: Team) -> dict[str, float | None]:
    """Return what a team said of the firm card, as it said it."""
    return {
        fact: None if value is None else value * (100.0 if fact in PERCENT else 1.0)
        for fact, value in team.opinions.items()
    }


def guesses(room: Room) -> dict[str, Any]:
    """Return how many teams guessed each cause, and how many do not know."""
    held = [team.guess for team in room.state.playing() if team.guess is not None]
    return {
        "causes": [held.count(place) for place in range(len(room.pack.causes))],
        "unknown": held.count(UNKNOWN),
    }


MARKS = {"^": "up", "*": "star", "<": "left", ">": "right"}
"""Mark of the palette → what the page's drawing of it is called, where that is another word."""


def looks(room: Room) -> dict[str, dict[str, str]]:
    """Return colour and mark of every team, the same in every scene and on its sheet."""
    found = {}
    for place, team in enumerate(room.state.teams.values()):
        look = palette.team(place)
        mark = MARKS.get(look.marker, look.marker)
        found[team.id] = {
            "name": team.name, "day": look.colour, "night": look.night, "mark": mark
        }  # fmt: skip
    return found


def marks(room: Room) -> list[dict[str, Any]]:
    """Return where the teams think the firm is, on the assumption the room looks at."""
    place = room.state.assumption
    return [
        {"team": team.id, "name": team.name, "value": team.marks[place]}
        for team in room.state.playing()
        if place in team.marks
    ]


def bets_by_side(room: Room) -> list[dict[str, Any]]:
    """Return for every question how many teams of each side bet what.

    low: left end of every bar, in percent; sides: title, bets (teams a bar, by the middle of the
    range), leads (teams a scheme).
    """
    return [_histogram(room, place) for place in range(len(room.pack.questions))]


def _histogram(room: Room, place: int) -> dict[str, Any]:
    reach = room.pack.questions[place].reach
    wide = 2 * reach / BINS
    sides = []
    for side, title in SIDES.items():
        held = [team.answers.get(place) or {} for team in room.state.playing() if team.side == side]
        bets, leads = [0] * BINS, [0] * len(room.pack.schemes)
        for answer in held:
            if answer.get("low") is not None:
                middle = (answer["low"] + answer["high"]) / 2
                bets[min(int((middle + reach) / wide), BINS - 1)] += 1
            if answer.get("lead") is not None:
                leads[answer["lead"]] += 1
        if held:
            sides.append({"title": title, "bets": bets, "leads": leads})
    return {"low": [-reach + wide * at for at in range(BINS)], "wide": wide, "sides": sides}
