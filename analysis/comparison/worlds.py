"""What the worlds of a comparison say, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.comparison.standing import MONEY, values
from analysis.uncertainty.words import about, said_of
from analysis.words.called import titled

if TYPE_CHECKING:
    from analysis.comparison.comparison import Comparison


def sentences(result: Comparison) -> list[str]:
    """Return what the worlds of a comparison say; nothing where none were drawn."""
    drawn = result.drawn
    if drawn is None:
        return []
    result = titled(result)
    measure = next((name for name in MONEY if len(values(result, name)) > 1), None)
    return [about(drawn)] if measure is None else said_of(result, measure)
