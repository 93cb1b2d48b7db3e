"""The compiled run: one base run, many on two cores, and against the Mesa driver."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

import numpy as np

from benchmarks.rows import Row, Rows, fastest
from sim import load_scenario
from sim.drivers.compiled import run, run_many
from sim.history.history import History
from sim.model import RevenueModel

REPLICATES = 40


def base_run() -> Rows:
    """Time one full base run, warm, on one core."""
    scenario = load_scenario("siloed_metrics")
    history = run(scenario, seed=1)
    seconds = fastest(lambda: run(scenario, seed=2), times=10)
    weeks = history.weeks + history.burn_in
    accounts = int(scenario.values["market"]["accounts"])
    yield Row(f"base run, {accounts} accounts, {weeks} weeks", 1e3 * seconds, "ms", 60)
    yield Row("per account-week", 1e9 * seconds / (accounts * weeks), "ns")
    tables = ("leads", "opportunities", "customers", "pairs")
    start = time.perf_counter()
    for table in tables:
        history.frame(table)
    yield Row("its largest tables as DataFrames", 1e3 * (time.perf_counter() - start), "ms")


def replicates() -> Rows:
    """Time paired replicates on one thread and on two."""
    scenario = load_scenario("siloed_metrics")
    run(scenario, seed=1)

    def all_of_them(workers: int) -> None:
        for _ in run_many(scenario, range(REPLICATES), workers=workers):
            pass

    one = fastest(lambda: all_of_them(1), times=3)
    two = fastest(lambda: all_of_them(2), times=3)
    yield Row("runs a second on two threads", REPLICATES / two, "runs/s", 30, at_least=True)
    if (os.cpu_count() or 1) > 1:
        yield Row("two threads against one", one / two, "×", 1.8, at_least=True)


def against_mesa() -> Rows:
    """Time the compiled run against the same scenario in Mesa, and compare the bytes."""
    scenario = load_scenario("siloed_metrics")
    history = run(scenario, seed=1)
    compiled = fastest(lambda: run(scenario, seed=1), times=5)
    start = time.perf_counter()
    model = RevenueModel(scenario, seed=1)
    for _ in range(history.weeks + history.burn_in):
        model.step()
    mesa = time.perf_counter() - start
    yield Row("the same run as a Mesa model", mesa, "s", 20)
    yield Row("compiled against Mesa", mesa / compiled, "×", 100, at_least=True)
    tables = ("weekly", "leads", "opportunities", "customers", "pairs", "content")
    equal = _equal(history, model.history(), tables)
    yield Row("tables that are equal bit for bit", equal, "share", 1, at_least=True)


def _equal(history: History, other: History, tables: Sequence[str]) -> float:
    """Return the share of tables that agree in every bit of every column."""
    same = []
    for table in tables:
        here, there = history.raw(table), other.raw(table)
        names = here.dtype.names or ()
        same.append(all(here[name].tobytes() == there[name].tobytes() for name in names))
    return float(np.mean(same))
