"""A sweep on a Dask cluster: workers write chunks themselves and send back a name and a hash.

The scheduler sees one small task per chunk and the client forgets each result as it arrives, so
that a worker that dies costs the chunks it had under way and nothing else. A chunk that lies in the
store is not made again.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from analysis.study import chunks
from analysis.study.folder import KEPT, POINTS, Chunk, StudyFolder
from analysis.study.opening import Work, reopened
from analysis.study.plan import Slot
from analysis.study.version import code_version
from sim.core.errors import InputError, ResultsError

Client: TypeAlias = Any
"""distributed.Client, which is typed in part only and imported late."""
PATIENCE = 10
"""Seconds to wait for the scheduler, and for its first worker."""
PER_THREAD = 3
"""Chunks handed out per thread of the cluster: enough to be busy, few to be lost."""
RETRIES = 3
ADDRESS = re.compile(r"(tcp|tls|ws|wss|ucx)://(\[[0-9a-fA-F:]+\]|[^\s:/\[\]]+):(\d{1,5})/?")


def run_on_cluster(
    work: Work, missing: list[Slot], address: str, count: Callable[[int], None]
) -> None:
    """Make the missing chunks of a store on the workers of a scheduler.

    Raises:
        InputError: Dask is missing, or the address is none.
        ResultsError: no scheduler or worker answers, a worker has other code or does not see the
            store, or a chunk kept killing its workers; all others are done then.
    """
    client = _connected(address)
    try:
        threads = _checked_threads(client, work)
        lost = _distributed(client, work, iter(missing), threads * PER_THREAD, count)
    finally:
        client.close(timeout=PATIENCE)
    if lost:
        raise ResultsError(
            f"{work.folder.path}: {len(lost)} chunks could not be made, for example {lost[0]}; "
            f"the others are kept: give the same command again to try only those"
        )


def _connected(address: str) -> Client:
    if not ADDRESS.fullmatch(address):
        raise InputError(
            f"--scheduler {address}: an address has a protocol, a host and a port, as in "
            "tcp://head:8786"
        )
    try:
        import distributed
    except ImportError as error:
        raise InputError(
            "--scheduler needs Dask: install the extra [cluster], as in "
            "pip install 'counterpoint[cluster]'"
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about versions; code is compared below
            connect: Any = distributed.Client
            return connect(address, timeout=PATIENCE, set_as_default=False)
    except Exception as error:  # each protocol of Dask's raises errors of its own
        raise ResultsError(
            f"no scheduler answers at {address} within {PATIENCE} seconds; is it running, and is "
            f"the address right (tcp://host:8786)? {KEPT}"
        ) from error


def _checked_threads(client: Client, work: Work) -> int:
    """Return the threads of the cluster, after asking every worker for code and store."""

    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise ResultsError(
            f"the scheduler has no worker after {PATIENCE} seconds; start one with: dask worker "
            f"{client.scheduler.address}"
        ) from error
    folder = str(work.folder.path.resolve())
    try:
        problems = client.run(worker_problem, folder, code_version())
    except ImportError as error:
        raise ResultsError(
            f"a worker cannot import this program ({error}); install the same version of "
            "everything on all workers"
        ) from error
    for worker, problem in problems.items():
        if problem:
            raise ResultsError(f"worker {worker}: {problem}")
    threads: dict[str, int] = client.nthreads()
    return max(1, sum(threads.values()))


def worker_problem(folder: str, code: str) -> str:
    """Return why this machine cannot work on a store, or ""."""
    if code_version() != code:
        return (
            f"has other code or libraries ({code_version()}, the store {code}); install the same "
            "version of everything on all workers"
        )
    if not Path(folder).is_dir():
        return f"does not see {folder}; put the store on a file system that all workers share"
    return ""


def _distributed(
    client: Client,
    work: Work,
    slots: Iterator[Slot],
    window: int,
    count: Callable[[int], None],
) -> list[str]:
    """Hand out chunks, a window at a time; return what could not be made, with the reason."""
    import distributed
    from distributed.scheduler import KilledWorker

    lost: list[str] = []
    arriving: Any = distributed.as_completed
    flow = arriving(
        [_handed_out(client, work, slot) for slot in islice(slots, window)], loop=client.loop
    )
    for future in flow:
        try:
            chunk, part = future.result()
        except KilledWorker:
            lost.append(f"{future.key} (it killed its workers)")
        except (ResultsError, InputError) as error:
            lost.append(f"{future.key} ({error})")
        except distributed.CancelledError as error:
            raise ResultsError(
                f"the scheduler went away; {KEPT}, with a scheduler that runs"
            ) from error
        else:
            again = work.again.get(chunk.name)
            work.folder.add(chunk)
            if part is not None:
                work.folder.drop(part)
            count(chunk.runs if again is None else again.failed)
        future.release()
        for slot in islice(slots, 1):
            flow.add(_handed_out(client, work, slot))
    return lost


def _handed_out(client: Client, work: Work, slot: Slot) -> Any:
    """Return the future of a chunk."""
    name = work.plan.name(slot)
    task = Task(
        folder=str(work.folder.path.resolve()),
        code=code_version(),
        token=f"{work.plan.core} {work.files[POINTS]}",
        slot=slot,
        name=name,
        part=work.folder.part_of(work.plan, slot),
        is_again=name in work.again,
    )
    return client.submit(remote_chunk, task, key=name, pure=False, retries=RETRIES)


@dataclass(frozen=True)
class Task:
    """What a worker has to know to make a chunk; the rest it reads in the store.

    Attributes:
        folder, code: the store and the version of the code it belongs to.
        token: changes when the store has to be read anew.
        slot, name: which chunk.
        part: a chunk that it replaces, whose runs need not be repeated.
        is_again: the chunk is there, and the runs that failed in it are to be made again.
    """

    folder: str
    code: str
    token: str
    slot: Slot
    name: str
    part: str | None
    is_again: bool = False


def remote_chunk(task: Task) -> tuple[Chunk, str | None]:
    """Make a chunk on a worker; return what the manifest says of it, and what it replaces."""
    from analysis.collect import compiled_runner

    problem = worker_problem(task.folder, task.code)
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
        known = chunks.Found(found.values, [])
    keep = store.keep if work.keeps_tables else None
    found = chunks.computed(work.plan, task.slot, compiled_runner(), known, keep=keep)
    return store.store(work.plan, task.slot, found), task.part


@lru_cache(maxsize=4)
def _work(folder: str, token: str) -> Work:
    """Return the work as the store describes it; read anew for every token."""
    del token
    return reopened(StudyFolder(Path(folder)))
