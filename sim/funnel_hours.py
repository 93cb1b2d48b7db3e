"""How reps spread their hours over tasks and open deals, by arithmetic on declared parameters.

The week is split over tasks as in the effort mechanism, by somebody paid by the euro. What a deal
gets of it depends on what it pulls and on what the rep's other open deals pull together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.funnel_sample import Floats
from sim.mechanisms.effort import marginal, weight
from sim.names import METRICS, REP_TASKS, YEAR, Metric, RepTask

LOADS = (0, 1, 3, 6, 10, 16, 26)
"""Numbers of other open deals at which is reckoned; in between it is interpolated."""
PULLS = 32
"""At how many pulls the hours of a deal are worked out; in between they are interpolated."""
CELLS = 512
"""Into how many steps the joint pull of other deals is divided."""
WEEKS_TO_SETTLE = 100


@dataclass(frozen=True)
class Shares:
    """What a deal gets of a rep's week, beside each of LOADS other deals.

    Attributes:
        hours: weekly hours, one row a load, one column a pull.
        first: chance a week of time to ask, in the week in which the champion is won.
        later: the same in later weeks.
    """

    hours: Floats
    first: Floats
    later: Floats


def hours_of_week(values: dict[str, Any]) -> dict[str, float]:
    """Return the weekly hours of a rep by task, vacancies taken off."""
    effort, people = values["effort"], values["people"]
    present = 1.0 / (1.0 + people["rep_leaving"] * people["vacancy"] / YEAR)
    split = split_of_week(values)
    return {task: float(effort["rep_week"] * present * share) for task, share in split.items()}


def split_of_week(values: dict[str, Any]) -> dict[str, float]:
    """Return the shares of a rep's week that tasks settle at, for somebody paid by the euro."""
    effort = values["effort"]
    habits = effort["rep_habit"]
    total = sum(habits.values())
    shares = {task: habit / total for task, habit in habits.items()}
    if values["choices"]["hours"] == "frozen":
        return shares
    stake, metric = values["pay"]["standard_share"], METRICS[Metric.OWN_REVENUE]
    parts = {
        task: stake * effort["rep_belief"][f"{task}_{metric}"]
        for task in REP_TASKS[: RepTask.SLACK]
    }
    for _ in range(WEEKS_TO_SETTLE):
        pulls = {
            task: marginal(part, habits[task], shares[task], effort["returns"])
            for task, part in parts.items()
        }
        pulls[REP_TASKS[RepTask.SLACK]] = effort["slack_value"]
        wishes = {task: weight(habits[task], pulls[task], effort["temper"]) for task in habits}
        whole = sum(wishes.values())
        stays = effort["inertia"]
        shares = {t: stays * shares[t] + (1.0 - stays) * wishes[t] / whole for t in habits}
    return shares


def shared_week(
    values: dict[str, Any], week: dict[str, float], pulls: Floats, often: Floats, ready: Floats
) -> Shares:
    """Return what a deal gets beside each load.

    week: hours by task; pulls: a grid; often: how often open deals pull so much, one row a load;
    ready: the share of them near a decision, by load.
    """
    asks = week["closing"] / values["closing"]["ask_hours"]
    most = values["pipeline"]["deal_hours_limit"]
    given, asking = [], []
    for others, row, share in zip(LOADS, often, ready.tolist(), strict=True):
        joint, chances = joint_pull(pulls, row, others)
        part = pulls[:, None] / (pulls[:, None] + joint[None, :])
        given.append(np.minimum(week["deals"] * part, most) @ chances)
        asking.append(asked(asks, others, share))
    first, later = np.array(asking).T
    return Shares(np.array(given), first, later)


def joint_pull(pulls: Floats, often: Floats, others: int) -> tuple[Floats, Floats]:
    """Return what `others` deals may pull together, and how likely: a sum, by its transform."""
    chances = often / often.sum()
    mean = float(chances @ pulls)
    spread = math.sqrt(max(float(chances @ pulls**2) - mean * mean, 0.0))
    step = max(others * mean + 8.0 * math.sqrt(others) * spread, float(pulls[-1])) / (CELLS - 2)
    cell = np.minimum((pulls / step).astype(np.int64), CELLS - 2)
    beyond = pulls / step - cell
    single = np.bincount(cell, chances * (1.0 - beyond), CELLS)
    single += np.bincount(cell + 1, chances * beyond, CELLS)
    joint = np.fft.irfft(np.fft.rfft(single) ** others, CELLS)
    return np.asarray(step * np.arange(CELLS)), np.asarray(np.maximum(joint, 0.0))


def asked(asks: float, others: int, ready: float) -> tuple[float, float]:
    """Return the chances a week of time to ask, of `asks`, beside others each ready with a chance.

    The first is that of a deal whose champion is won this week: it is not yet counted among those
    that share closing hours. The second is that of a deal that is.
    """
    counts = np.arange(others + 1)
    chances = np.array(
        [math.comb(others, n) * ready**n * (1.0 - ready) ** (others - n) for n in counts.tolist()]
    )
    first = np.minimum(1.0, asks / np.maximum(counts, 1e-9))
    later = np.minimum(1.0, asks / (counts + 1.0))
    return float(first @ chances), float(later @ chances)
