"""What long commands say on standard error: compilation, and a bar with time left."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, Task, TaskID

    from analysis.runs.progress import Progress as Update
    from sim.core.compiled import Announce

MINUTE = 60
EVERY = 60.0
"""Seconds between two signs of life where no bar is seen."""
SMALLEST = ("market.accounts=10", "run.weeks=1", "run.burn_in=0")
"""What makes a firm whose run takes no time, but needs everything compiled."""


class Begin(Protocol):
    """Makes a bar."""

    def __call__(self, label: str, unit: str = "", *, is_shown: bool = False) -> Update:
        """Return a function to call with steps done and planned."""


@contextmanager
def bar(label: str, unit: str = "") -> Iterator[Update]:
    """Yield a function to call with steps done and planned; with a unit, show steps per second.

    What is done at the first call was done before: it counts for neither rate nor time left.
    """
    with bars() as begin:
        update = begin(label, unit, is_shown=True)
        yield update


@contextmanager
def bars() -> Iterator[Begin]:
    """Yield a function that makes a bar, for work in several stages.

    It takes label and unit and returns what `bar` yields. A bar is seen from its first call, or
    at once where `is_shown` says so.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    console = Console(stderr=True)
    rate = TextColumn("{task.fields[rate]}")
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[count]}"),
        rate,
        TimeLeft(),
    )
    with (
        Progress(
            *columns, console=console, transient=True, disable=not console.is_terminal
        ) as shown,
        _signs_of_life(shown, console),
    ):

        def begin(label: str, unit: str = "", *, is_shown: bool = False) -> Update:
            task = shown.add_task(label, total=None, count="", rate="", visible=is_shown)
            return partial(_advance, shown, task, unit, [])

        yield begin


@contextmanager
def _signs_of_life(shown: Progress, console: Console) -> Iterator[None]:
    """Print a line a minute where no bar is seen."""
    if console.is_terminal:
        yield
        return
    ended = threading.Event()

    def speak() -> None:
        while not ended.wait(EVERY):
            for task in [task for task in shown.tasks if task.visible][-1:]:
                console.print(_line(task), soft_wrap=True, highlight=False)

    threading.Thread(target=speak, daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def _line(task: Task) -> str:
    """Return how far a task is, in a line."""
    if not task.total:
        return f"{task.description}: at work"
    left = task.time_remaining
    when = f", about {max(round(left / MINUTE), 1):,} min left" if left else ""
    return f"{task.description}: {task.completed:,.0f} of {task.total:,.0f}{when}"


def _advance(
    shown: Progress,
    task: TaskID,
    unit: str,
    begun: list[tuple[int, float]],
    done: int,
    planned: int,
) -> None:
    """Show what is done; `begun` keeps what was done, and when, at the first call."""
    if not begun:
        begun.append((done, time.monotonic()))
        count = _count(done, planned)
        shown.reset(task, total=planned, completed=done, visible=True, count=count, rate="")
        return
    seconds = time.monotonic() - begun[0][1]
    each = (done - begun[0][0]) / seconds if seconds > 0 else 0.0
    rate = f"{each:.1f} {unit}/s" if unit and each else ""
    shown.update(task, completed=done, total=planned, count=_count(done, planned), rate=rate)


def _count(done: int, planned: int) -> str:
    return f"{done:,}/{planned:,}" if planned else ""


def compiled() -> None:
    """Make the simulation ready; say so while it has to be compiled first, once per version."""
    from sim.drivers.compiled import run
    from sim.scenario import load_scenario

    smallest = load_scenario("siloed_metrics", overrides=SMALLEST)
    with _preparing() as announce:
        run(smallest, announce=announce)


@contextmanager
def _preparing() -> Iterator[Announce]:
    """Yield what hears of compilations and counts rooms: in place on a terminal, else one line."""
    from rich.console import Console
    from rich.status import Status

    from sim.core.compiled import marked

    console = Console(stderr=True)
    kinds = ("rule", "act", "phase", "page")
    known = {function.__module__ for kind in kinds for function in marked(kind)}
    begun: set[str] = set()
    shown = Status("", console=console)

    def announce(function: str) -> None:
        room = function.rpartition(".")[0]
        if room not in known or room in begun:
            return
        begun.add(room)
        if console.is_terminal:
            shown.update(f"Preparing, once: {len(begun)} of {len(known)}")
            shown.start()
        elif len(begun) == 1:
            console.print(f"Preparing, once: {len(known)} parts; this takes a minute or two.")

    try:
        yield announce
    finally:
        shown.stop()
