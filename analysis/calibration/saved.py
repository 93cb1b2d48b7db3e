"""Statistics of runs, kept while they are made, so that an interrupted fit goes on.

One file holds all series of a fit, each under the hash of what makes its runs: the firm, the luck,
how many, and the model itself. It goes when the fit is done.
"""

from __future__ import annotations

import hashlib
import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.results.whole import put
from analysis.runs.parallel import in_order
from analysis.runs.progress import Progress
from analysis.study.version import code_version
from sim.core.spelling import as_in_a_checkout

Floats = NDArray[np.float64]

EVERY = 5.0
"""Seconds between two times at which runs are kept."""


class Saved:
    """Rows of statistics by series; without a path they are only made.

    Attributes:
        taken: rows that were there already. made: rows so far, of all series.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.taken = self.made = 0
        self._path, self._model = path, "" if path is None else _model()
        self._series = {} if path is None else _read(path)

    def rows(
        self,
        key: str,
        work: Callable[[int], Floats],
        count: int,
        workers: int,
        progress: Progress | None = None,
    ) -> Floats:
        """Return a row of numbers for each place from 0 to `count`, those kept before first.

        key: what makes the rows, besides the model; the same key means the same rows.
        """
        name = hashlib.sha256(f"{self._model} {key}".encode()).hexdigest()
        found = list(self._series.get(name, ()))[:count]
        self.taken += len(found)
        self.made += len(found)
        if progress is not None and found:
            progress(len(found), count)
        last = time.monotonic()
        try:
            for row in in_order(work, iter(range(len(found), count)), workers):
                found.append(row)
                self.made += 1
                if progress is not None:
                    progress(len(found), count)
                if time.monotonic() - last > EVERY:
                    self._keep(name, found)
                    last = time.monotonic()
        finally:
            self._keep(name, found)
        return np.array(found)

    def done(self) -> None:
        """Remove the file."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def _keep(self, name: str, found: list[Floats]) -> None:
        if self._path is None or not found:
            return
        self._series[name] = np.array(found)
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, **self._series)
        try:
            put(self._path, buffer.getvalue())
        except OSError:  # a fit that cannot be kept is still a fit
            self._path = None


def _model() -> str:
    """Return what identifies the model: runs of another one are not gone on with."""
    digest = hashlib.sha256(code_version().encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(as_in_a_checkout(file.read_bytes()))
    return digest.hexdigest()


def _read(path: Path) -> dict[str, Floats]:
    """Return the series of a file; none where it cannot be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return {name: kept[name] for name in kept.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        return {}
