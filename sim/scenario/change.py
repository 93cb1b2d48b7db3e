"""Scenarios made from scenarios: single settings changed, or two schemes blended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from sim.core.errors import InputError
from sim.rooms import current, per_house, using
from sim.scenario import cross_checks, declared
from sim.scenario.assemble import check_whole, is_same, past_sections
from sim.scenario.check import Layer, Setting
from sim.scenario.declared import SAME, SCHEME_SECTIONS, STATED, flattened, is_lever, nested
from sim.scenario.nodes import Place, Problems
from sim.scenario.overrides import read_settings
from sim.scenario.resolved import Resolved
from sim.scenario.timeline import Change

LABEL = "with_values"
Range = tuple[float, float, tuple[type, ...]]
NO_NUMBER: Range = (0.0, 0.0, ())
Made = TypeVar("Made", bound=Resolved)


def changed(scenario: Made, settings: Mapping[str, Any]) -> Made:
    """Return a scenario with some settings changed, checked as in a file.

    Raises: ScenarioError.
    """
    if scenario.rooms != current():
        with using(scenario.rooms):
            return changed(scenario, settings)
    plain = {} if scenario.timeline else _plain_numbers(settings)
    values = declared.updated(scenario.values, plain)
    if len(plain) < len(settings) or not cross_checks.holds(plain, values):
        return _checked(scenario, settings)
    past = scenario.past
    return replace(
        scenario,
        values=values,
        origin={**scenario.origin, **dict.fromkeys(plain, LABEL)},
        past=None if past is None or is_same(past, values) else past,
    )


def _plain_numbers(settings: Mapping[str, Any]) -> dict[str, float]:
    """Return the settings that are single numbers within their bounds.

    Studies with many points come this way; everything else is checked as in a file.
    """
    ranges, found = _ranges(), {}
    for key, value in settings.items():
        low, high, kinds = ranges.get(key, NO_NUMBER)
        if type(value) in kinds and low <= value <= high:
            found[key] = value + 0.0 if float in kinds else value
    return found


@per_house
def _ranges() -> dict[str, Range]:
    """Return the range of every setting that is a single number, and its types in Python."""
    return {
        key: (item.low, item.high, (int,) if item.integer else (int, float))
        for key, item in declared.flat().items()
        if key != "run.burn_in" and not item.choices and not isinstance(item.default, str)
    }


def _checked(scenario: Made, settings: Mapping[str, Any]) -> Made:
    problems = Problems()
    new = read_settings(settings, LABEL, problems)
    layer: Layer = {
        key: Setting(value, _origin(scenario.origin[key])) for key, value in scenario.flat().items()
    }
    layer.update(new)
    past = scenario.past
    weeks: list[Change] = [(Setting(week, Place(LABEL)), {}) for week, _change in scenario.timeline]
    check_whole(layer, weeks, problems)
    if "run.before" in new:
        past = past_sections(layer, _stated(past, layer), problems, _practices(past))
    problems.stop_if_any()
    values = nested({key: setting.value for key, setting in layer.items()})
    return replace(
        scenario,
        values=values,
        origin={key: str(setting.place) for key, setting in layer.items()},
        before=str(values["run"]["before"]),
        past=None if past is None or is_same(past, values) else past,
    )


def blend(a: Made, b: Made, share: float) -> Made:
    """Return the scheme that lies between two: (1 − share) of `a` and `share` of `b`.

    Every lever (contracts, organisation, information, practices) is interpolated, so weights still
    sum to 1 and nothing jumps at the ends: share 0 has the numbers of `a`, share 1 those of `b`.
    Everything else (market, mechanisms, choices, run, timeline) must be equal.
    Words and whole numbers have nothing between them: where they differ, only shares 0 and 1 are
    possible. What held during burn-in is not blended; it must be equal too.
    Raises: InputError naming the keys that cannot be blended.
    """
    if a.rooms != current():
        with using(a.rooms):
            return blend(a, b, share)
    if not 0.0 <= share <= 1.0:
        raise InputError(f"blend: the share must lie between 0 and 1, not {share}")
    left, right = a.flat(), b.flat()
    levers = {key for key in left if is_lever(key)}
    if a.rooms != b.rooms:
        raise InputError("blend: both must have the same rooms from outside")
    _check_rest(a, b, levers)
    stuck = [
        key for key in levers if left[key] != right[key] and not _is_continuous(key, left, right)
    ]
    if stuck and 0.0 < share < 1.0:
        raise InputError(
            "blend: words and whole numbers have nothing between them; make these equal or use "
            f"share 0 or 1: {', '.join(sorted(stuck))}"
        )
    values = {key: _between(left[key], right[key], share) for key in levers}
    words = f"{1 - share:.0%} {a.name}, {share:.0%} {b.name}"
    place = f"blend of {words}"
    origin = {key: place if left[key] != right[key] else a.origin[key] for key in left}
    mixed = nested({**left, **values})
    return replace(
        a,
        name=f"{a.name}-{share:g}-{b.name}",
        title="",
        description=words,
        values=mixed,
        origin=origin,
        past=None if a.before == SAME or is_same(_past(a), mixed) else _past(a),
    )


def _check_rest(a: Resolved, b: Resolved, levers: set[str]) -> None:
    left, right = a.flat(), b.flat()
    other = [key for key in left if key not in levers and left[key] != right[key]]
    if a.before == b.before != SAME and _past(a) != _past(b):
        other.append("before")
    if a.timeline != b.timeline:
        other.append("timeline")
    if other:
        raise InputError(
            "blend: only levers (contracts, organisation, information, practices) can be blended; "
            f"these differ too: {', '.join(other)}"
        )


def _past(scenario: Resolved) -> dict[str, Any]:
    now = {key: value for key, value in scenario.flat().items() if is_lever(key)}
    return nested({**now, **flattened(scenario.past or {})})


def _is_continuous(key: str, left: dict[str, Any], right: dict[str, Any]) -> bool:
    is_word = isinstance(left[key], str) or isinstance(right[key], str)
    return not (is_word or declared.flat()[key].integer)


def _between(left: Any, right: Any, share: float) -> Any:
    if left == right or share == 0.0:
        return left
    return right if share == 1.0 else left * (1.0 - share) + right * share


@lru_cache(maxsize=4096)
def _origin(text: str) -> Place:
    file, _colon, line = text.rpartition(":")
    return Place(file, int(line)) if file and line.isdigit() else Place(text)


def _practices(past: dict[str, Any] | None) -> Layer:
    values = {key: value for key, value in (past or {}).items() if key not in SCHEME_SECTIONS}
    return {key: Setting(value, Place(LABEL)) for key, value in flattened(values).items()}


def _stated(past: dict[str, Any] | None, layer: Layer) -> Layer:
    if past is None or layer["run.before"].value != STATED:
        return {}
    return {key: Setting(value, Place(LABEL)) for key, value in flattened(past).items()}
