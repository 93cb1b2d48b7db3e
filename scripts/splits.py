"""How people split their weeks in runs: by task, over all people of a role and counted weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.runs.hours import ROLES
from sim.drivers.compiled import run_many
from sim.world.names import TASK_WORDS, RepTask

if TYPE_CHECKING:
    from sim.history.history import History
    from sim.scenario import Scenario

Floats = NDArray[np.float64]


def hours_of(run: History, role: str) -> Floats:
    """Return the hours that a role gave to each of its tasks, slack last."""
    told = run.raw("hours")
    told = told[told["quarter"] >= 0]
    places = [TASK_WORDS.index(task) for task in ROLES[role]]
    people = np.unique(told["person_id"][told["task"] == places[0]])
    mine = told[np.isin(told["person_id"], people)]
    return np.array([mine["hours"][mine["task"] == place].sum() for place in places])


def splits(scenario: Scenario, seed: int, replicates: int) -> dict[str, Floats]:
    """Return the shares of the week by role: replicates × tasks, slack last."""
    both = [
        {role: hours_of(run, role) for role in ROLES}
        for run in run_many(scenario, range(replicates), seed=seed)
    ]
    hours = {role: np.array([run[role] for run in both]) for role in ROLES}
    return {role: each / each.sum(axis=1, keepdims=True) for role, each in hours.items()}


def effort(shares: Floats) -> Floats:
    """Return the part of the week that goes to tasks, by replicate."""
    return np.asarray(1.0 - shares[:, RepTask.SLACK])
