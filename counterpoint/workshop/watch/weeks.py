"""What is shown of every week: numbers of the week, leads, deals, people and pairs.

Reads the state after each week of a watched run, and changes nothing. Every number is one that
`run` writes, or a sum or share of such numbers; none is rounded here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.world.names import KINDS, MARKETER_TASKS, REP_TASKS, Kind, Outcome, Source
from sim.world.vectors import NEVER

if TYPE_CHECKING:
    from sim.history.recorder import Records
    from sim.world.state import World

MEASURES = (
    "bookings", "wins", "losses", "leads", "mqls", "accepted_leads", "worked_leads", "pipeline",
    "gross_profit", "recurring_revenue", "relationship_conflict", "trust_marketers_in_reps",
    "trust_reps_in_marketers", "hours_lost", "resignations",
)  # fmt: skip
"""Columns of `weekly` that are shown, in order."""
TASKS = {"marketer": MARKETER_TASKS, "rep": REP_TASKS}
PAIR = (
    "trust_marketer_in_rep", "trust_rep_in_marketer", "relationship_conflict", "contested_events",
    "joint_events", "contact_hours",
)  # fmt: skip
"""Columns of a pair that are shown, in order."""


@dataclass
class Weeks:
    """One entry a counted week, as JSON has it; `cast` says who the people and pairs are."""

    burn_in: int
    cast: dict[str, Any] = field(default_factory=dict)
    seen: list[dict[str, Any]] = field(default_factory=list)

    def see(self, world: World, records: Records, place: int) -> None:
        """Note the week that has just been simulated."""
        week = place - self.burn_in
        if week < 0:
            return
        if not self.cast:
            self.cast = _cast(world)
        line = records.weekly[place]
        self.seen.append(
            {
                "week": week,
                "measures": [plain(line[name]) for name in MEASURES],
                "looking": int(world.counters[0]["active"]),
                "leads": _leads(world, week),
                "deals": _deals(world, week),
                "people": [*_people(world, Kind.MARKETER), *_people(world, Kind.REP)],
                "pairs": [[plain(pair[name]) for name in PAIR] for pair in world.pairs],
            }
        )


def seat(row: int, kind: int) -> int:
    """Return the identity that tables give a seat."""
    return row * KINDS + kind


def _cast(world: World) -> dict[str, Any]:
    people = [
        {"seat": seat(row, kind), "role": name, "pod": int(held["pod"]), "tasks": TASKS[name]}
        for kind, name, rows in (
            (Kind.MARKETER, "marketer", world.marketers),
            (Kind.REP, "rep", world.reps),
        )
        for row, held in enumerate(rows)
    ]
    pairs = [
        [seat(int(pair["marketer"]), Kind.MARKETER), seat(int(pair["rep"]), Kind.REP)]
        for pair in world.pairs
    ]
    return {"people": people, "pairs": pairs, "pods": len(world.pods)}


def _leads(world: World, week: int) -> dict[str, Any]:
    """Return ids of leads by where they are: came this week, wait for sales, called, gone."""
    count = world.counters[0]
    rows = world.leads[: count["leads"]]
    names = rows["lead_id"]
    fresh = rows[count["new_leads"] :]
    is_over = rows["handed_over_week"] != NEVER
    waits = is_over & (rows["first_touch_week"] == NEVER) & (rows["rejected_week"] == NEVER)
    return {
        "came": fresh["lead_id"].tolist(),
        "good": int((fresh["qualified_week"] != NEVER).sum()),
        "wait": names[waits].tolist(),
        "called": names[is_over & (rows["first_touch_week"] == week)].tolist(),
        "gone": names[rows["rejected_week"] == week].tolist(),
    }


def _deals(world: World, week: int) -> list[list[Any]]:
    """Return (deal, account, rep, value, reached, members, champion, opened, outcome) of each.

    Deals that are open, and those that ended this week.
    """
    dealing = world.dealing[: world.counters[0]["dealing"]]
    found = []
    for account in world.accounts[dealing]:
        if account["opportunity"] < 0:
            continue
        deal = world.opportunities[account["opportunity"]]
        if deal["outcome"] != Outcome.OPEN and deal["closed_week"] != week:
            continue
        found.append(
            [
                int(deal["opportunity_id"]), int(deal["account_id"]),
                seat(int(deal["rep_id"]), Kind.REP), float(deal["list_value"]),
                int(deal["members_engaged"]), int(deal["members"]), int(account["ready"]),
                int(deal["created_week"]), int(deal["outcome"]),
            ]
        )  # fmt: skip
    return found


def _people(world: World, kind: Kind) -> list[list[Any]]:
    """Return (present, hours by task, practices, lost, trust, strain, belief) of each seat.

    Trust is the mean of what the person has in the other side, strain that of its pairs. A
    marketer's belief is the share of leads it says are real, a rep's the share of its follow-ups
    of others' leads that became deals.
    """
    rows = world.marketers if kind is Kind.MARKETER else world.reps
    side, trust = (
        ("marketer", "trust_marketer_in_rep")
        if kind is Kind.MARKETER
        else ("rep", "trust_rep_in_marketer")
    )
    found = []
    for row, held in enumerate(rows):
        pairs = world.pairs[world.pairs[side] == row]
        belief = held["claim"] if kind is Kind.MARKETER else proven(held)
        found.append(
            [
                int(held["present"]), [float(value) for value in held["hours"]],
                float(held["practice_hours"]), float(held["lost_hours"]),
                plain(np.mean(pairs[trust])), plain(np.mean(pairs["relationship_conflict"])),
                plain(belief),
            ]
        )  # fmt: skip
    return found


def proven(rep: Any) -> np.float64:
    """Return the share of a rep's follow-ups of others' leads that became deals."""
    own = Source.OUTBOUND
    tried = rep["tried"].sum() - rep["tried"][own]
    return np.float64((rep["proven"].sum() - rep["proven"][own]) / tried if tried > 0 else math.nan)


def plain(value: Any) -> float | int | None:
    """Return a number as JSON has it, in full; None for none."""
    number = value.item()
    return None if isinstance(number, float) and not math.isfinite(number) else number
