"""What a study's store holds besides its runs: points, scenarios, failures, what columns mean."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.results.place import Place
from analysis.results.protocol import Results
from analysis.results.store import slug
from analysis.study import chunks
from analysis.study.dictionary import study_dictionary
from analysis.study.folder import FAILURES, POINTS, SCENARIOS, StudyFolder
from analysis.study.plan import Plan

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

PARQUET = ".parquet"


@dataclass(frozen=True)
class Listed(Place):
    """A study's store as a place of results: tables as chunks are, and a list of what was written.

    Attributes:
        folder: the store.
        files: name → hash of what was written.
    """

    folder: StudyFolder
    files: dict[str, str]
    indent = 1

    def write(self, name: str, data: bytes | str) -> None:
        """Write one file, unless it says the same already, and list it. Raises: ResultsError."""
        self.files[name] = self.folder.write(name, data.encode() if isinstance(data, str) else data)

    def write_table(self, name: str, table: pd.DataFrame | pa.Table, fmt: str = "parquet") -> None:
        """Write a table; equal tables give equal bytes."""
        import pyarrow as pa

        if not isinstance(table, pa.Table):
            table = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata()
        self.write(f"{name}.{fmt}", chunks.packed(table))


def head(plan: Plan) -> Results:
    """Return what a store holds before any run: points, scenarios, and what columns mean."""
    return Results(
        facts={},
        tables={POINTS.removesuffix(PARQUET): plan.points},
        dictionary=study_dictionary(),
        texts={
            scenario_file(each.market, each.scheme): each.base.to_yaml() for each in plan.worlds
        },
        fmt="parquet",
    )


def failed(folder: StudyFolder, points: pd.DataFrame) -> Results:
    """Return what a store holds of runs that failed."""
    tables = {FAILURES.removesuffix(PARQUET): failures(folder, points)}
    return Results(facts={}, tables=tables, fmt="parquet")


def scenario_file(market: str, scheme: str) -> str:
    """Return where the resolved scenario of a scheme in a market is kept."""
    return f"{SCENARIOS}/{slug(scheme)}-in-{slug(market)}.yaml"


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
