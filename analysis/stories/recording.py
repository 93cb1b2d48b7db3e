"""A run that is watched: the compiled week, and between weeks a look at what no table keeps.

Most of an account's life can be read from the tables of a finished run, which date everything. What
they forget is noted here week by week: who entered or left the market, who was asked in vain, when
a champion was won, and what each pair quarrelled about. A run that is not watched pays nothing, and
one that is gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import compile_all
from sim.core.luck import luck
from sim.drivers import compiled
from sim.drivers.population import LEADS_PER_ACCOUNT, populate
from sim.history.history import History
from sim.history.recorder import Records, empty_records
from sim.world.state import World

if TYPE_CHECKING:
    from sim.scenario import Scenario

Rows = NDArray[Any]
GRIEVANCES = {
    "rejected": "leads sent back",
    "expired": "leads left lying",
    "claims": "a win both claim",
    "unused": "content nobody used",
    "late": "promised touches that came late",
    "gaps": "promises that were not kept",
    "lost_face": "a disagreement lost in public",
    "overrides": "a price that was refused",
    "turned_down": "a feature that was refused",
}
"""Column of a pair → what it counts, in words."""


@dataclass
class Watch:
    """What was noted week by week; every list has one entry a week that had any.

    Attributes:
        entries: (week, account) of those who began to look, and whether we are on their list.
        leaves: (week, account) of those who stopped looking.
        deals: (week, opportunity row, asks, ready) of accounts with a deal.
        pairs: counts of GRIEVANCES; weeks × pairs × kinds.
        bars: each marketer's bar for leads; weeks × marketers.
        hours: each rep's hours for leads; weeks × reps.
    """

    entries: list[Rows] = field(default_factory=list)
    leaves: list[Rows] = field(default_factory=list)
    deals: list[Rows] = field(default_factory=list)
    pairs: list[Rows] = field(default_factory=list)
    bars: list[Rows] = field(default_factory=list)
    hours: list[Rows] = field(default_factory=list)

    def look(self, world: World, week: int) -> None:
        """Note one week that has just been simulated."""
        count = world.counters[0]
        fresh = world.active[count["active"] - count["entered"] : count["active"]]
        self.entries.append(_dated(week, fresh, world.accounts["on_list"][fresh]))
        self.leaves.append(_dated(week, world.left[: count["left"]]))
        dealing = world.dealing[: count["dealing"]]
        row = world.accounts["opportunity"][dealing]
        dealing, row = dealing[row >= 0], row[row >= 0]
        asks, ready = world.opportunities["asks"][row], world.accounts["ready"][dealing]
        self.deals.append(_dated(week, row, asks, ready))
        self.pairs.append(np.stack([world.pairs[name] for name in GRIEVANCES], axis=1))
        self.bars.append(world.marketers["threshold"].copy())
        self.hours.append(world.reps["hours"][:, LEAD_HOURS].copy())


LEAD_HOURS = 1
"""Place of the hours for marketing leads among a rep's hours."""


@dataclass(frozen=True)
class Recording:
    """A finished run and what was noted while it went on."""

    history: History
    watch: Watch
    world: World

    @property
    def first_week(self) -> int:
        """Return the week of the first simulated week."""
        return -self.history.burn_in


def recorded(
    scenario: Scenario,
    seed: int = 1,
    replicate: int = 0,
    see: Callable[[World, Records, int], None] = lambda *_: None,
) -> Recording:
    """Return a run with what was noted; its tables have the bytes of `sim.run`.

    Args:
        scenario: a resolved scenario.
        seed, replicate: name the world.
        see: shown the state after every week, with the place of that week among all; must not
            change it.
    """
    key = luck(seed, replicate)
    compile_all()  # puts compiled functions into modules; they are looked up there
    parameters, contracts, epochs, segments = compiled.prepared(scenario)
    burn_in = scenario.burn_in
    world = populate(parameters[0], segments, len(epochs), key, burn_in, LEADS_PER_ACCOUNT)
    records = empty_records(len(epochs), world)
    watch, done = Watch(), 0
    while done < len(epochs):
        ahead = epochs[: done + 1]
        done = compiled.simulate(world, records, parameters, contracts, ahead, done, key, burn_in)
        if done < len(ahead):
            world = compiled.grown(world)
        else:
            watch.look(world, done - 1 - burn_in)
            see(world, records, done - 1)
    return Recording(History(scenario, seed, replicate, world, records), watch, world)


def _dated(week: int, *columns: Rows) -> Rows:
    result = np.empty((len(columns[0]), len(columns) + 1), np.int64)
    result[:, 0] = week
    for place, column in enumerate(columns, 1):
        result[:, place] = column
    return result
