"""One workshop: what facilitator and teams may do when, written down before it counts."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping
from typing import Any

from counterpoint.workshop.guard import is_secret, new_code, new_token
from counterpoint.workshop.rounds.entries import answer_of, name_of, plan_of, reason_of
from counterpoint.workshop.rounds.pack import Pack
from counterpoint.workshop.rounds.stages import (
    PREDICTING,
    WAITED_FOR,
    Position,
    positions,
)
from counterpoint.workshop.rounds.state import State, Team, apply, replayed
from counterpoint.workshop.rounds.store import Store
from sim.core.errors import InputError

MOST_TEAMS = 40
LONGEST_TALK = 3600
FACILITATOR = "facilitator"


class Room:
    """Plays one pack. Safe to use from several threads; `version` rises with every change.

    Every method that does something raises InputError when it is not allowed now.
    """

    def __init__(self, store: Store, pack: Pack, code: str) -> None:
        self.store, self.pack, self.code = store, pack, code
        self.positions = positions(pack)
        self.state: State = replayed(store.actions())
        self.version = 0
        self.lock = threading.RLock()

    @property
    def position(self) -> Position:
        """Return where the workshop is."""
        return self.positions[self.state.at]

    def changed(self) -> None:
        """Tell everybody who looks that there is something new."""
        with self.lock:
            self.version += 1

    # -------------------------------------------------------------- joining

    def join(self, code: object, name: object) -> tuple[str, str]:
        """Return seat and secret of a phone that joins, with a new team or one that is there.

        Args:
            code: the room's code for a new team, a team's own for another phone of that team.
            name: the new team's name; not needed with a team's own code.
        """
        with self.lock:
            given = code.strip().upper() if isinstance(code, str) else ""
            same = next((t for t in self.state.playing() if is_secret(given, t.code)), None)
            if same is None and not is_secret(given, self.code):
                raise WrongCodeError("that is not the code; look at the facilitator's screen")
            team = same or self._new_team(name_of(name))
            seat, secret = secrets.token_hex(4), new_token()
            self.store.add_seat(seat, secret, team.id)
            return seat, secret

    def _new_team(self, name: str) -> Team:
        if len(self.state.playing()) >= MOST_TEAMS:
            raise InputError(f"there are {MOST_TEAMS} teams already; join one with its code")
        self._check_free(name)
        number = f"team {len(self.state.teams) + 1}"
        self._do(number, "joined", team=number, name=name, code=new_code())
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
            self._check_stage(team, *PREDICTING)
            detail = answer_of(self.pack, raw)
            self._do(team.id, "answered", team=team.id, **detail)

    def reason(self, team: Team, raw: Mapping[str, Any]) -> None:
        """Keep the one sentence why."""
        with self.lock:
            self._check_stage(team, *PREDICTING)
            self._do(team.id, "reasoned", team=team.id, reason=reason_of(raw.get("reason")))

    def plan(self, team: Team, raw: Mapping[str, Any]) -> None:
        """Keep a redesign; it may change until all plans are run."""
        plan = plan_of(self.pack, raw.get("plan"))
        with self.lock:
            self._check_stage(team, "redesign")
            number = self.position.number
            self._do(team.id, "planned", team=team.id, redesign=number, plan=plan)

    def done(self, team: Team, raw: Mapping[str, Any]) -> None:
        """Keep that a team is done with this stage, or not after all."""
        with self.lock:
            self._check_stage(team, *WAITED_FOR)
            is_done = bool(raw.get("done"))
            missing = self.unanswered(team) if self.position.stage == "predict" and is_done else []
            if missing:
                raise InputError(f"still missing: {', '.join(missing)}")
            self._do(team.id, "done", team=team.id, position=self.position.key, done=is_done)

    def unanswered(self, team: Team) -> list[str]:
        """Return what a prediction lacks, in words."""
        lacking = []
        for place in range(len(self.pack.questions)):
            held = team.answers.get(place) or {}
            lacking += [f"question {place + 1}: who is ahead"] * (held.get("lead") is None)
            lacking += [f"question {place + 1}: the range"] * (held.get("low") is None)
        return [*lacking, *(["one sentence why"] if not team.reason else [])]

    def _check_stage(self, team: Team, *stages: str) -> None:
        if team.gone:
            raise InputError("this team plays no more; ask the facilitator")
        if self.position.stage not in stages:
            raise InputError("the room has moved on; your last entry is kept as it was")

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
            self._do(FACILITATOR, "moved", to=at + 1, until=until,
                     brought=[team.id for team in late])  # fmt: skip

    def lacking(self, to: int) -> str:
        """Return what a position still needs before it can be shown, or an empty text."""
        needs = {"reveal": "truth", "why": "why", "elsewhere": "elsewhere"}
        stage = self.positions[to].stage
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
            self._do(FACILITATOR, "timed", until=max(time.time(), until))

    def rename(self, raw: Mapping[str, Any]) -> None:
        """Give a team another name."""
        with self.lock:
            team, name = self._named(raw.get("team")), name_of(raw.get("name"))
            self._check_free(name, team.id)
            self._do(FACILITATOR, "renamed", team=team.id, name=name)

    def remove(self, raw: Mapping[str, Any]) -> None:
        """Let a team play no more; nobody waits for it."""
        with self.lock:
            self._do(FACILITATOR, "removed", team=self._named(raw.get("team")).id)

    def merge(self, raw: Mapping[str, Any]) -> None:
        """Let a team's phones play for another team; what that team has said stays."""
        with self.lock:
            team, into = self._named(raw.get("team")), self._named(raw.get("into"))
            if team.id == into.id:
                raise InputError("a team cannot be merged with itself")
            self._do(FACILITATOR, "merged", team=team.id, into=into.id)

    def _named(self, given: object) -> Team:
        found = self.state.teams.get(given) if isinstance(given, str) else None
        if found is None or found.gone:
            raise InputError("no team of that name plays")
        return found

    def _do(self, actor: str, kind: str, **detail: Any) -> None:
        apply(self.state, self.store.append(actor, kind, detail))
        self.version += 1


class WrongCodeError(InputError):
    """A code that is not this room's."""
