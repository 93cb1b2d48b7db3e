"""The nearest valid word or file, for messages about unknown ones."""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Iterable
from pathlib import Path

CLOSE = 0.6
"""Similarity (difflib's ratio) from which a word counts as meant."""
MOST = 40
"""So many allowed words are listed whole; of more, only the first few."""
FEW = 12


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`, or None when none is near.

    >>> nearest("lead_volme", ["lead_volume", "margin"])
    'lead_volume'
    """
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=CLOSE)
    return found[0] if found else None


def nearest_file(name: str, known: Iterable[str]) -> str | None:
    """Return the known file whose name is most like `name`; that both end in .yaml says nothing.

    >>> nearest_file("compny.yaml", ["company.yaml"]), nearest_file("nosuch.yaml", ["odd.yaml"])
    ('company.yaml', None)
    """
    stems = {_stem(each): each for each in known}
    found = nearest(_stem(name), stems)
    return None if found is None else stems[found]


def files_in(folder: Path) -> list[str]:
    """Return the names of the YAML files in a folder; none where there is no folder."""
    with contextlib.suppress(OSError, ValueError):
        return sorted(item.name for item in folder.glob("*.y*ml") if item.is_file())
    return []


def _stem(name: str) -> str:
    return name.removesuffix(".yaml").removesuffix(".yml")


def hint(word: str, known: Iterable[str], most: int = MOST) -> str:
    """Return the end of a message: the nearest word, or the list of those allowed.

    >>> hint("lead_volme", ["lead_volume", "margin"])
    'did you mean lead_volume?'
    >>> hint("x", ["lead_volume", "margin"])
    'allowed: lead_volume, margin'
    """
    words = list(known)
    best = nearest(word, words)
    if best is not None:
        return f"did you mean {best}?"
    if len(words) <= most:
        return f"allowed: {', '.join(words)}"
    return f"allowed: {', '.join(words[:FEW])} and {len(words) - FEW} more"
