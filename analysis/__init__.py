"""Everything done with results: measures, comparisons, studies, patterns, figures, reports."""

from analysis.comparison import answer
from analysis.comparison.compare import compare
from analysis.comparison.comparison import Comparison
from analysis.explanation.explain import Explanation, explain
from analysis.insight.discovery.regimes import Regimes, regimes
from analysis.insight.pareto.optimise import Optimum, optimise
from analysis.insight.sensitivity.sensitivity import Sensitivity, sensitivity
from analysis.measures import MEASURES, measure, measured
from analysis.practice.effects import Practices, practices
from analysis.study.loading import load_study_file
from analysis.study.results import StudyResults, load_study
from analysis.study.study_file import Study
from analysis.study.sweep import evaluate, sweep

__all__ = [
    "MEASURES",
    "Comparison",
    "Explanation",
    "Optimum",
    "Practices",
    "Regimes",
    "Sensitivity",
    "Study",
    "StudyResults",
    "answer",
    "compare",
    "evaluate",
    "explain",
    "load_study",
    "load_study_file",
    "measure",
    "measured",
    "optimise",
    "practices",
    "regimes",
    "sensitivity",
    "sweep",
]
