"""Where the time of a run goes: phase by phase, and against the price of drawing at all."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

import numba

from analysis.odd.fragments import phases
from benchmarks.rows import Row, Rows, fastest
from sim import load_scenario
from sim.blocks import ROOMS
from sim.core import compiled, draws
from sim.drivers.compiled import grown, has_capacity, prepared, run
from sim.drivers.population import LEADS_PER_ACCOUNT, populate
from sim.history.recorder import empty_records, record_week
from sim.world.state import Clock

SHOWN = 12
"""How many of the dearest phases are printed."""
COUNT = 1_000_000


@numba.njit
def nothing(*arguments: Any) -> int:
    """Return at once: what it costs to call a compiled function with these arguments."""
    return len(arguments)


class Stopwatch:
    """Times every phase of the page `sim/week.py` while that page runs as plain Python."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.rows: dict[str, int] = defaultdict(int)
        self.entry: dict[str, float] = {}

    def around(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return `function`, its time (less the cost of a call) and rows added up under `name`."""

        def timed(*arguments: Any) -> Any:
            if name not in self.entry:
                nothing(*arguments)
                self.entry[name] = fastest(lambda: nothing(*arguments), times=20)
            start = time.perf_counter()
            result = function(*arguments)
            self.seconds[name] += max(time.perf_counter() - start - self.entry[name], 0.0)
            first = arguments[0]
            is_list_of_rows = getattr(getattr(first, "dtype", None), "names", "") is None
            self.rows[name] += len(first) if is_list_of_rows else 0
            return result

        return timed


def profile() -> Rows:
    """Run all weeks with a stopwatch around every phase; print the dearest."""
    scenario = load_scenario("siloed_metrics")
    seconds = fastest(lambda: run(scenario, seed=1))
    _timed_weeks(scenario)  # compiles what only this way of calling needs
    watch = _timed_weeks(scenario)
    total = sum(watch.seconds.values())
    acts = sum(watch.rows.values())
    dearest = sorted(watch.seconds, key=lambda name: -watch.seconds[name])
    for name in dearest[:SHOWN]:
        yield Row(name, 100 * watch.seconds[name] / total, "%")
    rest = sum(watch.seconds[name] for name in dearest[SHOWN:])
    yield Row(f"the other {len(dearest) - SHOWN} phases", 100 * rest / total, "%")
    yield Row("all phases, called one by one", 1e3 * total, "ms")
    yield Row("acts in a run", acts, "acts")
    yield Row("acts a second, compiled in one piece", acts / seconds / 1e6, "M/s")


def draw_floor() -> Rows:
    """Time the draws alone: no run can be faster than what it draws."""
    compiled.compile_all()
    uniform, normal = draws.uniform, draws.normal

    @numba.njit
    def uniforms(count: int) -> float:
        total = 0.0
        for identity in range(count):
            total += uniform(1, 7, identity, 3)
        return total

    @numba.njit
    def normals(count: int) -> float:
        total = 0.0
        for identity in range(count):
            total += normal(1, 7, identity, 3)
        return total

    loops: dict[str, Any] = {"a uniform draw": uniforms, "a normal draw": normals}
    for name, function in loops.items():
        function(1)
        yield Row(name, 1e9 * fastest(partial(function, COUNT)) / COUNT, "ns")


def _timed_weeks(scenario: Any) -> Stopwatch:
    watch = Stopwatch()
    originals = {}
    for room, name in phases():
        module = ROOMS[room]
        originals[module, name] = getattr(module, name)
        setattr(module, name, watch.around(f"{room}.{name}", getattr(module, name)))
    try:
        _weeks(scenario, watch)
    finally:
        for (module, name), function in originals.items():
            setattr(module, name, function)
    return watch


def _weeks(scenario: Any, watch: Stopwatch) -> None:
    page = next(each for each in compiled.marked("schedule") if each.__module__ == "sim.week")
    record = watch.around("record.record_week", record_week)
    parameters, contracts, epochs, segments = prepared(scenario)
    burn_in = scenario.values["run"]["burn_in"]
    world = populate(parameters[0], segments, len(epochs), 1, burn_in, LEADS_PER_ACCOUNT)
    records = empty_records(len(epochs), world)
    for index, epoch in enumerate(epochs):
        while not has_capacity(world):
            world = grown(world)
        clock = Clock(1, index - burn_in, index)
        page(world, parameters[epoch], contracts[epoch], clock)
        record(world, records, parameters[epoch], clock)
