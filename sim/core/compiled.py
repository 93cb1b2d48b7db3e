"""Mark functions for the compiler; compile them all at the first run.

`@rule`, `@act` and `@phase` only mark a function, so that importing a room does not import numba.
`compile_all()` replaces every marked function, in every module of HOLDERS that holds it, by a numba
dispatcher. With NUMBA_DISABLE_JIT=1 nothing is replaced and everything runs as plain Python.

numba's cache notices edits of a function's own file only. The cache folder of a room is therefore
named by a hash of its file, of `sim/core` and of `sim/world` (rooms never import one another); that
of the week by a hash of everything.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, overload

from sim.core.spelling import here
from sim.core.switches import is_checked, is_disabled

Function = TypeVar("Function", bound=Callable[..., Any])
Announce = Callable[[str], None]
Marks = list[tuple[str, Callable[..., Any]]]
"""Functions, each with the kind it is marked as."""

_marked: Marks = []
_compiled: set[Callable[..., Any]] = set()
_phases: dict[str, str] = {}
_apart: dict[str, Marks] = {}
_ROOT = Path(__file__).resolve().parents[1]
SHARED = ("core", "world")
"""Folders on which the code of every room depends."""
ROOMS = (*SHARED, "mechanisms", "practices")
"""Folders whose files depend on nothing but themselves and what is shared."""
HOLDERS = (here("sim."), here("analysis.meanfield."))
"""Packages whose modules call compiled functions by their own names."""


def _mark(function: Function, kind: str) -> Function:
    _apart.get(function.__module__, _marked).append((kind, function))
    return function


def rule(function: Function) -> Function:
    """Mark a rule: numbers in, number out; no row, no randomness."""
    return _mark(function, "rule")


def act(function: Function) -> Function:
    """Mark an act: one row's week; reads, draws, calls rules, writes its own columns."""
    return _mark(function, "act")


@overload
def phase(function: Function) -> Function: ...
@overload
def phase(*, after: str = "", before: str = "") -> Callable[[Function], Function]: ...
def phase(function: Any = None, *, after: str = "", before: str = "") -> Any:
    """Mark a phase: the loop over a table, or the owner turning signals into a quantity.

    A room from outside names the phase of the week beside which its own has its place, such as
    `after="trust.move_all"`; shipped ones have their line in `sim/week.py`.
    """
    del after, before  # read where rooms from outside are checked
    if function is None:
        return phase
    return _mark(function, "phase")


def schedule(function: Function) -> Function:
    """Mark a schedule: phases in their order, compiled as lines of whoever calls it."""
    return _mark(function, "schedule")


def marked(kind: str) -> list[Callable[..., Any]]:
    """Return the functions marked as "rule", "act", "phase" or "schedule", as plain Python."""
    return [function for known, function in _marked if known == kind]


def marks_apart(name: str) -> Marks:
    """Return a new list, in which what a module of this name marks is kept, apart from the house.

    A text that is loaded twice makes two modules of one name, and each has its own functions.
    """
    _apart[name] = []
    return _apart[name]


def compile_apart(marks: Marks, module: ModuleType, texts: Iterable[str]) -> None:
    """Turn the marked functions of a room from outside into dispatchers, once.

    `texts` are sources that its code depends on, its own among them.
    """
    waiting = [item for item in marks if item[1] not in _compiled]
    if is_disabled() or not waiting:
        return
    from sim.core.dispatcher import marked_dispatcher

    folder = cache_folder(Path(waiting[0][1].__code__.co_filename), texts)
    for kind, function in waiting:
        replacement = marked_dispatcher(function, kind == "schedule", folder)
        _compiled.add(function)
        for key, value in list(vars(module).items()):
            if value is function:
                setattr(module, key, replacement)


def compile_all(announce: Announce | None = None) -> None:
    """Turn every marked function into a dispatcher, once; `announce` hears of each compilation."""
    if is_disabled():
        return
    waiting = [item for item in _marked if item[1] not in _compiled]
    if not waiting:
        return
    from sim.core.dispatcher import marked_dispatcher

    if announce is not None:
        _listen(announce)
    replaced: dict[Callable[..., Any], Any] = {}
    files = {function.__code__.co_filename for _, function in waiting}
    folders = {file: cache_folder(Path(file)) for file in files}
    for kind, function in waiting:
        folder = folders[function.__code__.co_filename]
        replaced[function] = marked_dispatcher(function, kind == "schedule", folder)
        _compiled.add(function)
    for name, module in list(sys.modules.items()):
        if name.startswith(HOLDERS):
            for key, value in list(vars(module).items()):
                if callable(value) and getattr(value, "__hash__", None) and value in replaced:
                    setattr(module, key, replaced[value])


def cache_folder(source: Path, texts: Iterable[str] = ()) -> Path | None:
    """Return where compiled code of `source` is kept, or None when nothing is writable.

    `texts` are sources from outside that it depends on besides those of the package.
    """
    return kept_folder(_stamp(source, texts))


def kept_folder(stamp: str) -> Path | None:
    """Return a folder of this name among those that are kept, or None when nothing is writable."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        base = Path(chosen)
    else:
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        base = Path(home) / "counterpoint"
    if _is_writable(base / stamp):
        return base / stamp
    try:
        temporary = Path(tempfile.gettempdir())
    except OSError:  # every disk is full
        return None
    # Where accounts have no number, as on Windows, each has a temporary folder of its own.
    whose = f"-{os.getuid()}" if hasattr(os, "getuid") else ""
    folder = temporary / f"counterpoint{whose}" / stamp
    return folder if _is_writable(folder) else None


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _stamp(source: Path, texts: Iterable[str] = ()) -> str:
    shared = [file for name in SHARED for file in sorted((_ROOT / name).glob("*.py"))]
    room = source.resolve()
    is_room = room.parent.parent == _ROOT and room.parent.name in ROOMS
    files = [*shared, room] if is_room else sorted(_ROOT.rglob("*.py"))
    digest = hashlib.sha256()
    for name in ("numba", "numpy"):
        digest.update(importlib.metadata.version(name).encode())
    digest.update(platform.python_version().encode())
    digest.update(b"checked" if is_checked() else b"")
    for file in files:
        digest.update(file.read_bytes())
    for text in texts:
        digest.update(hashlib.sha256(text.encode()).digest())
    return digest.hexdigest()[:20]


def _listen(announce: Announce) -> None:
    from numba.core import event

    class Listener(event.Listener):
        def on_start(self, happened: Any) -> None:
            function = happened.data["dispatcher"].py_func
            announce(f"{function.__module__}.{function.__name__}")

        def on_end(self, happened: Any) -> None:
            """Stay quiet: `happened` was announced at its start."""
            del happened

    event.register("numba:compile", Listener())  # type: ignore[no-untyped-call]
