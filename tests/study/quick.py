"""Runs that take no time, and a sweep of them in a process of its own that can be killed."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import numpy as np

from analysis.study import sweep as sweeping
from analysis.study.folder import StudyFolder
from analysis.study.loading import load_study_file
from analysis.study.study_file import Study
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


def quick(scenario, seed: int, replicate: int) -> History:
    """Return a run whose gross profit follows from scheme, drift and luck by hand."""
    drift = scenario.values["needs"]["drift"]
    share = scenario.values["contracts"]["rep"]["shared_revenue"]
    luck = np.random.default_rng([seed, replicate]).normal()
    size = scenario.weeks + scenario.burn_in
    profit = np.full(size, 1_000 * (1 - drift) + 10 * share + luck)
    weekly = {"gross_profit": profit, "relationship_conflict": np.full(size, drift)}
    return History(scenario.weeks, scenario.burn_in, {"weekly": weekly}, scenario, seed, replicate)


def slow(scenario, seed: int, replicate: int) -> History:
    """Return the same run after a while."""
    time.sleep(0.01)
    return quick(scenario, seed, replicate)


def deadly(scenario, seed: int, replicate: int) -> History:
    """Return the same run, unless it is the one that kills its process."""
    if is_deadly(scenario, replicate):
        end = os.environ["DEADLY"]
        if end.isdigit():
            os._exit(int(end))
        os.kill(os.getpid(), signal.Signals[end])
    return slow(scenario, seed, replicate)


def is_deadly(scenario, replicate: int) -> bool:
    """Return whether a run is the one that kills its process: one scheme at one point, once."""
    values = scenario.values
    place = (round(values["needs"]["drift"], 6), round(values["trust"]["gain"], 6))
    return (scenario.name, *place, replicate) == ("shared_revenue", 0.11, 0.03, 1)


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
    """Sweep; `unlocked` as on a file system without locks, `deadly` with a run that kills."""
    if "unlocked" in options:
        sweeping.StudyFolder = Unlocked
    runner = deadly if "deadly" in options else slow
    sweeping.sweep(study, folder, chunk_runs=4, runner=runner)


class Unlocked(StudyFolder):
    """A store on a file system that knows no locks."""

    def is_ours(self, _file) -> bool | None:
        return None


if __name__ == "__main__":
    main(*sys.argv[1:])
