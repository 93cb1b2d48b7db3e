"""Published patterns, and how the simulated firm does on them."""

from analysis.patterns.published import PATTERNS, Pattern
from analysis.patterns.scoreboard import scoreboard

__all__ = ["PATTERNS", "Pattern", "scoreboard"]
