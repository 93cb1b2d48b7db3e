"""What a search is after: objectives and limits, given as short texts.

`gross_profit_y3` is the mean over replicates; `p10:`, `p90:` and `sd:` before a measure take that
statistic instead. A limit is such a text with a bound: `resignations<=3`, `p10:win_rate>=0.1`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.measures import FRICTION, MEASURES, REVENUE, named
from analysis.words import wording
from analysis.words.problems import InputProblems
from sim.core.errors import InputError
from sim.scenario.suggest import hint, nearest
from sim.world.names import YEAR

Floats = NDArray[np.float64]

STATISTICS: dict[str, tuple[str, Callable[[Floats], Floats]]] = {
    "mean": ("mean", lambda values: values.mean(axis=-1)),
    "p10": ("10th percentile", lambda values: np.quantile(values, 0.1, axis=-1)),
    "p90": ("90th percentile", lambda values: np.quantile(values, 0.9, axis=-1)),
    "sd": ("standard deviation", lambda values: values.std(axis=-1, ddof=1)),
}
"""Name → words, and the function of values over the last axis."""

LIMIT = re.compile(r"\s*([\w:]+?)\s*(<=|>=|<|>|=+)\s*(\S+)\s*")


@dataclass(frozen=True)
class Objective:
    """A statistic of a measure over replicates.

    Attributes:
        statistic: one of STATISTICS.
        measure: name of the measure.
    """

    statistic: str
    measure: str

    @property
    def column(self) -> str:
        """Return the name of its column in a table."""
        return self.measure if self.statistic == "mean" else f"{self.measure}_{self.statistic}"

    @property
    def title(self) -> str:
        """Return what it is, in words."""
        title = wording.title(self.measure)
        return title if self.statistic == "mean" else f"{title}: {STATISTICS[self.statistic][0]}"

    @property
    def sign(self) -> int:
        """Return 1 when more is better, else −1; Raises: InputError when neither is."""
        if self.statistic == "sd":
            return -1
        direction = named(self.measure).direction
        if direction == "none":
            raise InputError(
                f"{self.measure}: neither more nor less of it is better, so it is no objective; "
                "it can be a --limit"
            )
        return 1 if direction == "higher" else -1

    def of(self, values: Floats) -> Floats:
        """Return the statistic over the last axis; NaN where a value is missing."""
        return np.asarray(STATISTICS[self.statistic][1](values), dtype=np.float64)


@dataclass(frozen=True)
class Limit:
    """A bound that a solution must keep.

    Attributes:
        objective: what is bounded.
        sign: 1 for "at most", −1 for "at least".
        bound: the bound.
    """

    objective: Objective
    sign: int
    bound: float

    def excess(self, values: Floats) -> Floats:
        """Return by how much the statistic of values (over the last axis) breaks the limit."""
        return self.sign * (self.objective.of(values) - self.bound)

    def __str__(self) -> str:
        return (
            f"{self.objective.column} {'<=' if self.sign > 0 else '>='} {wording.plain(self.bound)}"
        )


def default_objectives(measures: Sequence[str], weeks: int) -> tuple[Objective, ...]:
    """Return profit, friction, and risk: the profit that nine runs in ten exceed.

    Args:
        measures: what the study measures.
        weeks: counted weeks of its runs; a profit over more is passed over.

    Raises:
        InputError: it measures neither profit or bookings, or no relationship conflict.
    """
    usable = [name for name in REVENUE if YEAR * _years(name) <= weeks]
    profit = next((name for name in usable if name in measures), None)
    if profit is None or FRICTION not in measures:
        raise InputError(
            f"say which --objective; the usual ones need {REVENUE[0]} and {FRICTION} among the "
            "measures of the study"
        )
    return Objective("mean", profit), Objective("mean", FRICTION), Objective("p10", profit)


def _years(name: str) -> int:
    """Return over how many years a measure runs, from its name."""
    return int(name[-1]) if name[-2:-1] == "y" and name[-1].isdigit() else 0


def objective(text: str, measures: Sequence[str], about: str = "") -> Objective:
    """Return the objective that a text names.

    Args:
        text: a measure, after a statistic and a colon if it is not the mean.
        measures: what the study measures.
        about: what messages begin with; the text as an objective by default.

    Raises:
        InputError: an unknown statistic, or a measure that the study does not have, or both.
    """
    statistic, colon, name = text.strip().rpartition(":")
    statistic = statistic if colon else "mean"
    complaints, about = InputProblems(), about or f"objective {text}"
    if statistic not in STATISTICS:
        complaints.add(f"{about}: unknown statistic {statistic}; {hint(statistic, STATISTICS)}")
    if name not in measures:
        complaints.add(f"{about}: {_not_measured(name, measures)}")
    complaints.stop_if_any()
    return Objective(statistic, name)


def _not_measured(name: str, measures: Sequence[str]) -> str:
    """Return why a measure cannot be sought, the nearest that can, and a way out."""
    there = f"there are {', '.join(measures)}"
    if name in MEASURES:
        return f"the study does not measure {name}; add it to measures in its file ({there})"
    near = nearest(name, measures) or nearest(name, MEASURES)
    if near is None:
        return f"unknown measure {name}; in this study {there}"
    more = (
        "" if near in measures else " The study must measure it too: add it to measures in its file"
    )
    return f"unknown measure {name}; did you mean {near}?{more}"


def limit(text: str, measures: Sequence[str]) -> Limit:
    """Return the limit that a text such as `resignations<=3` states.

    Raises:
        InputError: it has another form, or names something unknown.
    """
    found = LIMIT.fullmatch(text)
    form = "must have the form measure<=number or measure>=number, as in resignations<=3"
    if found is None or found[2] not in ("<=", ">="):
        raise InputError(f"limit {text}: {form}")
    try:
        bound = float(found[3])
    except ValueError as error:
        raise InputError(f"limit {text}: {form}") from error
    if not np.isfinite(bound):
        raise InputError(f"limit {text}: the bound must be finite")
    sought = objective(found[1], measures, f"limit {text}")
    return Limit(sought, 1 if found[2] == "<=" else -1, bound)


def front_of(values: Floats, feasible: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which rows no other feasible row beats; infeasible rows and NaN never.

    Args:
        values: candidates × objectives, higher is better.
        feasible: which keep all limits.
    """
    usable = feasible & ~np.isnan(values).any(axis=1)
    result = np.zeros(len(values), dtype=np.bool_)
    rows = values[usable]
    is_no_worse = (rows[:, None, :] >= rows[None, :, :]).all(axis=2)
    is_better = (rows[:, None, :] > rows[None, :, :]).any(axis=2)
    result[usable] = ~(is_no_worse & is_better).any(axis=0)
    return result
