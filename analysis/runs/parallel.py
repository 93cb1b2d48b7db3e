"""Threads over the compiled driver, which lets go of Python's lock while it simulates."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

AHEAD = 2
"""Jobs started per worker before their turn, so that nobody waits and memory stays small."""


def in_order(work: Callable[[Job], Result], jobs: Iterator[Job], workers: int) -> Iterator[Result]:
    """Yield the results of jobs in their order, with a few under way.

    The first job runs alone, for it may have to compile. When the caller stops, jobs under way are
    finished and the others dropped.
    """
    for job in islice(jobs, 1):
        yield work(job)
    pool = ThreadPoolExecutor(max_workers=workers)
    waiting: deque[Future[Result]] = deque()
    try:
        for job in islice(jobs, workers * AHEAD):
            waiting.append(pool.submit(work, job))
        while waiting:
            yield waiting.popleft().result()
            for job in islice(jobs, 1):
                waiting.append(pool.submit(work, job))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
