"""Where the files of results go: a folder, the store of a study, or beside another file."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

MANIFEST, REPORT, DICTIONARY = "manifest.json", "report.html", "data_dictionary.json"


class Place(ABC):
    """What `Results` are written into; a place says how a file gets there, and in what form."""

    indent = 2
    """Spaces by which JSON is indented."""

    @abstractmethod
    def write(self, name: str, data: bytes | str) -> None:
        """Write one file; `name` may contain folders."""

    def write_table(self, name: str, table: pd.DataFrame, fmt: str = "csv") -> None:
        """Write a table; floats as `repr` gives them, missing values empty.

        Args:
            name: of the table, without ending.
            table: what it holds.
            fmt: csv or parquet.
        """
        if fmt == "parquet":
            self.write(f"{name}.parquet", table.to_parquet(index=False))
        else:
            self.write(f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))

    def write_dictionary(self, words: dict[str, Any]) -> None:
        """Write what the columns of the tables mean."""
        self.write_json(DICTIONARY, words)

    def write_json(self, name: str, content: Any) -> None:
        """Write JSON with sorted keys left as they are and NaN refused."""
        text = json.dumps(content, indent=self.indent, ensure_ascii=False, allow_nan=False)
        self.write(name, text + "\n")
