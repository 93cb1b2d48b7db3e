"""What is so, worked out from the actions: nothing else changes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from counterpoint.workshop.rounds.store import Action


@dataclass
class Team:
    """One team.

    Attributes:
        code: with it another phone joins this team.
        answers: question → lead, low, high; what is not answered yet is missing.
        done: positions (as keys) that the team is done with.
        plans: redesign → plan.
        side: who sits there: marketing, sales or both.
        opinions: fact of the firm → what it is, or None for "that is right".
        guess: place of the cause it guessed, −1 for "unknown", None before.
        marks: assumption → where the team thinks the firm is.
        card: what to try on Monday, by field.
        role: what it plays for a year, marketing or sales; "" until it says so.
        hands: quarter → what it decided for its role.
        gone: why it plays no more: "" while it plays, "removed", or the team it is merged into.
    """

    id: str
    name: str
    code: str
    answers: dict[int, dict[str, Any]] = field(default_factory=dict)
    reason: str = ""
    done: set[str] = field(default_factory=set)
    plans: dict[int, dict[str, Any]] = field(default_factory=dict)
    side: str = "both"
    opinions: dict[str, float | None] = field(default_factory=dict)
    guess: int | None = None
    marks: dict[int, float] = field(default_factory=dict)
    card: dict[str, str] = field(default_factory=dict)
    role: str = ""
    hands: dict[int, dict[str, str]] = field(default_factory=dict)
    gone: str = ""

    def plan_at(self, number: int) -> dict[str, Any] | None:
        """Return the plan of a redesign: the last one sent until then, or None."""
        sent = [each for each in self.plans if each <= number]
        return self.plans[max(sent)] if sent else None

    def hands_at(self, quarter: int) -> dict[str, str]:
        """Return what holds in a quarter: what was decided last, at first nothing."""
        sent = [each for each in self.hands if each <= quarter]
        return self.hands[max(sent)] if sent else {}


@dataclass
class State:
    """Where a workshop is, with its teams in the order in which they joined.

    Attributes:
        assumption: which curve the room looks at.
        fits: facts that the firm was to be fitted to, each time it was asked for.
    """

    at: int = 0
    until: float | None = None
    teams: dict[str, Team] = field(default_factory=dict)
    assumption: int = 0
    fits: list[dict[str, float]] = field(default_factory=list)

    def playing(self) -> list[Team]:
        """Return the teams that play."""
        return [team for team in self.teams.values() if not team.gone]

    def acting(self, team: str) -> Team | None:
        """Return the team that a team's phones act for now: itself or the one it merged into."""
        found = self.teams.get(team)
        while found is not None and found.gone not in ("", "removed"):
            found = self.teams.get(found.gone)
        return found


def replayed(actions: Iterable[Action]) -> State:
    """Return the state after these actions."""
    state = State()
    for action in actions:
        apply(state, action)
    return state


def apply(state: State, action: Action) -> None:
    """Change the state by one action."""
    detail = action.detail
    if action.kind == "joined":
        made = Team(detail["team"], detail["name"], detail["code"], side=detail["side"])
        state.teams[made.id] = made
    elif action.kind == "moved":
        state.at, state.until = detail["to"], detail["until"]
    elif action.kind == "timed":
        state.until = detail["until"]
    elif action.kind == "picked":
        state.assumption = detail["assumption"]
    elif action.kind == "fitted":
        state.fits.append(dict(detail["facts"]))
        # "That is right" was said of the number that the card showed then.
        for team in state.teams.values():
            for fact, value in detail["facts"].items():
                if fact in team.opinions and team.opinions[fact] is None:
                    team.opinions[fact] = detail.get("held", {}).get(fact, value)
    elif action.kind in _OF_A_TEAM:
        _OF_A_TEAM[action.kind](state, state.teams[detail["team"]], detail)


def _answered(_: State, team: Team, detail: Mapping[str, Any]) -> None:
    team.answers[detail["question"]] = {key: detail[key] for key in ("lead", "low", "high")}


def _reasoned(_: State, team: Team, detail: Mapping[str, Any]) -> None:
    team.reason = detail["reason"]


def _done(_: State, team: Team, detail: Mapping[str, Any]) -> None:
    if detail["done"]:
        team.done.add(detail["position"])
    else:
        team.done.discard(detail["position"])


def _planned(_: State, team: Team, detail: Mapping[str, Any]) -> None:
    team.plans[detail["redesign"]] = detail["plan"]


def _judged(_: State, team: Team, detail: Mapping[str, Any]) -> None:
    team.opinions[detail["fact"]] = detail["value"]


def _guessed(_: State, team: Team, detail: Mapping[str, Any]) -> None:
    team.guess = detail["guess"]


def _marked(_: State, team: Team, detail: Mapping[str, Any]) -> None:
    team.marks[detail["assumption"]] = detail["value"]


def _carded(_: State, team: Team, detail: Mapping[str, Any]) -> None:
    team.card = dict(detail["card"])


def _cast(_: State, team: Team, detail: Mapping[str, Any]) -> None:
    team.role, team.hands = detail["role"], {}


def _decided(_: State, team: Team, detail: Mapping[str, Any]) -> None:
    team.role = detail["role"]
    team.hands[detail["quarter"]] = dict(detail["hands"])


def _renamed(_: State, team: Team, detail: Mapping[str, Any]) -> None:
    team.name = detail["name"]


def _removed(_: State, team: Team, __: Mapping[str, Any]) -> None:
    team.gone = "removed"


def _merged(state: State, team: Team, detail: Mapping[str, Any]) -> None:
    into = state.teams[detail["into"]]
    into.answers = {**team.answers, **into.answers}
    into.reason = into.reason or team.reason
    into.plans = {**team.plans, **into.plans}
    into.opinions = {**team.opinions, **into.opinions}
    into.guess = team.guess if into.guess is None else into.guess
    into.marks = {**team.marks, **into.marks}
    into.card = into.card or team.card
    if into.role in ("", team.role):
        into.role, into.hands = team.role, {**team.hands, **into.hands}
    team.gone = into.id


_OF_A_TEAM = {
    "answered": _answered,
    "reasoned": _reasoned,
    "done": _done,
    "planned": _planned,
    "judged": _judged,
    "guessed": _guessed,
    "marked": _marked,
    "carded": _carded,
    "cast": _cast,
    "decided": _decided,
    "renamed": _renamed,
    "removed": _removed,
    "merged": _merged,
}
