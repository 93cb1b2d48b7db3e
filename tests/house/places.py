"""The places in which a practice, or a metric of pay, must stand; each missing one by its name."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from analysis.odd.fragments import parts, phases
from scripts.docs.practices import overlays
from sim.scenario import declared
from sim.world.practices import PRACTICES
from sim.world.state import STATE
from tests.house.source import ROOT, Source, rooms

CALENDAR = "sim/mechanisms/calendar.py"
BESIDE = {
    "pricing": "exceptions are booked under price_exceptions",
    "roadmap": "requests are booked under feature_requests",
    "qualification": "its hours come out of those for qualifying, not of the calendar",
}
"""Practices that take hours in another way than under their own name."""


@dataclass(frozen=True)
class Practice:
    """What one practice has in each place.

    Attributes:
        name: its block.
        title: what people call it.
        headings: those of its docstring that say something.
        places: the words of `Practice`.
        is_booked: whether the calendar books it, or its block says when it is due.
        columns: columns that it writes.
        calls: its phases in the week.
        overlays: shipped files that switch it.
        tests, page: its test file and its page, when they are there.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    places: tuple[str, ...]
    is_booked: bool
    columns: tuple[str, ...]
    calls: tuple[str, ...]
    overlays: tuple[str, ...]
    tests: Path | None
    page: Path | None

    def forgotten(self) -> list[str]:
        """Return the places in which it does not stand, each with what to do there."""
        own = f"sim/practices/{self.name}.py"
        checks = [
            (self.title, f"{own}: its block names no `practice`"),
            *((word in self.headings, f"{own}: the docstring has no `{word}:`")
              for word in ("Takes", "Counter-force", "Neutral", "Sources")),
            (self.name in (*self.places, *BESIDE),
             f"sim/world/practices.py: `Practice` has no place {self.name.upper()}"),
            (self.is_booked,
             f"{own}: its block says no `takes=due(…)`, and {CALENDAR} does not book it"),
            (self.columns, "sim/world: it writes no column"),
            (self.calls, "sim/week.py: no line calls it"),
            (self.overlays, f"scenarios/practices: no file there sets `{self.name}`"),
            (self.tests, f"tests/practices/test_{self.name}.py is missing"),
            (self.page, f"docs/explanation/mechanisms/{self.name}.md is missing: run make docs"),
        ]  # fmt: skip
        return [words for is_there, words in checks if not is_there]


@cache
def practice(name: str) -> Practice:
    """Return what a practice has in each place."""
    from sim.blocks import BLOCKS

    said = parts(name)
    tests = ROOT / "tests" / "practices" / f"test_{name}.py"
    page = ROOT / "docs" / "explanation" / "mechanisms" / f"{name}.md"
    is_booked = (
        BLOCKS[name].takes is not None
        or name in BESIDE
        or f"Practice.{name.upper()}" in _room("calendar").text
    )
    return Practice(
        name=name,
        title=declared.PRACTICES[name],
        headings=tuple(heading for heading, text in said.items() if text),
        places=PRACTICES,
        is_booked=is_booked,
        columns=tuple(c.name for table in STATE for c in table.columns if c.writer == name),
        calls=tuple(phase for room, phase in phases() if room == name),
        overlays=tuple(overlays(name)),
        tests=tests if tests.is_file() else None,
        page=page if page.is_file() else None,
    )


# ---------------------------------------------------------------- metrics of pay


@dataclass(frozen=True)
class Metrics:
    """What pay has of each metric, by the names of the members.

    Attributes:
        members: all metrics.
        referred: those that `reference` gives a reference value.
        counted: those that are counted in the week of a marketer or a rep.
        tested: those that the tests of pay name.
    """

    members: tuple[str, ...]
    referred: frozenset[str]
    counted: frozenset[str]
    tested: frozenset[str]

    def forgotten(self) -> list[str]:
        """Return what is missing of each metric, with what to do."""
        pay = "sim/mechanisms/pay.py"
        checks = (
            (self.referred, f"{pay}: `reference` gives no reference for"),
            (self.counted, f"{pay}: neither `pay_marketer` nor `pay_rep` counts"),
            (self.tested, "tests/mechanisms/test_pay.py and test_pay_quarters.py: none tests"),
        )
        return [
            f"{words} Metric.{name}"
            for name in self.members
            for there, words in checks
            if name not in there
        ]

    def without(self, name: str, place: str) -> Metrics:
        """Return the same with one metric removed from one place."""
        return replace(self, **{place: getattr(self, place) - {name}})


COUNTING = ("count_group", "count_leads", "count_rate", "pay_marketer", "pay_rep")


@cache
def metrics() -> Metrics:
    """Return what pay has of each metric."""
    from sim.world.names import Metric

    pay = _room("pay")
    tests = [ROOT / "tests" / "mechanisms" / f"test_{name}.py" for name in ("pay", "pay_quarters")]
    return Metrics(
        members=tuple(member.name for member in Metric),
        referred=_named(pay, "reference"),
        counted=frozenset[str]().union(*(_named(pay, name) for name in COUNTING)),
        tested=frozenset[str]().union(*(_members(Source(path).tree) for path in tests)),
    )


def _room(name: str) -> Source:
    return next(room for room in rooms() if room.name == name)


def _named(room: Source, function: str) -> frozenset[str]:
    """Return the metrics that a function writes, compares with, or hands on."""
    node = next(each for each in room.functions() if each.name == function)
    return _members(node)


def _members(node: ast.AST) -> frozenset[str]:
    return frozenset(
        each.attr
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute)
        and isinstance(each.value, ast.Name)
        and each.value.id == "Metric"
    )
