"""The chunks that are under way, one empty file each: a process that dies leaves a trace.

A mark is set before a chunk is begun and taken away however the work on it ends, unless the process
itself is killed. So marks that a sweep finds name the chunks whose runs may have killed it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from analysis.results.whole import explained
from sim.core.errors import ResultsError

UNDERWAY = ".underway"
"""Folder of the marks, in a store."""


class Journal:
    """The marks in the store `folder`."""

    def __init__(self, folder: Path) -> None:
        self._marks = folder / UNDERWAY

    @contextlib.contextmanager
    def underway(self, name: str) -> Iterator[None]:
        """Mark a chunk while it is made.

        Raises:
            ResultsError: the store cannot be written.
        """
        mark = self._marks / name
        try:
            self._marks.mkdir(exist_ok=True)
            mark.touch()
        except OSError as error:
            raise ResultsError(explained(mark, error)) from error
        try:
            yield
        finally:
            mark.unlink(missing_ok=True)

    def left(self) -> set[str]:
        """Return the chunks that were under way when a process was killed."""
        return {mark.name for mark in self._marks.iterdir()} if self._marks.is_dir() else set()

    def forget(self, name: str) -> None:
        """Take a mark away."""
        (self._marks / name).unlink(missing_ok=True)

    def close(self) -> None:
        """Remove the folder of the marks, unless there are some."""
        with contextlib.suppress(OSError):
            self._marks.rmdir()
