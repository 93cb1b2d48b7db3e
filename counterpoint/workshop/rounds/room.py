"""One workshop: what facilitator and teams may do when, written down before it counts."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Any

from counterpoint.workshop.guard import is_secret, new_code, new_token
from counterpoint.workshop.rounds.entries import (
    CARD,
    answer_of,
    name_of,
    plan_of,
    reason_of,
    side_of,
)
from counterpoint.workshop.rounds.scenes import FACILITATOR, Scenes
from counterpoint.workshop.rounds.stages import (
    PREDICTING,
    WAITED_FOR,
)
from counterpoint.workshop.rounds.state import Team
from sim.core.errors import InputError

MOST_TEAMS = 40
LONGEST_TALK = 3600


class Room(Scenes):
    """Plays one pack. Safe to use from several threads; `version` rises with every change.

    Every method that does something raises InputError when it is not allowed now.
    """

    # -------------------------------------------------------------- joining

    def join(self, code: object, name: object, side: object = None) -> tuple[str, str]:
        """Return seat and secret of a phone that joins, with a new team or one that is there.

        Args:
            code: the room's code for a new team, a team's own for another phone of that team.
            name: the new team's name; not needed with a team's own code.
            side: who sits there: marketing, sales or both; only of a new team.
        """
        with self.lock:
            given = code.strip().upper() if isinstance(code, str) else ""
            same = next((t for t in self.state.playing() if is_secret(given, t.code)), None)
            if same is None and not is_secret(given, self.code):
                raise WrongCodeError("that is not the code; look at the facilitator's screen")
            team = same or self._new_team(name_of(name), side_of(side))
            seat, secret = secrets.token_hex(4), new_token()
            self.store.add_seat(seat, secret, team.id)
            return seat, secret

    def _new_team(self, name: str, side: str) -> Team:
        if len(self.state.playing()) >= MOST_TEAMS:
            raise InputError(f"there are {MOST_TEAMS} teams already; join one with its code")
        self._check_free(name)
        number = f"team {len(self.state.teams) + 1}"
        self.do(number, "joined", team=number, name=name, code=new_code(), side=side)
        return self.state.teams[number]

    def _check_free(self, name: str, but: str = "") -> None:
        if any(t.name.casefold() == name.casefold() and t.id != but for t in self.state.playing()):
            raise InputError(
                f"there is a team called {name} already; choose another name, or join it with the "
                "code on its own screen"
            )

    def seated(self, seat: str, secret: object) -> Team | None:
        """Return the team a phone acts for; None when it holds no seat here."""
        team = self.store.team_of(seat, secret) if isinstance(secret, str) else None
        with self.lock:
            return None if team is None else self.state.acting(team)

    # ---------------------------------------------------------------- teams

    def answer(self, team: Team, raw: Mapping[str, Any]) -> None:
        """Keep a prediction; it may change until the lock."""
        with self.lock:
            self.check_stage(team, *PREDICTING)
            detail = answer_of(self.pack, raw)
            self.do(team.id, "answered", team=team.id, **detail)

    def reason(self, team: Team, raw: Mapping[str, Any]) -> None:
        """Keep the one sentence why."""
        with self.lock:
            self.check_stage(team, *PREDICTING)
            self.do(team.id, "reasoned", team=team.id, reason=reason_of(raw.get("reason")))

    def plan(self, team: Team, raw: Mapping[str, Any]) -> None:
        """Keep a redesign; it may change until all plans are run."""
        plan = plan_of(self.pack, raw.get("plan"))
        with self.lock:
            self.check_stage(team, "redesign")
            number = self.position.number
            self.do(team.id, "planned", team=team.id, redesign=number, plan=plan)

    def done(self, team: Team, raw: Mapping[str, Any]) -> None:
        """Keep that a team is done with this stage, or not after all."""
        with self.lock:
            self.check_stage(team, *WAITED_FOR)
            is_done = bool(raw.get("done"))
            missing = self.missing(team) if is_done else []
            if missing:
                raise InputError(f"still missing: {', '.join(missing)}")
            self.do(team.id, "done", team=team.id, position=self.position.key, done=is_done)

    def missing(self, team: Team) -> list[str]:
        """Return what a team has left out in this stage, in words."""
        stage, place = self.position.stage, self.state.assumption
        if stage == "predict":
            return self.unanswered(team)
        if stage == "guess":
            return ["a guess"] * (team.guess is None)
        if stage == "flip":
            return ["your place on the line"] * (place not in team.marks)
        if stage == "monday":
            return [
                label.rstrip("?").lower() for key, label in CARD.items() if not team.card.get(key)
            ]
        return []

    def unanswered(self, team: Team) -> list[str]:
        """Return what a prediction lacks, in words."""
        lacking = []
        for place in range(len(self.pack.questions)):
            held = team.answers.get(place) or {}
            lacking += [f"question {place + 1}: who is ahead"] * (held.get("lead") is None)
            lacking += [f"question {place + 1}: the range"] * (held.get("low") is None)
        return [*lacking, *(["one sentence why"] if not team.reason else [])]

    # ---------------------------------------------------------- facilitator

    def waiting_for(self) -> list[Team]:
        """Return the teams that are not done with this stage."""
        if self.position.stage not in WAITED_FOR:
            return []
        key = self.position.key
        return [team for team in self.state.playing() if key not in team.done]

    def advance(self, raw: Mapping[str, Any]) -> None:
        """Go one position on; `from` is where the facilitator believes to be."""
        with self.lock:
            at = self.state.at
            if raw.get("from") != at:
                return
            if at + 1 >= len(self.positions):
                raise InputError("this is the end")
            late = self.waiting_for()
            if late and not raw.get("bring"):
                raise InputError(f"not done yet: {', '.join(team.name for team in late)}")
            lacking = self.lacking(at + 1)
            if lacking:
                raise InputError(lacking)
            is_talk = self.positions[at + 1].stage == "talk"
            until = time.time() + self.pack.talk_seconds if is_talk else None
            self.do(FACILITATOR, "moved", to=at + 1, until=until,
                     brought=[team.id for team in late])  # fmt: skip

    def lacking(self, to: int) -> str:
        """Return what a position still needs before it can be shown, or an empty text."""
        needs = {"reveal": "truth", "why": "why", "elsewhere": "elsewhere", "curve": "flip"}
        stage = self.positions[to].stage
        if stage == "predict" and self.fitting():
            return "the firm is being fitted to your numbers; half a minute at most"
        if stage in needs and self.store.result(needs[stage]) is None:
            return "the firms are still being simulated; a moment"
        if self.positions[to].stage != "lobby" and not self.state.playing():
            return "no team has joined yet"
        return ""

    def more_time(self, raw: Mapping[str, Any]) -> None:
        """Let the teams talk longer, or no longer."""
        with self.lock:
            seconds = raw.get("seconds")
            if self.position.stage != "talk" or self.state.until is None:
                raise InputError("there is no timer now")
            if not isinstance(seconds, int) or not -LONGEST_TALK <= seconds <= LONGEST_TALK:
                raise InputError("seconds: a whole number")
            until = max(time.time(), self.state.until) + seconds
            self.do(FACILITATOR, "timed", until=max(time.time(), until))

    def rename(self, raw: Mapping[str, Any]) -> None:
        """Give a team another name."""
        with self.lock:
            team, name = self._named(raw.get("team")), name_of(raw.get("name"))
            self._check_free(name, team.id)
            self.do(FACILITATOR, "renamed", team=team.id, name=name)

    def remove(self, raw: Mapping[str, Any]) -> None:
        """Let a team play no more; nobody waits for it."""
        with self.lock:
            self.do(FACILITATOR, "removed", team=self._named(raw.get("team")).id)

    def merge(self, raw: Mapping[str, Any]) -> None:
        """Let a team's phones play for another team; what that team has said stays."""
        with self.lock:
            team, into = self._named(raw.get("team")), self._named(raw.get("into"))
            if team.id == into.id:
                raise InputError("a team cannot be merged with itself")
            self.do(FACILITATOR, "merged", team=team.id, into=into.id)

    def _named(self, given: object) -> Team:
        found = self.state.teams.get(given) if isinstance(given, str) else None
        if found is None or found.gone:
            raise InputError("no team of that name plays")
        return found


class WrongCodeError(InputError):
    """A code that is not this room's."""
