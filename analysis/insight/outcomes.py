"""The numbers of one measure in a finished study, as an array."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.figures.plane import FRICTION, REVENUE
from analysis.measures import Measure, named
from sim.core.errors import InputError

if TYPE_CHECKING:
    from analysis.study import StudyResults

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Outcomes:
    """One measure at every point of a study.

    Attributes:
        measure: what was measured.
        schemes: names, in the order of the study.
        points: ids of the points, in the order of the study's table of points.
        values: points × replicates × schemes; NaN where a run failed, is missing or cannot tell.
    """

    measure: Measure
    schemes: tuple[str, ...]
    points: Ints
    values: Floats

    @property
    def is_complete(self) -> Bools:
        """Return for each point whether all its runs have a value."""
        return np.asarray(~np.isnan(self.values).any(axis=(1, 2)))

    def only(self, chosen: Bools) -> Outcomes:
        """Return the same at some of the points."""
        return Outcomes(self.measure, self.schemes, self.points[chosen], self.values[chosen])

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

    Raises:
        InputError: the study did not measure it.
    """
    measured = list(dict.fromkeys(results.measures["measure"]))
    if name not in measured:
        named(name)
        raise InputError(
            f"{name} was not measured in this study; measured: {', '.join(map(str, measured))}"
        )
    wide = results.wide(name)
    schemes = _ordered([str(column) for column in wide.columns], results)
    points = results.points["point"].to_numpy(dtype=np.int64)
    replicates = wide.index.get_level_values("replicate")
    count = int(replicates.max()) + 1 if len(wide) else 0
    values = np.full((points.size, count, len(schemes)), np.nan)
    order = np.argsort(points, kind="stable")
    found = wide.index.get_level_values("point").to_numpy(dtype=np.int64)
    row = order[np.searchsorted(points, found, sorter=order)]
    values[row, replicates.to_numpy(dtype=np.int64)] = wide[schemes].to_numpy(dtype=np.float64)
    return Outcomes(named(name), tuple(schemes), points, values)


def chosen_measures(results: StudyResults, names: Sequence[str] | None) -> tuple[str, ...]:
    """Return the measures asked for; without any, the longest profit and the friction it had.

    Raises:
        InputError: a name is unknown, or the study measured neither.
    """
    if names:
        return tuple(dict.fromkeys(named(name).name for name in names))
    known = results.measures.loc[results.measures["value"].notna(), "measure"].unique()
    found = [name for name in REVENUE if name in known][:1]
    found += [FRICTION] if FRICTION in known else []
    if not found:
        raise InputError("say which --measure; the study has no profit, bookings or conflict")
    return tuple(found)


def _ordered(names: list[str], results: StudyResults) -> list[str]:
    """Return scheme names in the order in which the study gives them."""
    given = list(dict.fromkeys(results.measures["scenario"]))
    return sorted(names, key=given.index)
