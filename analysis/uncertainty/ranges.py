"""Which settings a world draws, and from where to where.

`behaviour`: everything that says how people behave. `prior`: what declares a range among the facts
that a market file may set. Neither holds a lever: every scheme keeps what makes it a scheme.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from analysis.study.ranges import ranged
from sim.core.params import Parameter
from sim.scenario import declared

if TYPE_CHECKING:
    from sim.scenario import Scenario

BEHAVIOUR, PRIOR = "behaviour", "prior"
OF_THE_FIRM = ("market", "organisation", "information", "handoff", "calendar", "succession")
"""Blocks that say how the firm is set up, not how people behave."""

Ranges = dict[str, tuple[float, float]]


def varied() -> tuple[str, ...]:
    """Return every setting with a declared range that is no lever: people, buyers and the job."""
    return tuple(key for key in ranged() if not declared.is_lever(key))


def behaviour() -> tuple[str, ...]:
    """Return the settings that say how people behave: no lever, no fact about buyers."""
    return tuple(key for key in varied() if _is_about_people(key, declared.flat()[key]))


def prior() -> tuple[str, ...]:
    """Return the facts about buyers and the job that declare a range."""
    return tuple(key for key in varied() if declared.flat()[key].market)


def spans(keys: Iterable[str], firms: Sequence[Scenario] = ()) -> Ranges:
    """Return the declared range of each setting, widened to what these firms have themselves."""
    found: Ranges = {}
    own = [firm.flat() for firm in firms]
    for key in keys:
        item = declared.flat()[key]
        assert item.sweep is not None
        values = [float(firm[key]) for firm in own]
        found[key] = (min((item.sweep[0], *values)), max((item.sweep[1], *values)))
    return found


def _is_about_people(key: str, item: Parameter) -> bool:
    is_fact = item.market or item.labels or item.integer or item.choices
    return not is_fact and key.split(".", 1)[0] not in OF_THE_FIRM
