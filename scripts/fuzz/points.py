"""Draw settings from everything that is declared: single edges first, then mixtures."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from analysis.parameters.settings import raised
from sim.core.params import Parameter
from sim.scenario import Scenario, declared, load_scenario
from sim.scenario.cross_checks import IN_ORDER, LINES, SHARES, SHARES_BY_WORD
from sim.scenario.shipped import summaries
from sim.world.names import QUARTER

WEEKS = 45
SMALL = {
    "market.accounts": (10, 400),
    "market.pods": (1, 4),
    "market.reps": (1, 6),
    "market.marketers": (1, 4),
    "run.weeks": (WEEKS, WEEKS),
    "run.burn_in": (0, 26),
}
"""Narrower bounds for what only makes a run longer."""
USUAL = {"market.accounts": 200, "market.pods": 2, "run.weeks": WEEKS, "run.burn_in": QUARTER}
DENSITIES = (0.01, 0.05, 0.3, 1.0)
"""Which part of all settings a mixture changes."""
PRACTISED, SEGMENTED = 0.7, 0.3
"""Which part of the mixtures has every practice on, and which part its own segments."""
LEADERS = ("cmo", "cso", "cro")
SEGMENT_SHARES = (1.0, 0.5, 0.25)


@cache
def ground(scheme: str, is_practised: bool = True) -> Scenario:
    """Return a small firm under a scheme, with every practice on or with those of the scheme."""
    practices = [item.name for item in summaries() if item.is_practice]
    return load_scenario(scheme, overlays=practices * is_practised).with_values(USUAL)


@cache
def schemes() -> list[str]:
    """Return the shipped schemes."""
    return [item.name for item in summaries() if item.kind == "scheme"]


@cache
def edges() -> list[tuple[str, Any]]:
    """Return every setting with each of its edges, or each of its words."""
    found = []
    for key, item in declared.flat().items():
        if item.choices:
            found += [(key, word) for word in item.choices]
        elif _is_number(item):
            low, high = bounds(key, item)
            found += [(key, value) for value in sorted({low, high})]
            found += [(key, item.word)] if item.word else []
    return found


class Point(NamedTuple):
    """A firm with some settings changed."""

    scheme: str
    is_practised: bool
    settings: dict[str, Any]

    def scenario(self) -> Scenario:
        """Return what is run."""
        return ground(self.scheme, self.is_practised).with_values(self.settings)


def point(number: int) -> Point:
    """Return a point: the single edges come first, every practice on, then mixtures."""
    rng = np.random.default_rng(number)
    scheme = str(rng.choice(schemes()))
    if number < len(edges()):
        key, value = edges()[number]
        return Point(scheme, True, balanced({key: value}, ground(scheme).flat()))
    is_practised = bool(rng.random() < PRACTISED)
    drawn = _mixture(rng)
    if rng.random() < SEGMENTED:
        drawn["market.segments"] = _segments(rng)
    return Point(scheme, is_practised, balanced(drawn, ground(scheme, is_practised).flat()))


def bounds(key: str, item: Parameter) -> tuple[float, float]:
    """Return the bounds within which a setting is drawn."""
    return SMALL.get(key, (item.low, item.high))


def balanced(drawn: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    """Return the settings with shares that sum to 1, bounds in order and lines without a circle."""
    result = dict(drawn)
    for group in _groups():
        _share_out(group, result, usual)
        if group[0] in result:
            result.update(raised({key: result[key] for key in group}, kept=drawn))
    for low, high in IN_ORDER:
        pair = [result.get(key, usual[key]) for key in (low, high)]
        if pair[0] > pair[1]:
            result[low], result[high] = sorted(pair)
    lines = {LINES.format(leader): "ceo" for leader in LEADERS}
    if _goes_round(result, usual):
        result.update({key: boss for key, boss in lines.items() if key not in drawn})
    if _goes_round(result, usual):
        result.update(lines)
    if "run.burn_in" in result:
        result["run.burn_in"] = result["run.burn_in"] // QUARTER * QUARTER
    return result


def _mixture(rng: np.random.Generator) -> dict[str, Any]:
    density = float(rng.choice(DENSITIES))
    return {
        key: _drawn(key, item, rng)
        for key, item in declared.flat().items()
        if (item.choices or _is_number(item)) and rng.random() < density
    }


def _drawn(key: str, item: Parameter, rng: np.random.Generator) -> Any:
    if item.choices:
        return str(rng.choice(item.choices))
    if item.word and rng.random() < 0.2:
        return item.word
    low, high = bounds(key, item)
    reach = float(rng.choice([0.0, 1.0, rng.random(), 10.0 ** rng.uniform(-9.0, 0.0)]))
    value = min(low + reach * (high - low), high)
    return round(value) if item.integer else value


def _segments(rng: np.random.Generator) -> list[dict[str, Any]]:
    count = int(rng.integers(1, 9))
    shares = rng.dirichlet(np.full(count, float(rng.choice(SEGMENT_SHARES))))
    shares[-1] = 1.0 - math.fsum(shares[:-1])
    values = declared.lists()[declared.SEGMENTS]["list_value"]
    return [
        {
            "name": f"s{row}",
            "share": float(max(share, 0.0)),
            "list_value": _drawn("", values, rng),
        }
        for row, share in enumerate(shares)
    ]


def _is_number(item: Parameter) -> bool:
    return not isinstance(item.default, str) or bool(item.word)


@cache
def _groups() -> list[list[str]]:
    """Return the groups of settings that sum to 1."""
    groups = [
        [f"contracts.{role}.{name}" for name in declared.metrics()] for role in declared.roles()
    ]
    groups += [_below(key) for key in SHARES]
    for key in SHARES_BY_WORD:
        names = _below(key)
        words = {name.removeprefix(f"{key}.").split("_", 1)[0] for name in names}
        groups += [
            [name for name in names if name.removeprefix(f"{key}.").split("_", 1)[0] == word]
            for word in sorted(words)
        ]
    return groups


def _below(key: str) -> list[str]:
    return [name for name in declared.flat() if name.startswith(f"{key}.")]


def _share_out(group: Iterable[str], result: dict[str, Any], usual: dict[str, Any]) -> None:
    """Scale what was not drawn to what is left; scale everything when nothing fits."""
    names = list(group)
    given = [name for name in names if name in result]
    if not given:
        return
    rest = [name for name in names if name not in given]
    left = 1.0 - math.fsum(result[name] for name in given)
    others = math.fsum(usual[name] for name in rest)
    if rest and left >= 0.0:
        weights = {name: usual[name] if others else 1.0 for name in rest}
        scale = left / math.fsum(weights.values())
        result.update({name: weight * scale for name, weight in weights.items()})
        return
    total = math.fsum(result[name] for name in given)
    for name in names:
        share = result.get(name, 0.0) if total else 1.0
        result[name] = share / (total or len(names))


def _goes_round(result: dict[str, Any], usual: dict[str, Any]) -> bool:
    for leader in LEADERS:
        boss = leader
        for _ in LEADERS:
            key = LINES.format(boss)
            boss = result.get(key, usual[key])
            if boss not in LEADERS:
                break
        else:
            return True
    return False
