"""Every block of a scenario: what the firm and the market are like, and the rooms of the week.

A room that stands in `sim/week.py` has its block here: the class of its file's name, and of the
hours practices take by the calendar the record that `calendar` reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

import numpy as np

from sim import week
from sim.core.params import Block, param
from sim.core.spelling import here
from sim.core.units import Hours, Number, Share, Weeks
from sim.mechanisms.pay import Contract
from sim.world.names import BOSSES, CONTRACT_ROLES, LEADER_NAMES, METRICS, words
from sim.world.options import Choice
from sim.world.practices import PLACES, Practice
from sim.world.vectors import MOST_MEMBERS

FREE_OR_FROZEN = words(Choice)


class Organisation(Block):
    """Reporting lines, authority, horizons."""

    marketers_report_to: str = param(
        "cmo", choices=BOSSES, source="model 4", meaning="boss of the marketers"
    )
    reps_report_to: str = param("cso", choices=BOSSES, source="model 4", meaning="boss of the reps")
    cmo_reports_to: str = param("ceo", choices=BOSSES, source="model 4", meaning="boss of the CMO")
    cso_reports_to: str = param("ceo", choices=BOSSES, source="model 4", meaning="boss of the CSO")
    cro_reports_to: str = param("ceo", choices=BOSSES, source="model 4", meaning="boss of the CRO")
    budget_owner: str = param(
        "cmo", choices=LEADER_NAMES, source="model 4", meaning="leader who splits the budget"
    )
    horizon: Weeks = param(
        (52.0, 13.0, 39.0, 52.0), 1, 520, unit="weeks", labels=LEADER_NAMES, source="model 6",
        around=2.0,
        meaning="how far ahead each leader plans",
    )  # fmt: skip
    dispute_hours: Hours = param(
        (0.0, 4.0, 4.0, 1.0), 0, 60, unit="hours", labels=LEADER_NAMES, source="assumption 68",
        around=2.0,
        meaning="weekly hours each leader sets aside for disputes between the functions",
    )  # fmt: skip
    background: Number = param(
        (0.0, 0.0, 0.0, 0.0), -1, 1, labels=LEADER_NAMES, source="claims C04; assumption 114",
        sweep=(-0.5, 0.5),
        meaning="where each leader grew up: -1 in sales, 0 in both, 1 in marketing",
    )  # fmt: skip
    future_owner: str = param(
        "nobody", choices=BOSSES, source="claims C22",
        meaning="leader who owns future quarters and plans brand for them",
    )  # fmt: skip
    protected: Share = param(
        0.8, 0, 1, source="claims C22; assumption 115", sweep=(0.3, 1.0),
        meaning="part of the brand share planned for future quarters that nobody may cut",
    )  # fmt: skip
    week: Hours = param(
        40.0, 1, 100, unit="hours", source="assumption 68", sweep=(35.0, 60.0),
        meaning="working week of a leader",
    )  # fmt: skip
    team: Number = param(
        4.0, 1, 100, unit="people", source="assumption 58", sweep=(2.0, 8.0),
        meaning="people of one function below a leader who count towards the span",
    )  # fmt: skip


class Information(Block):
    """Whose evidence a boss carries over; gated by attention and by trust."""

    sales_evidence_in_marketing: Share = param(
        0.0, 0, 1, source="model 6", sweep=(0.0, 0.6),
        meaning="weight of sales' view in messages that marketing's bosses ask for",
    )  # fmt: skip
    marketing_evidence_in_sales: Share = param(
        0.0, 0, 1, source="model 6", sweep=(0.0, 0.6),
        meaning="weight of marketing's view in pitches that sales' boss asks for",
    )  # fmt: skip


class Choices(Block):
    """Which choices people make by themselves, and which are frozen at their defaults."""

    threshold: str = param(
        "free",
        choices=FREE_OR_FROZEN,
        source="model 1.5",
        meaning="marketing's bar for leads; with feedback its channels",
    )
    hours: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5", meaning="how people split their week"
    )
    triage: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5", meaning="which lead, which deal first"
    )
    discount: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5", meaning="discounts at closing"
    )
    promise: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5", meaning="promises at closing"
    )
    timing: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5", meaning="asking now or waiting"
    )
    brand_share: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5", meaning="the split of the budget"
    )
    stay: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5", meaning="whether pay moves morale"
    )
    blame: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5",
        meaning="whether pay makes disputes zero-sum and missed targets a grievance",
    )  # fmt: skip


class Market(Block):
    """How many there are, and what accounts are like at the start."""

    accounts: Number = param(
        2400, 10, 5_000_000, unit="accounts", source="B1 accounts (fast)", integer=True,
        market=True, meaning="accounts in the market area",
    )  # fmt: skip
    pods: Number = param(
        1, 1, 100_000, unit="pods", source="model 2", integer=True, market=True,
        meaning="teams of marketers and reps, each with its own accounts",
    )  # fmt: skip
    reps: Number = param(
        5, 1, 200, unit="people", source="B1 flow balance", integer=True, market=True, around=1.5,
        meaning="reps in a pod",
    )  # fmt: skip
    marketers: Number = param(
        3, 1, 200, unit="people", source="B1 flow balance", integer=True, market=True, around=1.5,
        meaning="marketers in a pod",
    )  # fmt: skip
    members: Number = param(
        6.5, 1, MOST_MEMBERS, unit="people", source="B1 group size", around=1.6, market=True,
        meaning=f"mean size of a buying group (1 to {MOST_MEMBERS})",
    )  # fmt: skip
    members_power: Number = param(
        0.2, 0, 2, source="P6 (win rate falls weakly with size); assumption 75", sweep=(0.0, 0.5),
        market=True, meaning="growth of the group with the list value over its segment's median",
    )  # fmt: skip
    value_spread: Number = param(
        1.2, 0, 3, unit="sd of ln", source="B1 list value sigma", sweep=(0.9, 1.4), market=True,
        meaning="spread of list values over accounts",
    )  # fmt: skip
    rival_present: Share = param(
        0.35, 0, 1, source="B1 competitor present", sweep=(0.2, 0.7), market=True,
        meaning="share of accounts in which a competitor sits",
    )  # fmt: skip
    offset_spread: Number = param(
        0.5, 0, 3, unit="sd", source="trial: .5 is right", sweep=(0.3, 0.8), market=True,
        meaning="spread of an account's needs around those of its segment",
    )  # fmt: skip
    fit_sharpness: Number = param(
        2.5, 0, 20, source="trial: fit N(.5, .22); assumption 69", market=True, sweep=(1.5, 4.0),
        meaning="how fast fit falls with the mean squared offset of needs",
    )  # fmt: skip
    opportunity_minded: Share = param(
        0.5, 0, 1, source="claims C27; assumption 66", market=True, sweep=(0.3, 0.7),
        meaning="share of members moved by opportunities rather than problems",
    )  # fmt: skip
    customers: Share = param(
        0.04, 0, 1, source="assumption 70", market=True, around=2.0,
        meaning="share of accounts that are customers at the start",
    )  # fmt: skip
    brand_stock: Number = param(
        3.2, 0, 100, source="trial: brand stock about 3.2", market=True, around=2.0,
        meaning="brand stock at the start",
    )  # fmt: skip
    sales_bias: Number = param(
        0.4, 0, 3, unit="sd", source="B4 common selection bias of sales", sweep=(0.0, 0.8),
        market=True, meaning="bias shared by all reps' conversations",
    )  # fmt: skip
    marketing_bias: Number = param(
        0.4, 0, 3, unit="sd", source="B4; assumption 71", sweep=(0.0, 0.8), market=True,
        meaning="bias of marketing's surveys",
    )  # fmt: skip
    margin: Share = param(
        0.8, 0, 1, source="assumption 72", market=True, sweep=(0.6, 0.9),
        meaning="gross margin on revenue",
    )  # fmt: skip
    pay_level: Number = param(
        90000, 1, 1e7, unit="EUR/year", source="assumption 73", market=True, around=1.5,
        meaning="on-target pay of one person",
    )  # fmt: skip


class Segment(Block):
    """One segment of the market; an entry of `market.segments`."""

    share: Share = param(
        0.34, 0, 1, source="B1 segments", meaning="share of the accounts", market=True
    )
    list_value: Number = param(
        25000.0, 1, 1e9, unit="EUR/year", source="B1 list value, lognormal median", market=True,
        meaning="median yearly list value of a first deal",
    )  # fmt: skip


ORDER = (
    "needs", "demand", "brand", "campaigns", "scoring", "handoff", "triage", "pipeline", "effort",
    "buying_group", "content", "closing", "delivery", "word_of_mouth", "knowledge", "attribution",
    "pay", "conflict", "trust", "leadership", "ledger", "planning", "people", "calendar",
    "unified_definition", "qualification", "lead_sla", "feedback", "codesign", "content_access",
    "content_training", "framing", "literacy_training", "handover", "handoff_rules", "meetings",
    "exchange", "battles", "debriefs", "ride_alongs", "liaisons", "colocation",
    "joint_assignments", "celebrations", "rotation", "succession", "shared_systems", "launches",
    "joint_planning", "pricing", "roadmap",
)  # fmt: skip
"""Rooms in the order of a written scenario; those that are not named here follow by name."""


def _place(name: str) -> tuple[int, str]:
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def class_name(room: str) -> str:
    """Return the name of the block of a room.

    >>> class_name("shared_lunch")
    'SharedLunch'
    """
    return room.replace("_", " ").title().replace(" ", "")


PACKAGES = (here("sim.mechanisms."), here("sim.practices."))
"""Where rooms stand: what makes a firm and a market, and what a firm may do besides."""
ROOMS: dict[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module
    for module in vars(week).values()
    if isinstance(module, ModuleType) and module.__name__.startswith(PACKAGES)
}
"""Every shipped room of the week, by name."""


def room_blocks() -> dict[str, type[Block]]:
    """Return the block of every room of the week that has parameters."""
    found = {}
    for name, module in ROOMS.items():
        block = getattr(module, class_name(name), None)
        if block is not None:
            found[name] = block
    return {name: found[name] for name in sorted(found, key=_place)}


BLOCKS: dict[str, type[Block]] = {
    "organisation": Organisation,
    "information": Information,
    "choices": Choices,
    "market": Market,
    **room_blocks(),
}
SEGMENT = Segment
CONTRACT = Contract
ROUNDS = np.dtype([
    ("every", "i8", PLACES), ("marketer", "f8", PLACES), ("rep", "f8", PLACES),
    ("together", "i8", PLACES),
])  # fmt: skip
"""What the calendar reads of practices: weeks between two times, hours of each side, who meets."""
_PLACES = {
    name: Practice[name.upper()]
    for name, block in BLOCKS.items()
    if block.together or block.takes is not None
}


def rounds(values: Mapping[str, Mapping[str, Any]]) -> Any:
    """Return what practices take by the calendar under these settings, each at its place."""
    record = np.zeros(1, ROUNDS)[0]
    fields = {name: record[name] for name in ROUNDS.names or ()}
    for name, place in _PLACES.items():
        come_round(fields, place, BLOCKS[name], values[name])
    return record


def come_round(record: Any, place: int, block: type[Block], values: Mapping[str, Any]) -> None:
    """Write down at a place what a practice takes by the calendar under these settings."""
    if block.together:
        record["together"][place] = 1
    if block.takes is not None:
        takes = block.takes
        hours = sum(values[key] for key in takes.hours)
        record["every"][place] = values[takes.every]
        record["marketer"][place] = 0.0 if takes.of == "reps" else hours
        record["rep"][place] = 0.0 if takes.of == "marketers" else hours


__all__ = ["BLOCKS", "CONTRACT", "CONTRACT_ROLES", "LEADER_NAMES", "METRICS", "SEGMENT"]
