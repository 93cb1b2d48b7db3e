"""Whether a precision can be reached: the measure it watches must exist in runs of that length."""

from __future__ import annotations

from sim.core.errors import InputError

WEEKS = 156
"""Counted weeks without which gross profit of three years is not known."""


def check_precision(weeks: int, measure: str) -> None:
    """Raise InputError where the measure that a precision watches cannot exist."""
    if weeks < WEEKS:
        raise InputError(
            f"precision: watches {measure}, which a run of {weeks} weeks does not have; "
            f"count {WEEKS} weeks (--weeks {WEEKS}), or ask for --replicates"
        )
