"""Compute one chunk, and its file: Parquet with checksums, the failures in its metadata."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.measures import Tables, measured
from analysis.study.plan import Plan, Slot, World, reason
from sim.core.errors import ResultsError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from analysis.collect import Runner

METADATA = b"counterpoint"
FAILURE = ("point", "scenario", "replicate", "seed", "error", "text")
Tick = Callable[[], None]
Keep = Callable[[Any, int, str, int], None]
"""Takes a finished run, its point, scheme and replicate, and keeps its tables."""


@dataclass
class Found:
    """The numbers of a chunk.

    Attributes:
        values: (point, scheme) → one number per measure.
        failures: what went wrong, one mapping per failed run.
    """

    values: dict[tuple[int, str], list[float]]
    failures: list[dict[str, Any]]


def computed(
    plan: Plan,
    slot: Slot,
    runner: Runner,
    known: Found | None = None,
    tick: Tick | None = None,
    keep: Keep | None = None,
) -> Found:
    """Return the numbers of a chunk; runs that `known` holds are not repeated."""
    found = Found({}, [])
    done = known or Found({}, [])
    failed = {(item["point"], item["scenario"]): item for item in done.failures}
    for point, world, values in plan.jobs(slot):
        run = (point, world.scheme)
        if run in done.values:
            found.values[run] = done.values[run]
        elif run in failed:
            found.failures.append(failed[run])
        else:
            _one(plan, slot, point, world, values, runner, found, keep)
        if tick is not None:
            tick()
    return found


def _one(
    plan: Plan,
    slot: Slot,
    point: int,
    world: World,
    values: dict[str, Any],
    runner: Runner,
    found: Found,
    keep: Keep | None,
) -> None:
    seed = plan.study.seed + slot.replicate
    try:
        history = runner(world.at(values), seed)
        numbers = list(measured(Tables(history), plan.study.measures).values())
    except MemoryError as error:
        raise ResultsError(
            "out of memory; give the same command again with fewer --workers: what is done is kept"
        ) from error
    except Exception as error:  # noqa: BLE001 - whatever a run dies of is recorded; others go on
        cells = (point, world.scheme, slot.replicate, seed, type(error).__name__, reason(error))
        found.failures.append(dict(zip(FAILURE, cells, strict=True)))
        return
    found.values[point, world.scheme] = numbers
    if keep is not None:
        keep(history, point, world.scheme, slot.replicate)


def table(plan: Plan, slot: Slot, found: Found) -> pa.Table:
    """Return a chunk as a table in the columns of measures.csv, and `point`."""
    import pyarrow as pa

    measures = plan.study.measures
    runs, width = list(found.values), len(measures)
    place = {name: number for number, name in enumerate(plan.schemes)}
    points = np.repeat(np.array([point for point, _ in runs], dtype=np.int64), width)
    schemes = np.repeat(np.array([place[name] for _, name in runs], dtype=np.int32), width)
    columns = {
        "point": pa.array(points),
        "scenario": pa.DictionaryArray.from_arrays(pa.array(schemes), pa.array(plan.schemes)),
        "replicate": pa.array(np.full(len(points), slot.replicate, dtype=np.int32)),
        "seed": pa.array(np.full(len(points), plan.study.seed + slot.replicate, dtype=np.int64)),
        "measure": pa.DictionaryArray.from_arrays(
            pa.array(np.tile(np.arange(width, dtype=np.int32), len(runs))), pa.array(measures)
        ),
        "value": pa.array(np.array([*found.values.values()], dtype=np.float64).reshape(-1)),
    }
    says = {
        "core": plan.core,
        "runs": plan.runs_of(slot),
        "points": plan.points_of(slot),
        "digest": plan.digest(slot),
        "failures": found.failures,
    }
    return pa.table(columns).replace_schema_metadata({METADATA: json.dumps(says).encode()})


def packed(content: pa.Table) -> bytes:
    """Return a table as the bytes of a Parquet file; equal tables give equal bytes."""
    import pyarrow.parquet as pq

    target = io.BytesIO()
    pq.write_table(content, target, compression="zstd", write_page_checksum=True)
    return target.getvalue()


def unpacked(path: Path) -> pa.Table:
    """Return the table of a Parquet file; every page is checked.

    Raises:
        ResultsError: it is truncated, damaged, or no Parquet file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with path.open("rb") as file:
            return pq.ParquetFile(file, page_checksum_verification=True).read()
    except (OSError, pa.ArrowException) as error:
        raise ResultsError(f"{path}: damaged ({str(error).splitlines()[0]})") from error


def frame(content: pa.Table) -> pd.DataFrame:
    """Return a table as a DataFrame."""
    import pandas as pd

    found = content.to_pandas()
    assert isinstance(found, pd.DataFrame)
    return found


def facts(content: pa.Table, path: Path) -> dict[str, Any]:
    """Return what a chunk says about itself: core, runs, points, digest of points, failures.

    Raises:
        ResultsError: it is no chunk of a study.
    """
    found = (content.schema.metadata or {}).get(METADATA)
    if found is None:
        raise ResultsError(f"{path}: not a part of a study")
    return dict(json.loads(found))


def found_in(content: pa.Table, path: Path, measures: int) -> Found:
    """Return the numbers that a chunk holds."""
    values = content["value"].to_numpy().reshape(-1, measures)
    points = content["point"].to_numpy()[::measures]
    schemes = content["scenario"].cast("string").to_pylist()[::measures]
    pairs = zip(points.tolist(), schemes, strict=True)
    return Found(
        dict(zip(pairs, values.tolist(), strict=True)), list(facts(content, path)["failures"])
    )
