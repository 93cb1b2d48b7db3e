"""What the wheel holds: `sim` and `analysis` below `counterpoint`, and all imports of them so.

A wheel that brought packages called `sim` and `analysis` would claim these names for itself. What
is rewritten are import statements and nothing else, so every line stays where it is; names of
modules in texts are derived from `__name__` in the code (`sim/core/spelling.py`).
"""

from __future__ import annotations

import ast
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HOME = "counterpoint"
TOPS = ("sim", "analysis")
"""Packages at the top of the repository that stand below HOME in the wheel."""
PLACES = {HOME: HOME, **{top: f"{HOME}/{top}" for top in TOPS}}
"""Every package of the repository, and its folder in the wheel."""
SCENARIOS = "scenarios"
LEFT_OUT = ("__pycache__", "*.py[co]", ".*")


class Wheel(BuildHookInterface[Any]):
    """Puts the packages, and the shipped scenarios inside `sim`, into the wheel."""

    PLUGIN_NAME = "custom"
    folder: TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the packages as the wheel holds them; an editable install needs none."""
        if version == "editable":
            return
        self.folder = TemporaryDirectory()  # goes also when a build fails
        root = Path(self.root)
        for package, place in PLACES.items():
            written = Path(self.folder.name) / package
            write(root / package, written)
            build_data["force_include"][str(written)] = place
        build_data["force_include"][str(root / SCENARIOS)] = f"{HOME}/sim/_scenarios"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was written."""
        del version, build_data, artifact_path
        if self.folder is not None:
            self.folder.cleanup()


def write(package: Path, target: Path) -> None:
    """Write a package elsewhere with its imports rewritten. Raises: ValueError."""
    shutil.copytree(package, target, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for path in target.rglob("*.py"):
        text = path.read_bytes().decode()
        path.write_bytes(rewritten(text, str(package / path.relative_to(target))).encode())


def rewritten(text: str, file: str = "") -> str:
    """Return the text of a module that imports `counterpoint.sim` where it imported `sim`.

    Raises: ValueError for an import that binds the name of a folder, which code may ask further.
    """
    lines = text.split("\n")
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.ImportFrom(str(module), _, 0) if is_moved(module):
                line = lines[node.lineno - 1]
                start = line[: node.col_offset] + "from "
                if not line.startswith(f"{start}{module} "):
                    raise ValueError(f"{file}:{node.lineno}: write from {module} import …")
                lines[node.lineno - 1] = f"{start}{HOME}.{line[len(start) :]}"
            case ast.Import(names) if any(is_moved(each.name) for each in names):
                raise ValueError(f"{file}:{node.lineno}: write from … import …, not import …")
    return "\n".join(lines)


def is_moved(module: str) -> bool:
    """Return whether a module stands below HOME in the wheel only."""
    return module.partition(".")[0] in TOPS
