"""What a resolved scenario holds: every setting with its value and the place that gave it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sim.rooms import Rooms
from sim.scenario import declared
from sim.scenario.declared import flattened, updated

Epoch = tuple[int, dict[str, Any]]
"""The week from which some values hold, and all values."""


@dataclass(frozen=True, eq=False)
class Resolved:
    """Everything a run needs to know, checked and complete. Do not change what it holds.

    A `Scenario` is this with what can be made of it.

    Attributes:
        name, title, description: labels for people; no number ever depends on them. A title is in
            any language; without one it is empty, and `label` is the name.
        currency: code or symbol to show beside money; no number depends on it.
        rooms: the rooms from outside that it has, by name.
        values: every declared setting, nested as in a file, defaults filled in.
        origin: dotted key to "file:line" of the statement that won, or "default".
        before: `same`, a scheme's name, or `stated`: what held during burn-in.
        past: levers that stand otherwise during burn-in: contracts, organisation and information,
            and practices that begin with the scheme; None when all are as afterwards.
        timeline: (week, dotted settings that change then), in order.
    """

    name: str
    description: str
    values: dict[str, Any]
    origin: Mapping[str, str]
    before: str = declared.SAME
    past: dict[str, Any] | None = None
    timeline: tuple[tuple[int, dict[str, Any]], ...] = field(default=())
    title: str = ""
    currency: str = declared.EURO
    rooms: Rooms = ()

    @property
    def label(self) -> str:
        """Return what people call it: its title, or its name."""
        return self.title or self.name

    @property
    def weeks(self) -> int:
        """Return the number of counted weeks."""
        return int(self.values["run"]["weeks"])

    @property
    def burn_in(self) -> int:
        """Return the number of weeks before the count begins."""
        return int(self.values["run"]["burn_in"])

    def epochs(self) -> list[Epoch]:
        """Return the weeks from which values hold, first week of burn-in first.

        The first epoch holds the scheme's past when there is a burn-in and the past differs.
        """
        result: list[Epoch] = [(-self.burn_in, self.values)]
        if self.past is not None and self.burn_in:
            past = updated(self.values, flattened(self.past))
            result = [(-self.burn_in, past), (0, self.values)]
        current = self.values
        for week, change in self.timeline:
            current = updated(current, change)
            if result[-1][0] == week:
                result.pop()
            result.append((week, current))
        return result

    @cached_property
    def hash(self) -> str:
        """Return what identifies the numbers: equal for two files that differ in words only."""
        numbers = [[week, _without_words(values)] for week, values in self.epochs()]
        text = json.dumps(numbers, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def flat(self) -> dict[str, Any]:
        """Return every setting by dotted key; `market.segments` and `.launches` stay lists."""
        return flattened(self.values)


def _without_words(values: dict[str, Any]) -> dict[str, Any]:
    run = {key: value for key, value in values["run"].items() if key != "before"}
    return {**values, "run": run}
