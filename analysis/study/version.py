"""What the bytes of a result depend on besides scenario and seed: the code that makes it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import inspect
from functools import cache
from pathlib import Path

from sim.core.spelling import as_in_a_checkout, here
from sim.rooms import current, per_house

_ROOT = Path(__file__).resolve().parents[2]
_MAKING = ("sim/**/*.py", "analysis/measures/*.py", "analysis/parameters/settings.py")
_LIBRARIES = ("numpy", "numba")


@per_house
def code_version() -> str:
    """Return a hash of every source that makes results, and of the libraries they run on.

    Where rooms from outside hold, their sources are among them.
    """
    shipped = _shipped_version()
    if not current():
        return shipped
    digest = hashlib.sha256(shipped.encode())
    for room in current():
        digest.update(f"{room.name} {room.digest}".encode())
    return digest.hexdigest()[:16]


@cache
def _shipped_version() -> str:
    digest = hashlib.sha256()
    for name in _LIBRARIES:
        digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    for pattern in _MAKING:
        for file in sorted(_ROOT.glob(pattern)):
            digest.update(file.relative_to(_ROOT).as_posix().encode())
            digest.update(as_in_a_checkout(file.read_bytes()))
    return digest.hexdigest()[:16]


def measure_version(name: str) -> str:
    """Return "" for a shipped measure, else a hash of its function's source."""
    from analysis.measures import named

    function = named(name).function
    if function.__module__.startswith(here("analysis.measures")):
        return ""
    try:
        text = inspect.getsource(function)
    except OSError:  # typed into a shell: the name is all there is
        text = function.__qualname__
    return hashlib.sha256(text.encode()).hexdigest()[:16]
