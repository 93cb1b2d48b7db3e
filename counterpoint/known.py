"""The six numbers every sales person knows, as both faces take and show them; what they mean:
`analysis.calibration.facts`.
"""

from __future__ import annotations

BOUNDS: dict[str, tuple[float, float]] = {
    "leads": (1, 10_000_000),
    "won": (0.5, 1_000_000),
    "win_rate": (0.01, 0.95),
    "cycle": (0.5, 150),
    "deal": (100, 1_000_000_000),
    "customers": (1, 5_000_000),
}
"""What is possible: lowest and highest of each."""


def shown(key: str, number: float) -> str:
    """Return a fact as people read it.

    >>> shown("win_rate", 0.254), shown("won", 9.25), shown("deal", 45000.4)
    ('25%', '9.2', '45,000')
    """
    if key == "win_rate":
        return f"{number:.0%}"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.1f}".removesuffix(".0")
