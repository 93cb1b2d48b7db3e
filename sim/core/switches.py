"""Switches in the environment: whether to compile, and whether to check every index."""

from __future__ import annotations

import os


def is_disabled() -> bool:
    """Return whether the compiler is switched off by NUMBA_DISABLE_JIT."""
    return os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")


def is_checked() -> bool:
    """Return whether COUNTERPOINT_CHECK asks for a build that checks every index: slow, for us."""
    return os.environ.get("COUNTERPOINT_CHECK", "0") not in ("", "0")
