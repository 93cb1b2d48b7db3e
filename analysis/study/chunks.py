"""The file of one chunk: Parquet with checksums, what failed in its metadata."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.study.making import Found, first_line
from analysis.study.plan import Plan, Slot
from sim.core.errors import ResultsError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

METADATA = b"counterpoint"


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
        "seed": pa.array(np.full(len(points), plan.study.seed, dtype=np.int64)),
        "measure": pa.DictionaryArray.from_arrays(
            pa.array(np.tile(np.arange(width, dtype=np.int32), len(runs))), pa.array(measures)
        ),
        "value": pa.array(np.array([*found.values.values()], dtype=np.float64).reshape(-1)),
    }
    content = pa.table(columns)
    says = {
        "core": plan.core,
        "runs": plan.runs_of(slot),
        "points": plan.points_of(slot),
        "digest": plan.digest(slot),
        "failures": found.failures,
    }
    says["sha256"] = own_hash(plan.name(slot), says, content)
    return content.replace_schema_metadata({METADATA: json.dumps(says).encode()})


def own_hash(name: str, says: dict[str, Any], content: pa.Table) -> str:
    """Return a hash of all that a chunk is: its name, what it says about itself, its numbers."""
    digest = hashlib.sha256(name.encode())
    known = {key: value for key, value in says.items() if key != "sha256"}
    digest.update(json.dumps(known, sort_keys=True).encode())
    for column in content.schema.names:
        values = content[column].combine_chunks()
        is_text = hasattr(values, "dictionary")
        kind = "text" if is_text else values.type
        digest.update(f"{column} {kind} {len(values)} {values.null_count} ".encode())
        if is_text:
            digest.update("\n".join(values.cast("string").to_pylist()).encode())
        else:
            digest.update(np.ascontiguousarray(values.to_numpy(zero_copy_only=False)).tobytes())
    return digest.hexdigest()


def packed(content: pa.Table) -> bytes:
    """Return a table as the bytes of a Parquet file; equal tables give equal bytes."""
    import pyarrow.parquet as pq

    target = io.BytesIO()
    pq.write_table(content, target, compression="zstd", write_page_checksum=True)
    return target.getvalue()


def unpacked(path: Path) -> pa.Table:
    """Return the table of a Parquet file; every page is checked.

    One thread reads, and one fetches: a chunk is small, and a pool of native threads that is still
    there when Python ends can take the process down after its work is done.

    Raises:
        ResultsError: it is truncated, damaged, or no Parquet file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    fetching = pa.io_thread_count()
    pa.set_io_thread_count(1)
    try:
        with path.open("rb") as file:
            return pq.ParquetFile(file, page_checksum_verification=True).read(use_threads=False)
    except Exception as error:  # a damaged footer can make the reader raise anything
        raise ResultsError(f"{path}: damaged ({first_line(error)})") from error
    finally:
        pa.set_io_thread_count(fetching)


def frame(content: pa.Table) -> pd.DataFrame:
    """Return a table as a DataFrame."""
    import pandas as pd

    found = content.to_pandas(use_threads=False)
    assert isinstance(found, pd.DataFrame)
    return found


def facts(content: pa.Table, path: Path) -> dict[str, Any]:
    """Return what a chunk says about itself: core, runs, points, digest of points, failures.

    Raises:
        ResultsError: it is no chunk of a study, or not the one its name promises.
    """
    found = (content.schema.metadata or {}).get(METADATA)
    if found is None:
        raise ResultsError(f"{path}: not a part of a study")
    try:
        says = dict(json.loads(found))
        is_whole = says["sha256"] == own_hash(path.name, says, content)
    except Exception as error:  # what a damaged file says may be anything
        raise ResultsError(f"{path}: damaged ({first_line(error)})") from error
    if not is_whole:
        raise ResultsError(
            f"{path}: damaged (its numbers or its name are not those it was made with)"
        )
    return says


def found_in(content: pa.Table, path: Path, measures: int) -> Found:
    """Return the numbers that a chunk holds."""
    values = content["value"].to_numpy().reshape(-1, measures)
    points = content["point"].to_numpy()[::measures]
    schemes = content["scenario"].cast("string").to_pylist()[::measures]
    pairs = zip(points.tolist(), schemes, strict=True)
    return Found(
        dict(zip(pairs, values.tolist(), strict=True)), list(facts(content, path)["failures"])
    )
