"""A workshop as files: every action as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from counterpoint.workshop.rounds.room import Room
from counterpoint.workshop.rounds.store import Action

COLUMNS = ("number", "time", "actor", "action", "team", "stage", "detail")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SECRET = ("code",)
"""What would let a reader of the file join: left out."""


def as_json(room: Room) -> str:
    """Return the pack, every action and every result."""
    return json.dumps(
        {
            "pack": room.pack.as_json(),
            "actions": [
                {"number": each.number, "time": _time(each), "actor": each.actor,
                 "action": each.kind, "detail": _open(each.detail)}
                for each in room.store.actions()
            ],
            "results": room.store.results(),
        },
        ensure_ascii=False, indent=1, allow_nan=False,
    )  # fmt: skip


def as_csv(room: Room) -> str:
    """Return every action as a row, with the name of the team and the stage it happened in."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    names: dict[str, str] = {}
    stage = room.positions[0].key
    for each in room.store.actions():
        if "name" in each.detail:
            names[each.detail["team"]] = each.detail["name"]
        if each.kind == "moved":
            stage = room.positions[each.detail["to"]].key
        detail = json.dumps(_open(each.detail), ensure_ascii=False)
        row = (each.number, _time(each), each.actor, each.kind,
               names.get(each.detail.get("team", ""), ""), stage, detail)  # fmt: skip
        table.writerow([_safe(cell) for cell in row])
    return out.getvalue()


def _open(detail: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in detail.items() if key not in SECRET}


def _time(action: Action) -> str:
    return datetime.fromtimestamp(action.at, UTC).isoformat(timespec="milliseconds")


def _safe(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula.

    >>> _safe("=1+1"), _safe("Blue")
    ("'=1+1", 'Blue')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
