"""What each one sees: a team its own entries, and of the others only what is revealed."""

from __future__ import annotations

import time
from typing import Any

from counterpoint.workshop.picture import TITLES
from counterpoint.workshop.rounds.board import AS_IT_IS
from counterpoint.workshop.rounds.causes import asked
from counterpoint.workshop.rounds.entries import CARD, SIDES
from counterpoint.workshop.rounds.gathered import (
    bets_by_side,
    firm_view,
    guesses,
    looks,
    marks,
    opinions,
)
from counterpoint.workshop.rounds.pack import Pack
from counterpoint.workshop.rounds.results import scores
from counterpoint.workshop.rounds.room import Room
from counterpoint.workshop.rounds.spoken import line
from counterpoint.workshop.rounds.stages import LABELS, Position, label_at, labels
from counterpoint.workshop.rounds.state import Team
from counterpoint.workshop.rounds.year import play_view, role_of, year_view

THEORY = ("hours_lost", "trust")
"""Measures whose sizes nobody has measured."""
PRESENT = 25.0
"""Seconds after which a phone that says nothing counts as asleep."""


def pack_card(pack: Pack) -> dict[str, Any]:
    """Return what everybody may know of a pack from the beginning."""
    from sim.scenario import shipped

    about = {item.name: item.description for item in shipped.summaries() if item.is_practice}
    first = pack.schemes[0].title
    return {
        "title": pack.title,
        "language": pack.language,
        "budget": pack.budget,
        "pay_price": pack.pay_price,
        "replicates": pack.replicates,
        "quarters": pack.quarters,
        "schemes": [{"title": each.title, "memo": each.memo} for each in pack.schemes],
        "questions": [
            {
                "text": each.text,
                "measure": TITLES[each.measure],
                "scheme": pack.schemes[each.scheme].title,
                "first": first,
                "reach": each.reach,
                "is_theory": each.measure in THEORY,
            }
            for each in pack.questions
        ],
        "causes": [each.title for each in pack.causes],
        "assumptions": [each.title for each in pack.assumptions],
        "asked": pack.schemes[asked(pack)].title,
        "fields": [{"key": key, "label": label} for key, label in CARD.items()],
        "practices": [
            {"name": name, "title": pack.practice_title(name), "about": about[name], "price": price}
            for name, price in pack.practices.items()
        ],
    }


def shared_view(room: Room) -> dict[str, Any]:
    """Return what teams and facilitator see alike."""
    position, state = room.position, room.state
    result, reached = room.store.result, _reached(room)
    truth = result("truth")
    return {
        "version": room.version,
        "at": state.at,
        "key": position.key,
        "stage": position.stage,
        "number": position.number,
        "labels": labels(room.pack),
        "label": label_at(room.pack, state.at),
        "left": None if state.until is None else max(0.0, state.until - time.time()),
        "redesigns": room.pack.redesigns,
        "looks": looks(room),
        "card": truth["card"] if truth and "brief" in reached else None,
        "funnel": truth.get("funnel") if truth and "brief" in reached else None,
        "firm": firm_view(room) if "firm" in reached else None,
        "year": year_view(room) if "year" in reached else None,
        "bets": bets_by_side(room) if "locked" in reached else None,
        "guesses": guesses(room) if "why" in reached else None,
        "freeze": result("freeze") if "why" in reached else None,
        "assumption": state.assumption,
        "assumed": _assumed(room) if "flip" in reached else None,
        "curve": _curve(room) if "curve" in reached else None,
        "revealed": _revealed(room),
        "why": result("why") if "why" in reached else None,
        "elsewhere": result("elsewhere") if "elsewhere" in reached else None,
        "boards": [
            result(f"board {number}") for number in range(_boards(room))
        ],
    }  # fmt: skip


def _curve(room: Room) -> dict[str, Any] | None:
    """Return the curve that the room looks at, with the teams' marks on it."""
    found, place = room.store.result("flip"), room.state.assumption
    return {**found[place], "marks": marks(room)} if found else None


def _assumed(room: Room) -> dict[str, Any]:
    return line(room.pack, room.pack.assumptions[room.state.assumption])


def _named(position: Position) -> str:
    label = LABELS[position.stage]
    return f"{label} {position.number + 1}" if position.stage == "reveal" else label


def _reached(room: Room) -> set[str]:
    return {position.stage for position in room.positions[: room.state.at + 1]}


def _boards(room: Room) -> int:
    return sum(each.stage == "board" for each in room.positions[: room.state.at + 1])


def shown_questions(room: Room) -> int:
    """Return how many questions are revealed."""
    return sum(each.stage == "reveal" for each in room.positions[: room.state.at + 1])


def _revealed(room: Room) -> list[dict[str, Any]]:
    truth = room.store.result("truth")
    found = []
    for place in range(shown_questions(room) if truth else 0):
        bets = [
            {"team": team.id, "name": team.name, **team.answers[place]}
            for team in room.state.playing()
            if (team.answers.get(place) or {}).get("low") is not None
        ]
        found.append({**truth["questions"][place], "bets": bets})
    return found


def team_view(room: Room, team: Team) -> dict[str, Any]:
    """Return what a team's phones show."""
    with room.lock:
        number = room.position.number
        return {
            **shared_view(room),
            "team": {"id": team.id, "name": team.name, "code": team.code, "gone": team.gone},
            "answers": {str(place): answer for place, answer in team.answers.items()},
            "reason": team.reason,
            "opinions": opinions(team) if room.position.stage == "firm" else None,
            "guess": team.guess,
            "mark": team.marks.get(room.state.assumption),
            "pilot": team.card,
            "lacking": room.missing(team),
            "done": room.position.key in team.done,
            "waiting": len(room.waiting_for()),
            "plan": (team.plan_at(number) or AS_IT_IS)
            if room.position.stage == "redesign"
            else None,
            "play": play_view(room, team) if room.position.stage in ("play", "year") else None,
            "score": scores(room, team) if "score" in _reached(room) else None,
        }


def console_view(room: Room, problem: str, seen: dict[str, float]) -> dict[str, Any]:
    """Return what the facilitator's console shows; others may look at that screen too.

    Args:
        room: the workshop.
        problem: why the simulations stopped, or an empty text.
        seen: team → when one of its phones was last heard of, by the clock of `time.monotonic`.
    """
    with room.lock:
        state, waiting = room.state, {team.id for team in room.waiting_for()}
        at, now = state.at, time.monotonic()
        following = room.positions[at + 1] if at + 1 < len(room.positions) else None
        tells = "score" in _reached(room)
        return {
            **shared_view(room),
            "problem": problem,
            "code": room.code,
            "simulated": {
                key: room.store.result(key) is not None
                for key in ("truth", "why", "freeze", "elsewhere", "flip")
                if key != "elsewhere" or room.pack.other_markets
            },
            "next": _named(following) if following else None,
            "lacking": room.lacking(at + 1) if following else "",
            "teams": [
                {
                    "id": team.id,
                    "name": team.name,
                    "code": team.code,
                    "present": now - seen.get(team.id, -PRESENT) < PRESENT,
                    "waiting": team.id in waiting,
                    "side": SIDES[team.side],
                    "role": role_of(team),
                    "pilot": team.card if room.position.stage in ("monday", "debrief") else None,
                    "reason": team.reason if tells or room.position.stage == "why" else None,
                    "score": scores(room, team) if tells else None,
                }
                for team in state.playing()
            ],
        }
