"""Make a run in a process of its own, so that a run that kills its process is found and named.

On Linux the process is a copy of this one and begins at once; elsewhere it is a fresh one, which
takes seconds, and everything it needs has to be importable.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import warnings
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from analysis.study import making
from sim.core.errors import CounterpointError, ResultsError

if TYPE_CHECKING:
    from analysis.runs.collect import Runner
    from analysis.study.plan import Plan

BEGUN = "begun"
_STARTING = threading.Lock()
"""Held while a process begins: another one must not inherit its end of the pipe."""


def made(
    plan: Plan, job: making.Job, runner: Runner, keep: making.Keep | None = None
) -> making.Found:
    """Return the numbers of one run, or that it failed; also when it killed its process.

    Raises:
        ResultsError: the process could not begin, or met trouble of the machine.
    """
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with _STARTING, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which the copy leaves be
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(
            target=_serve, args=(theirs, plan, job, runner, keep), daemon=True
        )
        process.start()
        theirs.close()
    try:
        has_begun = ours.recv() == BEGUN
        answer = ours.recv()
    except EOFError:
        process.join()
        if not has_begun:
            raise ResultsError(f"a process could not begin: it {ended(process.exitcode)}") from None
        return making.failed(
            job, making.DIED, f"the run ended its process: it {ended(process.exitcode)}"
        )
    finally:
        ours.close()
    process.join()
    if isinstance(answer, str):
        raise ResultsError(answer)
    assert isinstance(answer, making.Found)
    return answer


def ended(code: int | None) -> str:
    """Return how a process ended that should not have ended, in words.

    >>> ended(-11)
    'was killed (SIGSEGV, a wrong access to memory)'
    >>> ended(3)
    'left with exit code 3'
    """
    if code is None or code >= 0:
        return f"left with exit code {code}"
    name = signal.Signals(-code).name
    reasons = {
        "SIGSEGV": ", a wrong access to memory",
        "SIGBUS": ", a wrong access to memory",
        "SIGKILL": ", perhaps since it needs more memory than there is",
    }
    return f"was killed ({name}{reasons.get(name, '')})"


def _serve(
    pipe: Connection, plan: Plan, job: making.Job, runner: Runner, keep: making.Keep | None
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who began this decides when to stop
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    pipe.send(BEGUN)
    try:
        pipe.send(making.made(plan, job, runner, keep))
    except CounterpointError as error:
        pipe.send(str(error))
