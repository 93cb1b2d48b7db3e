"""The store of a study: a folder of chunks, points, failures and a manifest.

Every file is whole or absent (written beside, flushed, renamed). The manifest says what the store
is and lists the files with their hashes; a chunk that was written after it is recognised by what it
says about itself. So nothing that was finished is lost, whenever the work was stopped. A damaged
file is moved to `damaged/`, named, and made again. While a sweep works, a lock keeps others out;
where a file system knows no locks, two sweeps write the same bytes under the same names.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.results.place import MANIFEST
from analysis.results.store import STORE, check_path, slug
from analysis.results.whole import PART, explained, write_whole
from analysis.study import chunks
from analysis.study.making import Found
from analysis.study.plan import Plan, Slot, slot_of
from analysis.study.whole import REPAIR, checked
from sim.core.errors import ResultsError

if TYPE_CHECKING:
    import pyarrow as pa

KIND = STORE
POINTS, FAILURES = "points.parquet", "failures.parquet"
SCENARIOS, TABLES, DAMAGED, LOCK = "scenarios", "tables", "damaged", ".lock"
KEPT = "the runs that are done are kept: give the same command again to go on"
GRACE = 0.5
"""Seconds to wait for a lock: a sweep that was just killed takes a moment to let it go."""
Notice = Callable[[str], None]


@dataclass(frozen=True)
class Chunk:
    """A chunk that lies in the store: its file's name and hash, its runs, and how many failed."""

    name: str
    sha256: str
    runs: int
    failed: int


