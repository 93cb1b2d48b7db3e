"""Packs: what a facilitator plays, as a folder of one YAML file and two Markdown texts.

    my_pack/pack.yaml, brief.md, surprise.md

A pack asks; what is true comes from the runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from counterpoint.workshop.rounds.pack_parts import Assumption, Cause

FILE = "pack.yaml"
SHIPPED = Path(__file__).resolve().parents[1] / "packs"


@dataclass(frozen=True)
class Scheme:
    """One way of paying and organising: what `load_scenario` takes, a title, a memo."""

    scenario: str
    title: str
    memo: str


@dataclass(frozen=True)
class Question:
    """What teams predict.

    Attributes:
        measure: one of the page's headline measures.
        text: the question as teams read it.
        scheme: place of the scheme whose difference from the first is asked for.
        reach: percent either way that a range may take.
    """

    measure: str
    text: str
    scheme: int
    reach: int


@dataclass(frozen=True)
class Pack:
    """One pack, checked.

    Attributes:
        market: a shipped market, or the path of a company file in the pack's folder.
        brief, surprise: Markdown: for teams at the start, for the facilitator alone.
        schemes: the first is the one the others are compared with.
        questions: in the order of the reveal.
        practices: what teams may buy, with its price in points.
        practice_titles: what they are called, where the pack says so.
        budget: points a redesign may cost.
        pay_price: points for changing the pay of one role.
        redesigns: how often plans are redesigned and run.
        other_markets: where the same schemes are looked at after the reveal.
        causes: four of which teams guess one; the runs then freeze each of them.
        assumptions: what is moved to see whether it turns the result.
        quarters: how many quarters of a year are played by hand; 0 leaves that out.
        settings: what the firm was fitted to the room with, by dotted key.
    """

    name: str
    title: str
    language: str
    market: str
    brief: str
    surprise: str
    schemes: tuple[Scheme, ...]
    questions: tuple[Question, ...]
    practices: Mapping[str, int]
    practice_titles: Mapping[str, str]
    budget: int
    pay_price: int
    redesigns: int
    replicates: int
    seed: int
    talk_seconds: int
    other_markets: tuple[str, ...]
    causes: tuple[Cause, ...]
    assumptions: tuple[Assumption, ...]
    quarters: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict)

    def practice_title(self, name: str) -> str:
        """Return what a practice is called."""
        from sim.scenario.shipped import practice_title

        return self.practice_titles.get(name) or practice_title(name)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)


def from_json(raw: Mapping[str, Any]) -> Pack:
    """Return what `as_json` gave away."""
    held = dict(raw)
    held["schemes"] = tuple(Scheme(**each) for each in raw["schemes"])
    held["questions"] = tuple(Question(**each) for each in raw["questions"])
    held["causes"] = tuple(Cause(**each) for each in raw["causes"])
    held["assumptions"] = tuple(Assumption(**each) for each in raw["assumptions"])
    held["other_markets"] = tuple(raw["other_markets"])
    return Pack(**held)


def shipped_packs() -> dict[str, Path]:
    """Return the folder of every shipped pack by name."""
    return {path.parent.name: path.parent for path in sorted(SHIPPED.glob(f"*/{FILE}"))}


def find_pack(name: str) -> Path | None:
    """Return the folder of a pack: a shipped name, a folder, or its pack.yaml; None for others."""
    known = shipped_packs()
    if name in known:
        return known[name]
    path = Path(name)
    try:
        if path.name == FILE and path.is_file():
            return path.parent
        return path if (path / FILE).is_file() else None
    except (OSError, ValueError):
        return None
