"""A year of one firm played by hand, quarter by quarter, on the Mesa driver.

Every year of a room is the same firm with the same luck from the same first week; years differ in
what was decided and in nothing else. A quarter takes about two tenths of a second.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from counterpoint.workshop.year.hands import PEOPLE, QUARTERS, ROLES, USUAL
from counterpoint.workshop.year.sight import Quarter
from sim.model import RevenueModel
from sim.scenario import Scenario
from sim.world.names import QUARTER

Hands: TypeAlias = Mapping[str, str]
Path: TypeAlias = tuple[tuple[tuple[str, str], ...], ...]
"""What was decided in each quarter so far, by role."""


class Played(RevenueModel):
    """A firm whose people do what was decided for their role."""

    role: str = ""
    hands: Hands = {}

    def told(self, role: str, decision: str) -> str:
        """Return what was decided for a role, `usual` where nothing was."""
        return self.hands.get(decision, USUAL) if role == self.role else USUAL


class Years:
    """The years of one firm that are played; what is asked for again is not simulated again.

    Args:
        firm: the firm, at least a year long.
        seed, replicate: its luck.
    """

    def __init__(self, firm: Scenario, seed: int, replicate: int = 0) -> None:
        self.firm, self.seed, self.replicate = firm, seed, replicate
        self._kept: dict[tuple[str, Path], tuple[bytes, dict[str, Any]]] = {}

    def quarter(self, role: str, hands: Sequence[Hands]) -> dict[str, Any]:
        """Return what there was to see in the last of these quarters.

        Keys: a role each, as `sight.Quarter.seen` has it, and `told`, as its `told`.
        """
        assert 1 <= len(hands) <= QUARTERS
        assert role in ROLES
        return self._at(role, _path(hands))[1]

    def forget(self, quarters: int) -> None:
        """Drop firms that are not so many quarters on."""
        for key in [key for key in self._kept if 0 < len(key[1]) < quarters]:
            del self._kept[key]

    def _at(self, role: str, path: Path) -> tuple[bytes, dict[str, Any]]:
        key = (role if any(path) else "", path)
        if key not in self._kept:
            model = self._begun() if not path else _copied(self._at(role, path[:-1])[0])
            seen: dict[str, Any] = {}
            try:
                if path:
                    model.role, model.hands = role, dict(path[-1])
                    quarter = Quarter(model.week + 1)
                    for _ in range(QUARTER):
                        model.step()
                        quarter.look(model.world, model.latest)
                    seen = quarter.whole(model.world)
                self._kept[key] = (pickle.dumps(model), seen)
            finally:
                model.release()
        return self._kept[key]

    def _begun(self) -> Played:
        """Return the firm at the end of the week before the first counted one."""
        model = Played(self.firm, self.seed, self.replicate, agents=PEOPLE)
        for _ in range(model.burn_in):
            model.step()
        return model


def _copied(held: bytes) -> Played:
    model: Played = pickle.loads(held)
    return model


def _path(hands: Sequence[Hands]) -> Path:
    return tuple(tuple(sorted(each.items())) for each in hands)
