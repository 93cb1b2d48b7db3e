"""Random small firms in the middle of their weeks: the ground on which every room is tried.

A firm has a random scheme, every practice on or some, and settings drawn within their declared
bounds; its tables are what some weeks under them have left. Tables filled at random were tried
instead: what rooms then did wrong was wrong with the tables (a rep who had learnt more than there
is), and nothing came to light that these weeks do not show.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from analysis.practice.switches import all_practices
from scripts.fuzz.points import Point, ground, point, schemes
from sim.core.compiled import compile_all
from sim.core.errors import ScenarioError
from sim.drivers.compiled import grown, has_capacity, prepared, weeks_of, with_guests
from sim.drivers.population import LEADS_PER_ACCOUNT, populate
from sim.history.recorder import empty_records
from sim.outside import joined, shipped_part
from sim.rooms import beside
from sim.scenario import declared
from sim.world.state import GROWING, STATE, Clock
from tests.lively import lively

SIZES = {
    "market.accounts": (40, 90),
    "market.pods": (2, 3),
    "market.reps": (2, 4),
    "market.marketers": (1, 3),
}
FIRST, STRIDE = 100_000, 10_000
"""Points beyond the single edges, and how far to go on from one that no scenario takes."""


class Ground(NamedTuple):
    """A firm before one of its weeks; `off` are the practices that it is without."""

    name: str
    off: frozenset[str]
    world: Any
    parameters: Any
    contracts: Any
    clock: Clock

    def copied(self) -> "Ground":
        """Return the same with tables of its own."""
        fields = (each.copy() for each in self.world)
        return self._replace(world=type(self.world)(*fields))


def tables_of(world: Any) -> dict[str, tuple[Any, Any]]:
    """Return every table by the name of its field, and how many rows of it are in use."""
    used = world.counters[0]
    found = {}
    for table in STATE:
        rows = used[table.name] if table.name in GROWING else len(getattr(world, table.name))
        found[table.name] = (table, int(rows))
    for name, (shipped, added) in beside(world).items():
        found[name] = (added, found[shipped][1])
    return found


def random_firm(number: int, rooms: Any = ()) -> Any:
    """Return a small firm with random settings; every third is one in which everything happens."""
    rng = np.random.default_rng(number)
    sizes = {key: int(rng.integers(low, high + 1)) for key, (low, high) in SIZES.items()}
    length = {"run.weeks": 60, "run.burn_in": 0}
    if number % 3 == 0:
        scenario = lively(name=str(rng.choice(schemes())))
        return joined(scenario, rooms).with_values({**sizes, **length})
    drawn = valid_point(number)
    settings = {k: v for k, v in drawn.settings.items() if not k.startswith("run.")}
    usual = ground(drawn.scheme, drawn.is_practised)
    return joined(usual.with_values({**settings, **sizes, **length}), rooms)


def valid_point(number: int) -> Point:
    """Return a mixture of settings that a scenario takes; a few have shares that cannot be met."""
    while True:
        try:
            drawn = point(FIRST + number)
            drawn.scenario()
        except ScenarioError:
            number += STRIDE
        else:
            return drawn


@cache
def overlays() -> tuple[tuple[str, str, Any], ...]:
    """Return (room, switch, its value while off) of every shipped overlay that is a practice."""
    found = []
    for each in all_practices():
        room = each.switch.partition(".")[0]
        if room in declared.PRACTICES:
            found.append((room, each.switch, declared.flat()[each.switch].default))
    return tuple(found)


def without(scenario: Any) -> frozenset[str]:
    """Return the practices that a firm is without: no switch of theirs is thrown."""
    now = scenario.flat()
    on = {room for room, switch, off in overlays() if now[switch] != off}
    off = {room for room, _, _ in overlays()} - on
    for room in scenario.rooms:
        usual = {key: room.block.parameters[key].default for key in room.switch}
        if usual and all(now[f"{room.name}.{key}"] == value for key, value in usual.items()):
            off.add(room.name)
    return frozenset(off)


def after(scenario: Any, seed: int, weeks: int) -> Ground:
    """Return a firm after so many weeks."""
    compile_all()
    parameters, contracts, epochs, segments = prepared(scenario)
    world = populate(parameters[0], segments, len(epochs), seed, 0, LEADS_PER_ACCOUNT)
    world = with_guests(scenario, world, epochs)
    simulated = weeks_of(scenario, world, parameters, contracts)
    records = empty_records(len(epochs), world)
    reached = 0
    while reached < weeks:
        ahead = epochs[:weeks]
        reached = simulated(world, records, parameters, contracts, ahead, reached, seed, 0)
        if reached < weeks:
            world = grown(world)
    while not has_capacity(shipped_part(world)):
        world = grown(world)
    clock = Clock(seed, weeks, weeks)
    epoch = epochs[weeks]
    return Ground(
        scenario.name, without(scenario), world, parameters[epoch], contracts[epoch], clock
    )
