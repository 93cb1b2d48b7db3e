"""Whether the manifest of a store says everything that reading the store relies on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from analysis.study.facts import study_of
from sim.core.errors import ResultsError

FORMAT = 3
"""Of the store; up to 2, replicate r had seed + r."""
WAY_OUT = "choose another --out"
REPAIR = (
    "move it away and give the command that made the folder again: chunks are recognised without it"
)


def checked(content: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return a manifest that holds all it must.

    Args:
        content: what the file holds.
        path: the file.

    Raises:
        ResultsError: it is of another version of the store, or damaged; the part is named.
    """
    version: Any = content.get("format")
    if _is_whole(version) and version != FORMAT:
        luck = ", when replicate r had the luck of seed + r" if version < FORMAT else ""
        raise ResultsError(f"{path.parent}: of another version of the store{luck}; {WAY_OUT}")
    for key, is_fine in PARTS.items():
        if key not in content:
            raise ResultsError(f"{path}: is damaged ({key} is missing); {REPAIR}")
        if not is_fine(content[key]):
            raise ResultsError(f"{path}: is damaged ({key} is not what it must be); {REPAIR}")
    return content


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_truth(value: Any) -> bool:
    return isinstance(value, bool)


def _has(value: Any, needed: Mapping[str, Callable[[Any], bool]]) -> bool:
    """Return whether a value is a mapping with entries of the kinds needed."""
    return isinstance(value, dict) and all(
        key in value and is_fine(value[key]) for key, is_fine in needed.items()
    )


def _are_scenarios(value: Any) -> bool:
    needed = dict.fromkeys(("market", "name", "hash"), _is_text)
    return isinstance(value, list) and all(_has(item, needed) for item in value)


def _are_files(value: Any) -> bool:
    from analysis.study.plan import slot_of

    counts = dict.fromkeys(("runs", "failed"), _is_whole)
    return isinstance(value, dict) and all(
        _has(item, {"sha256": _is_text, **(counts if slot_of(name) is not None else {})})
        for name, item in value.items()
    )


def _is_study(value: Any) -> bool:
    try:
        study_of(value, "")
    except (KeyError, TypeError, AttributeError, ValueError):
        return False
    return True


PARTS: dict[str, Callable[[Any], bool]] = {
    "format": _is_whole,
    "code": _is_text,
    "core": _is_text,
    "study": _is_study,
    "scenarios": _are_scenarios,
    "points": _is_whole,
    "chunk_runs": _is_whole,
    "keeps_tables": _is_truth,
    "shard": lambda value: value is None or _is_text(value),
    "luck": lambda value: isinstance(value, dict),
    "runs": lambda value: _has(value, dict.fromkeys(("planned", "done", "failed"), _is_whole)),
    "is_finished": _is_truth,
    "files": _are_files,
}
"""Part of a manifest → whether a value is one."""
