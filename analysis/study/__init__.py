"""Studies: many parameter settings × schemes × replicates, in a store that never loses work."""

from analysis.parameters.parameter import Parameter
from analysis.study.loading import load_study_file
from analysis.study.study_file import Design, Study

__all__ = ["Design", "Parameter", "Study", "load_study_file"]
