"""The six numbers every sales person knows: what is possible of each, in terminal and room."""

from __future__ import annotations

BOUNDS: dict[str, tuple[float, float]] = {
    "leads": (1, 10_000_000),
    "won": (0.5, 1_000_000),
    "win_rate": (0.01, 0.95),
    "cycle": (0.5, 150),
    "deal": (100, 1_000_000_000),
    "customers": (1, 5_000_000),
}
"""Lowest and highest of each; `analysis.runs.firm` says what they mean."""
