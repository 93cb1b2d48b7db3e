"""What a role may decide by hand for a quarter, and the people who do as they are told.

Everything else, and the whole other department, goes on as the model has it. Where nothing is
decided the people do what they would do by themselves, so such a year has the bytes of any run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.core.errors import InputError
from sim.drivers.agents import BuyingGroup, Leader, Marketer, Rep
from sim.mechanisms import closing, planning, scoring, triage
from sim.scenario import Scenario, declared
from sim.world.names import MARKETER_TASKS, REP_TASKS
from sim.world.options import Choice

MARKETING, SALES = "marketing", "sales"
ROLES = {MARKETING: "Marketing", SALES: "Sales"}
QUARTERS = 4
"""Quarters of a year that can be played."""
USUAL = "usual"
"""The choice that leaves it to the people."""
MOVED = 0.25
"""Part of a week that goes to what is put first."""
TASKS = {MARKETING: MARKETER_TASKS, SALES: REP_TASKS}
WORDS = {
    "volume": "making leads", "qualification": "checking leads", "brand": "the brand",
    "content": "content", "research": "asking buyers", "joint": "with sales",
    "prospecting": "finding buyers", "leads": "calling leads", "deals": "open deals",
    "closing": "proposals", "customers": "customers", "sharing": "with marketing",
    "slack": "unused",
}  # fmt: skip
"""Task → what people call it."""


@dataclass(frozen=True)
class Decision:
    """Something a role decides for a quarter: its question, and what can be said to it."""

    name: str
    title: str
    choices: Mapping[str, str]


def _week(role: str, tasks: tuple[str, ...]) -> Decision:
    who = "marketers" if role == MARKETING else "reps"
    choices = {USUAL: f"As the {who} would by themselves", **{each: WORDS[each] for each in tasks}}
    return Decision("week", "What gets a quarter of the week on top?", choices)


DECISIONS: Mapping[str, tuple[Decision, ...]] = {
    MARKETING: (
        Decision("bar", "Which leads do you hand over?", {
            USUAL: "As the marketers would by themselves", "low": "Nearly all of them",
            "high": "Only the surest",
        }),
        _week(MARKETING, ("volume", "qualification", "content", "joint")),
        Decision("budget", "Where does the money go?", {
            USUAL: "As the head of marketing would", "brand": "More into the brand",
            "campaigns": "More into campaigns",
        }),
    ),
    SALES: (
        _week(SALES, ("prospecting", "leads", "deals", "sharing")),
        Decision("inbox", "Which lead is called first?", {
            USUAL: "What seems to pay most", "first": "First come, first served",
        }),
        Decision("discount", "What may a customer get off the price?", {
            USUAL: "What the rep thinks it takes", "none": "Nothing", "all": "Up to the limit",
        }),
    ),
}  # fmt: skip


def decisions(role: str, firm: Scenario) -> list[Decision]:
    """Return what a role decides in a firm: marketing its budget only where it owns one."""
    owns = firm.values["organisation"]["budget_owner"] == "cmo"
    return [each for each in DECISIONS[role] if owns or each.name != "budget"]


def hands_of(role: str, firm: Scenario, raw: object) -> dict[str, str]:
    """Return decisions that a role may take, without those left to the people.

    Raises: InputError.
    """
    known = {each.name: each for each in decisions(role, firm)}
    if not isinstance(raw, dict) or any(key not in known for key in raw):
        raise InputError(f"{ROLES[role]} decides: {', '.join(known)}")
    for key, value in raw.items():
        if not isinstance(value, str) or value not in known[key].choices:
            raise InputError(f"{known[key].title} Choose one of the answers.")
    return {key: value for key, value in raw.items() if value != USUAL}


def _end(key: str, place: int) -> float:
    """Return one end of the range in which a setting is worth exploring."""
    sweep = declared.flat()[key].sweep
    assert sweep is not None
    return sweep[place]


def _with(table: Any, **values: Any) -> Any:
    """Return a record of parameters with some of them changed; the firm's own stays."""
    changed = table.copy()
    for name, value in values.items():
        changed[name] = value
    return changed


def _put_first(person: Any, role: str) -> None:
    """Move a part of a person's week to the task that was put first."""
    task = person.model.told(role, "week")
    if task != USUAL:
        hours, share = person.own["hours"], person.own["share"]
        moved = -MOVED * hours
        moved[TASKS[role].index(task)] += MOVED * hours.sum()
        hours += moved
        share += moved


class ToldMarketer(Marketer):
    """A marketer who does what marketing has decided."""

    def split_week(self, *tables: Any) -> None:
        """Split the week; what was put first gets its part on top."""
        super().split_week(*tables)
        _put_first(self, MARKETING)

    def set_bar(self, *tables: Any) -> None:
        """Set the bar that was decided."""
        told = self.model.told(MARKETING, "bar")
        if told == USUAL:
            super().set_bar(*tables)
            return
        marketers, block, effort, _, clock = tables
        bar = _end("scoring.default_threshold", 0 if told == "low" else 1)
        held = _with(block, default_threshold=bar)
        scoring.set_bar(self.row, marketers, held, effort, int(Choice.FROZEN), clock)


class ToldRep(Rep):
    """A rep who does what sales has decided."""

    def split_week(self, *tables: Any) -> None:
        """Split the week; what was put first gets its part on top."""
        super().split_week(*tables)
        _put_first(self, SALES)

    def work_inbox(self, *tables: Any) -> None:
        """Follow up leads in the order that was decided."""
        if self.model.told(SALES, "inbox") == USUAL:
            super().work_inbox(*tables)
            return
        reps, inboxes, leads, accounts, pairs, block, _, clock = tables
        held = int(Choice.FROZEN)
        triage.work_inbox(self.row, reps, inboxes, leads, accounts, pairs, block, held, clock)


class ToldLeader(Leader):
    """A head of marketing who splits the budget as was decided."""

    def plan(self, *tables: Any) -> None:
        """Split the budget."""
        told = self.model.told(MARKETING, "budget")
        if told == USUAL or self.title != "cmo":
            super().plan(*tables)
            return
        leaders, firm, segments, accounts, organisation, demand, brand, block, free, clock = tables
        share = _end("planning.default_share", 1 if told == "brand" else 0)
        held = _with(block, brand_share=share)
        planning.plan(
            self.row, leaders, firm, segments, accounts, organisation, demand, brand, held, free,
            clock,
        )  # fmt: skip


class ToldGroup(BuyingGroup):
    """A buying group whose rep gives the discount that was decided."""

    def decide(self, *tables: Any) -> None:
        """Sign or not, if the rep asks."""
        told = self.model.told(SALES, "discount")
        if told == USUAL:
            super().decide(*tables)
            return
        accounts, members, reps, deals, choices, contract, p, clock = tables
        held = _with(choices, discount=int(Choice.FROZEN))
        given = 0.0 if told == "none" else p["closing"]["guardrail"]
        terms = _with(p, closing=_with(p["closing"], default_discount=given))
        closing.decide(self.row, accounts, members, reps, deals, held, contract, terms, clock)


PEOPLE = {Marketer: ToldMarketer, Rep: ToldRep, Leader: ToldLeader, BuyingGroup: ToldGroup}
"""Who takes whose place in a year that is played."""
