"""Read a room from outside: one Python file like those in `sim/mechanisms` and `sim/practices`."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import RLock
from types import ModuleType
from typing import Any, TypeAlias

from sim.blocks import class_name
from sim.core.compiled import Marks, kept_folder, marks_apart
from sim.core.errors import RoomError, ScenarioError
from sim.core.params import Block, Parameter
from sim.core.tables import Table
from sim.outside import given, house
from sim.outside.check import check
from sim.outside.text import LOADED, Text
from sim.outside.written import Written
from sim.rooms import Line, Room, Rooms, together
from sim.scenario.check import checked
from sim.scenario.cross_checks import DEFAULT
from sim.scenario.declared import flattened, leaves, nested, walk
from sim.scenario.nodes import Node, Place, Problems
from sim.scenario.scenario import Scenario
from sim.scenario.suggest import nearest
from sim.world.practices import GUESTS

Source: TypeAlias = "str | Path | ModuleType | Room"
"""A room that has been read, its file, or the module somebody imported from it."""

_lock = RLock()


def load_room(source: Source) -> Room:
    """Return a room from outside, checked.

    Raises: RoomError with all problems found in it.
    """
    return load_rooms([source])[0]


def load_rooms(sources: Iterable[Source]) -> Rooms:
    """Return rooms from outside by name, each checked, and all of them together.

    Raises: RoomError with all problems found in all of them.
    """
    problems = Problems()
    found = [room for each in sources if (room := _read(each, problems)) is not None]
    rooms = together(found)
    for room in found:
        other = rooms[[each.name for each in rooms].index(room.name)]
        if other != room:
            text = f"{other.file} is a room of the same name; call one of the files otherwise"
            problems.add(Place(room.file), "", text)
    guests = [room for room in rooms if room.block.practice]
    if len(guests) > GUESTS:
        names = ", ".join(room.name for room in guests)
        text = f"{len(guests)} practices from outside ({names}); a firm has places for {GUESTS}"
        problems.add(Place(guests[-1].file), "", text)
    _stop_if_any(problems)
    return rooms


def from_text(file: str, text: str) -> Room:
    """Return a room by its text, which may come from another machine; `file` is its name there.

    Raises: RoomError with all problems found in it.
    """
    problems = Problems()
    room = _made(file, text, problems)
    _stop_if_any(problems)
    assert room is not None
    return room


def joined(scenario: Scenario, sources: Iterable[Source]) -> Scenario:
    """Return a scenario that has these rooms too; settings it does not have are their defaults.

    Raises: RoomError.
    """
    rooms = together(scenario.rooms, load_rooms(sources))
    if rooms == scenario.rooms:
        return scenario
    values, origin = dict(scenario.values), dict(scenario.origin)
    for room in rooms:
        default = {key: item.default for key, item in walk(leaves(room.block))}
        values[room.name] = nested({**default, **flattened(values.get(room.name, {}))})
        origin |= {f"{room.name}.{key}": str(DEFAULT) for key in default
                   if f"{room.name}.{key}" not in origin}  # fmt: skip
    return replace(scenario, values=values, origin=origin, rooms=rooms)


def _read(source: Source, problems: Problems) -> Room | None:
    if isinstance(source, Room):
        return source
    file = str(source.__file__) if isinstance(source, ModuleType) else str(source)
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, ValueError, UnicodeDecodeError) as error:
        near = _near(file)
        reason = getattr(error, "strerror", None) or "it is no text"
        problems.add(Place(file), "", f"cannot be read: {reason}{near}")
        return None
    return _made(file, text, problems)


def _near(file: str) -> str:
    folder = Path(file).parent
    names = [path.name for path in folder.glob("*.py")] if folder.is_dir() else []
    found = nearest(Path(file).name, names)
    return f"; did you mean {(folder / found).as_posix()}?" if found else ""


def _made(file: str, text: str, problems: Problems) -> Room | None:
    with _lock:
        room, found = _kept(file, text)
    problems.found.extend(each for each in found if each not in problems.found)
    return room


@cache
def _kept(file: str, text: str) -> tuple[Room | None, tuple[Any, ...]]:
    """Return the room of a text, and what is wrong with it; a text is made a module once."""
    problems = Problems()
    name = Path(file).stem
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        problems.add(Place(file, error.lineno or 1), "", f"this is no Python: {error.msg}")
        return None, tuple(problems.found)
    written = Written(name, tree)
    check(written, file, problems)
    if problems.found:
        return None, tuple(problems.found)
    made = _executed(name, file, text, problems)
    room = None if made is None else _described(written, file, text, *made, problems)
    return (None if problems.found else room), tuple(problems.found)


def _executed(
    name: str, file: str, text: str, problems: Problems
) -> tuple[ModuleType, Marks] | None:
    """Return the module that a text makes, and what it marks; notes what goes wrong."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:20]
    full = f"{LOADED}.{name}_{digest}"
    loader = Text(_holder(name, file, text, digest), text)
    spec = importlib.util.spec_from_loader(full, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    marks = marks_apart(full)
    sys.modules[full] = module
    try:
        loader.exec_module(module)
    except Exception as error:  # noqa: BLE001 - whatever a user's file does wrong is told with its line
        del sys.modules[full]
        line = _line_of(error, loader.path)
        problems.add(Place(file, line), "", f"{type(error).__name__}: {error}")
        return None
    return module, marks


def _holder(name: str, file: str, text: str, digest: str) -> str:
    """Return a file that holds the text: the user's own, or a copy where there is none."""
    path = Path(file)
    try:
        if path.read_text(encoding="utf-8") == text:
            return str(path.resolve())
    except (OSError, ValueError):
        pass
    folder = kept_folder(f"room-{digest}")
    if folder is None:
        return file
    copy = folder / f"{name}.py"
    copy.write_text(text, encoding="utf-8")
    return str(copy)


def _line_of(error: Exception, path: str) -> int:
    trace, line = error.__traceback__, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _described(
    written: Written, file: str, text: str, module: ModuleType, marks: Marks, problems: Problems
) -> Room | None:
    """Return the room that a module makes; notes what only its objects show."""
    block = getattr(module, class_name(written.name), None)
    if not (isinstance(block, type) and issubclass(block, Block)):
        line = written.block.lineno if written.block else 1
        wanted = "from counterpoint.sim.core.params import Block"
        said = f"{class_name(written.name)} must be a Block: {wanted}"
        problems.add(Place(file, line), "", said)
        return None
    tables = {
        table: Table(
            given.beside_name(written.name, table),
            f"what {written.name} adds to {house.TABLES[table].name}",
            tuple(columns),
        )
        for table, columns in getattr(module, "COLUMNS", {}).items()
    }
    stated = written.assigned("ON")
    line = 0 if stated is None else stated.lineno
    switch = _switch(block, Place(file, line), module, problems)
    lines = tuple(
        Line(
            function.name,
            place.get("after") or place["before"],
            "after" in place,
            tuple(each.arg for each in function.args.args),
            function.lineno,
        )
        for function, place in written.phases()
    )
    return Room(
        written.name, file, text, module, block, tables, lines,
        tuple(getattr(module, "MOVES", ())), switch, line, marks, from_text,
    )  # fmt: skip


def _switch(
    block: type[Block], place: Place, module: ModuleType, problems: Problems
) -> dict[str, Any]:
    """Return what switches a practice on, checked as in a scenario file."""
    found: dict[str, Any] = {}
    for key, value in getattr(module, "ON", {}).items():
        item: Parameter | None = block.parameters.get(key)
        if item is None or item.labels:
            near = nearest(key, block.parameters)
            text = "is no parameter that is one number or word"
            said = f"{text}; did you mean {near}?" if near else text
            problems.add(place, f"ON.{key}", said)
        else:
            node = Node(value, place, quoted=True)
            found[key] = checked(node, item, f"ON.{key}", problems)
    return found


def _stop_if_any(problems: Problems) -> None:
    """Raise them all as one RoomError, file by file and from top to bottom."""
    try:
        problems.stop_if_any()
    except ScenarioError as error:
        raise RoomError(error.problems) from None
