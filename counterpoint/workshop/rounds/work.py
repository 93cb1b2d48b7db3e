"""Simulating in the background: what the room will need next, kept on disk once it is there."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from counterpoint.workshop.farm import Farm, Firm, NotWantedError
from counterpoint.workshop.rounds import firm
from counterpoint.workshop.rounds.board import AS_IT_IS, board, empty
from counterpoint.workshop.rounds.causes import freeze
from counterpoint.workshop.rounds.flip import curves
from counterpoint.workshop.rounds.outcomes import elsewhere, few, truth, why
from counterpoint.workshop.rounds.room import Room
from counterpoint.workshop.rounds.scenes import FIT
from counterpoint.workshop.rounds.year import Yearly, quarters_over, role_of
from sim.core.errors import CounterpointError

if TYPE_CHECKING:
    from sim.scenario import Scenario

FIRST_LOOK = 10
"""Replicates of a board that is shown while the others are simulated."""
SHARPER = 3
"""How many times as many the next look has."""
WORKERS = 2
AS_NOW = "The firm as it is"
log = logging.getLogger(__name__)


class Work:
    """One thread that simulates for a room, in the order in which it is needed."""

    def __init__(self, room: Room, farm: Farm) -> None:
        self.room, self.farm = room, farm
        self.problem = ""
        self._years = Yearly()
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
        """Simulate what is waited for. Raises: NotWantedError for a firm that is to be fitted."""
        return self.farm.firms(scenarios, replicates, seed, lambda: not self._is_stale())

    def _is_stale(self) -> bool:
        return self._ends or self.room.fitting() is not None

    def _later(self, scenarios: Sequence[Scenario], replicates: int, seed: int) -> list[list[Firm]]:
        """Simulate what a leaderboard and a quarter go before. Raises: NotWantedError."""
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
                    if key == FIT:
                        self.room.keep_fit(found)
                    else:
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
        at, wanted = self.room.position, self.room.fitting()
        if wanted is not None:
            return FIT, lambda: firm.fit(pack, wanted, WORKERS)
        if result("firm") is None:
            return "firm", lambda: firm.facts(pack, WORKERS)
        if result("truth") is None:
            return "truth", lambda: truth(pack, self._firms)
        year = self._year()
        if year is not None:
            return year
        if at.stage in {"board", "debrief"}:
            job = self._board(at.number if at.stage == "board" else pack.redesigns - 1)
            if job is not None:
                return job
        return self._costly(few(pack)) or self._costly(pack.replicates)

    def _year(self) -> tuple[str, Callable[[], Any]] | None:
        """Return the next quarter that has been decided, or to begin with the year before."""
        lacking = self._quarters_lacking()
        with self.room.lock:
            teams = {
                team.id: (role_of(team), [team.hands_at(at) for at in range(lacking[-1] + 1)])
                for team in self.room.state.playing()
                if lacking
            }
        years = self._years.of(self.room.pack)
        if lacking:
            return f"year {lacking[0]}", lambda: years.quarters(lacking[0], teams)
        is_begun = not self.room.pack.quarters or self.room.store.result("year") is not None
        return None if is_begun else ("year", years.begin)

    def _quarters_lacking(self) -> list[int]:
        """Return the quarters that are decided and not simulated yet."""
        reached = self.room.positions[: self.room.state.at + 1]
        over = range(quarters_over(reached, self.room.pack))
        return [each for each in over if self.room.store.result(f"year {each}") is None]

    def _costly(self, replicates: int) -> tuple[str, Callable[[], Any]] | None:
        """Return what has fewer replicates than these: a few of everything come first."""
        pack, result = self.room.pack, self.room.store.result
        jobs: dict[str, Callable[[], Any]] = {
            "elsewhere": lambda: elsewhere(pack, self._later, replicates),
            "why": lambda: why(pack, replicates, self._go_on),
            "freeze": lambda: freeze(pack, self._later, replicates),
            "flip": lambda: curves(pack, self._later, replicates),
        }
        order = ["why", "freeze", "elsewhere", "flip"] if replicates == few(pack) else list(jobs)
        if not pack.other_markets:
            order.remove("elsewhere")
        lacking = (key for key in order if _behind(result(key)) < replicates)
        key = next(lacking, None)
        return None if key is None else (key, jobs[key])

    def _go_on(self, *_: object) -> None:
        """Raises: NotWantedError when what a room looks at comes first, or nobody is there."""
        if self._has_to_wait():
            raise NotWantedError

    def _has_to_wait(self) -> bool:
        at = self.room.position
        is_urgent = at.stage == "board" and self._board(at.number) is not None
        return self._is_stale() or is_urgent or bool(self._quarters_lacking())

    def _board(self, number: int) -> tuple[str, Callable[[], Any]] | None:
        key = f"board {number}"
        now = self.room.store.result(key)
        if number < 0 or (now and now["replicates"] >= self.room.pack.replicates):
            return None
        whole = self.room.pack.replicates
        replicates = min(SHARPER * now["replicates"] if now else FIRST_LOOK, whole)
        with self.room.lock:
            teams = self.room.state.playing()
            plans = {team.name: team.plan_at(number) or AS_IT_IS for team in teams}
        name = AS_NOW if AS_NOW not in plans else f"{AS_NOW} (no team)"
        return key, lambda: board(
            self.room.pack, {**plans, name: AS_IT_IS}, self._firms, replicates
        )


def _behind(found: Any) -> float:
    """Return how many replicates are behind a result; 0 where there is none."""
    if found is None:
        return 0
    first = found[0] if isinstance(found, list) and found else found
    return float(first["replicates"]) if first else math.inf
