"""One table: as a result folder, and as JSON has it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.results.manifest import command, environment
from analysis.results.protocol import Results, write

if TYPE_CHECKING:
    import pandas as pd


def write_table(table: pd.DataFrame, name: str, folder: Path, *, overwrite: bool = False) -> None:
    """Write one table with a manifest of the command that made it.

    Raises:
        ResultsError: the folder is taken or cannot be written.
    """
    facts = {"kind": name, "command": command(), **environment()}
    write(Results(facts=facts, tables={name: table}), folder, overwrite=overwrite)


def records(table: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return a table as JSON has it: one record per row, null for what is missing or infinite."""
    rows = table.to_dict("records")
    return [
        {
            name: None if isinstance(cell, float) and not math.isfinite(cell) else cell
            for name, cell in row.items()
        }
        for row in rows
    ]
