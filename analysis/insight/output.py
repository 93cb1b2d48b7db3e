"""How results about a study are written: tables, figures, manifest."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.insight.dictionary import insight_dictionary
from analysis.results.manifest import command, environment
from analysis.results.protocol import Results, captions, paged, write

if TYPE_CHECKING:
    import pandas as pd

    from analysis.figures.picture import Picture


def write_found(
    kind: str,
    folder: Path,
    tables: dict[str, pd.DataFrame],
    drawn: Iterable[Picture],
    facts: dict[str, Any],
    texts: dict[str, str],
    *,
    overwrite: bool,
) -> None:
    """Write results of one kind, with what their columns mean. Raises: ResultsError."""
    pictures = list(drawn)
    made = {"kind": kind, "command": command(), **facts, "captions": captions(pictures),
            **environment()}  # fmt: skip
    found = Results(facts=made, tables=tables, dictionary=insight_dictionary(tables),
                    pictures=pictures, texts=texts, report=paged)  # fmt: skip
    write(found, folder, overwrite=overwrite)
