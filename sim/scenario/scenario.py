"""A scenario: what a file says, checked and complete, and what can be made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sim.scenario.change import changed
from sim.scenario.resolved import Resolved
from sim.scenario.writing import written


@dataclass(frozen=True, eq=False)
class Scenario(Resolved):
    """Everything a run needs to know; changing or writing one leaves it as it is."""

    def renamed(self, name: str, description: str | None = None, title: str = "") -> Scenario:
        """Return the same scenario under another name, with a title of its own or none."""
        text = self.description if description is None else description
        return replace(self, name=name, description=text, title=title)

    def with_values(self, settings: Mapping[str, Any]) -> Scenario:
        """Return this scenario with some settings changed, by dotted key, checked as in a file.

        A value may be a mapping: {"contracts.rep": {"own_revenue": 1}} gives all weights of a
        role at once (those left out become 0). Raises: ScenarioError.
        """
        return changed(self, settings)

    def to_yaml(self) -> str:
        """Return a file that needs no other file and loads to the same numbers."""
        return written(self)
