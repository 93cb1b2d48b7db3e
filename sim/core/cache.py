"""Keep compiled code on disk, sealed: what is damaged is thrown away and compiled again.

numba trusts what it finds. Here every file begins with a digest of the rest; a file that is cut
short, changed or unreadable counts as missing. When nothing can be written (a full disk, a folder
that may not be changed) the run goes on without keeping anything, and says so once.

Importing this module imports numba.
"""

from __future__ import annotations

import hashlib
import logging
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba.core.caching import FunctionCache, IndexDataCacheFile

DIGEST = 32
"""Bytes of the digest at the beginning of a file."""
_complaints: set[str] = set()


class SealedFile(IndexDataCacheFile):
    """The files of one function: an index, and one file for each signature."""

    def _load_index(self) -> dict[Any, str]:
        found = self._opened(self._index_path)
        if not isinstance(found, tuple) or len(found) != 3:
            return {}
        version, stamp, overloads = found
        return dict(overloads) if (version, stamp) == (self._version, self._source_stamp) else {}

    def _save_index(self, overloads: dict[Any, str]) -> None:
        self._seal(self._index_path, (self._version, self._source_stamp, overloads))

    def _load_data(self, name: str) -> Any:
        return self._opened(self._data_path(name))  # type: ignore[no-untyped-call]

    def _save_data(self, name: str, data: Any) -> None:
        self._seal(self._data_path(name), data)  # type: ignore[no-untyped-call]

    def _seal(self, path: str, content: Any) -> None:
        payload = self._dump(content)  # type: ignore[no-untyped-call]
        with self._open_for_write(path) as file:
            file.write(hashlib.sha256(payload).digest() + payload)

    def _opened(self, path: str) -> Any:
        """Return the content of a file whose seal is whole and whose parts are here, else None."""
        try:
            text = Path(path).read_bytes()
        except OSError:
            return None
        seal, payload = text[:DIGEST], text[DIGEST:]
        if hashlib.sha256(payload).digest() != seal:
            return None
        try:
            return pickle.loads(payload)
        except (ImportError, AttributeError):  # it was made for what this process does not have
            return None


class SealedCache(FunctionCache):
    """What numba keeps of one function, in sealed files."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)  # type: ignore[no-untyped-call]
        usual = self._cache_file
        self._cache_file = SealedFile(  # type: ignore[no-untyped-call]
            usual._cache_path,
            usual._index_name.removesuffix(".nbi"),
            usual._source_stamp,
        )

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled, or say once that nothing can be kept."""
        try:
            super().save_overload(sig, data)  # type: ignore[no-untyped-call]
        except OSError as error:
            self.disable()  # type: ignore[no-untyped-call]
            complain(Path(self.cache_path).parent, error.strerror or str(error))


def complain(folder: Path | None, reason: str) -> None:
    """Say once that compiled code cannot be kept, and what to do about it."""
    if not _complaints:
        where = f"in {folder} " if folder else ""
        _complaints.add(reason)
        logging.getLogger("counterpoint").warning(
            "Compiled code cannot be kept %s(%s), so every start compiles again; "
            "name a folder with room that may be written: NUMBA_CACHE_DIR=/some/folder",
            where,
            reason,
        )
