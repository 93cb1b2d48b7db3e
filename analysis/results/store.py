"""Result folders: whole or absent, and other people's files are never touched.

A folder that already holds something is refused unless the caller says otherwise; then only the
files that an earlier manifest lists are replaced. Everything is written aside first and flushed to
disk; only when all is there does the new folder take the place of the old one. Whatever fails
before that, Ctrl-C and kill -9 included, leaves the folder as it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from analysis.results.form import dated, dated_words, form
from analysis.results.place import MANIFEST, Place
from analysis.results.whole import carry_over, clear_away, explained, part_of, put, put_folder
from sim.core.errors import ResultsError

if TYPE_CHECKING:
    import pandas as pd

VERDICTS = "verdicts.txt"
"""What was found in sentences, where no table has them."""
STORE = "sweep"
"""Kind of the folder that holds the runs of a study."""
LONGEST_NAME = 255
"""Most bytes in the name of a file or folder."""
LONGEST_PATH, DEEPEST = 3_500, 300
"""Most bytes and folders of a path, with room for the files below it (Linux takes 4,096 bytes)."""
LONGEST = 80
"""Most characters of a default folder name."""


def check_path(path: Path) -> None:
    """Raise ResultsError if no file system would take a path: a name, or the whole, is too long."""
    too_long = next((part for part in path.parts if len(os.fsencode(part)) > LONGEST_NAME), None)
    if too_long is not None:
        raise ResultsError(
            f"{too_long[:LONGEST]}…: a name of {len(os.fsencode(too_long))} bytes is longer than "
            f"file systems take ({LONGEST_NAME}); choose another --out"
        )
    whole = path.absolute()
    size, depth = len(os.fsencode(whole)), len(whole.parts) - 1
    if size > LONGEST_PATH or depth > DEEPEST:
        raise ResultsError(
            f"{str(path)[:LONGEST]}…: a path of {size:,} bytes and {depth:,} folders is too long "
            f"to work everywhere (at most {LONGEST_PATH:,} and {DEEPEST}); choose another --out"
        )


def check_free(folder: Path, *, overwrite: bool, kind: str | None = None) -> None:
    """Raise ResultsError if results may not be written to `folder`; change nothing.

    Args:
        folder: where they are to go.
        overwrite: whether results that stand there may be replaced; the store of a study never is.
        kind: the command that makes them; results of another command are not replaced.
    """
    check_path(folder)
    if not folder.exists():
        parent = next(up for up in folder.absolute().parents if up.exists())
        if not parent.is_dir():
            raise ResultsError(f"{folder}: {parent} is a file; choose another --out")
        if not os.access(parent, os.W_OK):
            raise ResultsError(f"{folder}: no permission to write here; choose another --out")
        return
    if not folder.is_dir():
        raise ResultsError(f"{folder}: is a file; choose another --out")
    if not os.access(folder, os.W_OK):
        raise ResultsError(f"{folder}: no permission to write here; choose another --out")
    if not any(folder.iterdir()):
        return
    if not overwrite:
        raise ResultsError(
            f"{folder}: already holds other results; choose another --out, or say --overwrite"
        )
    if not (folder / MANIFEST).is_file():
        raise ResultsError(
            f"{folder}: holds files that are not results of this program (no {MANIFEST}); "
            "choose another --out"
        )
    there = kind_of(folder)
    if there == STORE:
        raise ResultsError(
            f"{folder}: holds the runs of a study, which nothing overwrites; choose another --out"
        )
    if kind is not None and there is not None and there != kind:
        raise ResultsError(
            f"{folder}: holds results of counterpoint {there}, and --overwrite replaces only those "
            f"of counterpoint {kind}; choose another --out"
        )


def kind_of(folder: Path) -> str | None:
    """Return the command that made the results in a folder, or None when that cannot be told."""
    try:
        kind = json.loads((folder / MANIFEST).read_bytes()).get("kind")
    except (OSError, ValueError, AttributeError):
        return None
    return kind if isinstance(kind, str) else None


def free_folder(parent: Path, name: str) -> Path:
    """Return a folder below `parent` called after `name` that does not exist yet."""
    stem = slug(name)
    candidate, number = parent / stem, 1
    while candidate.exists():
        number += 1
        candidate = parent / f"{stem}-{number}"
    return candidate


def slug(text: str) -> str:
    """Return text made safe for a file name.

    >>> slug("Our firm / plan B")
    'Our_firm_plan_B'
    """
    return re.sub(r"[^\w.-]+", "_", text).strip("._")[:LONGEST] or "results"


class ResultFolder(Place):
    """A folder under construction; use it in a `with` block and end with `finish`.

    Everything is written into a folder beside it that takes its place at the end, in one step. Only
    the folder one is in, or one that cannot be renamed (a volume of its own), is filled file by
    file, the manifest last: without one it is no result.
    """

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        check_free(path, overwrite=overwrite)
        self.path = path
        self._final = path.resolve()
        self._aside = part_of(self._final)
        self._made: list[Path] = []
        self._sums: dict[str, str] = {}
        self._form = form()
        self._tables: dict[str, pd.DataFrame] = {}
        self._words: dict[str, Any] = {}
        self._is_finished = False
        if not self._can_be_renamed():
            self._aside = part_of(self._final / "results")

    def _can_be_renamed(self) -> bool:
        there = self._final
        if not there.exists():
            return True
        is_here = there == Path.cwd() or there in Path.cwd().parents
        return not is_here and not there.is_mount() and os.access(there.parent, os.W_OK)

    def __enter__(self) -> ResultFolder:
        clear_away(self._final)
        clear_away(self._final / "results")
        self._make(self._aside)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self._aside, ignore_errors=True)
        if self._is_finished:
            return
        for folder in reversed(self._made):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def write(self, name: str, data: bytes | str) -> None:
        """Write one file; `name` may contain folders."""
        content = data.encode() if isinstance(data, str) else data
        path = self._aside / name
        self._make(path.parent)
        try:
            put(path, content)
        except OSError as error:
            raise ResultsError(explained(self.path / name, error)) from error
        self._sums[name] = hashlib.sha256(content).hexdigest()

    def write_table(self, name: str, table: pd.DataFrame, fmt: str = "csv") -> None:
        """Write a table; weeks become dates, and it a sheet of the workbook, where asked for."""
        if self._form.dates is not None:
            table = dated(table, self._form.dates)
        if self._form.workbook:
            self._tables[name] = table
        super().write_table(name, table, fmt)

    def write_dictionary(self, words: dict[str, Any]) -> None:
        """Write what the columns of the tables mean."""
        self._words = words if self._form.dates is None else dated_words(words)
        super().write_dictionary(self._words)

    def finish(self, manifest: dict[str, Any]) -> None:
        """Write the manifest, then let the new folder take the place of the old one."""
        if self._form.dates is not None:
            manifest = {**manifest, "dates": self._form.dates.isoformat()}
        if self._form.workbook:
            from analysis.results.workbook import WORKBOOK, workbook

            self.write(WORKBOOK, workbook(self._tables, self._words, manifest))
        self.write_json(MANIFEST, {**manifest, "files": dict(sorted(self._sums.items()))})
        listed = {*_listed(self._final), MANIFEST}
        try:
            if self._aside.parent == self._final:
                self._fill(listed)
            else:
                carry_over(self._final, self._aside, listed)
                put_folder(self._aside, self._final)
        except OSError as error:
            raise ResultsError(explained(self.path, error)) from error
        self._is_finished = True

    def _fill(self, listed: set[str]) -> None:
        """Take old files out and put new ones in; the folder has no manifest meanwhile."""
        for name in (MANIFEST, *sorted(listed - {MANIFEST})):
            (self._final / name).unlink(missing_ok=True)
        for name in (*sorted(set(self._sums) - {MANIFEST}), MANIFEST):
            (self._final / name).parent.mkdir(parents=True, exist_ok=True)
            (self._aside / name).replace(self._final / name)

    def _make(self, folder: Path) -> None:
        missing = [up for up in (folder, *folder.parents) if not up.exists()]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ResultsError(explained(self.path, error)) from error
        self._made.extend(reversed(missing))


def _listed(folder: Path) -> list[str]:
    """Return the files an earlier manifest lists, as far as they lie inside the folder."""
    path = folder / MANIFEST
    if not path.is_file():
        return []
    try:
        names = json.loads(path.read_bytes()).get("files", {})
    except (ValueError, AttributeError):
        return []
    root = folder.resolve()
    return [name for name in names if (root / name).resolve().is_relative_to(root)]
