"""Runs that take no time, and a sweep of them in a process of its own that can be killed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from analysis.study import sweep as sweeping
from analysis.study.folder import StudyFolder
from analysis.study.study_file import Study, load_study_file
from tests.analysis.builder import History

HEAD = """\
schema_version: 1
name: quick
schemes: [siloed_metrics, shared_revenue]
set: {run.weeks: 52}
"""
GRID = (
    HEAD
    + """\
design: {kind: grid, levels: 3}
parameters:
  needs.drift: {low: 0.02, high: 0.2}
  trust.gain: {low: 0.01, high: 0.05}
replicates: 3
seed: 7
measures: [gross_profit_y1, relationship_conflict]
"""
)
SOBOL = GRID.replace("{kind: grid, levels: 3}", "{kind: sobol, points: 10}")
LEFT_OUT = {".lock"}


def quick(scenario, seed: int) -> History:
    """Return a run whose gross profit follows from scheme, drift and seed by hand."""
    drift = scenario.values["needs"]["drift"]
    share = scenario.values["contracts"]["rep"]["shared_revenue"]
    luck = np.random.default_rng(seed).normal()
    size = scenario.weeks + scenario.burn_in
    profit = np.full(size, 1_000 * (1 - drift) + 10 * share + luck)
    weekly = {"gross_profit": profit, "relationship_conflict": np.full(size, drift)}
    return History(scenario.weeks, scenario.burn_in, {"weekly": weekly}, scenario, seed)


def slow(scenario, seed: int) -> History:
    """Return the same run after a while."""
    time.sleep(0.01)
    return quick(scenario, seed)


def study_in(folder: Path, text: str = GRID, name: str = "quick.yaml") -> Study:
    """Return a study from its text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_study_file(path)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a store but what was set aside."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.name not in LEFT_OUT
        and "damaged" not in path.relative_to(folder).parts
    }


def main(study: str, folder: str, *options: str) -> None:
    """Sweep; `unlocked` as on a file system without locks."""
    if "unlocked" in options:
        sweeping.StudyFolder = Unlocked
    sweeping.sweep(study, folder, chunk_runs=4, runner=slow)


class Unlocked(StudyFolder):
    """A store on a file system that knows no locks."""

    def is_ours(self, _file) -> bool | None:
        return None


if __name__ == "__main__":
    main(*sys.argv[1:])
