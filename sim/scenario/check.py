"""Check what a file says against what is declared: keys, types, bounds, words, sums."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from sim.core.numerals import asked_back, meant, readings
from sim.core.params import Parameter
from sim.scenario import declared
from sim.scenario.declared import Declared
from sim.scenario.nodes import Node, Place, Problems, is_number
from sim.scenario.reader import FLOAT, INTEGER
from sim.scenario.suggest import FEW, hint, nearest

TOLERANCE = 1e-6
"""How far weights or shares may miss 1: a third written as 0.333333 is fine."""
MAX_ENTRIES = {declared.SEGMENTS: 8, declared.LAUNCHES: 60}


@dataclass(frozen=True)
class Setting:
    """One value and the place that gives it."""

    value: Any
    place: Place


Layer: TypeAlias = dict[str, Setting]
"""What one file sets, by dotted key."""


def collect(
    node: Node, allowed: Declared, key: str, problems: Problems, whole_roles: bool = True
) -> Layer:
    """Return every setting below `node` by dotted key; notes what is not declared or not allowed.

    A file that gives any weight of a role gives them all: those it leaves out become 0.
    `whole_roles=False` keeps the weights that are not named (single settings on the command line).
    """
    layer: Layer = {}
    if node.is_broken:
        return layer
    if not node.is_mapping:
        text = f"must hold settings of its own ({_shown(allowed)}), not {described(node)}"
        problems.add(node.place, key, text)
        return layer
    for name, item in node.items():
        path = f"{key}.{name}" if key else name
        if name not in allowed:
            problems.add(item.place, path, f"unknown setting; {_meant(name, allowed)}")
        elif isinstance(allowed[name], Parameter):
            value = checked(item, allowed[name], path, problems)
            if value is not None:
                layer[path] = Setting(value, item.place)
        else:
            layer.update(collect(item, allowed[name], path, problems, whole_roles))
    if whole_roles and _is_role(key):
        _complete_weights(node, key, layer, problems)
    return layer


def checked(node: Node, declaration: Parameter, key: str, problems: Problems) -> Any:
    """Return the value of one setting as it is used, or None (and a problem)."""
    if node.is_broken:
        return None
    node = _as_number(node, declaration)
    problem = _problem(node, declaration)
    if problem is not None:
        problems.add(node.place, key, problem)
        return None
    if isinstance(node.value, str):
        return node.value
    return int(node.value) if declaration.integer else float(node.value) + 0.0


def entries(node: Node, key: str, problems: Problems) -> list[dict[str, Any]] | None:
    """Return a checked list of mappings (segments or launches), defaults filled in, or None."""
    if node.is_broken:
        return None
    is_segments = key == declared.SEGMENTS
    allowed = declared.lists()[key]
    if not node.is_list:
        text = f"must be a list, each entry begun by a dash, not {described(node)}"
        problems.add(node.place, key, text)
        return None
    least, most = int(is_segments), MAX_ENTRIES[key]
    if not least <= len(node.value) <= most:
        text = f"has {len(node.value)} entries; allowed: {least} to {most}"
        problems.add(node.place, key, text)
        return None
    before = len(problems.found)
    filled = [_entry(item, allowed, f"{key}[{i}]", problems) for i, item in enumerate(node.value)]
    if len(problems.found) > before or any(is_damaged(item) for item in node.value):
        return None
    if is_segments:
        _check_segments(filled, node, problems)
    return filled


def is_damaged(node: Node) -> bool:
    """Return whether a problem about the node, or anything in it, was reported while reading."""
    below = node.value if node.is_list else [item for _name, item in node.items()]
    return node.is_broken or any(is_damaged(item) for item in below)


def is_whole(shares: Iterable[float]) -> bool:
    """Return whether weights or shares sum to 1, as near as people write them."""
    return abs(math.fsum(shares) - 1.0) <= TOLERANCE


def check_sum(
    weights: dict[str, float], what: str, place: Place, key: str, problems: Problems, way_out: str
) -> None:
    """Note a problem when weights or shares do not sum to 1."""
    if not is_whole(weights.values()):
        total = math.fsum(weights.values())
        given = ", ".join(f"{name} {value:g}" for name, value in weights.items() if value)
        text = f"the {what} sum to {total:g} but must sum to 1 ({given or 'all are 0'}); {way_out}"
        problems.add(place, key, text)


def described(node: Node) -> str:
    """Return in words what a node holds, for messages."""
    if node.is_mapping:
        return "a group of settings"
    if node.is_list:
        return "a list"
    if isinstance(node.value, bool):
        return f"{str(node.value).lower()}"
    if isinstance(node.value, str):
        text = node.value if len(node.value) <= 40 else node.value[:37] + "..."
        return f"the text {text!r}"
    return str(node.value)


def allowed_text(declaration: Parameter) -> str:
    """Return in words what a declaration allows.

    >>> allowed_text(Parameter(0.5, 0, 1))
    'a number from 0 to 1'
    """
    if declaration.choices:
        return "one of " + ", ".join(declaration.choices)
    if is_name(declaration):
        return "a name"
    word = f"{declaration.word} or " if declaration.word else ""
    unit = "" if declaration.unit in ("", "1") else f" ({declaration.unit})"
    kind = "a whole number" if declaration.integer else "a number"
    return f"{word}{kind} from {declaration.low:.15g} to {declaration.high:.15g}{unit}"


def is_name(declaration: Parameter) -> bool:
    """Return whether a setting takes a free name."""
    is_word = isinstance(declaration.default, str)
    return is_word and not declaration.choices and not declaration.word


def _problem(node: Node, declaration: Parameter) -> str | None:
    value, wanted = node.value, allowed_text(declaration)
    if declaration.choices:
        return _word_problem(node, declaration)
    if declaration.word and value == declaration.word:
        return None
    if is_name(declaration):
        is_fine = isinstance(value, str) and bool(value.strip()) and value.isprintable()
        return None if is_fine and len(value) <= 200 else f"must be {wanted}, not {described(node)}"
    if isinstance(value, str):
        return f"must be {wanted}, not {described(node)}{_number_hint(node)}"
    if not is_number(value):
        return f"must be {wanted}, not {described(node)}"
    number = float(value)
    if not math.isfinite(number):
        return f"{value} is not allowed: numbers must be finite"
    if declaration.integer and number != math.floor(number):
        return f"must be {wanted}, not {described(node)}"
    if not declaration.low <= number <= declaration.high:
        return f"{value} is out of bounds; allowed: {wanted}"
    return None


def _as_number(node: Node, declaration: Parameter) -> Node:
    """Return a node whose text is a number people write (20%, 0,2, 45k) as that number."""
    is_text = isinstance(node.value, str) and not node.quoted
    if not is_text or declaration.choices or is_name(declaration) or node.value == declaration.word:
        return node
    found = meant(node.value, declaration.low, declaration.high, whole=declaration.integer)
    return Node(found[0], node.place) if len(found) == 1 else node


def _word_problem(node: Node, declaration: Parameter) -> str | None:
    if isinstance(node.value, str) and node.value in declaration.choices:
        return None
    near = nearest(node.value, declaration.choices) if isinstance(node.value, str) else None
    more = f"; did you mean {near}?" if near else ""
    return f"must be {allowed_text(declaration)}, not {described(node)}{more}"


def _number_hint(node: Node) -> str:
    text = str(node.value).strip()
    if FLOAT.fullmatch(text) or INTEGER.fullmatch(text):
        return f"; write it without quotes: {text}" if node.quoted else ""
    found = readings(text)
    if len(found) == 2:
        return f"; {asked_back(text, found)}"
    if len(found) == 1:
        return f"; write it without quotes: {found[0]:.15g}"
    return ""


def _entry(node: Node, allowed: Declared, key: str, problems: Problems) -> dict[str, Any]:
    defaults = {path: item.default for path, item in declared.walk(allowed) if path != "name"}
    given = collect(node, allowed, key, problems)
    values = {path.removeprefix(f"{key}."): setting.value for path, setting in given.items()}
    if "name" in allowed and node.is_mapping and "name" not in node.value:
        problems.add(node.place, f"{key}.name", "is missing; every segment has a name")
    return declared.nested({**({"name": ""} if "name" in allowed else {}), **defaults, **values})


def _check_segments(segments: list[dict[str, Any]], node: Node, problems: Problems) -> None:
    names = [segment["name"] for segment in segments]
    for i, name in enumerate(names):
        if name in names[:i]:
            text = f"{name!r} is used twice; names of segments must differ"
            problems.add(node.value[i].place, f"market.segments[{i}].name", text)
    shares = {segment["name"]: segment["share"] for segment in segments}
    if len(shares) == len(segments):
        way_out = "change the shares, given or default"
        check_sum(shares, "shares", node.place, declared.SEGMENTS, problems, way_out)


def _is_role(key: str) -> bool:
    parts = key.split(".")
    return len(parts) >= 2 and parts[-2] == "contracts"


def _complete_weights(node: Node, key: str, layer: Layer, problems: Problems) -> None:
    metrics = declared.metrics()
    named = [name for name in metrics if name in node.value]
    good = {name: layer[f"{key}.{name}"].value for name in named if f"{key}.{name}" in layer}
    if not named:
        return
    is_clean = all(f"{key}.{name}" in layer for name in node.value)
    for name in metrics:
        layer.setdefault(f"{key}.{name}", Setting(0.0, node.place))
    if is_clean:
        way_out = "a file that gives one weight of a role gives them all"
        check_sum(good, "weights", node.place, key, problems, way_out)


def _shown(allowed: Declared) -> str:
    names = list(allowed)
    return ", ".join(names[:FEW]) + (", ..." if len(names) > FEW else "")


def _meant(name: str, allowed: Iterable[str]) -> str:
    names = list(allowed)
    if nearest(name, names) is None:
        last = {path.rsplit(".", 1)[-1]: path for path in declared.flat()}
        if name in last:
            return f"did you mean {last[name]}?"
    return hint(name, names)
