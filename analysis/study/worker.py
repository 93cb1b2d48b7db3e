"""What a worker of a Dask cluster does: make a chunk, write it, send back its name and hash."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analysis.study.folder import Chunk, StudyFolder
from analysis.study.making import Found, computed
from analysis.study.open_store import Work, reopened
from analysis.study.plan import Slot
from analysis.study.version import code_version
from sim.core.errors import ResultsError
from sim.rooms import Rooms, using


def worker_problem(folder: str, code: str, rooms: Rooms = ()) -> str:
    """Return why this machine cannot work on a store, or ""; rooms from outside come along."""
    with using(rooms):
        own = code_version()
    if own != code:
        return (
            f"has other code or libraries ({own}, the store {code}); install the same "
            "version of everything on all workers"
        )
    if not Path(folder).is_dir():
        return f"does not see {folder}; put the store on a file system that all workers share"
    return ""


@dataclass(frozen=True)
class Task:
    """What a worker has to know to make a chunk; the rest it reads in the store.

    Attributes:
        folder, code: the store and the version of the code it belongs to.
        token: changes when the store has to be read anew.
        slot, name: which chunk.
        part: a chunk that it replaces, whose runs need not be repeated.
        is_again: the chunk is there, and the runs that failed in it are to be made again.
        rooms: the rooms from outside that its scenarios have.
    """

    folder: str
    code: str
    token: str
    slot: Slot
    name: str
    part: str | None
    is_again: bool = False
    rooms: Rooms = ()


def remote_chunk(task: Task) -> tuple[Chunk, str | None]:
    """Make a chunk on a worker; return what the manifest says of it, and what it replaces."""
    with using(task.rooms):
        return _chunk(task)


def _chunk(task: Task) -> tuple[Chunk, str | None]:
    from analysis.runs.collect import compiled_runner

    problem = worker_problem(task.folder, task.code, task.rooms)
    if problem:
        raise ResultsError(problem)
    store = StudyFolder(Path(task.folder))
    there = store.found(task.name)
    if there is not None and not task.is_again:
        return there, task.part
    work = _work(task.folder, task.token)
    if work.plan.name(task.slot) != task.name:
        raise ResultsError(
            f"{store.path}: this worker reads another study there than the client; do all see the "
            "same files?"
        )
    known = None if task.part is None else work.runs_in(task.part)
    if there is not None and (found := work.runs_in(task.name)) is not None:
        known = Found(found.values, [])
    keep = store.keep if work.keeps_tables else None
    with work.journal.underway(task.name):
        found = computed(work.plan, task.slot, compiled_runner(), known, keep=keep)
        return store.store(work.plan, task.slot, found), task.part


@lru_cache(maxsize=4)
def _work(folder: str, token: str) -> Work:
    """Return the work as the store describes it; read anew for every token."""
    del token
    return reopened(StudyFolder(Path(folder)))
