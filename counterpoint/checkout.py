"""Find `counterpoint.sim` and `counterpoint.analysis` in a checkout, where they stand beside.

The wheel has them below `counterpoint`. In a checkout these names lead to the very modules that
are called `sim` and `analysis` there: one module, one class, one registry, by either name.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

PREFIX = "counterpoint."
BESIDE = ("sim", "analysis")


class Beside:
    """Finds a module below `counterpoint` that stands beside it, and loads it by its own name."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to import one of our longer names, None for every other name."""
        del path, target
        if not name.startswith(PREFIX):
            return None
        short = name[len(PREFIX) :]
        if short.partition(".")[0] not in BESIDE:
            return None
        from importlib.util import find_spec

        found = find_spec(short)
        if found is None:
            return None
        loader: Any = Beside()
        spec = ModuleSpec(name, loader, origin=found.origin)
        spec.submodule_search_locations = found.submodule_search_locations
        return spec

    @staticmethod
    def create_module(spec: ModuleSpec) -> None:
        """Leave it to Python to make a module, which is replaced at once."""
        del spec

    @staticmethod
    def exec_module(module: ModuleType) -> None:
        """Put the module with the short name where one with the longer name is asked for."""
        sys.modules[module.__name__] = import_module(module.__name__[len(PREFIX) :])


def stand_beside() -> None:
    """Let the longer names be found from now on."""
    sys.meta_path.insert(0, Beside())
