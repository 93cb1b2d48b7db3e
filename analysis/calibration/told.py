"""Statistics as people know them: from the scales of a fit to counts, shares, weeks and money."""

from __future__ import annotations

import math

from analysis.calibration.customers import CUSTOMER_SUMMARIES
from analysis.calibration.heldout import HELD
from analysis.calibration.leads import LEAD_SUMMARIES

KINDS = {"leads": "rate", "lead_response": "weeks", "churn": "yearly"}
"""Statistics of tables beside opportunities that are no shares."""
KNOWN = HELD | {
    key: (meaning, KINDS.get(key, "share"))
    for key, meaning in {**LEAD_SUMMARIES, **CUSTOMER_SUMMARIES}.items()
}
"""Statistic → what it means, and the kind of number it is to people."""
COUNTS = ("created", "won", "lost")


def shown(key: str, value: float) -> float:
    """Return a statistic as people know it, from the scale on which it is held."""
    if key in COUNTS:
        return max(math.exp(value) - 0.5, 0.0)
    kind = KNOWN[key][1]
    if kind == "share":
        return 1.0 / (1.0 + math.exp(-value))
    if kind in ("money", "weeks"):
        return max(math.expm1(value), 0.0)
    return math.exp(value) if kind in ("ratio", "rate", "yearly") else value


def cell(key: str, value: float) -> str:
    """Return a statistic as a cell.

    >>> cell("won", 31.0), cell("odds", 0.25), cell("bookings", 1234567.8), cell("won_fast", 3.25)
    ('31', '25.0%', '1,234,568', '3.2')
    >>> cell("value_cycle", -0.22)
    '−0.22'
    """
    kind = KNOWN[key][1]
    if kind in ("share", "yearly"):
        return f"{value:.1%}"
    if kind in ("count", "money"):
        return f"{value:,.0f}"
    text = f"{value:.1f}" if kind in ("weeks", "rate") else f"{value:.2f}"
    return text.replace("-", MINUS)


MINUS = "\N{MINUS SIGN}"
