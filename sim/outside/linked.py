"""Compile rooms from outside into the weeks of a run.

Each phase is compiled by itself first, for what it will be given, so that everything the compiler
refuses is told at once with its line. Then the loop over the weeks is linked anew around the page
that has these phases; whatever is shipped is taken as it is compiled already.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from threading import RLock
from types import FunctionType
from typing import Any

from sim.core.compiled import cache_folder, compile_apart
from sim.core.errors import RoomError
from sim.core.switches import is_disabled
from sim.outside.compose import WEEK, Program
from sim.rooms import Line, Room
from sim.scenario.nodes import Place, Problems
from sim.world.state import Clock

NOWHERE = Clock(0, 0, 0)
LINE = re.compile(r'File "([^"]+)", line (\d+)')
COLOUR = re.compile(r"\x1b\[\d*m")
TABLE = re.compile(r"(unaligned )?array\(Record\(.*?;\d+;\w+\), 1d, \w+\)")
ROW = re.compile(r"Record\(.*?;\d+;\w+\)")
FAILED = "Failed in nopython mode pipeline"
TRIED = ">>>"
"""Begins the line that says what the compiler was asked to do."""
_made: dict[Any, Callable[..., Any]] = {}
_lock = RLock()


def linked(program: Program, simulate: Any, given: tuple[Any, Any, Any]) -> Callable[..., Any]:
    """Return the loop over the weeks with these rooms in it, made once.

    Args:
        program: the page and its rooms.
        simulate: the loop as it is shipped.
        given: world, parameters and contracts of a run, whose types are all that counts.

    Raises: RoomError with every phase that the compiler refuses.
    """
    key = (program.rooms, is_disabled())
    with _lock:
        if key not in _made:
            make = _plain if is_disabled() else _compiled
            _made[key] = make(program, simulate, given)
        return _made[key]


def _around(simulate: Any, page: Any) -> FunctionType:
    """Return the plain loop with another week in it."""
    plain = getattr(simulate, "py_func", simulate)
    loop = FunctionType(plain.__code__, {**plain.__globals__, WEEK: page}, plain.__name__)
    loop.__annotations__ = plain.__annotations__
    loop.__module__ = plain.__module__
    return loop


def _plain(program: Program, simulate: Any, given: Any) -> Callable[..., Any]:
    del given
    return _around(simulate, program.page)


def _compiled(program: Program, simulate: Any, given: Any) -> Callable[..., Any]:
    from sim.core.dispatcher import marked_dispatcher

    for room in program.rooms:
        compile_apart(room.marks, room.module, [room.text])
    _try(program, given)
    folder = cache_folder(Path(program.page.__code__.co_filename), program.texts)
    page = marked_dispatcher(program.page, True, folder)
    return marked_dispatcher(_around(simulate, page), False, folder)  # type: ignore[no-any-return]


def _try(program: Program, given: Any) -> None:
    """Compile every phase for what it will be given. Raises: RoomError."""
    import numba
    from numba.core.errors import NumbaError

    typeof: Any = numba.typeof
    problems = Problems()
    arguments = program.given(*given, NOWHERE)
    for (room, line), values in zip(program.lines, arguments, strict=True):
        kinds = tuple(typeof(value) for value in values)
        try:
            getattr(room.module, line.phase).get_call_template(kinds, {})
        except NumbaError as error:
            _note(room, line, str(error), problems)
    if problems.found:
        raise RoomError(problems.found)


def _note(room: Room, line: Line, said: str, problems: Problems) -> None:
    """Note what the compiler refuses, at the innermost line of the room that it names."""
    own = Path(room.module.__file__ or room.file).name
    lines = [int(number) for file, number in LINE.findall(said) if Path(file).name == own]
    text = f"phase {line.phase} cannot be compiled: {_reason(said)}"
    problems.add(Place(room.file, lines[-1] if lines else line.line), "", text)


def _reason(said: str) -> str:
    """Return the reason in a message of the compiler, with tables and rows called so.

    >>> _reason("Failed in nopython mode pipeline (step: x)\\nNameError: name 'eas' is not defined")
    "NameError: name 'eas' is not defined"
    """
    short = ROW.sub("a row", TABLE.sub("a table", COLOUR.sub("", said)))
    lines = [each.strip() for each in short.splitlines()]
    reasons = [each for each in lines if each and not each.startswith(FAILED)]
    asked = [each.removeprefix(TRIED).strip() for each in lines if each.startswith(TRIED)]
    return " ".join([*reasons[:1], *asked[:1]])
