"""Load a study: find its file, and read it.

Read with the same strictness as a scenario: every problem at once, each with file, line, what is
allowed and the nearest known word.
"""

from __future__ import annotations

from pathlib import Path

from analysis.study.parse import read_study
from analysis.study.study_file import Study
from sim.core.errors import ScenarioError
from sim.scenario import shipped
from sim.scenario.nodes import Place, Problems
from sim.scenario.reader import read_file
from sim.scenario.suggest import files_in, hint, nearest_file


def load_study_file(path_or_shipped_name: str | Path) -> Study:
    """Return the study that a file, or a shipped study's name, describes.

    Raises: ScenarioError with every problem found in it and in the scenarios it names.
    """
    problems = Problems()
    found = _locate(str(path_or_shipped_name), problems)
    problems.stop_if_any()
    assert found is not None
    path, label = found
    top = read_file(path, label, problems, "study")
    if top is None:
        problems.stop_if_any()
        raise ScenarioError(problems.found)
    study = read_study(top, path, label, problems)
    problems.stop_if_any()
    assert study is not None
    return study


def _locate(name: str, problems: Problems) -> tuple[Path, str] | None:
    path = Path(name)
    is_path = "/" in name or "\\" in name or path.suffix in (".yaml", ".yml")
    known = shipped.find_study(name)
    if known is not None and not (is_path and path.exists()):
        return known, shipped.label(known) or name
    if path.is_file() or (is_path and path.exists()):
        return path, name
    if is_path:
        near = nearest_file(path.name, files_in(path.parent))
        more = f"; did you mean {(path.parent / near).as_posix()}?" if near else ""
        problems.add(Place(name), "", "there is no such file" + more)
    else:
        text = f"no shipped study is called {name!r}; {hint(name, shipped.studies())}"
        problems.add(Place(name), "", text)
    return None
