"""A workshop on disk: every action is in the file before anybody is told that it happened.

Tables of the SQLite file: `facts` (key, value), `actions` (number, at, actor, kind, detail),
`seats` (who holds which secret, as a hash), `results` (what the runs said). One process holds the
file at a time.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.core.errors import InputError

VERSION = "3"
TABLES = """
CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS actions (number INTEGER PRIMARY KEY, at REAL NOT NULL,
    actor TEXT NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS seats (seat TEXT PRIMARY KEY, hash TEXT NOT NULL, team TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Action:
    """Something somebody did: when (seconds since 1970), who, what, and with what."""

    number: int
    at: float
    actor: str
    kind: str
    detail: Mapping[str, Any]


class Store:
    """The file of one workshop. Raises: InputError when it cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        try:
            self._file = _opened(path)
        except sqlite3.OperationalError as error:
            raise InputError(_why(path, error)) from None
        except sqlite3.DatabaseError:
            raise InputError(f"{path}: is no workshop; choose another file (--room)") from None
        except OSError as error:
            raise InputError(f"{path}: {error.strerror}; choose another file (--room)") from None

    def fact(self, key: str) -> str | None:
        """Return a fact, or None."""
        found = self._rows("SELECT value FROM facts WHERE key = ?", key)
        return str(found[0][0]) if found else None

    def keep_fact(self, key: str, value: str) -> None:
        """Write a fact."""
        self._write("INSERT OR REPLACE INTO facts VALUES (?, ?)", key, value)

    def append(self, actor: str, kind: str, detail: Mapping[str, Any]) -> Action:
        """Write an action and return it."""
        at = time.time()
        number = self._write(
            "INSERT INTO actions (at, actor, kind, detail) VALUES (?, ?, ?, ?)",
            at, actor, kind, json.dumps(detail, ensure_ascii=False),
        )  # fmt: skip
        return Action(number, at, actor, kind, detail)

    def actions(self) -> list[Action]:
        """Return every action, in order."""
        rows = self._rows("SELECT number, at, actor, kind, detail FROM actions ORDER BY number")
        return [Action(n, at, actor, kind, json.loads(text)) for n, at, actor, kind, text in rows]

    def add_seat(self, seat: str, secret: str, team: str) -> None:
        """Let whoever holds a secret act for a team."""
        self._write("INSERT INTO seats VALUES (?, ?, ?)", seat, hashed(secret), team)

    def team_of(self, seat: str, secret: str) -> str | None:
        """Return the team that a seat and its secret act for, or None."""
        found = self._rows("SELECT team FROM seats WHERE seat = ? AND hash = ?", seat,
                           hashed(secret))  # fmt: skip
        return str(found[0][0]) if found else None

    def result(self, key: str) -> Any:
        """Return what the runs said, or None."""
        found = self._rows("SELECT value FROM results WHERE key = ?", key)
        return json.loads(found[0][0]) if found else None

    def keep_result(self, key: str, value: Any) -> None:
        """Write what the runs said."""
        text = json.dumps(value, ensure_ascii=False)
        self._write("INSERT OR REPLACE INTO results VALUES (?, ?)", key, text)

    def drop_results(self, but: str) -> None:
        """Forget what the runs said, but for keys that begin so."""
        self._write("DELETE FROM results WHERE substr(key, 1, ?) <> ?", len(but), but)

    def results(self) -> dict[str, Any]:
        """Return everything the runs said."""
        rows = self._rows("SELECT key, value FROM results ORDER BY key")
        return {str(key): json.loads(value) for key, value in rows}

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._file.close()

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._file.execute(sql, values).fetchall()

    def _write(self, sql: str, *values: Any) -> int:
        with self._lock, self._file:
            return int(self._file.execute(sql, values).lastrowid or 0)


def hashed(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _opened(path: Path) -> sqlite3.Connection:
    """Return the file, its tables made; closed again where it cannot be used."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with ExitStack() as undo:
        file = sqlite3.connect(path, check_same_thread=False, timeout=1.0)
        undo.callback(file.close)
        file.execute("PRAGMA locking_mode = EXCLUSIVE")
        file.execute("PRAGMA synchronous = FULL")
        with file:
            file.executescript(TABLES)
            file.execute("INSERT OR IGNORE INTO facts VALUES ('version', ?)", (VERSION,))
        known = file.execute("SELECT value FROM facts WHERE key = 'version'").fetchone()
        if str(known[0]) != VERSION:
            raise InputError(f"{path}: is of another version; choose another file (--room)")
        undo.pop_all()
    return file


def _why(path: Path, error: sqlite3.OperationalError) -> str:
    if "locked" in str(error):
        return f"{path}: is open in another workshop; end that one or choose another file (--room)"
    return f"{path}: {error}; choose another file (--room)"
