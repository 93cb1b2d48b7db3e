"""The overlays of practices from outside: a room says itself what switches it on."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sim.core.compiled import kept_folder
from sim.rooms import Room, current
from sim.scenario import declared


@dataclass(frozen=True)
class Overlay:
    """The overlay that switches a practice on: its path, and how messages call it."""

    path: Path
    file: str


def overlays() -> dict[str, Overlay]:
    """Return the overlay of every practice from outside that holds here, by its name."""
    return {room.name: Overlay(_written(room), room.file) for room in current() if room.switch}


@cache
def _written(room: Room) -> Path:
    """Return the path of a room's overlay, written where compiled code is kept."""
    folder = kept_folder(f"room-{room.digest[:20]}") or Path(tempfile.mkdtemp())
    path = folder / f"{room.name}.yaml"
    words = {"name": room.name, "title": room.block.practice, "description": room.meaning}
    head = f"schema_version: {declared.SCHEMA_VERSION}\nkind: overlay\n"
    head += "".join(f"{key}: {json.dumps(value)}\n" for key, value in words.items())
    apart = "\n" * (
        room.switch_line - head.count("\n") - 1
    )  # on the line on which the room says it
    said = ", ".join(f"{key}: {json.dumps(value)}" for key, value in room.switch.items())
    path.write_text(f"{head}{apart}{room.name}: {{{said}}}\n", encoding="utf-8")
    return path
