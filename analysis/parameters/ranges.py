"""Read the `parameters` of a study file: which settings vary, each with its distribution."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from analysis.parameters.parameter import DISTRIBUTIONS, Parameter
from analysis.words.wording import plain
from sim.core import params
from sim.scenario import declared
from sim.scenario.check import allowed_text, checked, collect, described, is_name
from sim.scenario.nodes import Node, Place, Problems
from sim.scenario.suggest import hint, nearest

ALL = "all"
DECLARED = "declared"
FIXED = ("run",)
"""Sections that `all` leaves out: measures need runs of one length."""
FIELDS = ("distribution", "low", "high", "mode", "mean", "sd", "values")
NEEDS = {
    "uniform": ("low", "high"),
    "log_uniform": ("low", "high"),
    "triangular": ("low", "high", "mode"),
    "normal": ("low", "high", "mean", "sd"),
    "values": ("values",),
}
MOST_VALUES = 1_000
FORM = (
    "write `declared`, {low: …, high: …} or {values: [...]}, and with a distribution "
    "(log_uniform, triangular with mode, normal with mean and sd) where it is not uniform"
)


def read_parameters(node: Node, problems: Problems) -> tuple[Parameter, ...]:
    """Return what varies; notes every problem."""
    if node.is_broken:
        return ()
    if node.value == ALL:
        return tuple(as_declared(key) for key in ranged())
    if not node.is_mapping or not node.value:
        text = f"must be `{ALL}` or settings, each with what it may be, not {described(node)}"
        problems.add(node.place, "parameters", text)
        return ()
    found = [_parameter(key, item, problems) for key, item in node.items()]
    return tuple(item for item in found if item is not None)


def ranged() -> tuple[str, ...]:
    """Return the keys of every setting that declares a range worth exploring.

    Left out are the length of a run and settings that are left to people unless a number is forced.
    """
    return tuple(
        key
        for key, item in declared.flat().items()
        if item.sweep is not None and not item.word and key.split(".", 1)[0] not in FIXED
    )


def declaration(key: str, place: Place, problems: Problems) -> params.Parameter | None:
    """Return the declaration of a setting that can vary, or None (and a problem)."""
    flat = declared.flat()
    if key in declared.lists():
        problems.add(place, key, "is a list; only single numbers and words can vary")
        return None
    below = [path for path in flat if path.startswith(f"{key}.")]
    if below:
        text = f"holds settings of its own; name them one by one, such as {below[0]}"
        problems.add(place, key, text)
        return None
    if key not in flat:
        last = key.rsplit(".", 1)[-1]
        places = {path.rsplit(".", 1)[-1]: path for path in flat}
        if nearest(key, flat) is None and last in places:
            meant = f"did you mean {places[last]}?"
        else:
            meant = hint(key, flat, 0) if nearest(key, flat) else "counterpoint show base lists all"
        problems.add(place, key, f"unknown setting; {meant}")
        return None
    if is_name(flat[key]) or key == "run.before":
        problems.add(place, key, "is a name; only numbers and words from a list can vary")
        return None
    return flat[key]


def as_declared(key: str) -> Parameter:
    """Return a setting that varies over the range, or the words, that it declares."""
    item = declared.flat()[key]
    if item.choices:
        return Parameter(key, "values", values=item.choices)
    low, high = item.sweep if item.sweep is not None else (item.low, item.high)
    return Parameter(key, "uniform", float(low), float(high), integer=item.integer)


def _parameter(key: str, node: Node, problems: Problems) -> Parameter | None:
    if node.is_broken:
        return None
    known = declaration(key, node.place, problems)
    if known is None:
        return None
    if node.value == DECLARED:
        return as_declared(key)
    if not node.is_mapping:
        problems.add(node.place, key, f"must say how it varies, not {described(node)}; {FORM}")
        return None
    before = len(problems.found)
    given = _fields(key, node, known, problems)
    if len(problems.found) > before:
        return None
    return _made(key, node, known, given, problems)


def _fields(key: str, node: Node, known: params.Parameter, problems: Problems) -> dict[str, Any]:
    """Return the fields of one parameter, each checked by itself."""
    number = replace(known, choices=(), word="", default=0.0, integer=False)
    spread = replace(number, low=0.0, high=known.high - known.low)
    allowed = {
        "distribution": params.Parameter("uniform", choices=DISTRIBUTIONS),
        **dict.fromkeys(("low", "high"), replace(number, integer=known.integer)),
        **dict.fromkeys(("mode", "mean"), number),
        "sd": spread,
    }
    rest = {name: item for name, item in node.items() if name != "values"}
    unknown = [name for name in rest if name not in FIELDS]
    for name in unknown:
        text = f"unknown; {hint(name, FIELDS)}"
        problems.add(rest[name].place, f"{key}.{name}", text)
    usable = {name: item for name, item in rest.items() if name in FIELDS}
    layer = collect(Node(usable, node.place), allowed, key, problems)
    found = {name.removeprefix(f"{key}."): item.value for name, item in layer.items()}
    if "values" in node.value:
        found["values"] = _values(key, node.value["values"], known, problems)
        found.setdefault("distribution", "values")
    return {"distribution": "uniform", **found}


def _values(key: str, node: Node, known: params.Parameter, problems: Problems) -> tuple[Any, ...]:
    if not node.is_list or not 2 <= len(node.value) <= MOST_VALUES:
        given = f"of {len(node.value)}" if node.is_list else described(node)
        text = f"must be a list of 2 to {MOST_VALUES} values, not {given}"
        problems.add(node.place, f"{key}.values", text)
        return ()
    found = [checked(item, known, f"{key}.values", problems) for item in node.value]
    good = [value for value in found if value is not None]
    for number, value in enumerate(good):
        if value in good[:number]:
            problems.add(node.place, f"{key}.values", f"{value} is given twice")
    return tuple(good)


def _made(
    key: str, node: Node, known: params.Parameter, given: dict[str, Any], problems: Problems
) -> Parameter | None:
    kind = given["distribution"]
    needed = NEEDS[kind]
    extra = [name for name in given if name not in ("distribution", *needed)]
    if extra:
        text = f"a {kind} distribution takes {', '.join(needed)}, not {', '.join(extra)}"
        problems.add(node.place, key, text)
        return None
    if kind != "values" and known.choices:
        text = f"is {allowed_text(known)}; give {{values: [...]}} or `{DECLARED}`"
        problems.add(node.place, key, text)
        return None
    filled = {**_usual(known, kind), **given}
    missing = [name for name in needed if name not in filled]
    if missing:
        problems.add(node.place, key, f"a {kind} distribution needs {' and '.join(missing)}")
        return None
    problem = _problem(kind, filled)
    if problem is not None:
        problems.add(node.place, key, problem)
        return None
    if kind == "values":
        numbers = [value for value in filled["values"] if not isinstance(value, str)]
        ends = (float(min(numbers)), float(max(numbers))) if numbers else (math.nan, math.nan)
        return Parameter(key, kind, *ends, values=filled["values"], integer=known.integer)
    fields: dict[str, Any] = {name: float(filled[name]) for name in needed}
    return Parameter(key, kind, **fields, integer=known.integer)


def _usual(known: params.Parameter, kind: str) -> dict[str, Any]:
    """Return the bounds that hold when a file gives none."""
    if kind == "values":
        return {}
    hard = (known.low, known.high)
    low, high = known.sweep if known.sweep is not None and kind != "normal" else hard
    return {"low": low, "high": high}


def _problem(kind: str, filled: dict[str, Any]) -> str | None:
    if kind == "values":
        return None
    low, high = filled["low"], filled["high"]
    if not low < high:
        return f"low, {plain(low)}, must lie below high, {plain(high)}"
    if kind == "log_uniform" and low <= 0:
        return f"a log_uniform distribution needs low above 0, not {plain(low)}"
    if kind == "triangular" and not low <= filled["mode"] <= high:
        text = f"must lie from low, {plain(low)}, to high, {plain(high)}"
        return f"mode, {plain(filled['mode'])}, {text}"
    if kind == "normal" and filled["sd"] <= 0:
        return "sd must be above 0"
    if kind == "normal" and not low - 4 * filled["sd"] < filled["mean"] < high + 4 * filled["sd"]:
        return "mean lies more than 4 sd outside the bounds; next to nothing is left between them"
    return None
