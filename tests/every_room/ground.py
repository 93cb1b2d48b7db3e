"""Random small firms in the middle of their weeks: the ground on which every room is tried.

A firm has a random scheme, every practice on or some, settings drawn within their declared bounds,
and tables that are as odd as they may be: columns without a say in who belongs to whom are moved to
random values within the bounds of their column.
"""

from typing import Any, NamedTuple

import numpy as np

from scripts.fuzz.points import ground, point, schemes
from sim.core.compiled import compile_all
from sim.core.tables import Column
from sim.drivers.compiled import grown, has_capacity, prepared, weeks_of, with_guests
from sim.drivers.population import LEADS_PER_ACCOUNT, populate
from sim.history.recorder import empty_records
from sim.outside import joined, shipped_part
from sim.rooms import beside
from sim.world.state import GROWING, STATE, Clock
from tests.lively import lively

SIZES = {
    "market.accounts": (40, 90),
    "market.pods": (2, 3),
    "market.reps": (2, 4),
    "market.marketers": (1, 3),
}
PART_MOVED = 0.3
"""Which part of the columns that may be moved are."""
MOVABLE = ("share", "sd", "logit")
"""Units of columns that say how much, and never who or when."""


class Ground(NamedTuple):
    """A firm before one of its weeks: tables, parameters, contracts and clock."""

    name: str
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
    drawn = point(100_000 + number)
    settings = {k: v for k, v in drawn.settings.items() if not k.startswith("run.")}
    usual = ground(drawn.scheme, drawn.is_practised)
    return joined(usual.with_values({**settings, **sizes, **length}), rooms)


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
    return Ground(scenario.name, world, parameters[epoch], contracts[epoch], clock)


def may_move(column: Column) -> bool:
    """Return whether a column may be given any value in its bounds."""
    return column.writer != "population" and column.is_measured and column.unit in MOVABLE


def drawn_within(column: Column, shape: Any, rng: np.random.Generator) -> Any:
    """Return random values within the bounds of a column, its very ends among them."""
    low, high = column.bounds()
    if np.isfinite(low) and np.isfinite(high):
        return low + (high - low) * np.clip(rng.uniform(-0.1, 1.1, shape), 0.0, 1.0)
    values = rng.normal(0.0, 1.5, shape)
    return np.maximum(values, low) if np.isfinite(low) else values


def shaken(found: Ground, number: int) -> Ground:
    """Move some columns to random values within their bounds."""
    rng = np.random.default_rng(number)
    for name, (table, used) in tables_of(found.world).items():
        rows = getattr(found.world, name)[:used]
        for column in table.columns:
            if may_move(column) and rng.random() < PART_MOVED:
                values = rows[column.name]
                values[...] = drawn_within(column, values.shape, rng)
    return found
