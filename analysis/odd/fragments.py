"""The parts of the description that follow from the code: state, order, submodels, parameters."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from types import ModuleType

from analysis.odd.markdown import number, table
from sim import week
from sim.blocks import PACKAGES, ROOMS
from sim.core.tables import Table
from sim.outside import composed
from sim.rooms import blocks, current
from sim.world.state import STATE

WEEK = Path(str(week.__file__))
HEADINGS = ("Reads", "Writes", "Takes", "Counter-force", "Neutral", "Sources")
"""Headings in the docstring of a room; what it takes is said of practices."""


def fragments() -> dict[str, str]:
    """Return name → text for every generated part, with links to the pages of docs/."""
    return {
        "state": state_variables(),
        "order": process_order(),
        "submodels": submodels(),
        "parameters": parameters(),
    }


def state_variables() -> str:
    """Return one row for each entity with its state variables and their units."""
    rows = [
        (each.name, each.meaning, ", ".join(f"{c.name} ({c.unit})" for c in each.columns))
        for each in tables()
    ]
    return table(("entity", "one row is", "state variables (unit)"), rows)


def process_order() -> str:
    """Return the phases of a week in the order in which sim/week.py calls them."""
    rows: list[tuple[object, ...]] = []
    for room, name in phases():
        function = getattr(module_of(room), name)
        text = inspect.getdoc(function) or ""
        rows.append((len(rows) + 1, f"[{room}](mechanisms/{room}.md)", f"`{name}`",
                     " ".join(text.partition("\n\n")[0].split())))  # fmt: skip
    return table(("", "mechanism", "phase", "what happens"), rows)


def phases() -> list[tuple[str, str]]:
    """Return (room, phase) for every call of a room's function in sim/week.py, in text order."""
    tree = week_page()
    rooms = set(room_names())
    origin = {
        alias.asname or alias.name: (node.module.rpartition(".")[2], alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGES)
        for alias in node.names
        if node.module is not None
    }
    calls = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Attribute(ast.Name(room), name) if room in rooms:
                    calls.append((node.lineno, node.col_offset, room, name))
                case ast.Name(name) if name in origin:
                    calls.append((node.lineno, node.col_offset, *origin[name]))
    return [(room, name) for _, _, room, name in sorted(calls, key=lambda call: call[:2])]


def submodels() -> str:
    """Return one line for each mechanism."""
    rows = [(f"[{name}](mechanisms/{name}.md)", summary(name)) for name in room_names()]
    return table(("submodel", "what it is"), rows)


def parameters() -> str:
    """Return one row for each block with its parameters and their defaults."""
    rows: list[tuple[object, ...]] = []
    for name, block in blocks().items():
        shown = ", ".join(
            f"{key} {number(item.default)}" if not item.labels else key
            for key, item in block.parameters.items()
        )
        rows.append((f"[{name}](../reference/parameters.md#{name})", shown))
    return table(("block", "parameters and defaults"), rows)


def room_names() -> list[str]:
    """Return the names of all rooms, in alphabetical order, those from outside among them."""
    return sorted([*ROOMS, *(room.name for room in current())])


def week_page() -> ast.Module:
    """Return `sim/week.py` taken apart, with the lines of the rooms from outside that hold here."""
    tree = ast.parse(WEEK.read_text(encoding="utf-8"))
    if current():
        tree.body[-1:] = [composed(current())]
    return tree


def tables() -> list[Table]:
    """Return the tables of the state, and those that rooms from outside add beside them."""
    return [*STATE, *(table for room in current() for table in room.tables.values())]


def module_of(name: str) -> ModuleType:
    """Return the module of a room."""
    outside = {room.name: room.module for room in current()}
    return outside.get(name) or ROOMS[name]


def source_of(name: str) -> str:
    """Return the text of a room."""
    outside = {room.name: room.text for room in current()}
    return outside.get(name) or inspect.getsource(ROOMS[name])


def summary(name: str) -> str:
    """Return the first sentence of a room's docstring."""
    return parts(name)["What it says"].partition("\n\n")[0].replace("\n", " ")


def parts(name: str) -> dict[str, str]:
    """Return the docstring of a room cut at its headings."""
    text = inspect.getdoc(module_of(name)) or ""
    pieces = re.split(rf"^({'|'.join(HEADINGS)}):\s*", text, flags=re.MULTILINE)
    found = {"What it says": pieces[0].strip()}
    for heading, body in zip(pieces[1::2], pieces[2::2], strict=True):
        found[heading] = sentence(body.strip())
    return found


def sentence(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
