"""Result folders: every file is whole or absent, and other people's results are never touched.

A folder that already holds something is refused unless the caller says otherwise; then only the
files that an earlier manifest lists are replaced. Everything is written aside first and flushed to
disk; only when all is there do files change places, by renaming alone. Whatever fails before or
during that, Ctrl-C included, leaves the folder as it was.
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
NOTHING_NEW = "nothing new was kept, and what was there before is untouched"
STORE = "sweep"
"""Kind of the folder that holds the runs of a study."""
LONGEST_NAME = 255
"""Most bytes in the name of a file or folder."""
LONGEST_PATH, DEEPEST = 3_500, 300
"""Most bytes and folders of a path, with room for the files below it (Linux takes 4,096 bytes)."""
LONGEST = 80
"""Most characters of a default folder name."""


def write_whole(path: Path, data: bytes, kept: str = NOTHING_NEW) -> None:
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


def explained(path: Path, error: OSError, kept: str = NOTHING_NEW) -> str:
    """Return why a file could not be written, in words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{path}: the disk is full; {kept}. Free some space or choose another --out"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{path}: no permission to write here; choose another --out"
    return f"{path}: cannot be written ({error.strerror})"


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


class ResultFolder:
    """A folder under construction; use it in a `with` block and end with `finish`."""

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        check_free(path, overwrite=overwrite)
        self.path = path
        self._aside = path / f".part-{os.getpid()}"
        self._old = path / f".old-{os.getpid()}"
        self._made: list[Path] = []
        self._sums: dict[str, str] = {}
        self._is_finished = False

    def __enter__(self) -> ResultFolder:
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
        write_whole(path, content)
        self._sums[name] = hashlib.sha256(content).hexdigest()

    def write_table(self, name: str, table: pd.DataFrame) -> None:
        """Write a table as CSV; floats as `repr` gives them, missing values empty."""
        self.write(f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))

    def write_json(self, name: str, content: Any) -> None:
        """Write JSON with sorted keys left as they are and NaN refused."""
        text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
        self.write(name, text + "\n")

    def adopt(self, fill: Callable[[Path], object]) -> None:
        """Let `fill` write files into an empty folder, then take them over."""
        part = self._aside / ".adopted"
        try:
            part.mkdir()
            fill(part)
            for file in sorted(part.iterdir()):
                with file.open("rb") as stream:
                    self._sums[file.name] = hashlib.file_digest(stream, "sha256").hexdigest()
                    os.fsync(stream.fileno())
                file.replace(self._aside / file.name)
            part.rmdir()
        except OSError as error:
            raise ResultsError(explained(self.path, error)) from error

    def finish(self, manifest: dict[str, Any]) -> None:
        """Write the manifest, then let the new files take the places of the old ones."""
        self.write_json(MANIFEST, {**manifest, "files": dict(sorted(self._sums.items()))})
        new = [name for name in self._sums if name != MANIFEST]
        moved: list[tuple[Path, Path]] = []
        try:
            self._exchange([*new, MANIFEST], moved)
        except BaseException as error:
            for source, target in reversed(moved):
                if target.exists():
                    target.replace(source)
            shutil.rmtree(self._old, ignore_errors=True)
            if isinstance(error, OSError):
                raise ResultsError(explained(self.path, error)) from error
            raise
        self._is_finished = True
        shutil.rmtree(self._old, ignore_errors=True)

    def _exchange(self, new: list[str], moved: list[tuple[Path, Path]]) -> None:
        """Move old files away and new ones in, the manifests last; note every move before it."""
        listed = [name for name in _listed(self.path) if name not in new]
        for name in (*listed, *new):
            if (self.path / name).is_file():
                self._move(self.path / name, self._old / name, moved)
        for name in new:
            self._move(self._aside / name, self.path / name, moved)

    def _move(self, source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
        self._make(target.parent)
        moved.append((source, target))
        source.replace(target)

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
