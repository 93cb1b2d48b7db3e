"""The generated parts of the model description (docs/explanation/model.md)."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

from scripts.docs.markdown import number, table
from scripts.docs.mechanisms import room_names, summary
from sim import world
from sim.blocks import BLOCKS

WEEK = Path(world.__file__).parent / "week.py"


def fragments() -> dict[str, str]:
    """Return name → text for every generated part."""
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
        for each in world.STATE
    ]
    return table(("entity", "one row is", "state variables (unit)"), rows)


def process_order() -> str:
    """Return the phases of a week in the order in which sim/week.py calls them."""
    rows: list[tuple[object, ...]] = []
    for room, name in phases():
        function = getattr(importlib.import_module(f"sim.mechanisms.{room}"), name)
        text = inspect.getdoc(function) or ""
        rows.append((len(rows) + 1, f"[{room}](mechanisms/{room}.md)", f"`{name}`",
                     " ".join(text.partition("\n\n")[0].split())))  # fmt: skip
    return table(("", "mechanism", "phase", "what happens"), rows)


def phases() -> list[tuple[str, str]]:
    """Return (room, phase) for every call of a room's function in sim/week.py, in text order."""
    tree = ast.parse(WEEK.read_text(encoding="utf-8"))
    rooms = set(room_names())
    origin = {
        alias.asname or alias.name: (node.module.rpartition(".")[2], alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim.mechanisms.")
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
    return [(room, name) for _, _, room, name in sorted(calls)]


def submodels() -> str:
    """Return one line for each mechanism."""
    rows = [(f"[{name}](mechanisms/{name}.md)", summary(name)) for name in room_names()]
    return table(("submodel", "what it is"), rows)


def parameters() -> str:
    """Return one row for each block with its parameters and their defaults."""
    rows: list[tuple[object, ...]] = []
    for name, block in BLOCKS.items():
        shown = ", ".join(
            f"{key} {number(item.default)}" if not item.labels else key
            for key, item in block.parameters.items()
        )
        rows.append((f"[{name}](../reference/parameters.md#{name})", shown))
    return table(("block", "parameters and defaults"), rows)
