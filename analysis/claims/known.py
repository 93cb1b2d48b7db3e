"""Runs of an audit, each made once, however many claims and challenges ask for it.

Claims about the same schemes ask for the same runs, and so does a challenge that changes nothing
(a mechanism that is off is switched off).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.measures import measured
from analysis.runs.parallel import in_order

if TYPE_CHECKING:
    from analysis.claims.challenges import Challenge
    from analysis.runs.collect import Runner
    from sim.scenario import Scenario

Floats = NDArray[np.float64]
Job = tuple["Scenario", int, int]


class Known:
    """Measures of the runs made so far."""

    def __init__(
        self, measures: Sequence[str], seed: int, replicates: int, workers: int, runner: Runner
    ) -> None:
        """Prepare; the measures are all that any claim asks for."""
        self._measures = tuple(dict.fromkeys(measures))
        self.seed, self._replicates = seed, replicates
        self._workers, self._runner = workers, runner
        self._values: dict[tuple[str, ...], Floats] = {}

    def pair(self, pair: Sequence[Scenario], challenge: Challenge, measure: str) -> Floats:
        """Return a measure of both sides under a challenge; replicates × 2."""
        keys = [_key(scenario, challenge) for scenario in pair]
        missing = {
            key: scenario
            for key, scenario in zip(keys, pair, strict=True)
            if key not in self._values
        }
        jobs = self._jobs([*missing.values()], challenge)
        made = np.array(list(in_order(self._run, jobs, self._workers)), dtype=np.float64)
        made = made.reshape(self._replicates, len(missing), len(self._measures))
        self._values |= {key: made[:, place] for place, key in enumerate(missing)}
        column = self._measures.index(measure)
        return np.column_stack([self._values[key][:, column] for key in keys])

    def _run(self, job: Job) -> list[float]:
        values = measured(self._runner(*job), self._measures)
        return [values[name] for name in self._measures]

    def _jobs(self, scenarios: Sequence[Scenario], challenge: Challenge) -> Iterator[Job]:
        fixed = challenge.worlds is None
        firms = [challenge.applied(firm, self.seed, 0) for firm in scenarios] if fixed else []
        for replicate in range(self._replicates):
            asked = firms or [challenge.applied(each, self.seed, replicate) for each in scenarios]
            for scenario in asked:
                yield scenario, self.seed, challenge.shift + replicate


def _key(scenario: Scenario, challenge: Challenge) -> tuple[str, ...]:
    """Return what runs depend on beside seed and replicate."""
    if challenge.worlds is None:
        applied = challenge.applied(scenario, 0, 0)
        return scenario.name, applied.hash, str(challenge.shift)
    return scenario.name, scenario.hash, repr(challenge.worlds), repr(challenge.settings)
