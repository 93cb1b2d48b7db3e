"""The simulated market: agents, scenarios, runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.drivers.compiled import run, run_many
    from sim.outside import load_room
    from sim.scenario import load_scenario

__all__ = ["load_room", "load_scenario", "run", "run_many"]


def __getattr__(name: str) -> Any:
    """Import the public functions when they are first asked for; the driver is dear."""
    if name == "load_scenario":
        from sim.scenario import load_scenario

        return load_scenario
    if name == "load_room":
        from sim.outside import load_room

        return load_room
    if name in ("run", "run_many"):
        from sim.drivers import compiled

        return getattr(compiled, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
