"""The year that teams play by hand: who plays which role, what is simulated, who sees what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from counterpoint.workshop.rounds.entries import scheme_scenario
from counterpoint.workshop.rounds.pack import Pack
from counterpoint.workshop.year.hands import (
    DECISIONS,
    MARKETING,
    ROLES,
    SALES,
    USUAL,
    decisions,
)
from counterpoint.workshop.year.sight import SUMS

if TYPE_CHECKING:
    from counterpoint.workshop.rounds.scenes import Scenes
    from counterpoint.workshop.rounds.stages import Position
    from counterpoint.workshop.rounds.state import Team
    from counterpoint.workshop.year.played import Hands, Years

LUCK = 0
"""Which firm of the pack is played: the first, as in every other scene."""


def role_of(team: Team) -> str:
    """Return what a team plays: what it said, else who sits there, else each role in turn."""
    if team.role or team.side in ROLES:
        return team.role or team.side
    return list(ROLES)[(int(team.id.rpartition(" ")[2]) - 1) % len(ROLES)]


def quarters_over(reached: Sequence[Position], pack: Pack) -> int:
    """Return how many quarters have been decided."""
    begun = sum(each.stage == "play" for each in reached)
    return min(begun - (reached[-1].stage == "play"), pack.quarters)


class Yearly:
    """The years of one room; begun anew when its firm becomes another one."""

    def __init__(self) -> None:
        self._key: tuple[str, int] = ("", 0)
        self._years: Years | None = None

    def of(self, pack: Pack) -> Yearly:
        """Return this, for a pack as it is now."""
        from counterpoint.workshop.year.played import Years

        firm = scheme_scenario(pack, 0)
        if self._key != (firm.hash, pack.seed) or self._years is None:
            self._key, self._years = (firm.hash, pack.seed), Years(firm, pack.seed, LUCK)
        return self

    def begin(self) -> dict[str, bool]:
        """Simulate the year before, so that nobody waits for it."""
        assert self._years is not None
        self._years.quarter(MARKETING, [{}])
        return {"begun": True}

    def quarters(
        self, number: int, teams: Mapping[str, tuple[str, Sequence[Hands]]]
    ) -> dict[str, Any]:
        """Return one quarter: of the firm left to itself (`usual`) and of every team."""
        years = self._years
        assert years is not None
        usual = years.quarter(MARKETING, [{}] * (number + 1))
        found = {
            team: {"role": role, "hands": dict(hands[number]),
                   **years.quarter(role, hands[: number + 1])}
            for team, (role, hands) in teams.items()
        }  # fmt: skip
        years.forget(number + 1)
        return {"usual": usual, "teams": found}


def play_view(room: Scenes, team: Team) -> dict[str, Any]:
    """Return what a team sees while it plays: its own role's sight of every quarter that is over.

    Quarters that it missed are those of the firm left to itself.
    """
    role, number = role_of(team), room.position.number
    is_over = room.position.stage == "year"
    quarters = range(room.pack.quarters if is_over else number)
    firm = scheme_scenario(room.pack, 0)
    return {
        "role": role,
        "roles": ROLES,
        "quarter": number,
        "quarters": [_seen(room, each, team.id, role) for each in quarters],
        "hands": team.hands_at(number),
        "decisions": [
            {"name": each.name, "title": each.title, "choices": list(each.choices.items())}
            for each in decisions(role, firm)
        ],
    }


def _seen(room: Scenes, number: int, team: str, role: str) -> dict[str, Any] | None:
    found = room.store.result(f"year {number}")
    if found is None:
        return None
    held = found["teams"].get(team, found["usual"])
    return {**held[role], "words": hands_words(role, held.get("hands", {}))}


def hands_words(role: str, hands: Hands) -> list[str]:
    """Return what was decided, a line a decision; nothing where all was left to the people.

    >>> hands_words("sales", {"discount": "none"})
    ['What may a customer get off the price? Nothing']
    """
    return [
        f"{each.title} {each.choices[hands[each.name]]}"
        for each in DECISIONS[role]
        if hands.get(each.name, USUAL) != USUAL
    ]


def year_view(room: Scenes) -> dict[str, Any] | None:
    """Return the whole year once it is over: left to itself in both roles' sight, and every team's.

    None while it is being simulated.
    """
    found = [room.store.result(f"year {each}") for each in range(room.pack.quarters)]
    if any(each is None for each in found):
        return None
    usual = [each["usual"] for each in found]
    return {
        "usual": {**_whole(usual), **{role: [each[role] for each in usual] for role in ROLES}},
        "teams": [_of_team(team, found) for team in room.state.playing()],
    }


def _of_team(team: Team, found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    held = [each["teams"].get(team.id, each["usual"]) for each in found]
    role = role_of(team)
    words = [hands_words(role, each.get("hands", {})) for each in held]
    other = MARKETING if role == SALES else SALES
    return {
        **_whole(held),
        "team": team.id,
        "name": team.name,
        "role": role,
        "words": words,
        "other": [each[other] for each in held],
    }


def _whole(quarters: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return sums over quarters, trust at their end, and what each role was paid on average."""
    told = [each["told"] for each in quarters]
    pay = {role: sum(each[role]["pay"] for each in quarters) / len(quarters) for role in ROLES}
    sums = {name: sum(each[name] for each in told) for name in SUMS}
    return {"told": {**sums, "trust": told[-1]["trust"]}, "pay": pay}
