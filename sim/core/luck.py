"""What names the luck of a run: a seed and the number of a replicate, in one key.

It imports nothing heavy, so that commands can say what is possible before anything is loaded.
"""

from __future__ import annotations

from operator import index
from typing import Any

from sim.core.errors import InputError

MOST_SEED = 2**32 - 1
MOST_REPLICATE = 2**31 - 1
SEED_BITS = 32


def luck(seed: int, replicate: int = 0) -> int:
    """Return the key of all draws of a run: each pair of seed and replicate has its own.

    The two words of the key are seed and replicate, so that no two seeds share a replicate.

    Raises: InputError when a number is not whole or out of range; both are named.

    >>> luck(7), luck(7, 1) == 7 + 2**32, luck(8, 0) == luck(7, 1)
    (7, True, False)
    """
    wrong = [
        f"{name} must be a whole number from 0 to {most}, not {given!r}"
        for name, given, most in (
            ("seed", seed, MOST_SEED), ("replicate", replicate, MOST_REPLICATE),
        )
        if not _is_within(given, most)
    ]  # fmt: skip
    if wrong:
        raise InputError("; ".join(wrong))
    return index(seed) + (index(replicate) << SEED_BITS)


def _is_within(given: Any, most: int) -> bool:
    try:
        return 0 <= index(given) <= most
    except TypeError:
        return False
