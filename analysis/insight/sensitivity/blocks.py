"""The points of a Morris or Saltelli design as whole trajectories or base points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.insight.outcomes import Outcomes
from analysis.insight.sensitivity.indices import (
    FEWEST_BLOCKS,
    Index,
    elementary_effects,
    luck_in,
    morris_indices,
    sobol_indices,
)
from analysis.insight.sensitivity.noise import Noise, noise_of
from sim.core.errors import InputError

if TYPE_CHECKING:
    from analysis.study import Study
    from analysis.study.results import StudyResults

Floats = NDArray[np.float64]

MOST_LOST = 0.1
"""Share of base points or trajectories that may be lost to failed runs."""


@dataclass(frozen=True)
class Target:
    """One outcome to analyse.

    Attributes:
        measure, scenario: names.
        baseline: empty for the scheme by itself.
        values: points × replicates.
        repeats: blocks × points of a block × runs at the blocks that were run again, or None.
        repeated: numbers of those blocks.
    """

    measure: str
    scenario: str
    baseline: str
    values: Floats
    repeats: Floats | None
    repeated: NDArray[np.int64]


@dataclass(frozen=True)
class Analysis:
    """Indices of one outcome, with the noise in it."""

    noise: Noise
    indices: list[Index]


@dataclass(frozen=True)
class Blocks:
    """The points of one market as blocks: base points of Saltelli, or trajectories of Morris."""

    kind: str
    keys: tuple[str, ...]
    points: NDArray[np.int64]
    unit: Floats
    width: int
    step: float

    @classmethod
    def of(cls, results: StudyResults, kind: str, market: str) -> Blocks:
        """Return the design of a study in one market."""
        from analysis.study.design import unit_points

        study, design = results.study, results.study.design
        keys = tuple(item.key for item in study.parameters)
        is_here = results.points["market"].astype(str) == market
        points = results.points.loc[is_here, "point"].to_numpy(dtype=np.int64)
        step = design.levels / (2 * (design.levels - 1))
        return cls(kind, keys, points, unit_points(study), block_width(study), step)

    def usable(
        self, found: Outcomes, results: StudyResults
    ) -> tuple[NDArray[np.bool_], list[dict[str, Any]]]:
        """Return which blocks are whole, and the points that break the others."""
        complete = found.is_complete.reshape(-1, self.width)
        whole = np.asarray(complete.all(axis=1))
        failed = set(results.failures["point"]) if len(results.failures) else set()
        is_undefined = (np.isnan(found.values).any(axis=2) & found.made).any(axis=1)
        undefined = set(found.points[is_undefined])
        lost = [
            {"point": int(point), "reason": "failed" if point in failed else "undefined"}
            for point in found.points
            if point in undefined or point in failed
        ]
        broken = {row["point"] for row in lost}
        blocks = found.points.reshape(-1, self.width)
        spoiled = sum(1 for block in blocks if broken & set(block.tolist()))
        reached = int(whole.sum()) + spoiled
        word = "base points" if self.kind == "saltelli" else "trajectories"
        if whole.sum() < FEWEST_BLOCKS or spoiled > MOST_LOST * reached:
            raise InputError(
                f"{found.measure.name}: {int(whole.sum())} of {whole.size} {word} have a value in "
                f"every run{_culprits(lost)}; indices need at least {FEWEST_BLOCKS} and at most "
                f"{MOST_LOST:.0%} lost. Finish the sweep, mend the failing points (failures in the "
                "store) or choose another --measure"
            )
        return whole, lost

    def indices(
        self, target: Target, usable: NDArray[np.bool_], resamples: int, seed: int
    ) -> Analysis:
        """Return the indices of one outcome from the blocks that are whole."""
        blocks = target.values.reshape(usable.size, self.width, -1)[usable]
        again = target.repeats
        flat = None if again is None else again.reshape(-1, again.shape[2])
        noise = noise_of(blocks.reshape(-1, blocks.shape[2]), flat)
        if not noise.total_variance > 0:
            return Analysis(noise, [])
        unit = self.unit.reshape(usable.size, self.width, -1)
        places = np.flatnonzero(usable)
        changes = self._changes(unit[places], blocks)
        known = changes
        if noise.source == "repeats" and again is not None:
            known = self._changes(unit[target.repeated], again)
        luck = luck_in(known, noise.replicates)
        if self.kind == "morris":
            return Analysis(noise, morris_indices(changes, luck, resamples=resamples, seed=seed))
        needed = [*range(len(self.keys) + 1), self.width - 1]
        return Analysis(
            noise, sobol_indices(blocks[:, needed], luck, resamples=resamples, seed=seed)
        )

    def repeated(self, found: Outcomes) -> tuple[NDArray[np.int64], Floats]:
        """Return which blocks were run again, and their values.

        Args:
            found: the repeated points; a block of which a run failed is left out.

        Returns numbers of the blocks, and blocks × points of a block × runs × schemes.
        """
        row = {int(point): place for place, point in enumerate(found.points)}
        numbers, parts = [], []
        for number, block in enumerate(self.points.reshape(-1, self.width)):
            rows = [row[int(point)] for point in block if int(point) in row]
            if len(rows) == self.width and not np.isnan(found.values[rows]).any():
                numbers.append(number)
                parts.append(found.values[rows])
        shape = (0, self.width, *found.values.shape[1:])
        return np.array(numbers, dtype=np.int64), np.stack(parts) if parts else np.empty(shape)

    def _changes(self, unit: Floats, blocks: Floats) -> Floats:
        """Return what changes with each parameter: blocks × parameters × runs."""
        if self.kind == "morris":
            return elementary_effects(unit, blocks, self.step)
        return np.asarray(blocks[:, :1] - blocks[:, 1 : len(self.keys) + 1])


def block_width(study: Study) -> int:
    """Return the points of one base point or trajectory."""
    parameters = len(study.parameters)
    if study.design.kind == "morris":
        return parameters + 1
    return (2 * parameters if study.design.second_order else parameters) + 2


def _culprits(lost: list[dict[str, Any]]) -> str:
    if not lost:
        return ""
    shown = ", ".join(str(row["point"]) for row in lost[:8])
    more = f" and {len(lost) - 8} more" if len(lost) > 8 else ""
    return f" (without: points {shown}{more})"
