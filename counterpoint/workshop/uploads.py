"""Files that the facilitator adds in the browser: few, small, and checked as on the command line.

Only plain names are taken, into a folder of their own beside the workshop's file. Nothing of a
set is kept unless all of it is right.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from counterpoint.workshop.rounds.pack import FILE
from counterpoint.workshop.rounds.pack_file import read_pack
from sim.core.errors import CounterpointError, InputError, ScenarioError
from sim.scenario.files import chain
from sim.scenario.loading import load_any
from sim.scenario.nodes import Place, Problems

MOST_FILES = 20
MOST_BYTES = 1_000_000
"""Bytes of all files of a set together."""
MOST_SETS = 50
"""Sets that are kept of each kind."""
NAME = re.compile(r"\w[\w .+()-]{0,55}\.(yaml|yml|md)")
SCHEMES = ("scheme", "company")
Read = TypeVar("Read")


class Uploads:
    """Takes scenario files and packs, and offers them beside what is there already.

    Args:
        folder: where they are kept; those of earlier are offered again.
        bases: what may be chosen as a scheme, added to.
        packs: what may be played, added to.
    """

    def __init__(self, folder: Path, bases: dict[str, str], packs: dict[str, str]) -> None:
        self.folder, self.bases, self.packs = folder.resolve(), bases, packs
        self._taken = {"scenarios": frozenset(bases), "packs": frozenset(packs)}
        self._lock = threading.Lock()
        for held in self._held("scenarios"):
            self._again(held, lambda found: self.bases.update(self._schemes(found)))
        for held in self._held("packs"):
            self._again(held, lambda found: self._offer(found, read_pack(found, FILE).title))

    def scenarios(self, raw: dict[str, Any]) -> dict[str, Any]:
        """Take scenario files; files that others of them extend belong with them.

        Returns: the names that may be chosen as schemes now. Raises: InputError, ScenarioError.
        """
        with self._lock, self._laid("scenarios", files_in(raw)) as laid:
            added = _relative(laid, lambda: self._schemes(laid))
            kept = self._keep("scenarios", laid)
            self.bases.update({name: str(kept / Path(path).name) for name, path in added.items()})
            return {"added": list(added)}

    def pack(self, raw: dict[str, Any]) -> dict[str, Any]:
        """Take a pack. Returns: what it is called to open it. Raises: InputError, ScenarioError."""
        files = files_in(raw)
        if FILE not in files:
            raise InputError(f"a pack is all files of its folder: {FILE} is missing")
        with self._lock, self._laid("packs", files) as laid:
            pack = _relative(laid, lambda: read_pack(laid, FILE))
            return {"pack": self._offer(self._keep("packs", laid), pack.title)}

    def _held(self, kind: str) -> list[Path]:
        """Return the folders of the sets that are kept, the oldest first."""
        found = [path for path in (self.folder / kind).glob("[!.]*") if path.is_dir()]
        return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))

    def _again(self, held: Path, offer: Callable[[Path], object]) -> None:
        """Offer what was kept earlier; what is no longer right is left out."""
        try:
            offer(held)
        except CounterpointError:
            return

    def _offer(self, folder: Path, title: str) -> str:
        """Offer a pack; a later one of the same title takes its place."""
        name = plain(title)
        name = f"{name}_added" if name in self._taken["packs"] else name
        self.packs[name] = str(folder)
        return name

    def _schemes(self, folder: Path) -> dict[str, str]:
        """Return the schemes among the files of a folder. Raises: ScenarioError, InputError."""
        found, problems = {}, Problems()
        for path in sorted(folder.iterdir()):
            try:
                kind = _kind(path)
            except ScenarioError as error:
                problems.found.extend(each for each in error.problems if each not in problems.found)
                continue
            if kind in SCHEMES and path.stem in self._taken["scenarios"]:
                problems.add(Place(str(path)), "", "a scheme is called so already; rename the file")
            elif kind in SCHEMES:
                found[path.stem] = str(path)
        problems.stop_if_any()
        if not found:
            raise InputError("none of these files is a scheme or a company; add one that is")
        return found

    @contextmanager
    def _laid(self, kind: str, files: Mapping[str, bytes]) -> Iterator[Path]:
        """Yield a new folder with the files, which is gone afterwards unless it was kept."""
        if len(self._held(kind)) >= MOST_SETS:
            raise InputError(f"{self.folder / kind} holds {MOST_SETS} already; delete some")
        laid = self.folder / kind / f".{secrets.token_hex(8)}"
        try:
            laid.mkdir(parents=True)
            for name, content in files.items():
                (laid / name).write_bytes(content)
            yield laid
        except OSError as error:
            where = self.folder / kind
            raise InputError(
                f"{where}: cannot be written ({error.strerror}); choose another --room"
            ) from error
        finally:
            shutil.rmtree(laid, ignore_errors=True)

    def _keep(self, kind: str, laid: Path) -> Path:
        """Return the folder in which a set is kept, named by what is in it."""
        digest = hashlib.sha256()
        for path in sorted(laid.iterdir()):
            digest.update(f"{path.name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
        kept = self.folder / kind / digest.hexdigest()[:16]
        if kept.exists():
            shutil.rmtree(kept)
        return laid.rename(kept)


def files_in(raw: Mapping[str, Any]) -> dict[str, bytes]:
    """Return name → bytes of the files in a message. Raises: InputError with every problem."""
    given = raw.get("files")
    if not isinstance(given, dict) or not given:
        raise InputError("files: a mapping of names to contents in base64")
    if len(given) > MOST_FILES:
        raise InputError(f"{len(given)} files; at most {MOST_FILES} at a time")
    found: dict[str, bytes] = {}
    wrong: list[str] = []
    for name, content in given.items():
        problem = _name_problem(name, found)
        try:
            found[name] = base64.b64decode(content, validate=True)
        except (TypeError, ValueError, binascii.Error):
            problem = problem or "cannot be read"
        if problem:
            wrong.append(f"{name[:80]!r}: {problem}")
    if sum(map(len, found.values())) > MOST_BYTES:
        wrong.append(f"together the files have more than {MOST_BYTES // 1000:,} kB")
    if wrong:
        raise InputError("\n".join(wrong))
    return found


def _name_problem(name: str, others: Mapping[str, bytes]) -> str:
    if not NAME.fullmatch(name):
        return (
            "names end in .yaml, .yml or .md, begin with a letter or digit, and have at most 60 "
            "letters, digits, spaces and . _ + ( ) -"
        )
    same = [other for other in others if other.casefold() == name.casefold()]
    return f"differs from {same[0]} only by capital letters" if same else ""


def plain(title: str) -> str:
    """Return a title as a name.

    >>> plain("Who owns the lead?")
    'who_owns_the_lead'
    """
    return re.sub(r"\W+", "_", title.casefold()).strip("_")[:40] or "pack"


def _kind(path: Path) -> str:
    """Return of what kind a scenario file is, once it has been checked. Raises: ScenarioError."""
    problems = Problems()
    if path.suffix == ".md":
        problems.add(Place(str(path)), "", "this is no scenario file; those end in .yaml")
    problems.stop_if_any()
    sources = chain(path, str(path), problems)
    problems.stop_if_any()
    load_any(path)
    return sources[-1].kind


def _relative(folder: Path, work: Callable[[], Read]) -> Read:
    """Return what `work` returns; problems name files as the person knows them, without a folder.

    Raises: ScenarioError, InputError.
    """
    try:
        return work()
    except ScenarioError as error:
        start = f"{folder}/"
        raise ScenarioError(
            [
                replace(problem, file=Path(problem.file).as_posix().replace(start, ""),
                        text=problem.text.replace(start, ""))
                for problem in error.problems
            ]
        ) from None  # fmt: skip
