"""How modules are called: `sim.week` in a checkout, `counterpoint.sim.week` where it is installed.

Everybody may write `counterpoint.sim.week`, which is found in both. Files in a checkout say
`sim.week`; they are given the longer name when the wheel is built (`hatch_build.py`).
"""

from __future__ import annotations

PUBLIC = "counterpoint."
"""What may stand before the name of a module everywhere."""
TOPS = ("sim", "analysis")
"""Packages at the top of a checkout, and below `counterpoint` where it is installed."""
ABOVE = __name__.removesuffix("sim.core.spelling")
"""What stands before their names here: nothing, or `PUBLIC`."""


def is_short(module: str) -> bool:
    """Return whether this is the name that a module of ours has in a checkout.

    >>> is_short("sim.week"), is_short("counterpoint.sim.week"), is_short("simple")
    (True, False, False)
    """
    return module.partition(".")[0] in TOPS


def here(module: str) -> str:
    """Return the name that a module has in this process, by either of its names.

    >>> here("counterpoint.sim.week") == here("sim.week"), here("counterpoint.cli"), here("numpy")
    (True, 'counterpoint.cli', 'numpy')
    """
    short = module.removeprefix(PUBLIC)
    return ABOVE + short if is_short(short) else module


def as_in_a_checkout(source: bytes) -> bytes:
    """Return the text of a module with the short names, so that both have the same digest.

    >>> as_in_a_checkout(b"from counterpoint.sim import week")
    b'from sim import week'
    """
    for top in TOPS:
        source = source.replace(f"{PUBLIC}{top}".encode(), top.encode())
    return source
