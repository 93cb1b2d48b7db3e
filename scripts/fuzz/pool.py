"""Run points in processes of their own, so that one that dies or never ends is found."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

import psutil

READY = "ready"
BUSY_MACHINE = 20
"""How many times as long as its processor a job may take by the clock, on a machine with others."""
FIRST_SECONDS = 3600.0
"""What a process may take to get ready: it may have to compile."""


Begin = Callable[[], None]


def nothing() -> None:
    """Do nothing before the first job."""


class Verdict(NamedTuple):
    """What became of one job: "" when nothing is wrong."""

    job: Any
    fault: str


class Worker:
    """One process, and the job it is busy with."""

    def __init__(self, work: Callable[[Any], str], seconds: float, begin: Begin) -> None:
        context = multiprocessing.get_context("spawn")
        self.ours, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work, begin), daemon=True)
        self.process.start()
        theirs.close()
        self.seconds = seconds
        self.job: Any = None
        self.deadline = time.monotonic() + FIRST_SECONDS
        self.spent = 0.0
        self.is_ready = False

    def give(self, job: Any) -> None:
        """Hand over a job."""
        self.job = job
        self.deadline = time.monotonic() + BUSY_MACHINE * self.seconds
        self.spent = self._processor()
        self.ours.send(job)

    def fault(self) -> str | None:
        """Return what became of its job, or None while it is busy."""
        if self.ours.poll():
            try:
                return str(self.ours.recv())
            except EOFError:
                self.process.join()
                return f"the process was killed (exit code {self.process.exitcode})"
        if self.is_late():
            return f"no end after {self.seconds:g} seconds"
        return None

    def is_late(self) -> bool:
        """Return whether its job has had its seconds of the processor, or far more by the clock."""
        if time.monotonic() > self.deadline:
            return True
        return self.is_ready and self._processor() - self.spent > self.seconds

    def _processor(self) -> float:
        """Return the seconds of the processor that the process has used; 0 when it is gone."""
        try:
            used = psutil.Process(self.process.pid).cpu_times()
        except psutil.NoSuchProcess:
            return 0.0
        return float(used.user + used.system)

    def end(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()
        self.ours.close()


def verdicts(
    work: Callable[[Any], str],
    jobs: Iterable[Any],
    workers: int,
    seconds: float,
    begin: Begin = nothing,
) -> Iterator[Verdict]:
    """Yield what became of every job, in the order in which they end.

    work: takes a job and returns "" or what is wrong; importable, for it runs elsewhere.
    seconds: of the processor, after which a job is given up, its process ended and another begun.
    begin: what a process does first, which may take long.
    """
    waiting = iter(jobs)
    crew = [Worker(work, seconds, begin) for _ in range(workers)]
    try:
        while crew:
            wait([worker.ours for worker in crew], timeout=0.2)
            for worker in list(crew):
                fault = worker.fault()
                if fault is None:
                    continue
                if worker.is_ready:
                    yield Verdict(worker.job, fault)
                elif fault != READY:
                    raise RuntimeError(f"a process could not begin: {fault}")
                _go_on(worker, crew, waiting, lambda: _begun(work, seconds, begin))
    finally:
        for worker in crew:
            worker.end()


def _go_on(
    worker: Worker, crew: list[Worker], waiting: Iterator[Any], another: Callable[[], Worker]
) -> None:
    """Give a worker its next job; replace one that is gone or hangs; let it go at the end."""
    is_lost = worker.is_ready and (worker.is_late() or not worker.process.is_alive())
    worker.is_ready = True
    job = next(waiting, None)
    if is_lost or job is None:
        worker.end()
        crew.remove(worker)
    if job is None:
        return
    if is_lost:
        worker = another()
        crew.append(worker)
    worker.give(job)


def _begun(work: Callable[[Any], str], seconds: float, begin: Begin) -> Worker:
    worker = Worker(work, seconds, begin)
    if not worker.ours.poll(FIRST_SECONDS):
        raise RuntimeError("a process did not begin")
    worker.ours.recv()
    worker.is_ready = True
    return worker


def _serve(pipe: Connection, work: Callable[[Any], str], begin: Begin) -> None:
    begin()
    pipe.send(READY)
    while True:
        pipe.send(work(pipe.recv()))
