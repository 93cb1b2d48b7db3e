"""Studies: what a sweep costs beside the simulation, going on with a large store, two workers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.study import design
from analysis.study.folder import StudyFolder
from analysis.study.loading import load_study_file
from analysis.study.making import Found
from analysis.study.open_store import begun
from analysis.study.plan import Plan, worlds
from analysis.study.study_file import Design, Study
from analysis.study.sweep import sweep
from benchmarks.rows import ROOT, Row, Rows, child
from sim import load_scenario
from sim.drivers.compiled import prepared, run
from sim.history.history import History

RUNS = 10_000
SHORT, LONG, TIMED = 20, 500, 100
"""Points of two replayed sweeps, whose difference has no cost of starting, and of a real one."""
SHARED = 400
"""Points of a sweep on a cluster: long enough that its start and its last chunks matter little."""
MANY = 290
"""Settings that vary in the point whose price is promised."""
RESUME = """
import time
start = time.perf_counter()
from analysis.study.sweep import sweep
from benchmarks.studies import large
sweep(large(), {folder!r})
print(time.perf_counter() - start)
"""


def base(points: int) -> Study:
    """Return a study of full base runs: two schemes, one replicate, the starter's measures."""
    smoke = load_study_file("smoke")
    measures = ("gross_profit_y1", "gross_profit_y3", "win_rate", "relationship_conflict",
                "trust", "resignations")  # fmt: skip
    design = Design("sobol", points=points)
    return replace(smoke, overrides=(), design=design, replicates=1, measures=measures)


def large() -> Study:
    """Return a study of 100,000 runs."""
    return replace(base(5_000), replicates=10)


def sweeps() -> Rows:
    """Time sweeps whose runs are all one finished run: what is left is everything else."""
    scenario = load_scenario("siloed_metrics")
    one = run(scenario, seed=1)

    def replayed(changed: Any, seed: int, replicate: int) -> History:
        return History(changed, seed, replicate, one._world, one._records)

    simulated = min(_seconds(lambda seed=seed: run(scenario, seed)) for seed in range(2, 12))
    with tempfile.TemporaryDirectory() as folder:
        few, many = (
            _seconds(lambda n=n: sweep(base(n), Path(folder) / str(n), runner=replayed))
            for n in (SHORT, LONG)
        )
    each = (many - few) / (2 * LONG - 2 * SHORT)
    share = (few + (RUNS - 2 * SHORT) * each) / (RUNS * simulated)
    yield Row("a run's CPU time, simulation", 1e3 * simulated, "ms")
    yield Row("a run's CPU time, everything else", 1e3 * each, "ms")
    yield Row(f"everything else at {RUNS:,} runs", share, "share", 0.1)
    yield from _throughput()


def _throughput() -> Rows:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        sweep(base(TIMED), Path(folder) / "out")
        seconds = time.perf_counter() - start
    yield Row("base runs a second on two threads", 2 * TIMED / seconds, "runs/s")
    yield Row(f"{RUNS:,} base runs at that rate", RUNS * seconds / (2 * TIMED) / 60, "min", 6)


def points() -> Rows:
    """Time what a point of a study costs before its run: its scenario, and the compiled records."""
    study = replace(load_study_file("variance"), design=Design("sobol", points=SHARED))
    yield Row(f"a point of {MANY} settings, in Python", _point_of(study, MANY), "ms", 0.5)
    count = len(study.parameters)
    yield Row(f"a point of {count} settings, in Python", _point_of(study, count), "ms")


def _point_of(study: Study, count: int) -> float:
    """Return the milliseconds of CPU time that a point of so many of the settings takes."""
    chosen = tuple(study.parameters[k * len(study.parameters) // count] for k in range(count))
    few = replace(study, parameters=chosen)
    plan = Plan(few, design.points(few), worlds(few))

    def prepare_all() -> None:
        for slot in plan.slots():
            for _, world, values in plan.jobs(slot):
                prepared(world.at(values))

    return 1e3 * min(_seconds(prepare_all) for _ in range(3)) / plan.runs()


def _seconds(work: Callable[[], object]) -> float:
    """Return the CPU time that all threads took for something."""
    start = time.process_time()
    work()
    return time.process_time() - start


def resume() -> Rows:
    """Time the start of a finished store of 100,000 runs, in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        store = StudyFolder(Path(folder))
        study = large()
        work = begun(store, study)
        start = time.perf_counter()
        for slot in work.plan.slots():
            numbers = [float(each) for each in range(len(study.measures))]
            found = {(point, world.scheme): numbers for point, world, _ in work.plan.jobs(slot)}
            store.add(store.store(work.plan, slot, Found(found, [])))
        work.finish()
        written = time.perf_counter() - start
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        count = len(store.chunks)
        seconds = min(float(child(RESUME.format(folder=folder))) for _ in range(3))
    yield Row("store of 100,000 runs: files", count, "files")
    yield Row("store of 100,000 runs: size", size / 1e6, "MB")
    yield Row("writing it, without simulating", written, "s")
    yield Row("a finished store of 100,000 runs is gone on with", seconds, "s", 3)


def workers() -> Rows:
    """Time the same sweep on one and on two Dask workers, once they are warm."""
    times = {}
    for count in (1, 2):
        with tempfile.TemporaryDirectory() as folder, cluster(Path(folder), count) as address:
            warm = replace(base(8 * count), seed=99)
            sweep(warm, Path(folder) / "warm", scheduler=address, chunk_runs=2)
            start = time.perf_counter()
            sweep(base(SHARED), Path(folder) / "out", scheduler=address, chunk_runs=10)
            times[count] = time.perf_counter() - start
    yield Row(f"{2 * SHARED} base runs on one Dask worker", times[1], "s")
    yield Row("two Dask workers against one", times[1] / times[2], "×", 1.8, at_least=True)


@contextmanager
def cluster(folder: Path, count: int) -> Iterator[str]:
    """Start a scheduler and some workers of one thread; yield the scheduler's address."""
    file = folder / "scheduler.json"
    options: dict[str, Any] = {
        "cwd": ROOT, "env": {**os.environ, "PYTHONPATH": str(ROOT)},
        "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
    }  # fmt: skip
    program = [sys.executable, "-m"]
    scheduler = ["distributed.cli.dask_scheduler", "--port", "0"]
    worker = ["distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny"]
    shared = ["--no-dashboard", "--scheduler-file", str(file)]
    commands = [scheduler, *[worker] * count]
    started = [subprocess.Popen([*program, *each, *shared], **options) for each in commands]
    try:
        while not file.is_file():
            time.sleep(0.1)
        time.sleep(3)
        yield json.loads(file.read_text())["address"]
    finally:
        for process in started:
            process.kill()
            process.wait()
