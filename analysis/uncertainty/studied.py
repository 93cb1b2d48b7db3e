"""What our own studies found to turn the order of schemes, as last measured.

`python -m scripts.measured people screening` writes the record from its pages. Each lead is
over one scheme, in gross profit of three years, over simulated firms that differ in how people
behave (`people`) or in every setting with a declared range (`screened`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from analysis.words import called, wording
from analysis.words.titles import plain
from sim.core.errors import ScenarioError
from sim.scenario import Scenario, declared, load_scenario, shipped

RECORD = Path(__file__).with_name("studied.json")
HALF = 50
"""Per cent of firms from which a scheme is ahead more often than not."""
MOST = 3
"""How many settings a sentence names."""


@cache
def record() -> dict[str, Any]:
    """Return the record: baseline, people, screened and sensitive."""
    found: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


def known_scheme(scenario: object) -> bool:
    """Return whether a scenario pays and organises as the shipped one of its name."""
    if not isinstance(scenario, Scenario):
        return False
    same = _shipped(scenario.name, "")
    return same is not None and _levers(scenario) == _levers(same)


def kind_of_firm(scenario: object) -> str | None:
    """Return the shipped market that a firm is of: same segments, fewest settings apart."""
    if not isinstance(scenario, Scenario):
        return None
    mine, best = declared.flattened(scenario.values), None
    for market in dict.fromkeys(str(each["market"]) for each in record()["people"]):
        other = _shipped(scenario.name, market) or _shipped(record()["baseline"], market)
        if other is None or other.values["market"]["segments"] != mine["market.segments"]:
            continue
        theirs = declared.flattened(other.values)
        apart = sum(theirs.get(key) != value for key, value in mine.items())
        if best is None or apart < best[0]:
            best = apart, market
    return None if best is None else best[1]


def turned_by(market: str | None, scheme: str, names: Mapping[str, str]) -> str:
    """Return which setting turned a scheme's lead in firms of a kind; empty where none is known.

    names: what sentences call schemes.
    """
    rows = [each for each in record()["screened"]
            if (each["market"], each["scheme"]) == (market, scheme)]  # fmt: skip
    if not rows:
        return ""
    row = rows[0]
    firms = f"our study of {row['worlds']:,} simulated firms of {called.scheme(row['market'])}"
    turns = [each for each in row["turns"] if (each["low"] < HALF) != (each["high"] < HALF)]
    pair = f"{names[scheme]} was ahead of {names[record()['baseline']]}"
    if not turns:
        return (
            f"no single assumption for sure (in {firms}: {pair} in {row['ahead']}{wording.SPACE}%)"
        )
    first = turns[0]
    return (
        f"{wording.lowered(plain(first['setting']).title)} (in {firms}: {pair} in {first['low']}"
        f"{wording.SPACE}% where that is low, in {first['high']}{wording.SPACE}% where it is high)"
    )


def turned_by_market(scheme: str, names: Mapping[str, str], *, again: bool) -> str:
    """Return how a scheme's lead differs between the shipped markets; empty where not studied.

    again: whether the sentence has just named both schemes.
    """
    rows = [each for each in record()["people"] if each["scheme"] == scheme]
    if not rows:
        return ""
    low, *_, high = sorted(rows, key=lambda each: int(each["ahead"]))
    over = "" if again else f" of {names[record()['baseline']]}"
    pair = f"{names[scheme]} was ahead{over}"
    if low["ahead"] >= HALF or high["ahead"] < HALF:
        word = "more" if low["ahead"] >= HALF else "less"
        return f"not the market alone ({pair} {word} often than not in all {len(rows)} we studied)"
    few, many = (wording.of_firms(each["ahead"] / 100, each["worlds"]) for each in (low, high))
    return (
        f"the market ({pair} in {few} simulated firms of "
        f"{called.scheme(low['market'])}, in {many} of {called.scheme(high['market'])})"
    )


def sensitive() -> str:
    """Return the assumptions to which differences between schemes answer most."""
    first, *more = [plain(key).title.split(" (")[0] for key in record()["sensitive"][:MOST]]
    return f"perhaps {first} (such leads answer most to that, {wording.listed(more, 'and')})"


@cache
def _shipped(name: str, market: str) -> Scenario | None:
    if name not in shipped.files():
        return None
    try:
        return load_scenario(name, market=market or None)
    except ScenarioError:
        return None


def _levers(scenario: Scenario) -> dict[str, Any]:
    return {key: value for key, value in declared.flattened(scenario.values).items()
            if declared.is_lever(key)}  # fmt: skip
