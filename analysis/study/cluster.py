"""A sweep on a Dask cluster: workers write chunks themselves and send back a name and a hash.

The scheduler sees one small task per chunk and the client forgets each result as it arrives. A
chunk that lies in the store is not made again.
"""

from __future__ import annotations

import asyncio
import re
import warnings
from collections.abc import Callable
from typing import Any, cast

from analysis.study.folder import KEPT
from analysis.study.handing_out import Client, HandingOut
from analysis.study.open_store import Work
from analysis.study.plan import Slot
from analysis.study.version import code_version
from analysis.study.worker import worker_problem
from sim.core.errors import InputError, ResultsError
from sim.rooms import current

PATIENCE = 10
"""Seconds to wait for the scheduler, and for its first worker."""
ADDRESS = re.compile(r"(tcp|tls|ws|wss|ucx)://(\[[0-9a-fA-F:]+\]|[^\s:/\[\]]+):(\d{1,5})/?")


def run_on_cluster(
    work: Work, missing: list[Slot], address: str, count: Callable[[int], None]
) -> list[Slot]:
    """Make the missing chunks of a store on the workers of a scheduler.

    Returns:
        The chunks that killed every worker that tried them.

    Raises:
        InputError: Dask is missing, or the address is none.
        ResultsError: no scheduler or worker answers, or a worker has other code or does not see the
            store; what could be made is done then.
    """
    client = _connected(address)
    try:
        _check_workers(client, work)
        hands = HandingOut(client, work, count)
        hands.all(missing)
    finally:
        client.close(timeout=PATIENCE)
    if hands.lost:
        raise ResultsError(
            f"{work.folder.path}: {len(hands.lost)} chunks could not be made, for example "
            f"{hands.lost[0]}; the others are kept: give the same command again to try only those"
        )
    return hands.killed


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
            kind = asyncio.run(asyncio.wait_for(_kind(address), PATIENCE))
            if kind != "Scheduler":
                raise ResultsError(f"{address} is no scheduler, but a {kind}")
            connect: Any = distributed.Client
            return connect(address, timeout=PATIENCE, set_as_default=False)
    except ResultsError:
        raise
    except Exception as error:  # each protocol of Dask's raises errors of its own
        raise ResultsError(
            f"no scheduler answers at {address} within {PATIENCE} seconds; is it running, and is "
            f"the address right (tcp://host:8786)? {KEPT}"
        ) from error


async def _kind(address: str) -> str:
    """Return what listens at an address: "Scheduler", where all is well.

    `Client` itself would wait for ever for something that takes connections and says nothing.
    """
    import distributed
    from distributed.security import Security

    security, rpc = cast(Any, Security), cast(Any, distributed.rpc)
    async with rpc(address, connection_args=security().get_connection_args("client")) as server:
        return str((await server.identity())["type"])


def _check_workers(client: Client, work: Work) -> None:
    """Ask every worker for code and store."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise ResultsError(
            f"the scheduler has no worker after {PATIENCE} seconds; start one with: dask worker "
            f"{client.scheduler.address}"
        ) from error
    folder = str(work.folder.path.resolve())
    try:
        problems = client.run(worker_problem, folder, code_version(), current())
    except ImportError as error:
        raise ResultsError(
            f"a worker cannot import this program ({error}); install the same version of "
            "everything on all workers"
        ) from error
    for worker, problem in problems.items():
        if problem:
            raise ResultsError(f"worker {worker}: {problem}")
