"""The runs of a store that failed, with where they stand and what went wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from analysis.study import chunks

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from analysis.study.folder import StudyFolder


def failures(folder: StudyFolder, points: pd.DataFrame) -> pa.Table:
    """Return one row per failed run: its place, its error, and the values of its parameters."""
    import pyarrow as pa

    rows: list[dict[str, Any]] = []
    for chunk in folder.chunks.values():
        if chunk.failed:
            rows.extend(chunks.facts(folder.read(chunk.name), folder.path / chunk.name)["failures"])
    rows.sort(key=lambda row: (row["replicate"], row["point"]))
    failed = points[points["point"].isin({row["point"] for row in rows})]
    at = {int(each["point"]): each for each in failed.to_dict("records")}
    types = {"point": pa.int64(), "replicate": pa.int32(), "seed": pa.int64()}
    names = ("point", "market", "scenario", "replicate", "seed", "error", "text", "parameters")
    for row in rows:
        place = at[row["point"]]
        row["market"] = place["market"]
        values = {str(key): value for key, value in place.items() if key not in ("point", "market")}
        row["parameters"] = json.dumps(values)
    schema = pa.schema([(name, types.get(name, pa.string())) for name in names])
    return pa.Table.from_pylist([{name: row[name] for name in names} for row in rows], schema)
