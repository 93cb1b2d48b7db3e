"""What a run leaves behind: the tables of a CRM and of a personnel office, week by week."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.tables import Table
from sim.history.ids import identify
from sim.history.recorder import Records
from sim.history.tables import ATTAINMENT, BELIEFS, HOURS, PAIR_LOG, PAY_PARTS, WEEKLY
from sim.world.deals import ASSETS, CONTENT_USES, CUSTOMERS_TABLE, LEADS_TABLE, OPPORTUNITIES
from sim.world.firm import STAFF
from sim.world.names import (
    MARKETER_TASKS,
    METRICS,
    QUARTER,
    REP_TASKS,
    SOURCES,
    TASK_WORDS,
    Kind,
    RepTask,
)
from sim.world.state import GROWING, World
from sim.world.vectors import NEVER

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        WEEKLY, LEADS_TABLE, OPPORTUNITIES, CUSTOMERS_TABLE, STAFF, ATTAINMENT, HOURS, PAIR_LOG,
        BELIEFS, ASSETS, CONTENT_USES,
    )
}  # fmt: skip
"""The result tables, by name, in the order in which they are written."""

CATEGORIES: dict[tuple[str, str], tuple[str, ...]] = {
    (table.name, column.name): column.words
    for table in TABLES.values()
    for column in table.columns
    if column.words
}
FLAGS = {("opportunities", "existing_customer"), ("opportunities", "competitor")}
ORDER: dict[str, tuple[str, ...]] = {
    "weekly": ("week",),
    "leads": ("lead_id",),
    "opportunities": ("opportunity_id",),
    "customers": ("account_id", "won_week"),
    "staff": ("person_id",),
    "attainment": ("person_id", "quarter", "metric"),
    "hours": ("person_id", "quarter", "task"),
    "pairs": ("marketer_id", "rep_id", "week"),
    "beliefs": ("rep_id", "quarter", "source"),
    "content": ("asset_id",),
    "content_uses": ("asset_id", "opportunity_id", "week"),
}
"""The columns that name a row of each table; rows are in their order."""
ADDITIONAL = {
    "weekly": ("selling_cost", "list_share", "zero_sum", "settled", "contested_events"),
}
"""Columns beyond those that readers of these tables may rely on; they stand last."""


def public_columns(table: str) -> tuple[str, ...]:
    """Return the columns of a result table, in their order."""
    return TABLES[table].public or tuple(column.name for column in TABLES[table].columns)


def _order(rows: np.ndarray[Any, Any], names: tuple[str, ...]) -> np.ndarray[Any, Any]:
    """Return the order of rows by the columns that name a row, the first before the others."""
    if len(names) == 1:
        # No two rows have the same name: any sort gives this order, and the default is fastest.
        return np.argsort(np.ascontiguousarray(rows[names[0]]))
    return np.lexsort([rows[name] for name in reversed(names)])


class History:
    """The frozen result of one run.

    Attributes:
        scenario: the scenario that was run.
        seed, replicate: what its luck depends on.
        weeks, burn_in: counted weeks, and weeks before them.
    """

    def __init__(
        self, scenario: Scenario, seed: int, replicate: int, world: World, records: Records
    ) -> None:
        self.scenario = scenario
        self.seed = seed
        self.replicate = replicate
        self.weeks: int = scenario.values["run"]["weeks"]
        self.burn_in: int = scenario.values["run"]["burn_in"]
        self._world = world
        self._records = records
        self._raw: dict[str, np.ndarray[Any, Any]] = {}
        self._sorted: dict[str, tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]] = {}

    def raw(self, table: str) -> np.ndarray[Any, Any]:
        """Return a result table as a structured array, rows in id order.

        Weeks that did not happen are -10000, missing ids and categories -1, missing floats NaN.
        """
        if table not in self._raw:
            rows, order = self._source(table)
            names = public_columns(table)
            packed = np.empty(len(order), [(name, rows.dtype[name]) for name in names])
            for name in names:
                packed[name] = self.column(table, name)
            self._raw[table] = packed
        return self._raw[table]

    def column(self, table: str, name: str) -> np.ndarray[Any, Any]:
        """Return one column of a result table, as in `raw` but without making the others."""
        rows, order = self._source(table)
        values: np.ndarray[Any, Any] = rows[name].take(order)
        identify(name, values)
        if table == "opportunities" and name in ("discount", "promise"):
            values[rows["asks"][order] <= 0] = np.nan
        elif (table, name) == ("customers", "match"):
            values[np.isnan(rows["satisfaction"][order])] = np.nan
        return values

    def _source(self, table: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Return the rows behind a result table, and their order in it."""
        if table not in self._sorted:
            rows = self._rows(table)
            self._sorted[table] = rows, _order(rows, ORDER[table])
        return self._sorted[table]

    def _rows(self, table: str) -> np.ndarray[Any, Any]:
        if table in GROWING:
            grown: np.ndarray[Any, Any] = getattr(self._world, table)
            return grown[: self._world.counters[0][table]]
        if table in ("weekly", "pairs"):
            return np.asarray(getattr(self._records, table))
        return np.asarray(getattr(self, f"_{table}")())

    def _attainment(self) -> np.ndarray[Any, Any]:
        """Return the parts of pay of every full quarter; a run may end within one."""
        people = self._records.people
        full = (self.weeks + self.burn_in) // QUARTER - self.burn_in // QUARTER
        quarters = people[(people["person_id"] >= 0) & (people["quarter"] < full)]
        parts = [self._part_of_pay(quarters, part) for part in range(len(PAY_PARTS))]
        return np.concatenate(parts, dtype=ATTAINMENT.dtype())

    def _part_of_pay(self, quarters: np.ndarray[Any, Any], part: int) -> np.ndarray[Any, Any]:
        """Return one metric, `base` or `total` of all quarters in which it had a part in pay."""
        if part < len(METRICS):
            counts = (quarters["weights"][:, part] > 0.0) | (quarters["earned"][:, part] != 0.0)
            quarters = quarters[counts]
        rows = ATTAINMENT.blank(len(quarters))
        rows["person_id"], rows["quarter"] = quarters["person_id"], quarters["quarter"]
        rows["metric"] = part
        if part < len(METRICS):
            rows["weight"] = quarters["weights"][:, part]
            rows["target"] = quarters["goal"][:, part]
            rows["result"] = quarters["result"][:, part]
            rows["pay"] = quarters["earned"][:, part]
        elif PAY_PARTS[part] == "base":
            rows["weight"] = rows["target"] = rows["result"] = np.nan
            rows["pay"] = quarters["paid"] - quarters["earned"].sum(axis=1)
        else:
            rows["weight"] = rows["target"] = 1.0
            rows["result"] = rows["pay"] = quarters["paid"]
        return rows

    def _hours(self) -> np.ndarray[Any, Any]:
        people = self._records.people
        parts = []
        for role, tasks in ((Kind.MARKETER, MARKETER_TASKS), (Kind.REP, REP_TASKS)):
            chosen = people[people["role"] == role]
            columns = [chosen["hours"][:, task] for task in range(len(tasks))]
            columns += [chosen["practised"], chosen["lost"], chosen["vacant"]]
            words = (*tasks, "practices", "lost", "vacancy")
            for number, (word, hours) in enumerate(zip(words, columns, strict=True)):
                block = HOURS.blank(len(chosen))
                if number < RepTask.SLACK:
                    block["worth"] = chosen["worth"][:, number]
                block["person_id"], block["quarter"] = chosen["person_id"], chosen["quarter"]
                block["task"], block["hours"] = TASK_WORDS.index(word), hours
                parts.append(block)
        return np.concatenate(parts)

    def _beliefs(self) -> np.ndarray[Any, Any]:
        log = self._records.beliefs
        reps = len(self._world.reps)
        rows = BELIEFS.blank(len(log) * len(SOURCES))
        rows["rep_id"] = np.tile(np.repeat(np.arange(reps), len(SOURCES)), len(log) // reps)
        quarter = np.arange(len(log) // reps) - self.burn_in // QUARTER
        rows["quarter"] = np.repeat(quarter, reps * len(SOURCES))
        rows["source"] = np.tile(np.arange(len(SOURCES)), len(log))
        rows["believed"] = log["believed"].ravel()
        rows["followed_up"] = log["followed"].ravel()
        rows["won"] = log["won"].ravel()
        return rows

    def frame(self, table: str) -> pd.DataFrame:
        """Return a result table as a DataFrame: words for categories, empty cells for never."""
        import pandas as pd

        raw = self.raw(table)
        columns: dict[str, Any] = {}
        for name in public_columns(table):
            column = TABLES[table].column(name)
            values = raw[name]
            if column.words:
                words = np.array([*column.words, None], dtype=object)
                columns[name] = pd.Series(words[values], dtype="object")
            elif (table, name) in FLAGS:
                columns[name] = pd.Series(values == 1)
            elif column.unit == "week" and (values == NEVER).any():
                columns[name] = pd.Series(values).astype("Int64").mask(values == NEVER)
            elif column.unit == "id" and (values == -1).any():
                columns[name] = pd.Series(values).astype("Int64").mask(values == -1)
            else:
                columns[name] = pd.Series(np.ascontiguousarray(values))
        return pd.DataFrame(columns)

    def write(self, folder: Path, fmt: str = "csv") -> list[Path]:
        """Write every table into `folder` as CSV or Parquet; return the paths."""
        paths = []
        for table in TABLES:
            path = folder / f"{table}.{fmt}"
            frame = self.frame(table)
            if fmt == "parquet":
                frame.to_parquet(path, index=False)
            else:
                frame.to_csv(path, index=False, lineterminator="\n")
            paths.append(path)
        return paths

    @cached_property
    def weekly(self) -> pd.DataFrame:
        """One row per week, burn-in included."""
        return self.frame("weekly")

    @cached_property
    def leads(self) -> pd.DataFrame:
        """One row per response, call or find."""
        return self.frame("leads")

    @cached_property
    def opportunities(self) -> pd.DataFrame:
        """One row per deal."""
        return self.frame("opportunities")

    @cached_property
    def customers(self) -> pd.DataFrame:
        """One row per contract."""
        return self.frame("customers")

    @cached_property
    def staff(self) -> pd.DataFrame:
        """One row per person."""
        return self.frame("staff")

    @cached_property
    def attainment(self) -> pd.DataFrame:
        """One row per person, quarter and part of pay, and one for total pay."""
        return self.frame("attainment")

    @cached_property
    def hours(self) -> pd.DataFrame:
        """One row per person, quarter and task."""
        return self.frame("hours")

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """One row per pair and week."""
        return self.frame("pairs")

    @cached_property
    def beliefs(self) -> pd.DataFrame:
        """One row per rep, quarter and source."""
        return self.frame("beliefs")

    @cached_property
    def content(self) -> pd.DataFrame:
        """One row per content asset."""
        return self.frame("content")

    @cached_property
    def content_uses(self) -> pd.DataFrame:
        """One row per use of an asset in a deal."""
        return self.frame("content_uses")
