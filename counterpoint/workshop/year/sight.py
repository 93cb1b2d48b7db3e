"""What marketing and sales each see of a quarter: own leads, own hours, own pay, own beliefs.

Marketing does not see deals, sales not what was never handed over. Reads the world after each week
and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.words import wording
from counterpoint.workshop.watch.weeks import plain, proven
from counterpoint.workshop.year.hands import MARKETING, SALES, TASKS, WORDS
from sim.world.names import METRICS, QUARTER, Outcome
from sim.world.vectors import NEVER

if TYPE_CHECKING:
    from sim.world.state import World


SUMS = (
    "gross_profit", "bookings", "wins", "losses", "leads", "mqls", "worked_leads", "hours_lost",
)  # fmt: skip
"""Weekly columns that are added up over a quarter."""
FATES = ("called", "waits", "gone", "kept")
"""What became of a lead by the end of its quarter: a rep called, it waits, nobody ever called, it
was not handed over (which sales does not see)."""
MOST_GOALS = 3


@dataclass
class Quarter:
    """Watches one quarter from its first week on."""

    first: int
    sums: dict[str, float] = field(default_factory=lambda: dict.fromkeys(SUMS, 0.0))
    hours: dict[str, list[Any]] = field(default_factory=lambda: {MARKETING: [], SALES: []})

    def look(self, world: World, latest: dict[str, Any]) -> None:
        """Note a week that has just been simulated."""
        for name in SUMS:
            self.sums[name] += float(latest[name])
        for role, rows in ((MARKETING, world.marketers), (SALES, world.reps)):
            lost, practices = rows["lost_hours"], rows["practice_hours"]
            week = np.column_stack((rows["hours"], practices, lost * rows["present"]))
            self.hours[role].append(week.mean(axis=0))

    def whole(self, world: World) -> dict[str, Any]:
        """Return each role's sight of the quarter, and `told`: what neither sees before the end."""
        found: dict[str, Any] = {
            MARKETING: {**self._role(MARKETING, world.marketers), **_marketing(world, self.sums)},
            SALES: {**self._role(SALES, world.reps), **_sales(world, self.sums, self.first)},
            "told": {**self.sums, "trust": _trust(world)},
        }
        leads = world.leads[: world.counters[0]["leads"]]
        leads = leads[leads["marketer_id"] >= 0]
        found[MARKETING]["leads"] = _fates(leads, "created_week", self.first)
        found[SALES]["leads"] = _fates(leads, "handed_over_week", self.first)
        return found

    def _role(self, role: str, rows: Any) -> dict[str, Any]:
        names = [*(WORDS[task] for task in TASKS[role]), "practices", "lost to quarrels"]
        spent = np.mean(self.hours[role], axis=0)
        return {
            "hours": [[name, float(hours)] for name, hours in zip(names, spent, strict=True)],
            "pay": plain(np.mean(rows["paid"])),
            "goals": _goals(rows),
        }


def _fates(leads: Any, dated: str, first: int) -> list[list[int]]:
    """Return how many leads of each week had which of FATES by now; weeks × fates."""
    held = leads[(leads[dated] >= first) & (leads[dated] < first + QUARTER)]
    is_called = held["first_touch_week"] != NEVER
    is_kept = held["handed_over_week"] == NEVER
    is_gone = ~is_called & ~is_kept & (held["rejected_week"] != NEVER)
    fate = np.where(is_kept, 3, np.where(is_called, 0, np.where(is_gone, 2, 1)))
    week = held[dated] - first
    return [
        np.bincount(fate[week == each], minlength=len(FATES)).tolist() for each in range(QUARTER)
    ]


def _goals(rows: Any) -> list[dict[str, Any]]:
    """Return what the quarter's pay hung on, heaviest first: weight and what was reached of it."""
    weights = rows["paid_weights"].mean(axis=0)
    reached = rows["attained"].mean(axis=0)
    order = [at for at in np.argsort(-weights, kind="stable")[:MOST_GOALS] if weights[at] > 0]
    return [
        {
            "title": wording.title(METRICS[at]),
            "weight": float(weights[at]),
            "reached": plain(reached[at]),
        }
        for at in order
    ]


def _marketing(world: World, sums: dict[str, float]) -> dict[str, Any]:
    return {
        "facts": [["came", sums["leads"]], ["handed over", sums["mqls"]]],
        "belief": plain(np.mean(world.marketers["claim"])),
        "trust": plain(np.mean(world.pairs["trust_marketer_in_rep"])),
    }


def _sales(world: World, sums: dict[str, float], first: int) -> dict[str, Any]:
    deals = world.opportunities[: world.counters[0]["opportunities"]]
    is_open = deals["outcome"] == Outcome.OPEN
    won = deals[(deals["outcome"] == Outcome.WON) & (deals["closed_week"] >= first)]
    discount = float(np.mean(won["discount"])) if won.size else None
    return {
        "facts": [
            ["deals open", int(is_open.sum())], ["signed", sums["wins"]],
            ["lost", sums["losses"]],
        ],
        "bookings": sums["bookings"],
        "discount": discount,
        "belief": plain(np.nanmean([proven(rep) for rep in world.reps])),
        "trust": plain(np.mean(world.pairs["trust_rep_in_marketer"])),
    }  # fmt: skip


def _trust(world: World) -> float:
    pairs = world.pairs
    return float(np.mean((pairs["trust_marketer_in_rep"] + pairs["trust_rep_in_marketer"]) / 2))
