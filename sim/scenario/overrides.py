"""Single settings from the command line or from code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.core.params import Parameter
from sim.scenario import declared
from sim.scenario.check import Layer, Setting, checked, collect, entries
from sim.scenario.nodes import Node, Place, Problems, from_python
from sim.scenario.reader import scalar, scalar_problem
from sim.scenario.suggest import hint

QUOTES = "\"'"


def read_overrides(texts: Sequence[str], label: str, problems: Problems) -> Layer:
    """Return what texts of the form key=value set; notes every problem."""
    layer: Layer = {}
    place = Place(label)
    for text in texts:
        key, equals, value = text.partition("=")
        key, value = key.strip(), value.strip()
        if not equals or not key:
            problems.add(place, "", f"{text!r} must have the form key=value, as in trust.gain=0.03")
            continue
        problem = scalar_problem(value)
        if problem is not None:
            problems.add(place, key, problem)
            continue
        layer.update(one(key, _node(value, place), problems))
    return layer


def read_settings(settings: Mapping[str, Any], label: str, problems: Problems) -> Layer:
    """Return what plain Python values by dotted key set; notes every problem."""
    layer: Layer = {}
    for key, value in settings.items():
        layer.update(one(str(key), from_python(value, Place(label)), problems))
    return layer


def one(key: str, node: Node, problems: Problems) -> Layer:
    """Return what one setting makes: a value, a list, or a mapping for a group of settings."""
    if key in declared.lists():
        filled = entries(node, key, problems)
        return {} if filled is None else {key: Setting(filled, node.place)}
    allowed: Any = declared.declared()
    done = ""
    for part in key.split("."):
        if isinstance(allowed, Parameter) or part not in allowed:
            problems.add(node.place, key, f"unknown setting; {_meant(key, done, part, allowed)}")
            return {}
        done = f"{done}.{part}" if done else part
        allowed = allowed[part]
    if not isinstance(allowed, Parameter):
        return collect(node, allowed, key, problems)
    value = checked(node, allowed, key, problems)
    return {} if value is None else {key: Setting(value, node.place)}


def _node(text: str, place: Place) -> Node:
    if len(text) > 1 and text[0] in QUOTES and text[-1] == text[0]:
        return Node(text[1:-1], place, quoted=True)
    return Node(scalar(text), place)


def _meant(key: str, done: str, part: str, allowed: Any) -> str:
    places = {path.rsplit(".", 1)[-1]: path for path in declared.flat()}
    if isinstance(allowed, Parameter):
        return f"{done} holds one value"
    near = hint(part, allowed)
    if near.startswith("did you mean ") and done:
        return near.replace("did you mean ", f"did you mean {done}.")
    last = key.rsplit(".", 1)[-1]
    if not near.startswith("did you mean ") and last in places:
        return f"did you mean {places[last]}?"
    return near
