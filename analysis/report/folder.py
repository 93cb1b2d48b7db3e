"""The report of any result folder: read back from its tables, figures and manifest."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.results.form import numbered
from analysis.results.place import DICTIONARY, MANIFEST, REPORT
from analysis.results.protocol import Results, paged
from analysis.results.store import STORE, VERDICTS, check_path
from analysis.results.whole import is_begun, write_whole
from sim.core.errors import ResultsError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.comparison.comparison import Comparison
    from analysis.figures.picture import Picture
    from analysis.uncertainty.turning import Drawn

TABLES = (".csv", ".parquet")


def write_report(folder: Path, out: Path | None = None) -> Path:
    """Write the report of a result folder; return its path.

    The report goes into the folder, or beside it where the folder is a store of runs.

    Raises: ResultsError when the folder holds no results, or not those its manifest lists.
    """
    facts = read_manifest(folder)
    is_store = facts.get("kind") == STORE
    path = out or (Path(f"{folder}-{REPORT}") if is_store else folder / REPORT)
    check_path(path)
    text = made(folder, facts)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode())
    return path


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a result folder. Raises: ResultsError."""
    path = folder / MANIFEST
    if not folder.is_dir():
        begun = "; what was begun there was never finished: give the command again"
        raise ResultsError(f"{folder}: there is no such folder{begun if is_begun(folder) else ''}")
    if not path.is_file():
        raise ResultsError(f"{folder}: holds no results of this program (no {MANIFEST})")
    try:
        facts = json.loads(path.read_bytes())
    except ValueError as error:
        raise ResultsError(f"{path}: is damaged ({error}); run the command again") from error
    if not isinstance(facts, dict):
        raise ResultsError(f"{path}: is damaged; run the command again")
    return facts


def made(folder: Path, facts: dict[str, Any]) -> str:
    """Return the report of a folder as HTML."""
    from analysis.comparison.figures.gallery import pictures
    from analysis.comparison.report import report

    kind = facts.get("kind")
    if kind == "compare":
        result = load_comparison(folder, facts)
        return report(result, list(pictures(result)), facts)
    listed = facts.get("files")
    if kind in ("practices", "explain") and isinstance(listed, dict) and REPORT in listed:
        return (folder / REPORT).read_text(encoding="utf-8")
    return paged(_results(folder, facts))


def _results(folder: Path, facts: dict[str, Any]) -> Results:
    """Return what a folder holds, as it was written. Raises: ResultsError."""
    spoken = folder / VERDICTS
    texts = {VERDICTS: spoken.read_text(encoding="utf-8")} if spoken.is_file() else {}
    return Results(facts, _tables(folder), _dictionary(folder), _figures(folder, facts), (), texts)


def load_comparison(folder: Path, facts: dict[str, Any]) -> Comparison:
    """Return the comparison that a folder holds. Raises: ResultsError for a missing file."""
    from analysis.comparison.comparison import Comparison, Precision
    from analysis.comparison.dictionary import COMPARISON
    from analysis.results.store import slug
    from analysis.runs.firm import Firm
    from sim.scenario import load_scenario

    if "seeds" in facts:
        raise ResultsError(
            f"{folder}: was made by an earlier version, when replicate r had the luck of seed + r; "
            f"run its command again: {facts.get('command')}"
        )
    try:
        tables = {name: _read(folder / f"{name}.csv") for name in COMPARISON}
        if facts.get("dates") is not None:
            start = date.fromisoformat(facts["dates"])
            tables["timecourse"] = numbered(tables["timecourse"], start)
        names = [str(item["name"]) for item in facts["scenarios"]]
        loaded = [load_scenario(str(folder / "scenarios" / f"{slug(name)}.yaml")) for name in names]
        found = facts["precision"]
        precision = None if found is None else Precision(
            found["target"], float("inf") if found["width"] is None else found["width"],
            found["reached"], found["budget"],
        )  # fmt: skip
        return Comparison(
            scenarios=tuple(names), loaded=tuple(loaded), baseline=facts["baseline"],
            seed=facts["luck"]["seed"], replicates=facts["luck"]["replicates"],
            meaningful=facts["meaningful"], interrupted=facts["interrupted"],
            precision=precision, drawn=_drawn(folder, facts),
            firm=Firm(**facts["firm"]) if "firm" in facts else None, **tables,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise ResultsError(
            f"{folder}: is not whole ({error}); run its command again: {facts.get('command')}"
        ) from error


def _drawn(folder: Path, facts: dict[str, Any]) -> Drawn | None:
    """Return the worlds of a comparison; None where none were drawn."""
    from analysis.uncertainty.believable import LeftOut
    from analysis.uncertainty.turning import Drawn

    said = facts.get("worlds")
    if said is None:
        return None
    table, turning = (_read(folder / f"{name}.csv") for name in ("worlds", "turning"))
    left_out = said.get("left_out")
    return Drawn(
        str(said["from"]), table, turning, str(said.get("sha256", "")),
        None if left_out is None else LeftOut(**left_out),
    )  # fmt: skip


def _dictionary(folder: Path) -> dict[str, Any]:
    """Return the data dictionary of a folder; empty where there is none."""
    path = folder / DICTIONARY
    if not path.is_file():
        return {}
    try:
        return dict(json.loads(path.read_bytes()))
    except ValueError as error:
        raise ResultsError(f"{path}: is damaged ({error}); run the command again") from error


def _read(path: Path) -> pd.DataFrame:
    import pandas as pd

    from analysis.study import chunks

    return chunks.frame(chunks.unpacked(path)) if path.suffix == ".parquet" else pd.read_csv(path)


def _tables(folder: Path) -> dict[str, pd.DataFrame]:
    files = sorted(path for path in folder.iterdir() if path.suffix in TABLES)
    return {path.stem: _read(path) for path in files}


def _figures(folder: Path, facts: dict[str, Any]) -> list[Picture]:
    from analysis.figures.picture import Picture

    captions = facts.get("captions", {})
    return [
        Picture(
            path.stem, str(captions.get(path.stem, path.stem)), b"", path.read_bytes(),
            _numbers(path.with_suffix(".csv")),
        )
        for path in sorted((folder / "figures").glob("*.svg"))
    ]  # fmt: skip


def _numbers(path: Path) -> pd.DataFrame | None:
    """Return the numbers behind a figure, as text; None where there are none."""
    import pandas as pd

    return pd.read_csv(path, dtype=str, keep_default_na=False) if path.is_file() else None
