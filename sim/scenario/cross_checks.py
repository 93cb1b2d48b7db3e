"""What several settings must make together: shares that sum to 1, bounds in order, a tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.rooms import per_house
from sim.scenario import declared
from sim.scenario.check import Layer, check_sum, is_whole
from sim.scenario.nodes import Place, Problems

DEFAULT = Place("default")
SHARES = ("campaigns.mix", "effort.marketer_habit", "effort.rep_habit")
"""Labelled numbers that sum to 1."""
SHARES_BY_WORD = ("buying_group.weights",)
"""Labelled numbers that sum to 1 among labels with the same first word."""
IN_ORDER = (("scoring.lowest", "scoring.highest"),)
LINES = "organisation.{}_reports_to"
TOP = ("ceo", "nobody")


def check_together(settings: Layer, problems: Problems) -> None:
    """Note settings that are each allowed but make no sense together."""
    for role in declared.roles():
        _check_role(role, settings, problems)
    for key in SHARES:
        _check_shares(key, _below(key, settings), settings, problems)
    for key in SHARES_BY_WORD:
        names = _below(key, settings)
        for word in dict.fromkeys(name.split("_", 1)[0] for name in names):
            group = [name for name in names if name.split("_", 1)[0] == word]
            _check_shares(key, group, settings, problems)
    for low, high in IN_ORDER:
        is_doubtful = problems.touches(low) or problems.touches(high)
        if settings[low].value > settings[high].value and not is_doubtful:
            text = f"{settings[low].value:.15g} lies above {high}, {settings[high].value:.15g}"
            problems.add(_said([low, high], settings), low, text)
    _check_lines(settings, problems)


@per_house
def sum_groups() -> dict[str, tuple[str, ...]]:
    """Return the settings that must sum to 1 together, by each of them."""
    flat = declared.flat()
    groups = [
        tuple(f"contracts.{role}.{metric}" for metric in declared.metrics())
        for role in declared.roles()
    ]
    groups += [tuple(key for key in flat if key.startswith(f"{above}.")) for above in SHARES]
    for above in SHARES_BY_WORD:
        names = [key for key in flat if key.startswith(f"{above}.")]
        words = dict.fromkeys(name.removeprefix(f"{above}.").split("_", 1)[0] for name in names)
        groups += [
            tuple(name for name in names if name.startswith(f"{above}.{word}_")) for word in words
        ]
    return {key: group for group in groups for key in group}


def holds(settings: Iterable[str], values: dict[str, Any]) -> bool:
    """Return whether the numbers of nested `values` that these settings touched fit together.

    The same questions as `check_together` asks, without words about what is wrong.
    """
    known = sum_groups()
    groups = {known[key] for key in settings if key in known}
    return all(
        is_whole(declared.value_at(values, key) for key in group) for group in groups
    ) and all(
        declared.value_at(values, low) <= declared.value_at(values, high) for low, high in IN_ORDER
    )


def _below(key: str, settings: Layer) -> list[str]:
    return [name.removeprefix(f"{key}.") for name in settings if name.startswith(f"{key}.")]


def _said(keys: list[str], settings: Layer) -> Place:
    places = [settings[key].place for key in keys]
    return next((place for place in reversed(places) if place != DEFAULT), DEFAULT)


def _check_shares(key: str, names: list[str], settings: Layer, problems: Problems) -> None:
    if any(problems.touches(part) for part in (key, *(f"{key}.{name}" for name in names))):
        return
    numbers = {name: float(settings[f"{key}.{name}"].value) for name in names}
    place = _said([f"{key}.{name}" for name in names], settings)
    check_sum(numbers, "shares", place, key, problems, "give those that differ and the rest")


def _check_lines(settings: Layer, problems: Problems) -> None:
    in_circles: list[str] = []
    for leader in ("cmo", "cso", "cro"):
        seen, boss = [leader], str(settings[LINES.format(leader)].value)
        while boss not in (*TOP, *seen):
            seen.append(boss)
            boss = str(settings[LINES.format(boss)].value)
        if boss == leader and leader not in in_circles:
            in_circles.extend(seen)
            line = " to ".join([*seen, boss])
            text = f"reporting goes in a circle ({line}); it must end at ceo or nobody"
            keys = [LINES.format(name) for name in seen]
            place = _said(keys, settings)
            first = next(key for key in keys if str(settings[key].place) == str(place))
            problems.add(place, first, text)


def _check_role(role: str, settings: Layer, problems: Problems) -> None:
    # Files are checked one by one; here the weights that single settings have changed.
    weights = {name: settings[f"contracts.{role}.{name}"] for name in declared.metrics()}
    single = {name: item for name, item in weights.items() if not item.place.line}
    if not single or problems.touches(f"contracts.{role}"):
        return
    place = next((item.place for item in single.values() if item.place != DEFAULT), DEFAULT)
    numbers = {name: float(item.value) for name, item in weights.items()}
    way_out = _way_out(role, numbers, [name for name in single if single[name].place != DEFAULT])
    check_sum(numbers, "weights", place, f"contracts.{role}", problems, way_out)


def _way_out(role: str, weights: dict[str, float], given: list[str]) -> str:
    others = {name: value for name, value in weights.items() if value and name not in given}
    left = 1.0 - sum(weights[name] for name in given)
    if not others or left < 0.0:
        return "give weights that sum to 1"
    scale = left / sum(others.values())
    also = " and ".join(f"contracts.{role}.{name}={v * scale:g}" for name, v in others.items())
    return f"set the others too, for example {also}"
