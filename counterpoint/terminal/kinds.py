"""Scenarios and studies are different files: who mixes them up is told what goes where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.core.errors import InputError

if TYPE_CHECKING:
    from analysis.study import Study
    from sim.scenario.nodes import Node

STUDY_KEYS = ("schemes", "design", "parameters", "measures")
"""Keys by which a study is told from a scenario."""
TAKE_STUDIES = ("sweep", "sensitivity", "regimes", "optimise", "validate")
TAKE_SCENARIOS = (
    "show", "diff", "run", "compare", "explain", "practices", "patterns", "story", "odd",
    "workshop", "validate",
)  # fmt: skip
PLACES = {
    "market": "markets go with --market, and a study lists them under markets",
    "overlay": "overlays go with --with, and a study lists them under with",
}
"""Kind of file → where it belongs; other kinds are scenarios."""


def is_study(name: str) -> bool:
    """Return whether a name or path leads to a study: by what the file holds."""
    from sim.scenario import shipped

    found = _file(name)
    if found is None:
        found = None if shipped.find(name) is not None else shipped.find_study(name)
    top = None if found is None else _top(found, name)
    return top is not None and any(key in top.value for key in STUDY_KEYS)


def check_scenarios(*names: str | None) -> None:
    """Do nothing when none of these is a study.

    Raises: InputError with a line for each that is, and the commands that take it.
    """
    studies = [name for name in dict.fromkeys(names) if name and is_study(name)]
    if studies:
        said = f"is a study, not a scenario; studies go with {_either(TAKE_STUDIES)}, as in"
        raise InputError("\n".join(f"{each}: {said} counterpoint sweep {each}" for each in studies))


def check_study(name: str) -> None:
    """Do nothing when this is no scenario, market or overlay.

    Raises: InputError that says which it is, and the commands that take it.
    """
    from analysis.study.study_file import KEYS
    from sim.scenario import shipped
    from sim.scenario.declared import sections
    from sim.scenario.files import Source
    from sim.scenario.loading import named

    path = _file(name) or (None if shipped.find_study(name) else shipped.find(name))
    top = None if path is None else _top(path, name)
    if path is None or top is None or any(key in top.value for key in STUDY_KEYS):
        return
    kind = Source(path, name, top).kind
    where = PLACES.get(
        kind,
        f"scenarios go with {_either(TAKE_SCENARIOS)}, and a study lists them under schemes "
        "(counterpoint new-study writes one)",
    )
    if any(key in top.value for key in set(sections()) - set(KEYS)):
        what = named(kind) if kind in PLACES else "a scenario"
        raise InputError(f"{name}: is {what}, not a study; {where}")


def study_named(name: str) -> Study:
    """Return the study that a name or path leads to.

    Raises: ScenarioError with every problem found; InputError when it is a scenario.
    """
    from analysis.study.loading import load_study_file

    check_study(name)
    return load_study_file(name)


def _file(name: str) -> Path | None:
    """Return the path if there is such a file."""
    try:
        return Path(name) if Path(name).is_file() else None
    except (OSError, ValueError):
        return None


def _top(path: Path, name: str) -> Node | None:
    """Return what a file says at its top, or None when it cannot be read."""
    from sim.scenario.nodes import Problems
    from sim.scenario.reader import read_file

    return read_file(path, name, Problems())


def _either(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
