"""Studies: many parameter settings × schemes × replicates, in a store that never loses work."""

from analysis.study.parameter import Parameter
from analysis.study.study_file import Design, Study, load_study_file

__all__ = ["Design", "Parameter", "Study", "load_study_file"]
