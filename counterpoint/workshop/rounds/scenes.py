"""What a room holds, and what may be said and asked for in the scenes around the rounds.

The firm card, the guess, the mark on a curve, the pilot card; the facilitator's fit and pick.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from counterpoint.workshop.rounds import firm
from counterpoint.workshop.rounds.entries import (
    assumption_of,
    card_of,
    guess_of,
    mark_of,
    scheme_scenario,
)
from counterpoint.workshop.rounds.pack import Pack
from counterpoint.workshop.rounds.stages import Position, positions
from counterpoint.workshop.rounds.state import State, Team, apply, replayed
from counterpoint.workshop.rounds.store import Store
from counterpoint.workshop.rounds.year import role_of
from counterpoint.workshop.year.hands import ROLES, hands_of
from sim.core.errors import InputError

FACILITATOR = "facilitator"
FIT = "fit "
"""Beginning of the keys of fits."""


class Scenes:
    """A pack, its actions and where it is. Safe to use from several threads.

    `version` rises with every change. Every method that does something raises InputError when it
    is not allowed now.
    """

    def __init__(self, store: Store, pack: Pack, code: str) -> None:
        self.store, self.pack, self.code = store, fitted(pack, store), code
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

    def check_stage(self, team: Team, *stages: str) -> None:
        """Raises: InputError when a team may not act, or the room is at another stage."""
        if team.gone:
            raise InputError("this team plays no more; ask the facilitator")
        if self.position.stage not in stages:
            raise InputError("the room has moved on; your last entry is kept as it was")

    def do(self, actor: str, kind: str, **detail: Any) -> None:
        """Write an action down; then it counts."""
        apply(self.state, self.store.append(actor, kind, detail))
        self.version += 1

    # --------------------------------------------------------------- scenes

    def judge(self, team: Team, raw: Mapping[str, Any]) -> None:
        """Keep whether a number of the firm card is right, or what it is instead."""
        with self.lock:
            self.check_stage(team, "firm")
            fact, value = firm.opinion_of(raw)
            self.do(team.id, "judged", team=team.id, fact=fact, value=value)

    def guess(self, team: Team, raw: Mapping[str, Any]) -> None:
        """Keep which cause a team guesses; nobody sees it before all have guessed."""
        with self.lock:
            self.check_stage(team, "guess")
            place = guess_of(self.pack, raw.get("guess"))
            self.do(team.id, "guessed", team=team.id, guess=place)

    def mark(self, team: Team, raw: Mapping[str, Any]) -> None:
        """Keep where on the assumption a team thinks the firm is."""
        with self.lock:
            self.check_stage(team, "flip")
            place = assumption_of(self.pack, raw.get("assumption"))
            value = mark_of(self.pack, place, raw.get("value"))
            self.do(team.id, "marked", team=team.id, assumption=place, value=value)

    def card(self, team: Team, raw: Mapping[str, Any]) -> None:
        """Keep what a team will try on Monday."""
        with self.lock:
            self.check_stage(team, "monday", "debrief")
            self.do(team.id, "carded", team=team.id, card=card_of(raw.get("card")))

    def cast(self, team: Team, raw: Mapping[str, Any]) -> None:
        """Keep which role a team plays for a year; what it had decided in the other is dropped."""
        with self.lock:
            self.check_stage(team, "play")
            if self.position.number > 0:
                raise InputError("the year has begun; roles stay as they are")
            role = raw.get("role")
            if role not in list(ROLES):
                raise InputError(f"a role: choose one of {', '.join(ROLES)}")
            if role != role_of(team):
                self.do(team.id, "cast", team=team.id, role=role)

    def decide(self, team: Team, raw: Mapping[str, Any]) -> None:
        """Keep what a team decides for its role in this quarter."""
        with self.lock:
            self.check_stage(team, "play")
            role, quarter = role_of(team), self.position.number
            if raw.get("quarter") != quarter:
                raise InputError("that quarter is over; decide for this one")
            hands = hands_of(role, scheme_scenario(self.pack, 0), raw.get("hands"))
            self.do(team.id, "decided", team=team.id, role=role, quarter=quarter, hands=hands)

    def fitting(self) -> dict[str, float] | None:
        """Return the facts that the firm is to be fitted to now, or None."""
        fits = self.state.fits
        is_open = bool(fits) and self.store.result(fit_key(len(fits))) is None
        return fits[-1] if is_open else None

    def fit(self, _: Mapping[str, Any]) -> None:
        """Ask for a firm with the medians of what the teams say."""
        with self.lock:
            if self.position.stage != "firm" or self.fitting():
                raise InputError("the firm is fitted while its card is shown, once at a time")
            held = self.store.result("firm")
            if held is None:
                raise InputError("the card is still being simulated; a moment")
            facts = firm.wanted(held, self.state.playing())
            shown = {fact: held[fact] for fact in facts}
            self.do(FACILITATOR, "fitted", facts=facts, held=shown)

    def keep_fit(self, found: Mapping[str, Any]) -> None:
        """Go on with a fitted firm: what was simulated of the one before is dropped."""
        with self.lock:
            self.store.drop_results(FIT)
            self.store.keep_result(fit_key(len(self.state.fits)), found)
            self.pack = fitted(self.pack, self.store)
            self.version += 1

    def pick(self, raw: Mapping[str, Any]) -> None:
        """Choose the assumption that the room looks at."""
        with self.lock:
            if self.position.stage not in {"flip", "curve"}:
                raise InputError("there is no curve now")
            place = assumption_of(self.pack, raw.get("assumption"))
            self.do(FACILITATOR, "picked", assumption=place)


def fit_key(number: int) -> str:
    """Return the key under which the result of a fit is kept."""
    return f"{FIT}{number}"


def fitted(pack: Pack, store: Store) -> Pack:
    """Return a pack with what its firm was last fitted with."""
    fits = {key: value for key, value in store.results().items() if key.startswith(FIT)}
    if not fits:
        return pack
    last = fits[max(fits, key=lambda key: int(key.removeprefix(FIT)))]
    return replace(pack, settings=last["settings"])
