"""What one more hour of a task brings, and what the people who choose their hours believe.

With every split of the week held at the habits of the job, a twentieth of the week of everybody in
a role is taken from slack and given to one task; everything else goes on as it would. The paired
difference in net bookings, per hour moved, is what an hour *truly* brings. People who choose their
hours act on what they *believe* it brings. Where the two disagree, a ranking of pay schemes says
something about beliefs and nothing about pay.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.collect import Runner, collect
from analysis.statistics import means_with_intervals
from sim.names import MARKETER_TASKS, REP_TASKS, RepTask

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

MOVED = 0.05
"""Share of the week that goes from slack to the task."""
MEASURE = "bookings_net_y3"
HELD = ("choices.hours=frozen", "run.before=same")
ROLES = {"rep": REP_TASKS, "marketer": MARKETER_TASKS}
SERVED = {"rep": "own_revenue", "marketer": "shared_revenue"}
"""The result in euros that somebody in the role believes to serve."""


def hour_table(
    *,
    scheme: str = "siloed_metrics",
    market: str | None = None,
    replicates: int = 120,
    seed: int = 1,
    workers: int = 2,
    runner: Runner | None = None,
) -> pd.DataFrame:
    """Return what an hour of each task brings beside what people believe, in one market.

    Columns: role, task, hours (moved, of all people in the role over the counted weeks), brings,
    low, high (euros of net bookings per hour; 95 % interval over replicates), believed (euros per
    hour), inside (the belief lies in the interval), sign ("right", "wrong", or "open" where the
    interval holds zero).
    Raises: ScenarioError for a scheme or market that does not exist.
    """
    import pandas as pd

    from sim.scenario import load_scenario

    def loaded(*settings: str) -> Scenario:
        return load_scenario(scheme, market=market, overrides=(*HELD, *settings))

    base = loaded()
    cells = [(role, task) for role, tasks in ROLES.items() for task in tasks[: RepTask.SLACK]]
    scenarios = [base, *(loaded(*_given(base, *cell)) for cell in cells)]
    runs = collect(
        scenarios, seed=seed, replicates=replicates, workers=workers, runner=runner,
        measures=(MEASURE,),
    )  # fmt: skip
    values = np.array([[run.values[0] for run in replicate.runs] for replicate in runs])
    hours = np.array([_hours(base, role) for role, _ in cells])
    found = means_with_intervals((values[:, 1:] - values[:, :1]) / hours)
    table = pd.DataFrame(cells, columns=["role", "task"])
    table["hours"] = hours
    table["brings"], table["low"], table["high"] = found.mean, found.low, found.high
    mean = float(values[:, 0].mean())
    table["believed"] = [
        _believed(base, role, task) * mean / hour
        for (role, task), hour in zip(cells, hours, strict=True)
    ]
    table["inside"] = (table["low"] <= table["believed"]) & (table["believed"] <= table["high"])
    table["sign"] = [
        _sign(low, high, believed)
        for low, high, believed in zip(
            table["low"].tolist(), table["high"].tolist(), table["believed"].tolist(), strict=True
        )
    ]
    return table


def _given(base: Scenario, role: str, task: str) -> Sequence[str]:
    """Return the settings that move a twentieth of the week from slack to the task."""
    habit = base.values["effort"][f"{role}_habit"]
    return (
        f"effort.{role}_habit.{task}={habit[task] + MOVED!r}",
        f"effort.{role}_habit.slack={habit['slack'] - MOVED!r}",
    )


def _hours(base: Scenario, role: str) -> float:
    """Return the hours that are moved over all counted weeks."""
    people = base.values["market"][f"{role}s"]
    return float(
        MOVED * base.values["effort"][f"{role}_week"] * people * base.values["run"]["weeks"]
    )


def _believed(base: Scenario, role: str, task: str) -> float:
    """Return the relative change of results that people in the role expect of the move.

    At the habitual split a belief is an elasticity of results to the hours of the task.
    """
    effort: dict[str, Any] = base.values["effort"]
    part = effort[f"{role}_belief"][f"{task}_{SERVED[role]}"]
    return float(part * MOVED / effort[f"{role}_habit"][task])


def _sign(low: float, high: float, believed: float) -> str:
    if low <= 0.0 <= high:
        return "open"
    return "right" if believed * low > 0.0 else "wrong"


def share_inside(table: pd.DataFrame, role: str = "rep") -> float:
    """Return the share of a role's cells whose belief lies in the interval of the truth."""
    return float(table.loc[table["role"] == role, "inside"].mean())


def as_markdown(tables: dict[str, pd.DataFrame]) -> str:
    """Return one table per role: a row per task, a column per market, belief against truth."""
    blocks = []
    for role, tasks in ROLES.items():
        lines = [f"### {role}s", "", "| task | " + " | ".join(tables) + " |"]
        lines.append("|---|" + "---|" * len(tables))
        for task in tasks[: RepTask.SLACK]:
            cells = [
                _cell(table[(table["role"] == role) & (table["task"] == task)].iloc[0])
                for table in tables.values()
            ]
            lines.append(f"| {task} | " + " | ".join(cells) + " |")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _cell(row: Any) -> str:
    half = 0.5 * (row["high"] - row["low"])
    told = f"{row['brings']:,.0f} ± {half:,.0f}; {row['believed']:,.0f}"
    return f"**{told}**" if not row["inside"] else told
