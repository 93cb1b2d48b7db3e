"""Simulating in the background: what the room will need next, kept on disk once it is there."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from counterpoint.workshop.farm import Farm, Firm, NotWantedError
from counterpoint.workshop.rounds.board import AS_IT_IS, board, empty
from counterpoint.workshop.rounds.outcomes import elsewhere, few, truth, why
from counterpoint.workshop.rounds.room import Room
from sim.core.errors import CounterpointError

if TYPE_CHECKING:
    from sim.scenario import Scenario

FIRST_LOOK = 10
"""Replicates of a board that is shown while the others are simulated."""
AS_NOW = "The firm as it is"
log = logging.getLogger(__name__)


class Work:
    """One thread that simulates for a room, in the order in which it is needed."""

    def __init__(self, room: Room, farm: Farm) -> None:
        self.room, self.farm = room, farm
        self.problem = ""
        self._wake = threading.Event()
        self._ends = False
        self._thread = threading.Thread(target=self._go, name="work", daemon=True)

    def begin(self) -> None:
        """Start; the thread sleeps while there is nothing to do."""
        self._thread.start()

    def look(self) -> None:
        """Look again for what there is to do."""
        self._wake.set()

    def end(self) -> None:
        """Stop after the step under way."""
        with self.room.lock:
            self._ends = True
        self._wake.set()

    def _has_ended(self) -> bool:
        return self._ends

    def _firms(self, scenarios: Sequence[Scenario], replicates: int, seed: int) -> list[list[Firm]]:
        return self.farm.firms(scenarios, replicates, seed, lambda: not self._ends)

    def _later(self, scenarios: Sequence[Scenario], replicates: int, seed: int) -> list[list[Firm]]:
        """Simulate what a leaderboard goes before. Raises: NotWantedError."""
        return self.farm.firms(scenarios, replicates, seed, lambda: not self._has_to_wait())

    def _go(self) -> None:
        try:
            self._loop()
        except Exception:
            if not self._ends:  # once the page is closed, so are its file and its workers
                raise

    def _loop(self) -> None:
        while not self._ends:
            self._wake.clear()
            job = self._next()
            if job is None:
                self._wake.wait()
                continue
            key, make = job
            try:
                found = make()
                with self.room.lock:
                    if self._has_ended():
                        return
                    self.room.store.keep_result(key, found)
            except NotWantedError:
                continue
            except (CounterpointError, ArithmeticError, ValueError) as error:
                if not self._failed(key, error):
                    return
            self.room.changed()

    def _failed(self, key: str, error: Exception) -> bool:
        """Say what went wrong; return whether to go on: a leaderboard less stops nobody."""
        log.exception("%s", key)
        is_board = key.startswith("board")
        if is_board:
            self.room.store.keep_result(key, empty(self.room.pack, str(error)))
        else:
            self.problem = f"{key} cannot be simulated: {error}"
        self.room.changed()
        return is_board

    def _next(self) -> tuple[str, Callable[[], Any]] | None:
        """Return the next thing to work out, and how."""
        pack, result = self.room.pack, self.room.store.result
        at = self.room.position
        if result("truth") is None:
            return "truth", lambda: truth(pack, self._firms)
        if at.stage in {"board", "debrief"}:
            job = self._board(at.number if at.stage == "board" else pack.redesigns - 1)
            if job is not None:
                return job
        done = result("why")
        if done is None:
            return "why", lambda: why(pack, few(pack), self._go_on)
        if pack.other_markets and result("elsewhere") is None:
            return "elsewhere", lambda: elsewhere(pack, self._firms, few(pack))
        if pack.other_markets and result("elsewhere")[0].get("replicates", 0) < pack.replicates:
            return "elsewhere", lambda: elsewhere(pack, self._later, pack.replicates)
        if done[0]["replicates"] < pack.replicates:
            return "why", lambda: why(pack, pack.replicates, self._go_on)
        return None

    def _go_on(self, *_: object) -> None:
        """Raises: NotWantedError when this has to wait for a leaderboard, or nobody is there."""
        if self._has_to_wait():
            raise NotWantedError

    def _has_to_wait(self) -> bool:
        at = self.room.position
        is_urgent = at.stage == "board" and self._board(at.number) is not None
        return self._has_ended() or is_urgent

    def _board(self, number: int) -> tuple[str, Callable[[], Any]] | None:
        key = f"board {number}"
        now = self.room.store.result(key)
        if number < 0 or (now and now["replicates"] >= self.room.pack.replicates):
            return None
        replicates = (
            self.room.pack.replicates if now else min(FIRST_LOOK, self.room.pack.replicates)
        )
        with self.room.lock:
            teams = self.room.state.playing()
            plans = {team.name: team.plan_at(number) or AS_IT_IS for team in teams}
        name = AS_NOW if AS_NOW not in plans else f"{AS_NOW} (no team)"
        return key, lambda: board(
            self.room.pack, {**plans, name: AS_IT_IS}, self._firms, replicates
        )
