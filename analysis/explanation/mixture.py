"""Scenarios between two: some levers as in the one, the others as in the other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from analysis.explanation.levers import BEFORE, TIMELINE, Lever, before, differs_before
from sim.core.errors import ScenarioError
from sim.scenario.assemble import check_whole, is_same
from sim.scenario.check import Setting
from sim.scenario.declared import nested
from sim.scenario.nodes import Place, Problems
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from sim.scenario.timeline import Change


class Mixtures:
    """Every scenario between two, made when it is asked for and kept.

    A mixture is named by a number whose bit i says that lever i is as in `b`.
    """

    def __init__(self, a: Scenario, b: Scenario, levers: Sequence[Lever]) -> None:
        self.a, self.b = a, b
        self.levers = tuple(levers)
        self._made: dict[int, Scenario] = {}

    @property
    def whole(self) -> int:
        """Return the number of the mixture in which every lever is as in `b`."""
        return (1 << len(self.levers)) - 1

    def __getitem__(self, mask: int) -> Scenario:
        """Return a mixture, checked as a file is. Raises: ScenarioError."""
        if mask not in self._made:
            chosen = [lever for i, lever in enumerate(self.levers) if mask >> i & 1]
            self._made[mask] = mixed(self.a, self.b, chosen)
        return self._made[mask]


def mixed(a: Scenario, b: Scenario, chosen: Collection[Lever]) -> Scenario:
    """Return scenario `a` with the chosen levers as in `b`.

    With none it has the numbers of `a`, with all of them those of `b`. Raises: ScenarioError.
    """
    keys = {key for lever in chosen for key in lever.keys}
    names = {lever.name for lever in chosen}
    left, right = a.flat(), b.flat()
    flat = {key: right[key] if key in keys else left[key] for key in left}
    origin = {key: (b if key in keys else a).origin[key] for key in flat}
    timeline = b.timeline if TIMELINE in names else a.timeline
    _check(flat, timeline)
    values = nested(flat)
    source = b if BEFORE in names else a
    past = _past(a, b, keys, source)
    label = "+".join(lever.name for lever in chosen)
    return Scenario(
        f"{a.name}+{label}" if label else a.name,
        f"{a.name} with {label or 'nothing'} of {b.name}",
        values,
        origin,
        source.before,
        None if past is None or is_same(past, values) else past,
        timeline,
        rooms=a.rooms,
    )


def _past(a: Scenario, b: Scenario, keys: set[str], source: Scenario) -> dict[str, Any] | None:
    left, right = before(a), before(b)
    if differs_before(a, b) or left is None or right is None:
        own = before(source)
        return None if own is None else nested(own)
    return nested({key: right[key] if key in keys else left[key] for key in left})


def _check(flat: dict[str, Any], timeline: tuple[tuple[int, dict[str, Any]], ...]) -> None:
    place, problems = Place("mixture", 1), Problems()
    layer = {key: Setting(value, place) for key, value in flat.items()}
    dates: list[Change] = [
        (Setting(week, place), {key: Setting(value, place) for key, value in change.items()})
        for week, change in timeline
    ]
    check_whole(layer, dates, problems)
    problems.stop_if_any()


def separable(a: Scenario, b: Scenario, levers: Sequence[Lever]) -> list[Lever]:
    """Return the levers, those joined that make no sense one without the other."""
    parts = list(levers)
    while len(parts) > 1:
        stuck = next((part for part in parts if not _stands(a, b, parts, part)), None)
        if stuck is None:
            return parts
        others = [part for part in parts if part is not stuck]
        partner = next((other for other in others if _is_valid(a, b, [stuck, other])), others[0])
        joined = Lever(
            f"{stuck.name}+{partner.name}",
            f"{stuck.words} and {partner.words}",
            stuck.keys + partner.keys,
            f"{stuck.change}; {partner.change}",
        )
        parts = [joined if part is stuck else part for part in parts if part is not partner]
    return parts


def _stands(a: Scenario, b: Scenario, parts: Sequence[Lever], one: Lever) -> bool:
    """Return whether a lever can be moved alone and left alone, whichever other is moved."""
    rest = [part for part in parts if part is not one]
    pairs = [[one, other] for other in rest]
    without = [[part for part in rest if part is not other] for other in rest]
    return all(_is_valid(a, b, chosen) for chosen in ([one], rest, *pairs, *without))


def _is_valid(a: Scenario, b: Scenario, chosen: Collection[Lever]) -> bool:
    try:
        mixed(a, b, chosen)
    except ScenarioError:
        return False
    return True


def couples(number: int) -> list[tuple[int, int]]:
    """Return every pair of that many places.

    >>> couples(3)
    [(0, 1), (0, 2), (1, 2)]
    """
    return list(combinations(range(number), 2))
