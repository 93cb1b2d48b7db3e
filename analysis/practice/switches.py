"""Practices as switches: which a firm has, and the same firm with one more or one less.

A practice is an overlay; the first setting it states is its switch. A firm has the practice when
that setting is not at its declared default and every word agrees (a working meeting is not a
reporting one). Switching happens in the first counted week: until then the firm is what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.core.errors import InputError
from sim.scenario import declared, shipped

if TYPE_CHECKING:
    from sim.scenario import Scenario


@dataclass(frozen=True)
class Practice:
    """One practice.

    Attributes:
        name: the overlay's name.
        question: what the overlay says it answers.
        settings: dotted key → value, as the file states them.
    """

    name: str
    question: str
    settings: dict[str, Any]

    @property
    def switch(self) -> str:
        """Return the setting that turns it on."""
        return next(iter(self.settings))


def all_practices() -> list[Practice]:
    """Return every shipped practice, by name."""
    return [practice(name) for name in shipped.practices()]


def practice(name: str) -> Practice:
    """Return a practice: a shipped name, or the path of an overlay of your own.

    Raises: ScenarioError when the file is wrong, InputError when it is no overlay or sets nothing.
    """
    from sim.scenario.layers import file_layers
    from sim.scenario.nodes import Problems
    from sim.scenario.suggest import hint

    known = shipped.practices()
    if shipped.find(name) is None and not name.endswith((".yaml", ".yml")):
        raise InputError(f"no practice is called {name}; {hint(name, known, len(known))}")
    problems = Problems()
    layers = file_layers(name, problems)
    problems.stop_if_any()
    layer = layers[-1]
    settings = {key: item.value for key, item in layer.settings.items()}
    if layer.kind != "overlay" or not settings:
        raise InputError(
            f"{name} is no practice; a practice is an overlay (kind: overlay) that sets something, "
            f"such as {known[0]}"
        )
    return Practice(layer.name, layer.description, settings)


def has(scenario: Scenario, item: Practice) -> bool:
    """Return whether a firm has a practice when the count begins."""
    now = scenario.flat()
    words = [key for key, value in item.settings.items() if isinstance(value, str)]
    is_on = now[item.switch] != declared.flat()[item.switch].default
    return is_on and all(now[key] == item.settings[key] for key in words)


def switched(scenario: Scenario, items: Sequence[Practice]) -> Scenario:
    """Return the firm with each practice the other way round from the first counted week on.

    Raises: InputError when two of the practices set the same thing.
    """
    change: dict[str, Any] = {}
    for item in items:
        shared = sorted(set(change) & set(item.settings))
        if shared:
            names = " and ".join(each.name for each in items)
            raise InputError(f"{names} both set {shared[0]}; they exclude each other")
        change |= _turned(scenario, item)
    scenario.with_values(change)  # checks what the settings make together
    first = dict(scenario.timeline).get(0, {})
    later = [(week, settings) for week, settings in scenario.timeline if week != 0]
    timeline = ((0, {**first, **change}), *later)
    name = "_and_".join(label(scenario, item) for item in items)
    text = f"{scenario.name}, from the first counted week {name.replace('_', ' ')}."
    return replace(scenario, name=name, description=text, timeline=timeline)


def label(scenario: Scenario, item: Practice) -> str:
    """Return how the firm with the practice the other way round is called."""
    return turned_name(item.name, is_off=has(scenario, item))


def turned_name(practice: str, *, is_off: bool) -> str:
    """Return what a firm is called in which a practice was switched on, or off.

    >>> turned_name("exchange", is_off=False)
    'with_exchange'
    """
    return f"{'without' if is_off else 'with'}_{practice}"


def _turned(scenario: Scenario, item: Practice) -> dict[str, Any]:
    if not has(scenario, item):
        return item.settings
    known = declared.flat()
    return {key: known[key].default for key in item.settings}
