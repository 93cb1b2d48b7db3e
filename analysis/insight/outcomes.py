"""The numbers of one measure in a finished study, as an array."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.measures import FRICTION, REVENUE, Measure, named
from analysis.words.problems import InputProblems
from sim.core.errors import InputError

if TYPE_CHECKING:
    from analysis.study import Study
    from analysis.study.results import StudyResults

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

NEARLY_ALL = 0.9
"""Share of the points that must have a replicate for it to be used."""


@dataclass(frozen=True)
class Outcomes:
    """One measure at every point of a study.

    Attributes:
        measure: what was measured.
        schemes: names, in the order of the study.
        points: ids of the points, in the order of the study's table of points.
        values: points × replicates × schemes; NaN where a run failed, is missing or cannot tell.
        made: points × replicates: whether the sweep has been there.
    """

    measure: Measure
    schemes: tuple[str, ...]
    points: Ints
    values: Floats
    made: Bools

    @property
    def is_complete(self) -> Bools:
        """Return for each point whether all its runs have a value."""
        return np.asarray(~np.isnan(self.values).any(axis=(1, 2)))

    def only(self, chosen: Bools) -> Outcomes:
        """Return the same at some of the points."""
        return Outcomes(
            self.measure,
            self.schemes,
            self.points[chosen],
            self.values[chosen],
            self.made[chosen],
        )

    def gain(self) -> Floats:
        """Return the values, turned so that higher is better.

        Raises:
            InputError: the measure has no better direction.
        """
        if self.measure.direction == "none":
            raise InputError(
                f"{self.measure.name}: neither more nor less of it is better; "
                "choose a measure with a direction"
            )
        return self.values if self.measure.direction == "higher" else -self.values


def outcomes(results: StudyResults, name: str) -> Outcomes:
    """Return one measure of a study.

    Replicates that a stopped sweep has at some points only are left out.

    Raises:
        InputError: the study did not measure it.
    """
    wide = results.wide(named(name).name)
    points = results.points["point"].to_numpy(dtype=np.int64)
    replicates = wide.index.get_level_values("replicate").to_numpy(dtype=np.int64)
    count = int(replicates.max(initial=-1)) + 1
    values = np.full((points.size, count, len(results.schemes)), np.nan)
    made = np.zeros((points.size, count), dtype=np.bool_)
    order = np.argsort(points, kind="stable")
    found = wide.index.get_level_values("point").to_numpy(dtype=np.int64)
    row = order[np.searchsorted(points, found, sorter=order)]
    values[row, replicates] = wide[list(results.schemes)].to_numpy(dtype=np.float64)
    made[row, replicates] = True
    used = _shared(made)
    return Outcomes(named(name), results.schemes, points, values[:, :used], made[:, :used])


def check_measures(study: Study, names: Sequence[str]) -> None:
    """Do nothing when a study keeps all these measures.

    Raises:
        InputError: one is unknown or not kept.
    """
    complaints = InputProblems()
    for name in names:
        with complaints.noted():
            if named(name).name not in study.measures:
                kept = ", ".join(study.measures)
                complaints.add(f"{name} was not kept in this study; there are: {kept}")
    complaints.stop_if_any()


def _shared(made: Bools) -> int:
    """Return how many replicates nearly all points have.

    A sweep that was stopped has its last replicate at some points only; the others count.
    """
    complete = np.logical_and.accumulate(made, axis=1).sum(axis=0)
    return int((complete >= NEARLY_ALL * complete[0]).sum()) if complete.size else 0


def chosen_measures(results: StudyResults, names: Sequence[str] | None) -> tuple[str, ...]:
    """Return the measures asked for; without any, the longest profit and the friction it had.

    Raises:
        InputError: a name is unknown, or the study measured neither.
    """
    if names:
        check_measures(results.study, names)
        return tuple(dict.fromkeys(names))
    found = [name for name in REVENUE if _is_known(results, name)][:1]
    found += [FRICTION] if _is_known(results, FRICTION) else []
    if not found:
        raise InputError("say which --measure; the study has no profit, bookings or conflict")
    return tuple(found)


def _is_known(results: StudyResults, name: str) -> bool:
    """Return whether a study measured something and ever got a number."""
    kept = results.study.measures
    return name in kept and bool(results.wide(name).notna().to_numpy().any())
