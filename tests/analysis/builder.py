"""Finished runs made by hand, so that these tests do not depend on the simulation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.history import history
from sim.world.vectors import NEVER

INTEGER, IDENTITY, FLOAT = "i4", "i8", "f8"

COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "weekly": (
        *((name, INTEGER) for name in ("week", "quarter")),
        *(
            (name, FLOAT)
            for name in (
                "bookings bookings_net recurring_revenue churned_revenue gross_profit pipeline "
                "leads mqls accepted_leads worked_leads wins losses brand_stock brand_share "
                "mql_threshold relationship_conflict task_conflict trust_marketers_in_reps "
                "trust_reps_in_marketers hours_lost resignations knowledge_error_marketing "
                "knowledge_error_sales knowledge_error_operating error_correlation content_use "
                "once_revenue"
            ).split()
        ),
    ),
    "leads": (
        *((name, IDENTITY) for name in ("lead_id", "account_id")),
        *((name, INTEGER) for name in ("member_role", "source")),
        *((name, IDENTITY) for name in ("campaign_id", "marketer_id", "rep_id")),
        ("created_week", INTEGER),
        ("score", FLOAT),
        *(
            (name, INTEGER)
            for name in (
                "qualified_week handed_over_week accepted_week rejected_week rejected_reason "
                "first_touch_week"
            ).split()
        ),
        *((name, FLOAT) for name in ("response_days", "hours_worked")),
        ("opportunity_id", IDENTITY),
    ),
    "opportunities": (
        *((name, IDENTITY) for name in ("opportunity_id", "account_id")),
        ("segment", INTEGER),
        ("rep_id", IDENTITY),
        *(
            (name, INTEGER)
            for name in (
                "source created_week closed_week outcome forecast_close_week reason_recorded "
                "reason_true members members_engaged existing_customer competitor"
            ).split()
        ),
        *(
            (name, FLOAT)
            for name in (
                "hours_worked list_value discount net_value promise credit_marketing credit_sales"
            ).split()
        ),
    ),
    "customers": (
        *((name, IDENTITY) for name in ("account_id", "opportunity_id", "rep_id")),
        *((name, INTEGER) for name in ("won_week", "renewals", "churned_week")),
        *(
            (name, FLOAT)
            for name in (
                "recurring_value discount expectation match promise_gap satisfaction "
                "expansion_value once_value"
            ).split()
        ),
    ),
    "staff": (
        *((name, IDENTITY) for name in ("person_id", "seat_id", "team_id")),
        *((name, INTEGER) for name in ("role", "hired_week", "left_week")),
    ),
    "attainment": (
        ("person_id", IDENTITY),
        *((name, INTEGER) for name in ("quarter", "metric")),
        *((name, FLOAT) for name in ("weight", "target", "result", "pay")),
    ),
    "hours": (
        ("person_id", IDENTITY),
        *((name, INTEGER) for name in ("quarter", "task")),
        ("hours", FLOAT),
        ("worth", FLOAT),
    ),
    "pairs": (
        *((name, IDENTITY) for name in ("marketer_id", "rep_id")),
        ("week", INTEGER),
        *(
            (name, FLOAT)
            for name in (
                "trust_marketer_in_rep trust_rep_in_marketer relationship_conflict contact_hours "
                "contested_events joint_events"
            ).split()
        ),
    ),
}

EMPTY = {
    "closed_week": NEVER,
    "qualified_week": NEVER,
    "handed_over_week": NEVER,
    "accepted_week": NEVER,
    "rejected_week": NEVER,
    "first_touch_week": NEVER,
    "churned_week": NEVER,
    "left_week": NEVER,
    "response_days": np.nan,
}


def code(table: str, column: str, word: str) -> int:
    """Return the number of a category word."""
    return history.CATEGORIES[table, column].index(word)


@dataclass
class Named:
    """The part of a scenario that results are labelled with."""

    name: str
    weeks: int = 156
    description: str = ""
    hash: str = "0" * 64
    effect: float = 0.0
    world: dict[str, Any] = field(default_factory=dict)
    origin: dict[str, str] = field(default_factory=dict)
    title: str = ""
    rooms: tuple[Any, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        run = {"weeks": self.weeks, "burn_in": 52}
        return {"run": run, "planning": {"brand_share": "chosen"}, **self.world}

    def to_yaml(self) -> str:
        return f"schema_version: 1\nname: {self.name}\n"


@dataclass
class History:
    """A finished run whose tables are given as columns; what is not given is empty or 0."""

    weeks: int = 156
    burn_in: int = 52
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    scenario: Any = None
    seed: int = 1
    replicate: int = 0

    def raw(self, table: str) -> np.ndarray[Any, Any]:
        """Return the table as the simulation would."""
        given = dict(self.tables.get(table, {}))
        size = max((np.size(column) for column in given.values()), default=0)
        if table == "weekly":
            size = self.weeks + self.burn_in
            given.setdefault("week", np.arange(-self.burn_in, self.weeks))
            given.setdefault("quarter", np.asarray(given["week"]) // 13)
        rows = np.zeros(size, dtype=list(COLUMNS[table]))
        for name in rows.dtype.names or ():
            rows[name] = given.pop(name, EMPTY.get(name, -1 if name.endswith("_id") else 0))
        assert not given, f"{table} has no columns {sorted(given)}"
        return rows

    def column(self, table: str, name: str) -> np.ndarray[Any, Any]:
        """Return one column of it."""
        return self.raw(table)[name]


def invented(scenario: Named, seed: int, replicate: int = 0) -> History:
    """Return a run of plausible shape: shared luck, a scheme's effect on top."""
    luck = np.random.default_rng([seed, replicate])
    weeks = scenario.weeks + 52
    size = 260
    value = luck.lognormal(10, 1.2, size)
    created = np.sort(luck.integers(-52, scenario.weeks, size))
    closed = created + luck.integers(1, 30, size)
    is_won = luck.random(size) < 0.25 * (1 + scenario.effect)
    won = code("opportunities", "outcome", "won")
    undecided = code("opportunities", "outcome", "no_decision")
    bookings = np.bincount(
        np.clip(closed[is_won] + 52, 0, weeks - 1), weights=value[is_won], minlength=weeks
    )
    wave = 0.02 * np.cumsum(luck.normal(size=weeks))
    persons = np.array([0, 1, 2, 10, 11, 12, 13, 14])
    roles = np.where(persons < 10, code("staff", "role", "marketer"), code("staff", "role", "rep"))
    return History(
        weeks=scenario.weeks,
        scenario=scenario,
        seed=seed,
        replicate=replicate,
        tables={
            "weekly": {
                "bookings": bookings,
                "bookings_net": 0.86 * bookings,
                "recurring_revenue": 1e6 + np.cumsum(bookings) * 0.8,
                "gross_profit": 0.7 * bookings - 8_000,
                "leads": luck.poisson(60, weeks),
                "mqls": luck.poisson(21, weeks),
                "accepted_leads": luck.poisson(9, weeks),
                "worked_leads": luck.poisson(8, weeks),
                "wins": np.bincount(np.clip(closed[is_won] + 52, 0, weeks - 1), minlength=weeks),
                "relationship_conflict": np.abs(0.4 + wave - scenario.effect),
                "trust_marketers_in_reps": np.clip(0.5 + wave, 0, 1),
                "trust_reps_in_marketers": np.clip(0.4 + scenario.effect + wave, 0, 1),
                "hours_lost": luck.exponential(4, weeks),
                "resignations": luck.poisson(0.05, weeks),
                "knowledge_error_operating": np.clip(0.4 + wave, 0, 2),
                "brand_stock": np.full(weeks, 2.0),
            },
            "opportunities": {
                "opportunity_id": np.arange(size),
                "account_id": luck.integers(0, 2_000, size),
                "created_week": created,
                "closed_week": closed,
                "outcome": np.where(is_won, won, undecided),
                "list_value": value,
                "net_value": np.where(is_won, 0.86 * value, 0.0),
                "discount": np.where(is_won, 0.14, 0.0),
            },
            "staff": {"person_id": persons, "role": roles},
            "hours": {
                "person_id": np.repeat(persons, 24),
                "quarter": np.tile(np.repeat(np.arange(12), 2), persons.size),
                "task": np.tile([0, 6], 12 * persons.size),
                "hours": luck.uniform(100, 200, 24 * persons.size),
            },
        },
    )
