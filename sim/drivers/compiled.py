"""Run scenarios with the compiled driver: no Python object per agent, threads across replicates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.blocks import BLOCKS, ROUNDS, SEGMENT, come_round, rounds
from sim.core.compiled import Announce, compile_all, phase, schedule
from sim.core.luck import luck
from sim.core.switches import is_checked
from sim.drivers.finite import refuse_lost_numbers
from sim.drivers.population import LEADS_PER_ACCOUNT, populate
from sim.history.history import History
from sim.history.recorder import Records, empty_records, record_week
from sim.mechanisms.pay import Contract
from sim.outside import Source, furnished, joined, program
from sim.outside.given import place_of
from sim.outside.linked import linked
from sim.rooms import Room, Rooms, beside
from sim.week import week
from sim.world.names import CONTRACT_ROLES
from sim.world.state import GROWING, STATE, Clock, World

if TYPE_CHECKING:
    from sim.scenario import Scenario

SMALLEST = ("market.accounts=10", "run.weeks=1", "run.burn_in=0", "run.before=same")
"""What makes a firm in which a room is tried."""


@phase
def simulate(
    w: World, r: Records, parameters: Any, contracts: Any, epochs: Any, start: int, seed: int,
    burn_in: int,
) -> int:  # fmt: skip
    """Simulate weeks from `start` on; return the week reached: the end, or one without capacity."""
    index = start
    while index < epochs.shape[0]:
        if not has_capacity(w):
            return index
        epoch = epochs[index]
        clock = Clock(seed, index - burn_in, index)
        week(w, parameters[epoch], contracts[epoch], clock)
        record_week(w, r, parameters[epoch], clock)
        index += 1
    return index


@schedule
def has_capacity(w: World) -> bool:
    """Return whether every growing table has capacity for whatever one week can bring."""
    count = w.counters[0]
    accounts = w.accounts.shape[0]
    seats = w.marketers.shape[0] + w.reps.shape[0] + w.leaders.shape[0]
    leads = 3 * count["active"] + 2 * accounts
    return bool(
        count["leads"] + leads <= w.leads.shape[0]
        and count["inboxes"] + leads <= w.inboxes.shape[0]
        and count["opportunities"] + accounts <= w.opportunities.shape[0]
        and count["customers"] + accounts <= w.customers.shape[0]
        and count["content"] + w.marketers.shape[0] <= w.content.shape[0]
        and count["content_uses"] + accounts <= w.content_uses.shape[0]
        and count["staff"] + seats <= w.staff.shape[0]
    )


def compiled_parameters(
    stages: Sequence[dict[str, Any]], guests: Rooms = ()
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return parameter records (stage) and contract records (stage, role) of resolved values.

    Of rooms from outside (`guests`) they hold what their practices take by the calendar.
    """
    parameter, contract = _record_types()
    parameters = np.zeros(len(stages), parameter)
    contracts = np.zeros((len(stages), len(CONTRACT_ROLES)), contract)
    usual = Contract.defaults()
    blocks: dict[str, Any] = {}
    before: dict[str, Any] = dict.fromkeys(BLOCKS)
    for stage, values in enumerate(stages):
        for name, block in BLOCKS.items():
            if values[name] is not before[name]:  # stages share what does not change
                blocks[name] = block.encoded(values[name])
        before = values
        parameters[stage] = (*blocks.values(), rounds(values))
        for room in guests:
            if room.block.practice:
                taken = parameters[stage]["rounds"]
                come_round(taken, place_of(room, guests), room.block, values[room.name])
        for row, role in enumerate(CONTRACT_ROLES):
            stated = values["contracts"][role]
            contracts[stage, row] = Contract.encoded({**usual, **stated, "weights": stated})
    return parameters, contracts


@cache
def _record_types() -> tuple[np.dtype[Any], np.dtype[Any]]:
    """Return the types of the parameter record and of a contract record."""
    blocks = [(name, block.dtype()) for name, block in BLOCKS.items()]
    return np.dtype([*blocks, ("rounds", ROUNDS)]), Contract.dtype()


def prepared(scenario: Scenario) -> tuple[Any, Any, Any, Any]:
    """Return parameter epochs, contract epochs, the epoch of every week, and segment records."""
    stages = scenario.epochs()
    parameters, contracts = compiled_parameters([values for _, values in stages], scenario.rooms)
    burn_in = scenario.values["run"]["burn_in"]
    total = burn_in + scenario.values["run"]["weeks"]
    epochs = np.zeros(total, np.int64)
    for number, (first, _) in enumerate(stages):
        epochs[max(first + burn_in, 0) :] = number
    entries = scenario.values["market"]["segments"]
    segments = np.zeros(len(entries), SEGMENT.dtype())
    for row, entry in enumerate(entries):
        segments[row] = SEGMENT.encoded(entry)
    return parameters, contracts, epochs, segments


