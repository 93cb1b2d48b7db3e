"""Find scenario files and follow their `extends`.

`extends` names a shipped scenario, or a file below the folder of the file that says it, or a list
of both; later ones win. The shipped base lies under everything and need not be named.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.scenario import shipped
from sim.scenario.nodes import Node, Place, Problems
from sim.scenario.reader import read_file
from sim.scenario.suggest import files_in, hint, nearest, nearest_file

MAX_FILES = 50
KINDS = ("scheme", "market", "overlay", "company")


LONGEST = 80
"""Characters of a path that is not there which a message repeats."""


@dataclass(frozen=True)
class Source:
    """One scenario file that has been read."""

    path: Path
    label: str
    top: Node

    @property
    def kind(self) -> str:
        """Return what the file is about; a file that does not say is a company's own."""
        node = self.top.value.get("kind")
        return node.value if node and node.value in KINDS else "company"

    @property
    def is_base(self) -> bool:
        """Return whether this is the shipped base."""
        return self.path == shipped.files().get(shipped.BASE)


def locate(name: str, place: Place, problems: Problems) -> tuple[Path, str] | None:
    """Return path and label of a scenario named on the command line or in Python.

    A shipped name wins over a file; anything with a slash or a suffix is tried as a path first.
    """
    path = Path(name)
    is_path = "/" in name or "\\" in name or path.suffix in (".yaml", ".yml")
    if is_path and _exists(path):
        return path, name
    found = shipped.find(name)
    if found is not None:
        return found, shipped.label(found) or name
    if name and _exists(path):
        return path, name
    if is_path:
        shown = name if len(name) <= LONGEST else f"{name[:LONGEST]}…"
        problems.add(Place(shown), "", "there is no such file" + _did_you_mean(name))
    elif _exists(Path(f"{name}.yaml")):
        text = f"no shipped scenario is called {name!r}; did you mean the file {name}.yaml?"
        problems.add(place, "", text)
    else:
        known = hint(name, _offered())
        problems.add(place, "", f"no shipped scenario is called {name!r}; {known}")
    return None


def chain(path: Path, label: str, problems: Problems) -> list[Source]:
    """Return the files that make up one scenario, ground first; notes cycles and other mistakes."""
    result: list[Source] = []
    _follow(path, label, (), result, problems)
    return result


def _follow(
    path: Path, label: str, above: tuple[Path, ...], result: list[Source], problems: Problems
) -> None:
    real = path.resolve()
    if any(source.path == real for source in result):
        return
    if len(result) + len(above) > MAX_FILES:
        problems.add(Place(label), "extends", f"more than {MAX_FILES} files in one chain")
        return
    top = read_file(path, label, problems)
    if top is None:
        return
    for name in _extended(top, problems):
        target = _target(name, real.parent, problems)
        if target is None:
            continue
        if target[0].resolve() in (*above, real):
            text = f"{name.value} leads back to this file; a chain of extends must end"
            problems.add(name.place, "extends", text)
            continue
        _follow(target[0], target[1], (*above, real), result, problems)
    result.append(Source(real, label, top))


def _extended(top: Node, problems: Problems) -> list[Node]:
    node = top.value.get("extends")
    if node is None or node.is_broken:
        return []
    names = node.value if node.is_list else [node]
    good = [item for item in names if isinstance(item.value, str) and item.value.strip()]
    if len(good) < len(names):
        problems.add(node.place, "extends", "must be a shipped name, a path, or a list of these")
    return good


def _target(name: Node, folder: Path, problems: Problems) -> tuple[Path, str] | None:
    text = str(name.value)
    label = _label(text, name.place)
    path = folder / text
    try:
        is_inside = path.resolve().is_relative_to(folder.resolve())
        exists = path.is_file() or (path.is_dir() and "/" in text)
    except (OSError, ValueError):
        problems.add(name.place, "extends", f"{text!r} is not a usable path")
        return None
    if exists and is_inside:
        return path, label
    found = shipped.find(text)
    if found is not None:
        return found, shipped.label(found) or text
    if not is_inside:
        reason = "leads out of the file's own folder; move the file below it"
        problems.add(name.place, "extends", f"{text!r} {reason}")
    else:
        near = nearest_file(text, [*shipped.files(), *files_in(folder)])
        more = f"did you mean {near}?" if near else f"shipped: {', '.join(_offered())}"
        reason = "is neither a shipped scenario nor a file below this file's folder"
        problems.add(name.place, "extends", f"{text!r} {reason}; {more}")
    return None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _label(text: str, place: Place) -> str:
    parent = Path(place.file).parent
    return text if str(parent) == "." else (parent / text).as_posix()


def _offered() -> list[str]:
    return [name for name in shipped.files() if name != shipped.BASE]


def _did_you_mean(name: str) -> str:
    path = Path(name)
    folder = path.parent
    near = nearest_file(path.name, files_in(folder))
    if near is not None:
        return f"; did you mean {(folder / near).as_posix()}?"
    shipped_name = nearest(path.stem, _offered())
    return f"; did you mean the shipped {shipped_name}?" if shipped_name else ""
