"""Read a study's store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.measures import named
from analysis.results.place import MANIFEST
from analysis.study import chunks
from analysis.study.facts import study_of
from analysis.study.folder import FAILURES, POINTS, StudyFolder
from analysis.study.plan import slot_of
from analysis.study.written import failures
from sim.core.errors import InputError, ResultsError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from analysis.study.study_file import Study


@dataclass(frozen=True, repr=False)
class StudyResults:
    """What a store holds.

    Attributes:
        folder: the store.
        study: the study.
        manifest: what made it, and how far it is.
        points: point, market and one column per parameter.
        failures: runs that failed: point, market, scenario, replicate, seed, error, text,
            parameters (JSON).
        files: the chunks that are done.
        interrupted: whether the sweep that returned this was stopped before its end.
        made: runs that the sweep that returned this has made; 0 when nothing was missing.
    """

    folder: Path
    study: Study
    manifest: dict[str, Any]
    points: pd.DataFrame
    failures: pd.DataFrame
    files: tuple[Path, ...]
    interrupted: bool = False
    made: int = 0

    def __repr__(self) -> str:
        """Return what the store holds, in one line."""
        runs = self.manifest["runs"]
        return (
            f"<StudyResults of {self.study.name} in {self.folder}: {len(self.points):,} points, "
            f"{runs['done']:,} of {runs['planned']:,} runs>"
        )

    @property
    def schemes(self) -> tuple[str, ...]:
        """Return the schemes as the column `scenario` names them, in the order of the study."""
        return tuple(dict.fromkeys(item["name"] for item in self.manifest["scenarios"]))

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Return every number: point, scenario, replicate, seed, measure, value."""
        return chunks.frame(self._table())

    def wide(self, measure: str) -> pd.DataFrame:
        """Return one measure: a row per point and replicate, a column per scheme.

        A run that failed or cannot tell is NaN. Raises: InputError: the study did not keep it.
        """
        import pandas as pd

        if measure not in self.study.measures:
            known = ", ".join(self.study.measures)
            raise InputError(f"{self.folder}: {measure} was not kept; there are: {known}")
        named(measure)
        frame = chunks.frame(self._table(measure))
        frame["scenario"] = frame["scenario"].astype(str)
        wide = frame.pivot(index=["point", "replicate"], columns="scenario", values="value")
        failed = pd.MultiIndex.from_frame(self.failures[["point", "replicate"]].drop_duplicates())
        rows = wide.index.union(failed).set_names(["point", "replicate"])
        return wide.reindex(index=rows, columns=list(self.schemes)).sort_index()

    def _table(self, measure: str | None = None) -> pa.Table:
        import pyarrow as pa
        import pyarrow.compute as pc

        found = []
        for path in self.files:
            table = chunks.unpacked(path).replace_schema_metadata()
            if measure is not None:
                table = table.filter(pc.equal(table["measure"].cast("string"), measure))
            found.append(table)
        if not found:
            raise ResultsError(f"{self.folder}: no run is done yet; sweep into this folder again")
        return pa.concat_tables(found).unify_dictionaries()


def load_study(folder: str | Path) -> StudyResults:
    """Return the results that a store holds, also of a sweep that is not finished.

    Raises:
        ResultsError: there is no study, or a file is damaged; what to do is said.
    """
    store = StudyFolder(Path(folder))
    content = store.manifest() if store.path.is_dir() else None
    if content is None:
        raise ResultsError(
            f"{folder}: holds no study (no {MANIFEST}); sweep a study into it, which also finds "
            "again what an earlier sweep left there"
        )
    store.take_stock(content["files"], content["core"], strict=True)
    if not (store.path / POINTS).is_file():
        raise ResultsError(f"{store.path / POINTS}: is missing; sweep into this folder again")
    try:
        points = chunks.frame(chunks.unpacked(store.path / POINTS))
    except ResultsError as error:
        raise ResultsError(
            f"{error}; sweep into this folder again: it writes the file anew"
        ) from error
    listed = [name for name in content["files"] if slot_of(name) is not None]
    names = listed if content["is_finished"] else _whole(store)
    missing = [name for name in listed if name not in store.chunks]
    if missing:
        raise ResultsError(
            f"{store.path / missing[0]}: is missing; sweep into this folder again: it repeats the "
            "runs that are gone"
        )
    return StudyResults(
        folder=store.path,
        study=study_of(content["study"], str(store.path / MANIFEST)),
        manifest=content,
        points=points,
        failures=chunks.frame(
            chunks.unpacked(store.path / FAILURES)
            if content["is_finished"] and (store.path / FAILURES).is_file()
            else failures(store, points)
        ),
        files=tuple(store.path / name for name in sorted(names)),
    )


def _whole(store: StudyFolder) -> list[str]:
    """Return one chunk per place: the one with most runs, where a longer one replaces another."""
    best: dict[Any, str] = {}
    for name, chunk in store.chunks.items():
        slot = slot_of(name)
        if slot not in best or store.chunks[best[slot]].runs < chunk.runs:
            best[slot] = name
    return list(best.values())
