"""What a comparison shows over time: weekly means with their spread, and where hours went."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.runs import statistics
from analysis.runs.collect import Reduced, Replicate
from sim.history.history import CATEGORIES


def timecourse(replicates: Sequence[Replicate], names: Sequence[str]) -> pd.DataFrame:
    """Return mean and spread per scenario, week and measure."""
    columns, weeks = replicates[0].columns, replicates[0].weeks
    parts = []
    for place, name in enumerate(names):
        samples = np.array([item.runs[place].course.ravel() for item in replicates])
        count = np.count_nonzero(~np.isnan(samples), axis=0)
        total = np.nansum(samples, axis=0, dtype=np.float64)
        ordered = np.sort(samples, axis=0)
        part = {
            "scenario": name,
            "week": np.tile(weeks, len(columns)),
            "measure": np.repeat(np.array(columns, dtype=object), weeks.size),
            "mean": np.where(count, total / np.maximum(count, 1), np.nan),
            "p10": statistics.sorted_quantiles(ordered, 0.1),
            "p90": statistics.sorted_quantiles(ordered, 0.9),
        }
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True)


def hours(replicates: Sequence[Replicate], names: Sequence[str]) -> pd.DataFrame:
    """Return the share of each role's hours by task, mean over replicates."""
    roles = CATEGORIES["staff", "role"]
    tasks = CATEGORIES["hours", "task"]
    parts = []
    for place, name in enumerate(names):
        runs: list[Reduced] = [item.runs[place] for item in replicates]
        cells = np.array([run.hours.ravel() for run in runs])
        valid = ~np.isnan(cells)
        mean = np.where(valid, cells, 0.0).sum(axis=0) / np.maximum(valid.sum(axis=0), 1)
        part = {
            "scenario": name,
            "role": np.repeat(np.array(roles, dtype=object), len(tasks)),
            "task": np.tile(np.array(tasks, dtype=object), len(roles)),
            "share": mean,
        }
        parts.append(pd.DataFrame(part))
    table = pd.concat(parts, ignore_index=True)
    return table[table["share"] > 0].reset_index(drop=True)
