"""Run a study into a store, or in memory.

    results = sweep("pay_weights", "results/pay", workers=4)
    results.wide("gross_profit_y3")

Replicate r of every point and scheme has the luck of (seed, r): all meet the same buyers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.runs.collect import Runner, compiled_runner
from analysis.runs.parallel import in_order
from analysis.runs.progress import Progress
from analysis.study import chunks, design
from analysis.study.folder import Notice, StudyFolder
from analysis.study.here import Count, Crew
from analysis.study.loading import load_study_file
from analysis.study.making import Found, computed
from analysis.study.open_store import begun
from analysis.study.plan import Plan, Slot, worlds
from analysis.study.results import StudyResults, load_study
from analysis.study.study_file import Study, market_name
from sim.core.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


def sweep(
    study: Study | str | Path,
    folder: str | Path,
    *,
    workers: int = 2,
    scheduler: str | None = None,
    shard: tuple[int, int] | None = None,
    keep_tables: bool = False,
    chunk_runs: int | None = None,
    progress: Progress | None = None,
    notice: Notice | None = None,
    keep_on_interrupt: bool = False,
    retry_failed: bool = False,
    prepare: Callable[[], None] | None = None,
    runner: Runner | None = None,
) -> StudyResults:
    """Run what a store still lacks of a study, and return all its results.

    Args:
        study: a study, its file, or a shipped name.
        folder: the store; one that holds part of this study is gone on with.
        workers: threads; the bytes do not depend on them.
        scheduler: address of a Dask scheduler, such as tcp://host:8786; `workers` then does not
            matter, and every worker must see `folder` under the same path.
        shard: (i, n) makes the i-th of n equal parts, in a folder of its own; `merge` joins them.
        keep_tables: keep the tables of every run, in the store's folder `tables`.
        chunk_runs: runs in a file, about; fixed when a store is begun.
        progress: called with runs done and planned, from any thread; never when nothing is missing.
        notice: called with a sentence about whatever had to be put right.
        keep_on_interrupt: on Ctrl-C return what is done instead of raising.
        retry_failed: make runs again that failed before.
        prepare: called before the first run here, and only if there is something to run.
        runner: scenario, seed, replicate → run; the compiled driver by default.

    Raises:
        ScenarioError: problems in the study file.
        ResultsError: the store cannot be used, or written; what is done is kept.
    """
    loaded = study if isinstance(study, Study) else load_study_file(study)
    _check(workers, shard, chunk_runs)
    target = StudyFolder(Path(folder), notice)
    interrupted = False
    with target.lock():
        work = begun(target, loaded, shard=shard, keeps_tables=keep_tables, chunk_runs=chunk_runs)
        if retry_failed:
            work.retry()
        missing = work.missing()
        undone = sum(work.undone(slot) for slot in missing)
        planned = work.plan.runs(shard)
        count = Count(planned - undone, planned, progress if missing else None)
        if missing:
            work.finish()
        crew = Crew(work, workers, runner or compiled_runner(), count, prepare)
        try:
            others = crew.make_suspects(missing)
            if others and scheduler is not None:
                from analysis.study.cluster import run_on_cluster

                crew.make_apart(run_on_cluster(work, others, scheduler, count.add))
            else:
                crew.make(others)
        except KeyboardInterrupt:
            if not keep_on_interrupt:
                raise
            interrupted = True
        finally:
            work.journal.close()
            work.finish()
    made = count.done - (planned - undone)
    return replace(load_study(target.path), interrupted=interrupted, made=made)


def evaluate(
    study: Study,
    points: pd.DataFrame | None = None,
    replicates: int | None = None,
    workers: int = 2,
    runner: Runner | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return the measures of some points, computed in memory.

    Args:
        study: schemes, markets, measures and seed.
        points: one column per varied setting, with `point` and `market` unless there is only one
            market; the study's own design by default.
        replicates: of every point; the study's own number by default.
        workers: threads.
        runner: scenario, seed, replicate → run; the compiled driver by default.
        progress: called with runs done and planned.

    Returns:
        Columns point, scenario, replicate, seed, measure, value; a run that failed has no rows, and
        `attrs["failures"]` lists it.
    """
    import pyarrow as pa

    counted = study if replicates is None else replace(study, replicates=replicates)
    plan = Plan(counted, _completed(study, points), worlds(study))
    run = runner or compiled_runner()
    failed: list[dict[str, Any]] = []
    count = Count(0, plan.runs(), progress)

    def work(slot: Slot) -> tuple[Slot, Found]:
        return slot, computed(plan, slot, run, tick=count.add)

    tables = []
    for slot, found in in_order(work, plan.slots(), workers):
        tables.append(chunks.table(plan, slot, found).replace_schema_metadata())
        failed.extend(found.failures)
    result = chunks.frame(pa.concat_tables(tables).unify_dictionaries())
    result.attrs["failures"] = failed
    return result


def _completed(study: Study, points: pd.DataFrame | None) -> pd.DataFrame:
    if points is None:
        return design.points(study)
    if "market" not in points.columns and len(study.markets) > 1:
        raise InputError("points need a column market, for the study has several")
    whole = points.reset_index(drop=True).copy()
    if "market" not in whole.columns:
        whole.insert(0, "market", market_name(study.markets[0]))
    if "point" not in whole.columns:
        whole.insert(0, "point", np.arange(len(whole), dtype=np.int64))
    return whole


def _check(workers: int, shard: tuple[int, int] | None, chunk_runs: int | None) -> None:
    if workers < 1:
        raise InputError(f"workers: {workers} is too few; at least 1")
    if shard is not None and not 1 <= shard[0] <= shard[1]:
        raise InputError(f"shard: {shard[0]}/{shard[1]} does not name a part, as 3/8 does")
    if chunk_runs is not None and not 1 <= chunk_runs <= 1_000_000:
        raise InputError(f"chunk: {chunk_runs} runs; from 1 to 1,000,000")