def with_guests(scenario: Scenario, world: World, epochs: Any) -> Any:
    """Return the world with what the scenario's rooms from outside add to it."""
    if not scenario.rooms:
        return world
    settings = {}
    for room in scenario.rooms:
        stages = scenario.epochs()
        records = np.zeros(len(stages), room.block.dtype())
        for number, (_, values) in enumerate(stages):
            records[number] = room.block.encoded(values[room.name])
        settings[room.name] = records[epochs]
    return furnished(program(scenario.rooms), world, settings)


def grown(world: World) -> World:
    """Return the world with every growing table twice as long."""
    changes: dict[str, Any] = {}
    for table in STATE:
        if table.name in GROWING:
            rows = getattr(world, table.name)
            longer = table.allocate(2 * len(rows) + 64)
            longer[: len(rows)] = rows
            changes[table.name] = longer
    for name, (table_name, added) in beside(world).items():
        if table_name in GROWING:
            longer = added.blank(len(changes[table_name]))
            longer[: len(getattr(world, name))] = getattr(world, name)
            changes[name] = longer
    return world._replace(**changes)


def run(
    scenario: Scenario,
    seed: int = 1,
    replicate: int = 0,
    announce: Announce | None = None,
    lead_capacity: int = LEADS_PER_ACCOUNT,
    rooms: Iterable[Source] = (),
) -> History:
    """Return the history of one simulated company.

    Args:
        scenario: a resolved scenario.
        seed, replicate: name the world: buyers, shocks and luck; no two pairs share any.
        announce: hears of each function that has to be compiled first.
        lead_capacity: leads per account to allocate at the start; the result does not depend
            on it.
        rooms: rooms from outside besides those of the scenario: files, modules, or `load_room`.

    Raises:
        RoomError: all problems found in rooms from outside.
        InputError: a seed outside 0 to 4294967295, or a replicate outside 0 to 2147483647.
        RunError: numbers were lost on the way (after each week in a checked build).
    """
    key = luck(seed, replicate)
    scenario = joined(scenario, rooms)
    compile_all(announce)
    parameters, contracts, epochs, segments = prepared(scenario)
    burn_in = scenario.values["run"]["burn_in"]
    world = populate(parameters[0], segments, len(epochs), key, burn_in, lead_capacity)
    world = with_guests(scenario, world, epochs)
    simulated = weeks_of(scenario, world, parameters, contracts)
    records = empty_records(len(epochs), world)
    reached = 0
    while reached < len(epochs):
        ahead = epochs[: reached + 1] if is_checked() else epochs
        reached = simulated(world, records, parameters, contracts, ahead, reached, key, burn_in)
        if reached < len(ahead):
            world = grown(world)
        if is_checked():
            refuse_lost_numbers(world, records, scenario.name, seed, replicate)
    refuse_lost_numbers(world, records, scenario.name, seed, replicate)
    return History(scenario, seed, replicate, world, records)


def weeks_of(scenario: Scenario, world: Any, parameters: Any, contracts: Any) -> Any:
    """Return what simulates the weeks of a scenario: `simulate`, linked with its rooms.

    Raises: RoomError when the compiler refuses a room.
    """
    if not scenario.rooms:
        return simulate
    return linked(program(scenario.rooms), simulate, (world, parameters[0], contracts[0]))


def try_room(room: Room) -> None:
    """Compile a room from outside for the smallest firm. Raises: RoomError."""
    from sim.scenario import load_scenario

    small = load_scenario("base", overrides=SMALLEST, rooms=[room])
    run(small)


def run_many(
    scenario: Scenario,
    replicates: Iterable[int],
    *,
    seed: int = 1,
    workers: int = 2,
    rooms: Iterable[Source] = (),
) -> Iterator[History]:
    """Yield the histories of these replicates of a seed, in their order, made by some threads."""
    scenario = joined(scenario, rooms)
    compile_all()
    with ThreadPoolExecutor(workers) as pool:
        jobs = ((scenario, seed, replicate) for replicate in replicates)
        yield from _windowed(pool, jobs, 2 * workers)


def _windowed(
    pool: ThreadPoolExecutor, jobs: Iterable[tuple[Scenario, int, int]], window: int
) -> Iterator[History]:
    waiting: list[Any] = []
    for job in jobs:
        waiting.append(pool.submit(run, *job))
        if len(waiting) >= window:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()
