"""Read what a pack says of two scenes: which cause is guessed, and which assumption is moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.explanation.mechanisms import parts
from analysis.parameters.spans import reach
from counterpoint.workshop.rounds.fields import Fields
from counterpoint.workshop.rounds.pack_parts import Assumption, Cause
from sim.core.params import Parameter
from sim.scenario import declared
from sim.scenario.nodes import Node
from sim.scenario.suggest import hint

if TYPE_CHECKING:
    from sim.scenario import Scenario

CAUSES = {
    "hours": "How people split their week",
    "threshold": "Which leads marketing hands over",
    "discount": "Discounts at closing",
    "brand": "The brand",
}
ASSUMPTIONS = {
    "demand.entry_hazard": "Accounts that start looking in a year",
    "triage.lead_hours": "Time a rep needs for one lead",
    "effort.rep_week": "Hours a week that a rep can work",
    "needs.drift": "How quickly what buyers want moves",
    "conflict.heat": "How much one dispute strains a pair",
}
"""Usual causes and assumptions, where a pack names none."""
ENDS = ("low", "high")
MOST = 6
PLAIN = ("hours", "weeks", "people", "accounts", "deals", "leads")


def read_causes(fields: Fields) -> tuple[Cause, ...]:
    """Return four causes: `part: title`."""
    known = [name for _, name, _ in parts()]
    found = []
    for key, node in fields.pairs("causes", "part: what it is called"):
        if key not in known:
            text = f"no choice or mechanism is called {key!r}; {hint(key, known)}"
            fields.problems.add(node.place, f"causes.{key}", text)
        found.append(Cause(key, fields.as_text(node, f"causes.{key}", 60)))
    if not found and not fields.has_problem("causes"):
        return tuple(Cause(part, title) for part, title in CAUSES.items())
    if len(found) != len(CAUSES):
        fields.note("causes", f"must be {len(CAUSES)}, each with what it is called")
    return tuple(found)


def read_assumptions(fields: Fields, firm: Scenario | None) -> tuple[Assumption, ...]:
    """Return one to six assumptions: `setting: {title: …, low: …, high: …}`, or a title alone.

    Where no ends are given they are what is worth exploring around the firm in its own market.
    """
    found = [
        _assumption(fields, key, node, firm)
        for key, node in fields.pairs("assumptions", "setting: {title: …, low: …, high: …}")
    ]
    if not found and not fields.has_problem("assumptions"):
        return tuple(_usual(key, title, firm) for key, title in ASSUMPTIONS.items())
    if len(found) > MOST:
        fields.note("assumptions", "must be at most six")
    return tuple(each for each in found if each is not None)


def _usual(key: str, title: str, firm: Scenario | None) -> Assumption:
    item = declared.flat()[key]
    return Assumption(key, title, _unit(item), *_reach(item, key, firm))


def _reach(item: Parameter, key: str, firm: Scenario | None) -> tuple[float, float]:
    """Return what is worth exploring of a setting, the firm's own value within it."""
    default: Any = item.default
    own = float(default if firm is None else declared.value_at(dict(firm.values), key))
    low, high = reach(item, own)
    return float(low), float(high)


def _assumption(fields: Fields, key: str, node: Node, firm: Scenario | None) -> Assumption | None:
    above = f"assumptions.{key}"
    item = declared.flat().get(key)
    if item is None or item.choices:
        wanted = [name for name, each in declared.flat().items() if each.sweep is not None]
        text = f"no number of a firm is called {key!r}; {hint(key, wanted)}"
        fields.problems.add(node.place, above, text)
        return None
    keys = ("title", *ENDS)
    for more, inner in node.items() if node.is_mapping else ():
        if more not in keys:
            fields.problems.add(inner.place, f"{above}.{more}", f"unknown key; {hint(more, keys)}")
    if node.is_mapping:
        title = fields.inner(node, above, "title", 60)
    else:
        title = fields.as_text(node, above, 60)
    low, high = (_end(fields, above, node, item, place, firm) for place in range(2))
    if low is None or high is None:
        return None
    if not low < high:
        fields.problems.add(node.place, above, "low must lie below high")
        return None
    return Assumption(key, title, _unit(item), low, high)


def _unit(item: Parameter) -> str:
    """Return a unit that people say; of others the number stands alone."""
    return item.unit if item.unit in PLAIN else ""


def _end(
    fields: Fields, above: str, node: Node, item: Parameter, place: int, firm: Scenario | None
) -> float | None:
    """Return one end of the range: what the pack says, else what is worth exploring."""
    inner = node.value.get(ENDS[place]) if node.is_mapping else None
    if inner is None and (item.sweep is not None or item.around):
        return _reach(item, above.removeprefix("assumptions."), firm)[place]
    value: Any = None if inner is None else inner.value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not item.low <= value <= item.high:
        where = node.place if inner is None else inner.place
        text = f"must be a number from {item.low:g} to {item.high:g}"
        fields.problems.add(where, f"{above}.{ENDS[place]}", text)
        return None
    return float(value)
