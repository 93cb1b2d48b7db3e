"""Mistakes in what is asked for, collected so that all are told together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sim.core.errors import InputError


class InputProblems:
    """The mistakes found so far, each told once."""

    def __init__(self) -> None:
        self._found: dict[str, None] = {}

    def add(self, text: str) -> None:
        """Note one mistake."""
        self._found[text] = None

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note an InputError of what stands inside, and go on behind it."""
        try:
            yield
        except InputError as error:
            self.add(str(error))

    def stop_if_any(self) -> None:
        """Raise them all as one InputError, a line each."""
        if self._found:
            raise InputError("\n".join(self._found))