class StudyFolder:
    """The folder of one study.

    Attributes:
        path: the folder.
        chunks: the whole chunks in it, by name.
    """

    def __init__(self, path: Path, notice: Notice | None = None) -> None:
        self.path = path
        self.chunks: dict[str, Chunk] = {}
        self._slots: dict[Slot | None, list[str]] | None = None
        self._notice = notice

    def notice(self, text: str) -> None:
        """Tell whoever listens."""
        if self._notice is not None:
            self._notice(text)

    def manifest(self) -> dict[str, Any] | None:
        """Return the manifest, or None when there is none.

        Raises:
            ResultsError: it cannot be read, lost something, or belongs to something else.
        """
        path = self.path / MANIFEST
        try:
            content = json.loads(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise ResultsError(f"{path}: cannot be read ({error}); {REPAIR}") from error
        if not isinstance(content, dict) or content.get("kind") != KIND:
            raise ResultsError(
                f"{self.path}: holds other results, not a study; choose another --out"
            )
        return checked(content, path)

    def write(self, name: str, data: bytes) -> str:
        """Write one file whole, unless it says the same already; return its hash."""
        path = self.path / name
        digest = hashlib.sha256(data).hexdigest()
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return digest
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ResultsError(explained(path.parent, error, KEPT)) from error
        write_whole(path, data, KEPT)
        return digest

    def store(self, plan: Plan, slot: Slot, found: Found) -> Chunk:
        """Write a chunk and return what the manifest says of it."""
        name = plan.name(slot)
        data = chunks.packed(chunks.table(plan, slot, found))
        runs = len(found.values) + len(found.failures)
        return Chunk(name, self.write(name, data), runs, len(found.failures))

    def keep(self, history: Any, point: int, scheme: str, replicate: int) -> None:
        """Keep the tables of a run in a folder that is whole or absent."""
        final = self.path / TABLES / f"p{point:06d}-{slug(scheme)}-r{replicate:06d}"
        if final.is_dir():
            return
        part = final.with_name(f".{final.name}{PART}{os.getpid()}-{threading.get_ident()}")
        try:
            part.mkdir(parents=True, exist_ok=True)
            history.write(part, "parquet")
            part.replace(final)
        except OSError as error:
            raise ResultsError(explained(final, error, KEPT)) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def add(self, chunk: Chunk) -> None:
        """Take a chunk that has been written into the list."""
        self.chunks[chunk.name] = chunk

    def drop(self, name: str) -> None:
        """Remove a chunk that another one contains."""
        self.chunks.pop(name, None)
        (self.path / name).unlink(missing_ok=True)

    def take_stock(self, listed: dict[str, Any], core: str, *, strict: bool = False) -> None:
        """Find every whole chunk of this study.

        Args:
            listed: the files of the manifest, name → facts.
            core: chunks of other studies are left alone.
            strict: raise on a damaged chunk; otherwise it is moved away and named.

        Raises:
            ResultsError: a chunk is damaged, and `strict`.
        """
        self.chunks, self._slots = {}, None
        names = sorted(item.name for item in self.path.iterdir() if slot_of(item.name) is not None)
        for name in names:
            try:
                chunk = self._checked(name, listed.get(name), core)
            except ResultsError as error:
                if strict:
                    raise ResultsError(
                        f"{error}; sweep into this folder again: it moves the file away and "
                        "repeats its runs"
                    ) from error
                self._set_aside(name, str(error))
                continue
            if chunk is not None:
                self.chunks[name] = chunk
        for name in sorted(set(listed) - set(names)):
            if slot_of(name) is not None and not strict:
                self.notice(f"{self.path / name}: is gone; its runs are repeated")

    def _checked(self, name: str, said: dict[str, Any] | None, core: str) -> Chunk | None:
        """Return a chunk whose bytes are those the manifest lists, or that proves itself whole.

        Raises:
            ResultsError: it is neither.
        """
        path = self.path / name
        if said is None or not path.is_file():
            return self._inspected(name, core)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != said["sha256"]:
            raise ResultsError(f"{path}: damaged (its bytes are not those that {MANIFEST} lists)")
        return Chunk(name, digest, said["runs"], said["failed"])

    def _inspected(self, name: str, core: str | None) -> Chunk | None:
        """Return a chunk that proves itself whole, None if it belongs to another study."""
        path = self.path / name
        content = chunks.unpacked(path)
        says = chunks.facts(content, path)
        if core is not None and says["core"] != core:
            return None
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return Chunk(name, digest, says["runs"], len(says["failures"]))

    def found(self, name: str) -> Chunk | None:
        """Return a chunk if it lies in the store, whole."""
        if not (self.path / name).is_file():
            return None
        with contextlib.suppress(ResultsError):
            return self._inspected(name, None)
        return None

    def _set_aside(self, name: str, reason: str) -> None:
        target = self.path / DAMAGED / name
        target.parent.mkdir(exist_ok=True)
        number = 1
        while target.exists():
            number += 1
            target = target.with_name(f"{name}.{number}")
        (self.path / name).replace(target)
        self.notice(f"{reason}; moved to {target}, its runs are repeated")

    def part_of(self, plan: Plan, slot: Slot) -> str | None:
        """Return a chunk that holds the first points of another one, or None."""
        for name in self._by_slot().get(slot, ()):
            if name not in self.chunks or name == plan.name(slot):
                continue
            says = chunks.facts(self.read(name), self.path / name)
            count = int(says["points"])
            if count <= plan.points_of(slot) and plan.digest(slot, count) == says["digest"]:
                return name
        return None

    def _by_slot(self) -> dict[Slot | None, list[str]]:
        if self._slots is None:
            self._slots = {}
            for name in self.chunks:
                self._slots.setdefault(slot_of(name), []).append(name)
        return self._slots

    def read(self, name: str) -> pa.Table:
        """Return the table of a chunk."""
        return chunks.unpacked(self.path / name)

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other sweeps out of the folder; clear away what an interrupted one left half-done.

        Raises:
            ResultsError: another sweep is at work here, or the folder cannot be written.
        """
        path = self.path / LOCK
        check_path(self.path)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            file = path.open("a+", encoding="utf-8")
        except OSError as error:
            raise ResultsError(explained(self.path, error, KEPT)) from error
        with file:
            is_ours = self._taken(file)
            if is_ours is False:
                file.seek(0)
                who = file.read().strip() or "another process"
                raise ResultsError(
                    f"{self.path}: a sweep is at work here ({who}); wait for it, or give each "
                    "--shard an --out of its own and merge them"
                )
            file.truncate(0)
            file.write(f"process {os.getpid()} on {socket.gethostname()}")
            file.flush()
            if is_ours:
                self._clear_away()
            try:
                yield
            finally:
                # Windows, which has no such locks, removes nothing that is open.
                forgiven = (PermissionError,) if is_ours is None else ()
                with contextlib.suppress(*forgiven):
                    path.unlink(missing_ok=True)

    def _taken(self, file: Any) -> bool | None:
        """Return whether the lock could be taken; who was killed a moment ago may still let go."""
        end = time.monotonic() + GRACE
        while (is_ours := self.is_ours(file)) is False and time.monotonic() < end:
            time.sleep(0.05)
        return is_ours

    def is_ours(self, file: Any) -> bool | None:
        """Return whether the lock could be taken; None where the file system knows no locks."""
        try:
            import fcntl
        except ImportError:
            return None
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return None
        return True

    def _clear_away(self) -> None:
        for file in self.path.glob(f".*{PART}*"):
            file.unlink(missing_ok=True)
        for tables in (self.path / TABLES).glob(f".*{PART}*"):
            shutil.rmtree(tables, ignore_errors=True)
