"""Which settings a world draws, and how.

Each is drawn from a triangular distribution over its declared range, with the value that the firms
have as the most likely one: what elicitation of a best guess and two bounds gives (Johnson 1997).

`behaviour`: everything that says how people behave. `prior`: what declares a range among the facts
that a market file may set. Neither draws what schemes differ in: every scheme keeps what makes it
a scheme.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from analysis.parameters.parameter import Parameter as Draw
from analysis.parameters.ranges import ranged
from sim.core.params import Parameter
from sim.scenario import declared

if TYPE_CHECKING:
    from sim.scenario import Scenario

BEHAVIOUR, PRIOR = "behaviour", "prior"
OF_THE_FIRM = ("market", "organisation", "information", "handoff", "calendar", "succession")
"""Blocks that say how the firm is set up, not how people behave."""
LEADERS = ("horizon", "dispute_hours", "background", "week", "team")
"""What `organisation` says of the people at the top, not of lines and authority."""

Ranges = dict[str, Draw]
"""Dotted key → how the setting is drawn."""


def varied() -> tuple[str, ...]:
    """Return every setting with a declared range that is not decided: people, buyers, the job."""
    return tuple(key for key in ranged() if is_leaders(key) or not declared.is_lever(key))


def behaviour() -> tuple[str, ...]:
    """Return the settings that say how people behave: nothing decided, no fact about buyers."""
    return tuple(key for key in varied() if _is_about_people(key, declared.flat()[key]))


def is_leaders(key: str) -> bool:
    """Return whether a setting says what a leader is like; a scheme may say so too."""
    section, *names = key.split(".")
    return section == "organisation" and names[0] in LEADERS


def prior() -> tuple[str, ...]:
    """Return the facts about buyers and the job that declare a range."""
    return tuple(key for key in varied() if declared.flat()[key].market)


def spans(keys: Iterable[str], firms: Sequence[Scenario] = ()) -> Ranges:
    """Return how each setting is drawn for these firms; leaders that differ stay as they are."""
    own = [firm.flat() for firm in firms]
    known = declared.flat()
    return {
        key: _drawn(key, known[key], [float(firm[key]) for firm in own])
        for key in keys
        if not (is_leaders(key) and len({firm[key] for firm in own}) > 1)
    }


def _drawn(key: str, item: Parameter, own: Sequence[float]) -> Draw:
    low, high = reach(item, *own)
    default: Any = item.default
    mode = sum(own) / len(own) if own else float(default)
    return Draw(key, "triangular", low, high, mode=min(max(mode, low), high), integer=item.integer)


def reach(item: Parameter, *own: float) -> tuple[float, float]:
    """Return the declared range of a setting, widened to the values that firms have themselves.

    A range that is a factor lies around their values. Where none is declared: half and twice these
    values, within what is allowed.
    """
    if item.around and own:
        ends = [item.range_of(value) or (value, value) for value in own]
        return min(low for low, _ in ends), max(high for _, high in ends)
    if item.sweep is not None:
        return min((item.sweep[0], *own)), max((item.sweep[1], *own))
    return max(item.low, min(own) / 2), min(item.high, max(own) * 2)


def _is_about_people(key: str, item: Parameter) -> bool:
    is_fact = item.market or item.labels or item.integer or item.choices
    return is_leaders(key) or (not is_fact and key.split(".", 1)[0] not in OF_THE_FIRM)
