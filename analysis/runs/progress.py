"""How those who watch hear of what is done."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Takes how much is done, and how much there is."""
