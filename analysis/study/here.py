"""Make the missing chunks of a store on this machine, in threads.

Chunks that were under way when an earlier process was killed are made first, run by run, each in a
process of its own. A run that kills its process is tried once more when nothing else runs, for
several at once may have been too much; if it dies again, it is recorded as failed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from analysis.runs.parallel import in_order
from analysis.runs.progress import Progress
from analysis.study import apart
from analysis.study.making import DIED, Found, computed

if TYPE_CHECKING:
    from analysis.runs.collect import Runner
    from analysis.study.open_store import Work
    from analysis.study.plan import Slot

Prepare = Callable[[], None] | None
EVERY = 20.0
"""Seconds between two manifests; chunks written since are recognised without one."""


class Count:
    """Counts runs of all threads and tells how many are done."""

    def __init__(self, done: int, planned: int, progress: Progress | None) -> None:
        self.done = done
        self.planned = planned
        self._progress = progress
        self._lock = threading.Lock()
        self.add(0)

    def add(self, runs: int = 1) -> None:
        """Note that some more runs are done."""
        with self._lock:
            self.done += runs
            if self._progress is not None:
                self._progress(self.done, self.planned)


class Crew:
    """Makes chunks of one work with the same runner."""

    def __init__(
        self, work: Work, workers: int, runner: Runner, count: Count, prepare: Prepare
    ) -> None:
        self._work = work
        self._workers = workers
        self._runner = runner
        self._count = count
        self._prepare = prepare
        self._keep = work.folder.keep if work.keeps_tables else None
        self._written = time.monotonic()

    def make(self, slots: list[Slot]) -> None:
        """Make chunks, several at once."""
        if slots and self._prepare is not None:
            self._prepare()
        self._each(self._one, slots)

    def make_suspects(self, slots: list[Slot]) -> list[Slot]:
        """Make the chunks that may have killed a process, run by run; return the others."""
        work = self._work
        if work.left:
            work.folder.notice(
                f"{work.folder.path}: an earlier sweep was killed; the runs of the chunks it had "
                f"under way ({len(work.left)}) are made first, each in a process of its own"
            )
        self.make_apart([slot for slot in slots if work.is_suspect(slot)])
        return [slot for slot in slots if not work.is_suspect(slot)]

    def make_apart(self, slots: list[Slot]) -> None:
        """Make chunks run by run, each in a process of its own."""
        if slots and self._prepare is not None:
            self._prepare()
        doubtful: list[tuple[Slot, Found]] = []

        def first(slot: Slot) -> None:
            found = self._computed_apart(slot, self._work.known(slot))
            if any(item["error"] == DIED for item in found.failures):
                doubtful.append((slot, found))
            else:
                self._finish(slot, found)

        self._each(first, slots)
        for slot, found in doubtful:
            sure = [item for item in found.failures if item["error"] != DIED]
            self._finish(slot, self._computed_apart(slot, Found(found.values, sure)))

    def _computed_apart(self, slot: Slot, known: Found | None) -> Found:
        make = apart.made
        return computed(self._work.plan, slot, self._runner, known, keep=self._keep, make=make)

    def _one(self, slot: Slot) -> None:
        work, name = self._work, self._work.plan.name(slot)
        tick = None if name in work.again else self._count.add
        with work.journal.underway(name):
            found = computed(work.plan, slot, self._runner, work.known(slot), tick, self._keep)
            work.keep(slot, found)
        if tick is None:
            self._count.add(work.undone(slot))

    def _finish(self, slot: Slot, found: Found) -> None:
        self._work.keep(slot, found)
        self._work.journal.forget(self._work.plan.name(slot))
        self._count.add(self._work.undone(slot))

    def _each(self, make: Callable[[Slot], None], slots: list[Slot]) -> None:
        for _ in in_order(make, iter(slots), self._workers):
            if time.monotonic() - self._written > EVERY:
                self._work.write_manifest()
                self._written = time.monotonic()
