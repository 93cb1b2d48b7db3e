"""Everything done with results: measures, comparisons, patterns, figures, reports."""

from analysis.compare import Comparison, compare
from analysis.measures import MEASURES, measure, measured

__all__ = ["MEASURES", "Comparison", "compare", "measure", "measured"]
