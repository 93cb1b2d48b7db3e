"""The explore page's work: plans in, pictures out, the newest question first."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.figures.palette import looks
from analysis.words import wording
from counterpoint.workshop.farm import Farm, NotWantedError
from counterpoint.workshop.picture import picture, twins
from counterpoint.workshop.plan import Plan, markets, read_plan, scenario_of, title_of, weights
from sim.core.errors import InputError
from sim.core.luck import MOST_REPLICATE, MOST_SEED
from sim.scenario import Scenario

MOST_SCHEMES = 3
STAGES = (10, 20, 60, 200)
"""Replicates after which a picture is shown: quickly a first one, then sharper."""
NAMES = ("a", "b", "c")
MOST_CLIENTS = 200


class Desk:
    """Answers the explore page.

    Args:
        farm: where firms are simulated.
        bases: names that may be chosen as schemes, with what `load_scenario` takes.
        shown: the schemes to begin with.
    """

    def __init__(self, farm: Farm, bases: Mapping[str, str], shown: list[str]) -> None:
        self.farm, self.bases, self.shown = farm, bases, shown
        self._turns: dict[str, int] = {}
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Simulate a first pair, so that nobody waits for what is loaded only once."""
        plans = [{"base": name} for name in self.shown[:MOST_SCHEMES]]
        self.picture({"plans": plans, "replicates": 2, "turn": 0})

    def choices(self) -> dict[str, Any]:
        """Return what the page offers."""
        from sim.scenario import declared, shipped

        return {
            "bases": [{"name": name, "title": title_of(name, self.bases)} for name in self.bases],
            "markets": [
                {"name": name, "title": shipped.title(name) or wording.title(name)}
                for name in markets()
            ],
            "practices": [
                {"name": item.name, "title": item.title, "about": item.description}
                for item in shipped.summaries()
                if item.is_practice
            ],
            "metrics": [
                {"name": name, "title": wording.title(name)} for name in declared.metrics()
            ],
            "shown": self.shown,
            "stages": list(STAGES),
        }

    def ground(self, raw: object) -> dict[str, Any]:
        """Return the settings of a plan, for sliders to stand at."""
        firm = scenario_of(read_plan(raw, self.bases), "ground", self.bases)
        organisation, market = firm.values["organisation"], firm.values["market"]
        return {
            "weights": {role: weights(firm, role) for role in ("marketer", "rep")},
            "budget_owner": organisation["budget_owner"],
            "horizon": organisation["horizon"],
            "reps": market["reps"],
            "marketers": market["marketers"],
            "about": firm.description,
        }

    def scenarios(self, raw: object) -> list[Scenario]:
        """Return the scenarios of the plans in a message. Raises: InputError, ScenarioError."""
        plans = raw.get("plans") if isinstance(raw, dict) else None
        if not isinstance(plans, list) or not 1 <= len(plans) <= MOST_SCHEMES:
            raise InputError(f"plans: 1 to {MOST_SCHEMES} of them")
        read: list[Plan] = [read_plan(item, self.bases) for item in plans]
        return [
            scenario_of(plan, f"{NAMES[place]}_{plan.base}", self.bases)
            for place, plan in enumerate(read)
        ]

    def picture(self, raw: dict[str, Any]) -> dict[str, Any] | None:
        """Return the picture of a message's plans; None when a newer message of the page came.

        Raises: InputError, ScenarioError.
        """
        replicates, seed = number(raw, "replicates", 2, STAGES[-1]), seed_of(raw)
        is_wanted = self._turn(str(raw.get("client", ""))[:40], number(raw, "turn", 0, 2**53))
        scenarios = self.scenarios(raw)
        try:
            firms = self.farm.firms(scenarios, replicates, seed, is_wanted)
        except NotWantedError:
            return None
        return {
            **picture(scenarios, firms),
            "looks": colours([each["base"] for each in raw["plans"]]),
        }

    def twins(self, raw: dict[str, Any]) -> dict[str, Any]:
        """Return one replicate's lines under each plan. Raises: InputError, ScenarioError."""
        replicate, seed = number(raw, "replicate", 0, MOST_REPLICATE), seed_of(raw)
        scenarios = self.scenarios(raw)
        return twins([self.farm.firm(each, seed, replicate) for each in scenarios])

    def _turn(self, client: str, turn: int) -> Any:
        with self._lock:
            if len(self._turns) > MOST_CLIENTS:
                self._turns.clear()
            self._turns[client] = max(turn, self._turns.get(client, 0))
        return lambda: self._turns.get(client, 0) <= turn


def colours(bases: Sequence[str]) -> list[dict[str, str]]:
    """Return each scheme's colour as in figures and reports; a second one of a kind has its own.

    >>> [each["day"] for each in colours(["siloed_metrics", "shared_revenue"])]
    ['#2A68B0', '#C28100']
    """
    names = [
        f"{NAMES[place]}_{base}" if base in bases[:place] else base
        for place, base in enumerate(bases)
    ]
    found = looks(names)
    return [{"day": found[name].colour, "night": found[name].night} for name in names]


def seed_of(raw: dict[str, Any]) -> int:
    """Return the seed in a message, 1 without one. Raises: InputError."""
    return number(raw, "seed", 0, MOST_SEED) if "seed" in raw else 1


def number(raw: dict[str, Any], key: str, low: int, high: int) -> int:
    """Return a whole number from a message. Raises: InputError when it is none, or out of range."""
    value = raw.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise InputError(f"{key}: a whole number from {low} to {high}")
    return value
