"""Libraries that only some installations have, and the message when one is missing."""

from __future__ import annotations

from importlib.util import find_spec

from sim.core.errors import InputError


def require(what: str, *modules: str) -> None:
    """Do nothing when all modules can be imported.

    Args:
        what: what needs them, for the message.
        modules: names as they are imported.

    Raises:
        InputError: some are missing; the message holds the command that installs them.
    """
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise InputError(
            f"{what} needs {', '.join(missing)}, which this installation does not have; "
            "install with: pip install 'counterpoint[analysis]'"
        )
