"""Results that cannot be written where they should go are kept elsewhere."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from counterpoint.terminal.tables import notice
from sim.core.errors import ResultsError

NOT_AS_ASKED = "counterpoint.not_as_asked"
"""Key of the context under which it stands that results are not where they should be."""
NOWHERE = Path("(not written)")


def kept(folder: Path, write: Callable[[Path], object]) -> Path:
    """Write results into a folder, or where temporary files go; return where they are.

    The command then prints what it found and ends with exit code 1.
    """
    try:
        write(folder)
    except ResultsError as error:
        click.get_current_context().meta[NOT_AS_ASKED] = True
        notice(str(error))
        return _elsewhere(folder, write)
    return folder


def _elsewhere(folder: Path, write: Callable[[Path], object]) -> Path:
    place = Path(tempfile.mkdtemp(prefix="counterpoint-")) / folder.name
    try:
        write(place)
    except ResultsError:
        notice("There is no room elsewhere either: the answer is only printed here.")
        return NOWHERE
    notice(f"The results are kept in {place}: move them when there is room.")
    return place
