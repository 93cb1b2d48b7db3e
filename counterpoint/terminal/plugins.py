"""Rooms from outside on the command line: --plugin, counterpoint.toml, and installed packages.

Every command has the option, so that whatever a command knows it knows of these rooms too.
"""

from __future__ import annotations

import importlib.util
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import click

SETTINGS = "counterpoint.toml"
"""The file of the folder one works in that names rooms."""
KEY = "plugins"
GROUP = "counterpoint.rooms"
"""The entry points under which installed packages name the modules of rooms."""


def plugin_option() -> click.Option:
    """Return --plugin; what it names is there before anything else is looked at."""
    return click.Option(
        ["--plugin", "plugins"],
        metavar="FILE",
        multiple=True,
        is_eager=True,
        expose_value=False,
        callback=_plug_in,
        type=click.Path(),
        help="A room of your own: a Python file with a mechanism or a practice. Repeatable.",
    )


def _plug_in(ctx: click.Context, _option: click.Parameter, files: tuple[str, ...]) -> None:
    """Read and check every room that is named, and let it hold as long as the command takes."""
    if ctx.resilient_parsing:
        return
    sources = [*installed(), *named_in(Path(SETTINGS)), *files]
    if not sources:
        return
    from analysis.odd.access import trespasses
    from sim.core.errors import RoomError
    from sim.outside import load_rooms
    from sim.rooms import installed as installed_rooms

    rooms = load_rooms(dict.fromkeys(sources))
    problems = [each for room in rooms for each in trespasses(room)]
    if problems:
        raise RoomError(problems)
    ctx.with_resource(installed_rooms(rooms))


def named_in(path: Path) -> list[str]:
    """Return the rooms that a settings file names, as paths from the folder one is in.

    Raises: InputError when the file says anything else.
    """
    if not path.is_file():
        return []
    from sim.core.errors import InputError

    try:
        said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    names = said.pop(KEY, [])
    if said:
        raise InputError(f"{path}: unknown setting {next(iter(said))}; allowed: {KEY}")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InputError(f'{path}: {KEY} must be a list of files: {KEY} = ["my_room.py"]')
    return [(path.parent / name).as_posix() for name in names]


def installed() -> list[str]:
    """Return the files of the rooms that installed packages bring.

    Raises: InputError when a package names a module that is not there.
    """
    found = []
    for point in metadata.entry_points(group=GROUP):
        try:
            spec = importlib.util.find_spec(point.module)
        except ImportError:
            spec = None
        if spec is None or spec.origin is None:
            from sim.core.errors import InputError

            raise InputError(
                f"the room {point.name} of an installed package is not there ({point.module}); "
                "install that package anew, or remove it"
            )
        found.append(spec.origin)
    return found
