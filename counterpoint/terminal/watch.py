"""Go on when a run kills the process of a sweep.

The commands that fill a store work in a process of their own, which this one watches. When a run
takes that process down, another one is begun: it finds in the store what was under way, tries those
runs one by one, and goes on with the others. Signals are passed on; who kills this process kills
the other one too. On Windows there is nothing to watch with: give the same command again there.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from pathlib import Path

from counterpoint.terminal.tables import notice

WATCHED = ("sweep", "regimes", "sensitivity")
"""Commands that fill a store."""
GOODBYE, END = b"\n", b"\0"
"""What is told at the end of a process, and after the name of a store."""
MOST = 65_536
"""Bytes that are told at most."""
SIGNALLED = 128
"""Added to the number of a signal, as shells do."""
_told: list[int] = []
"""Where the process that works tells the one that watches."""


def watch() -> None:
    """Return in a process that works; watch it in this one until it ends, then leave."""
    left: set[str] = set()
    while hasattr(os, "fork"):
        told, tell = os.pipe()
        alive, living = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(told)
            os.close(living)
            _begin(tell, alive)
            return
        os.close(tell)
        os.close(alive)
        code = _waited(child)
        os.set_blocking(told, False)
        left = _go_on(code, os.read(told, MOST), left)
        os.close(told)
        os.close(living)


def at_work_in(folder: Path) -> None:
    """Tell who watches, if anybody does, which store is being filled."""
    for tell in _told:
        os.write(tell, os.fsencode(folder.absolute()) + END)


def goodbye() -> None:
    """Tell who watches, if anybody does, that this process ends by its own will."""
    for tell in _told:
        os.write(tell, GOODBYE)


def _begin(tell: int, alive: int) -> None:
    """Make ready to work: signals as usual, though only from who watches, and an end with it."""
    os.setpgid(0, 0)
    for number in _passed_on():
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _told[:] = [tell]

    def die_with() -> None:
        os.read(alive, 1)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=die_with, daemon=True).start()


def _passed_on() -> list[signal.Signals]:
    return [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT]


def _waited(child: int) -> int:
    """Return the exit code of a process; pass signals on to it while it works."""

    def pass_on(number: int, _frame: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    for number in _passed_on():
        signal.signal(number, pass_on)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _go_on(code: int, said: bytes, before: set[str]) -> set[str]:
    """Leave with the exit code of a process, unless going on can help.

    Returns:
        The chunks that were under way when the process ended; `before` when another one did.
    """
    if said.endswith(GOODBYE):
        sys.exit(code if code >= 0 else SIGNALLED - code)
    from analysis.study.apart import ended
    from analysis.study.journal import Journal

    stores = [Path(os.fsdecode(name)) for name in said.split(END) if name]
    left = Journal(stores[-1]).left() if stores else set()
    if not left or left == before:
        notice(f"Error: the program {ended(code)}; what is done is kept.")
        sys.exit(1)
    notice(f"A run ended the program, which {ended(code)}; going on without it.")
    return left
