"""The workshop that is open on this machine: begun, gone on with, rehearsed, put away."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from counterpoint.workshop.farm import Farm
from counterpoint.workshop.guard import Guesses, new_code, new_token
from counterpoint.workshop.rounds.pack import Pack, from_json
from counterpoint.workshop.rounds.pack_file import load_pack
from counterpoint.workshop.rounds.room import Room, WrongCodeError
from counterpoint.workshop.rounds.store import Store
from counterpoint.workshop.rounds.work import Work
from sim.core.errors import InputError

REHEARSING = ("Team Oak", "Team Birch")


class Host:
    """Holds one file and the room in it, if a pack has been picked.

    Args:
        path: the file of the workshop.
        farm: where firms are simulated.
        address: how phones reach this page, such as http://192.168.1.20:8137.
        packs: what can be picked: name → what `load_pack` takes.
    """

    def __init__(self, path: Path, farm: Farm, address: str, packs: dict[str, str]) -> None:
        self.path, self.farm, self.address, self.packs = path, farm, address, packs
        self.guesses = Guesses()
        self.seen: dict[str, float] = {}
        self.is_rehearsal = False
        self.ends: Callable[[], bool] = lambda: False
        self.born = time.time_ns()
        """Tells one start of the server from the next."""
        self._lock = threading.RLock()
        self.store: Store | None = Store(path) if path.exists() else None
        self.room: Room | None = None
        self.work: Work | None = None
        self.token = self._fact("token") or new_token()
        held = self._fact("pack")
        if self.store is not None and held:
            self.is_rehearsal = bool(self.rehearsal_seats())
            self._enter(self.store, from_json(json.loads(held)))

    def _fact(self, key: str) -> str:
        return "" if self.store is None else self.store.fact(key) or ""

    @property
    def given(self) -> str:
        """Return the pack that is played, as `packs` calls it, or an empty text."""
        return self._fact("given")

    def open(self, name: str) -> None:
        """Begin with a pack. Raises: InputError, ScenarioError."""
        with self._lock:
            if self.room is not None:
                raise InputError("a workshop is open; put it away first")
            if name not in self.packs:
                raise InputError(f"pack: choose one of {', '.join(self.packs)}")
            pack = load_pack(self.packs[name])
            store = self.store or Store(self.path)
            self.store = store
            store.keep_fact("token", self.token)
            store.keep_fact("code", new_code())
            store.keep_fact("given", name)
            store.keep_fact("pack", json.dumps(pack.as_json(), ensure_ascii=False))
            self._enter(store, pack)

    def _enter(self, store: Store, pack: Pack) -> None:
        self.room = Room(store, pack, store.fact("code") or "")
        self.work = Work(self.room, self.farm)
        self.work.begin()

    def the_room(self) -> Room:
        """Return the room. Raises: InputError when no pack has been picked."""
        if self.room is None:
            raise InputError("no workshop is open yet")
        return self.room

    def put_away(self) -> Path | None:
        """End the workshop; its file stays beside, under the time of now.

        Returns: that file, or None for a rehearsal, of which nothing is kept.
        """
        with self._lock:
            if self.work is not None:
                self.work.end()
            self.the_room().store.close()
            kept = None if self.is_rehearsal else self._aside()
            if kept is None:
                self.path.unlink(missing_ok=True)
            self.store, self.room, self.work, self.is_rehearsal = None, None, None, False
            self.seen.clear()
            return kept

    def _aside(self) -> Path:
        stamp = datetime.now().astimezone().strftime("%Y-%m-%d_%H%M%S")
        kept = self.path.with_name(f"{self.path.stem}_{stamp}{self.path.suffix}")
        self.path.rename(kept)
        return kept

    def rehearse(self) -> list[tuple[str, str]]:
        """Return seats and secrets of two teams to rehearse with. Raises: InputError."""
        with self._lock:
            room = self.the_room()
            if room.state.teams:
                raise InputError("teams have joined already; rehearse in a new workshop")
            self.is_rehearsal = True
            seats = [room.join(room.code, name) for name in REHEARSING]
            room.store.keep_fact("rehearsal", " ".join(seat for seat, _ in seats))
            return seats

    def rehearsal_seats(self) -> list[str]:
        """Return the seats of the teams that rehearse."""
        return self._fact("rehearsal").split()

    def join(self, caller: str, code: object, name: object, side: object = None) -> tuple[str, str]:
        """Return seat and secret for a phone. Raises: InputError; slows down who guesses."""
        wait = self.guesses.wait(caller)
        if wait:
            raise InputError(f"too many wrong codes; try again in {wait:.0f} seconds")
        try:
            return self.the_room().join(code, name, side)
        except WrongCodeError:
            self.guesses.note(caller)
            raise

    def heard(self, team: str) -> None:
        """Remember that a team's phone is awake."""
        self.seen[team] = time.monotonic()

    def close(self) -> None:
        """Let go of everything; the workshop can be gone on with."""
        if self.work is not None:
            self.work.end()
        if self.store is not None:
            self.store.close()
