"""Hand the missing chunks of a study to the workers of a Dask cluster, a window at a time.

A worker that dies costs the chunks it had under way, which others make again. A worker of another
version, or without the store, gets nothing more; a chunk that keeps killing its workers is handed
back. Where no worker is left the work ends with a message, and never waits for ever.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, TypeAlias

from analysis.study.folder import KEPT, POINTS
from analysis.study.making import first_line
from analysis.study.open_store import Work
from analysis.study.plan import Slot
from analysis.study.version import code_version
from analysis.study.worker import Task, remote_chunk, worker_problem
from sim.core.errors import ResultsError
from sim.rooms import current

Client: TypeAlias = Any
"""distributed.Client, which is typed in part only and imported late."""
PER_THREAD = 3
"""Chunks handed out per thread of the cluster: enough to be busy, few to be lost."""
RETRIES = 3
LOOK = 2.0
"""Seconds between two looks at who is there, while nothing arrives."""
LOST = 60.0
"""Seconds without any worker after which nobody is waited for."""
ASKING = 30.0
"""Seconds within which a scheduler answers."""
AGAIN = 5
"""Times a chunk is handed out where some worker has been refused."""


class HandingOut:
    """The chunks of one work on their way to workers and back.

    Attributes:
        killed: chunks that killed every worker that tried them.
        lost: chunks that could not be made, each with its reason.
        refused: workers that get nothing more, each with the reason.
    """

    def __init__(self, client: Client, work: Work, count: Callable[[int], None]) -> None:
        self.killed: list[Slot] = []
        self.lost: list[str] = []
        self.refused: dict[str, str] = {}
        self._client = client
        self._work = work
        self._count = count
        self._slots: dict[str, Slot] = {}
        self._tries: dict[Slot, int] = {}

    def all(self, missing: list[Slot]) -> None:
        """Hand out chunks and take back what arrives.

        Raises:
            ResultsError: the scheduler or the last worker is gone, or no worker may have more.
        """
        import distributed

        slots = iter(missing)
        window = max(1, sum(self._threads().values())) * PER_THREAD
        arriving: Any = distributed.as_completed
        first = [self._handed_out(slot) for slot in islice(slots, window)]
        flow = arriving(first, loop=self._client.loop)
        for future in self._arrived(flow):
            again = self._taken(future, self._slots.pop(future.key))
            future.release()
            for slot in islice(slots, 1) if again is None else (again,):
                flow.add(self._handed_out(slot))

    def _arrived(self, flow: Any) -> Iterator[Any]:
        """Yield futures as they end; look now and then whether anybody is at work."""
        seen = looked = time.monotonic()
        while flow.count():
            batch = flow.next_batch(block=False)
            yield from batch
            now = time.monotonic()
            if batch or now - looked < LOOK:
                time.sleep(0 if batch else 0.02)
                seen = now if batch else seen
                continue
            looked = now
            if self._able():
                seen = now
            elif now - seen > LOST:
                raise ResultsError(
                    f"the last worker is gone, and none has come for {LOST:g} seconds; {KEPT}, "
                    f"with workers that run{self._whom()}"
                )

    def _taken(self, future: Any, slot: Slot) -> Slot | None:
        """Note what became of a chunk; return it if it is to be handed out again."""
        import distributed
        from distributed.scheduler import KilledWorker

        try:
            chunk, part = future.result()
        except KilledWorker:
            self.killed.append(slot)
        except distributed.CancelledError as error:
            raise ResultsError(
                f"the scheduler went away; {KEPT}, with a scheduler that runs"
            ) from error
        except Exception as error:  # noqa: BLE001 - what another version raises may be anything
            if self._has_found_strangers() or self._may_have_met_one(slot):
                return slot
            self.lost.append(f"{self._work.plan.name(slot)} ({first_line(error)})")
        else:
            self._kept(chunk, part)
        return None

    def _kept(self, chunk: Any, part: str | None) -> None:
        again = self._work.again.get(chunk.name)
        self._work.folder.add(chunk)
        if part is not None:
            self._work.folder.drop(part)
        self._count(chunk.runs if again is None else again.failed)

    def _has_found_strangers(self) -> bool:
        """Ask every worker for code and store; return whether one has to be refused."""
        folder = str(self._work.folder.path.resolve())
        answers = self._client.run(
            worker_problem, folder, code_version(), current(), on_error="return"
        )
        strangers = {
            worker: first_line(said) if isinstance(said, Exception) else said
            for worker, said in answers.items()
            if said and worker not in self.refused
        }
        for worker, problem in strangers.items():
            self._work.folder.notice(f"worker {worker} gets nothing more: {problem}")
        self.refused.update(strangers)
        if strangers and not self._able():
            raise ResultsError(f"no worker is left that can go on; {KEPT}{self._whom()}")
        return bool(strangers)

    def _may_have_met_one(self, slot: Slot) -> bool:
        """Return whether a refused worker may have failed at it: it may have been under way."""
        return bool(self.refused) and self._tries[slot] < AGAIN

    def _threads(self) -> dict[str, int]:
        try:
            found = self._client.sync(self._client.scheduler.ncores, callback_timeout=ASKING)
        except (OSError, TimeoutError) as error:
            raise ResultsError(
                f"the scheduler does not answer any more; {KEPT}, with a scheduler that runs"
            ) from error
        return dict(found)

    def _able(self) -> list[str]:
        """Return the workers that may have more."""
        return [worker for worker in self._threads() if worker not in self.refused]

    def _whom(self) -> str:
        return "".join(f"; worker {worker} {why}" for worker, why in self.refused.items())

    def _handed_out(self, slot: Slot) -> Any:
        """Return the future of a chunk."""
        name, tries = self._work.plan.name(slot), self._tries.get(slot, 0)
        self._tries[slot] = tries + 1
        key = f"{name}-{tries}" if tries else name
        self._slots[key] = slot
        task = Task(
            folder=str(self._work.folder.path.resolve()),
            code=code_version(),
            token=f"{self._work.plan.core} {self._work.files[POINTS]}",
            slot=slot,
            name=name,
            part=self._work.folder.part_of(self._work.plan, slot),
            is_again=name in self._work.again,
            rooms=current(),
        )
        where = {"workers": self._able(), "allow_other_workers": True} if self.refused else {}
        return self._client.submit(
            remote_chunk, task, key=key, pure=False, retries=RETRIES, **where
        )
