"""What a pack says of two scenes: causes to guess, assumptions to move."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cause:
    """A choice or mechanism that teams may hold for the cause: its name, what it is called."""

    part: str
    title: str


@dataclass(frozen=True)
class Assumption:
    """A setting of the firm that is moved to see what would flip the result: from low to high."""

    key: str
    title: str
    unit: str
    low: float
    high: float
