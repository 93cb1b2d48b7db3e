"""Result folders: every file is whole or absent, and other people's results are never touched.

A file is written beside its final name, flushed to disk and renamed. A folder that already holds
something is refused unless the caller says otherwise; then only the files that an earlier
manifest lists are replaced. If writing fails, what this call wrote is removed again.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sim.core.errors import ResultsError

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.json"
PART = ".part-"
"""Stands in the name of a file that is being written."""
LONGEST = 80
"""Most characters of a default folder name."""


def write_whole(path: Path, data: bytes, kept: str = "nothing was kept") -> None:
    """Write a file so that its final name never holds half of it.

    Args:
        path: the final name.
        data: the whole content.
        kept: what to say about the results if the disk is full.

    Raises:
        ResultsError: the disk is full or the folder cannot be written.
    """
    part = path.with_name(f".{path.name}{PART}{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise ResultsError(explained(path, error, kept)) from error
    finally:
        part.unlink(missing_ok=True)


def explained(path: Path, error: OSError, kept: str = "nothing was kept") -> str:
    """Return why a file could not be written, in words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{path}: the disk is full; {kept}. Free some space or choose another --out"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{path}: no permission to write here; choose another --out"
    return f"{path}: cannot be written ({error.strerror})"


def check_free(folder: Path, *, overwrite: bool) -> None:
    """Raise ResultsError if results may not be written to `folder`; change nothing."""
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


class ResultFolder:
    """A folder under construction; use it in a `with` block and end with `finish`."""

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        check_free(path, overwrite=overwrite)
        self.path = path
        self._written: list[Path] = []
        self._made: list[Path] = []
        self._sums: dict[str, str] = {}
        self._old = _listed(path)

    def __enter__(self) -> ResultFolder:
        self._make(self.path)
        (self.path / MANIFEST).unlink(missing_ok=True)
        for name in self._old:
            (self.path / name).unlink(missing_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            return
        for path in self._written:
            path.unlink(missing_ok=True)
        for folder in reversed(self._made):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def write(self, name: str, data: bytes | str) -> None:
        """Write one file; `name` may contain folders."""
        content = data.encode() if isinstance(data, str) else data
        path = self.path / name
        self._make(path.parent)
        write_whole(path, content)
        self._written.append(path)
        self._sums[name] = hashlib.sha256(content).hexdigest()

    def write_table(self, name: str, table: pd.DataFrame) -> None:
        """Write a table as CSV; floats as `repr` gives them, missing values empty."""
        self.write(f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))

    def write_json(self, name: str, content: Any) -> None:
        """Write JSON with sorted keys left as they are and NaN refused."""
        text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
        self.write(name, text + "\n")

    def adopt(self, fill: Callable[[Path], object]) -> None:
        """Let `fill` write files into an empty folder, then move them here one by one."""
        part = self.path / f".part-{os.getpid()}"
        try:
            part.mkdir()
            fill(part)
            for file in sorted(part.iterdir()):
                self._adopt_one(file)
        except OSError as error:
            raise ResultsError(explained(self.path, error)) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def finish(self, manifest: dict[str, Any]) -> None:
        """Write the manifest, last: a folder without one is not finished."""
        self.write_json(MANIFEST, {**manifest, "files": dict(sorted(self._sums.items()))})

    def _adopt_one(self, file: Path) -> None:
        with file.open("rb") as stream:
            self._sums[file.name] = hashlib.file_digest(stream, "sha256").hexdigest()
            os.fsync(stream.fileno())
        final = self.path / file.name
        file.replace(final)
        self._written.append(final)

    def _make(self, folder: Path) -> None:
        missing = [up for up in (folder, *folder.parents) if not up.exists()]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ResultsError(explained(folder, error)) from error
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
