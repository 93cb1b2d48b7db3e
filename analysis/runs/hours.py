"""What one more hour of a task brings, and what the people who choose their hours believe.

With every split of the week held at the habits of the job, a twentieth of the week of everybody in
a role is taken from slack and given to one task; everything else goes on as it would. The paired
difference in net bookings, per hour moved, is what an hour *truly* brings. People who choose their
hours act on what they *believe* it brings (see the ledger). Where the two disagree, a ranking of
pay schemes says something about beliefs and nothing about pay.

Beliefs are read from people who are paid in proportion to what the task serves and to nothing else,
so that the pay they expect of an hour is euros times a constant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.runs.collect import Runner, collect
from analysis.runs.statistics import means_with_intervals
from sim.drivers.compiled import run_many
from sim.world.names import MARKETER_TASKS, METRICS, REP_TASKS, TASK_WORDS, RepTask

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from analysis.measures import Run
    from sim.scenario import Scenario

MOVED = 0.05
"""Share of the week that goes from slack to the task."""
MEASURE = "bookings_net_y3"
SERVED = {"rep": "own_revenue", "marketer": "own_revenue"}
"""The result in euros by which somebody in the role is paid."""
ROLES = {"rep": REP_TASKS, "marketer": MARKETER_TASKS}
VARIABLE = 0.4
PAID_BY_RESULT = tuple(
    f"contracts.{role}.{key}"
    for role, served in SERVED.items()
    for key in (
        *(f"{metric}={1.0 if metric == served else 0.0}" for metric in METRICS),
        "accelerator=1", "bonus=0", "cap=100", f"variable_share={VARIABLE}",
    )
)  # fmt: skip
HELD = ("choices.hours=frozen", "run.before=same", "pay.risk_aversion=0", *PAID_BY_RESULT)


def hour_table(
    *,
    scheme: str = "siloed_metrics",
    market: str | None = None,
    settings: Iterable[str] = (),
    roles: Sequence[str] = tuple(ROLES),
    replicates: int = 120,
    seed: int = 1,
    workers: int = 2,
    runner: Runner | None = None,
) -> pd.DataFrame:
    """Return what an hour of each task of `roles` brings beside what people believe, in one market.

    Columns: role, task, hours (moved, of all people in the role over the counted weeks), brings,
    low, high (euros of net bookings per hour; 95 % interval over replicates), believed (euros per
    hour, mean over people, quarters and replicates), inside (the belief lies in the interval), sign
    ("right", "wrong", or "open" where the interval holds zero).
    Raises: ScenarioError for a scheme or market that does not exist.
    """
    import pandas as pd

    from sim.scenario import load_scenario

    def loaded(*more: str) -> Scenario:
        return load_scenario(scheme, market=market, overrides=(*HELD, *settings, *more))

    base = loaded()
    cells = [(role, task) for role in roles for task in ROLES[role][: RepTask.SLACK]]
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
    believed = _believed(base, seed, replicates, workers, runner)
    table["believed"] = [believed[cell] for cell in cells]
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


def _believed(
    base: Scenario, seed: int, replicates: int, workers: int, runner: Runner | None
) -> dict[tuple[str, str], float]:
    """Return what people in each role believe an hour of each task brings, in euros."""
    market, pay = base.values["market"], base.values["pay"]
    each = market["reps"] / market["marketers"]
    euros = {
        "rep": pay["revenue"] / VARIABLE,
        "marketer": pay["revenue"] * pay["sourced_share"] * each / VARIABLE,
    }
    histories: Iterable[Run]
    if runner is None:
        histories = run_many(base, range(replicates), seed=seed, workers=workers)
    else:
        histories = (runner(base, seed, replicate) for replicate in range(replicates))
    cells = [(role, task) for role, tasks in ROLES.items() for task in tasks[: RepTask.SLACK]]
    means = np.array([_worth(history.raw("hours"), cells) for history in histories]).mean(axis=0)
    return {cell: float(mean) * euros[cell[0]] for cell, mean in zip(cells, means, strict=True)}


def _worth(told: NDArray[Any], cells: Sequence[tuple[str, str]]) -> list[float]:
    """Return the mean worth of an hour of each task, over people and counted quarters."""
    told = told[told["quarter"] >= 0]
    return [
        float(told["worth"][told["task"] == TASK_WORDS.index(task)].mean()) for _, task in cells
    ]


def _sign(low: float, high: float, believed: float) -> str:
    if low <= 0.0 <= high:
        return "open"
    return "right" if believed * low > 0.0 else "wrong"


def share_inside(table: pd.DataFrame, role: str = "rep") -> float:
    """Return the share of a role's cells whose belief lies in the interval of the truth."""
    return float(table.loc[table["role"] == role, "inside"].mean())


@dataclass(frozen=True)
class Counted:
    """Cells of a role, over some tables.

    Attributes:
        role: "rep" or "marketer".
        cells, inside: all of them, and those whose belief lies in the interval of the truth.
        alive, alive_inside: the same without cells in which an hour brings nothing to the last bit.
        told, right: cells whose interval leaves out zero, and those of them whose belief has its
            sign; a belief of zero has none.
        wrong: the beliefs of the others, in words.
    """

    role: str
    cells: int
    inside: int
    alive: int
    alive_inside: int
    told: int
    right: int
    wrong: tuple[str, ...]


def counted(tables: Sequence[pd.DataFrame], role: str = "rep") -> Counted:
    """Return how many of a role's cells the truth test holds in."""
    cells = [row for table in tables for row in table[table["role"] == role].to_dict("records")]
    alive = [row for row in cells if row["low"] != row["high"]]
    signs = [row["sign"] for row in cells if row["sign"] != "open"]
    return Counted(
        role,
        cells=len(cells),
        inside=sum(bool(row["inside"]) for row in cells),
        alive=len(alive),
        alive_inside=sum(bool(row["inside"]) for row in alive),
        told=len(signs),
        right=signs.count("right"),
        wrong=tuple(
            f"{row['believed']:,.0f} for an hour on {row['task']}, of {row['brings']:,.0f}"
            for row in cells
            if row["sign"] == "wrong"
        ),
    )


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
