"""The firm card: six numbers, what the teams say of them, and the firm fitted to their median."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.runs.firm import FACTS, UNITS, means, sums, told
from counterpoint.known import BOUNDS
from counterpoint.workshop.rounds.entries import scheme_scenario
from counterpoint.workshop.rounds.pack import Pack
from counterpoint.workshop.rounds.state import Team
from sim.core.errors import CounterpointError, InputError

if TYPE_CHECKING:
    from sim.scenario import Scenario

PATIENCE = 30.0
"""Seconds after which the room goes on with the firm as it is."""
PERCENT = ("win_rate",)
"""Facts that people say in percent."""


class TooLongError(Exception):
    """A fit that the room does not wait for."""


def facts(pack: Pack, workers: int) -> dict[str, float]:
    """Return the six numbers of the firm as it is, in the firms on which all answers rest."""
    from sim import run_many

    replicates = range(pack.replicates)
    runs = run_many(scheme_scenario(pack, 0), replicates, seed=pack.seed, workers=workers)
    return means(np.array([sums(run) for run in runs]))


def opinion_of(raw: Mapping[str, Any]) -> tuple[str, float | None]:
    """Return a fact and what it is in the room's words: None for "that is right".

    Raises: InputError.
    """
    fact, value = raw.get("fact"), raw.get("value")
    if not isinstance(fact, str) or fact not in FACTS:
        raise InputError("no number of the card is called that")
    if value is None:
        return fact, None
    (low, high), scale = BOUNDS[fact], 100.0 if fact in PERCENT else 1.0
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError("it is … a number")
    if not low <= value / scale <= high:
        raise InputError(f"{FACTS[fact]}: from {low * scale:,g} to {high * scale:,g}")
    return fact, value / scale


def card(held: Mapping[str, float] | None, teams: Sequence[Team]) -> list[dict[str, Any]]:
    """Return a line per fact: the simulated number, and what the teams say."""
    return [
        {
            "fact": fact,
            "title": title,
            "unit": UNITS.get(fact, ""),
            "text": told(fact, held[fact]),
            "right": sum(_says(team, fact) is None for team in _heard(teams, fact)),
            "wrong": sum(_says(team, fact) is not None for team in _heard(teams, fact)),
            "median": told(fact, median(held, teams, fact)) if _heard(teams, fact) else None,
        }
        for fact, title in FACTS.items()
    ] if held else []  # fmt: skip


def _heard(teams: Sequence[Team], fact: str) -> list[Team]:
    return [team for team in teams if fact in team.opinions]


def _says(team: Team, fact: str) -> float | None:
    return team.opinions[fact]


def median(held: Mapping[str, float], teams: Sequence[Team], fact: str) -> float:
    """Return the median of what teams say; who holds a number for right says that number."""
    said = [team.opinions[fact] for team in _heard(teams, fact)]
    return statistics.median([held[fact] if each is None else each for each in said])


def wanted(held: Mapping[str, float], teams: Sequence[Team]) -> dict[str, float]:
    """Return the medians of all facts that the room spoke of: what is right is to stay as it is.

    Raises: InputError when none is another one than the firm's.
    """
    found = {fact: median(held, teams, fact) for fact in FACTS if _heard(teams, fact)}
    if all(value == held[fact] for fact, value in found.items()):
        raise InputError("the medians are the firm's own numbers: there is nothing to fit")
    return found


def fit(pack: Pack, known: Mapping[str, float], workers: int) -> dict[str, Any]:
    """Return the settings that meet the facts, or why the room goes on as it is.

    Keys: facts, settings (empty where nothing was found), said (a line per fact, with the number
    that the card will show), met.
    """
    from analysis.calibration.fit import fit_facts

    until = time.monotonic() + PATIENCE

    def look(*_: int) -> None:
        if time.monotonic() > until:
            raise TooLongError

    plain = replace(pack, settings={})
    before = scheme_scenario(plain, 0)
    try:
        begun = _begun(before, dict(known))
        found = fit_facts(before.with_values(begun), dict(known), seed=pack.seed,
                          workers=workers, progress=look)  # fmt: skip
    except (CounterpointError, ValueError, ArithmeticError) as error:
        return _kept(known, str(error))
    except TooLongError:
        return _kept(known, f"no such firm was found within {PATIENCE:.0f} seconds")
    settings = {**begun, **found.settings}
    now = facts(replace(pack, settings=settings), workers)
    return {
        "facts": dict(known),
        "settings": settings,
        "met": not found.missed,
        "said": [
            _line(line.key, line.yours, now[line.key], is_met=line.is_met) for line in found.lines
        ],
    }


def _begun(firm: Scenario, known: dict[str, float]) -> dict[str, Any]:
    """Return what a fit begins with, as on the command line, but for the year before."""
    from analysis.calibration.beginning import fixed, references

    settings = {key: value for key, value in fixed(firm, known).items() if key != "run.before"}
    return {**settings, **references(firm.with_values(settings), known)}


def _line(fact: str, yours: float, runs: float, *, is_met: bool) -> str:
    said = f"{FACTS[fact]}: you say {told(fact, yours)}"
    if is_met:
        return f"{said}; the firm now has {told(fact, runs)}."
    return f"{said}; that cannot be met. We go on with {told(fact, runs)}."


def _kept(known: Mapping[str, float], why: str) -> dict[str, Any]:
    names = ", ".join(f"{FACTS[fact]} {told(fact, value)}" for fact, value in known.items())
    said = f"{names}: {why}. We go on with the firm as it is."
    return {"facts": dict(known), "settings": {}, "met": False, "said": [said]}
