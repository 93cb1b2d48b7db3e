"""Try mutants: put each into a copy of the model, run the tests, and say who noticed it.

    python -m scripts.mutants              a sample of twelve
    python -m scripts.mutants --all        all of them
    python -m scripts.mutants --room pay   those of one room
    python -m scripts.mutants --quick      asking only the tests of the mutant's own room
    python -m scripts.mutants --all --write        and write docs/reference/mutants.md

Golden files and comparisons of runs are left out: what a mutant breaks, a test with a reason of its
own must notice.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("sim", "analysis", "counterpoint", "scenarios", "tests")
WIDER = ("tests/mechanisms", "tests/practices", "tests/cases", "tests/theory")
"""Where to look when the tests of the mutant's own room noticed nothing."""
SAMPLE = 12
ENOUGH = 0.95
"""Share of mutants that must be caught."""
NOTHING_TO_RUN = 5
"""What pytest returns when no test was selected."""
FAILED = re.compile(r"^FAILED (\S+)", re.MULTILINE)
WEEK = "week"
ORDER = "constitution/test_order.py"
"""The tests of the order of events."""
PAGE = "docs/reference/mutants.md"


class Mutant(NamedTuple):
    """A wrong law.

    Attributes:
        room: a mechanism or practice, or another file of the model by its path in `sim`.
        old, new: the text that stands there once, and the wrong one.
        what: what is wrong, for people.
    """

    room: str
    old: str
    new: str
    what: str


def listed() -> list[Mutant]:
    """Return every mutant of the list."""
    text = (Path(__file__).parent / "listed.toml").read_text(encoding="utf-8")
    return [_made(each) for each in tomllib.loads(text)["mutant"]]


def _made(entry: dict[str, Any]) -> Mutant:
    if "exchange" in entry:
        first, last = entry["exchange"]
        old, new = exchanged(file_of(WEEK, ROOT).read_text(encoding="utf-8"), first, last)
        return Mutant(WEEK, old, new, f"{first} after {last}")
    return Mutant(entry["room"], entry["old"], entry["new"], " ".join(entry["new"].split()))


def exchanged(page: str, first: str, last: str) -> tuple[str, str]:
    """Return the stretch of the week from one line to another, and the same with them exchanged."""
    lines = page.splitlines()
    one, other = (
        next(
            row
            for row, line in enumerate(lines)
            if line.startswith((f"    {name}(", f"    {name} ="))
        )
        for name in (first, last)
    )
    stretch = lines[one : other + 1]
    turned = [stretch[-1], *stretch[1:-1], stretch[0]]
    return "\n".join(stretch), "\n".join(turned)


def file_of(room: str, folder: Path) -> Path:
    """Return the file of a mutant in a copy of the model: a mechanism, a practice, or another."""
    places = (f"practices/{room}", room if "/" in room or room == WEEK else f"mechanisms/{room}")
    practice, other = (folder / "sim" / f"{place}.py" for place in places)
    return practice if practice.is_file() else other


def own_tests(room: str, folder: Path) -> list[str]:
    """Return the test files that are the room's own."""
    file = file_of(room, folder)
    own = ORDER if room == WEEK else f"{file.parent.name}/test_{file.stem}*.py"
    return sorted(str(path) for path in (folder / "tests").glob(own))


def copied(folder: Path) -> None:
    """Copy what the tests need."""
    for name in COPIED:
        skip = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", folder)


def tried(folder: Path, mutant: Mutant, wider: tuple[str, ...]) -> str | None:
    """Return the test that noticed the mutant, or None."""
    room, old, new, _ = mutant
    file = file_of(room, folder)
    text = file.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise SystemExit(f"{room}: the text of a mutant no longer stands there once: {old}")
    file.write_text(text.replace(old, new), encoding="utf-8")
    try:
        own = own_tests(room, folder)
        return _first_failure(folder, own) or _first_failure(folder, list(wider))
    finally:
        file.write_text(text, encoding="utf-8")


def _first_failure(folder: Path, tests: list[str]) -> str | None:
    """Return the first test that fails, or None when all pass."""
    if not tests:
        return None
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider",
         "-m", "not slow and not compiled", "--no-header", "--tb=no", *tests],
        cwd=folder,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(folder),
             "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    if done.returncode in (0, NOTHING_TO_RUN):
        return None
    found = FAILED.search(done.stdout)
    if found is None:
        raise SystemExit(f"the tests did not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return found.group(1)


def chosen(arguments: argparse.Namespace) -> list[Mutant]:
    """Return the mutants asked for."""
    mutants = [each for each in listed() if arguments.room in (None, each.room)]
    if arguments.all or arguments.room:
        return mutants
    return random.Random(arguments.seed).sample(mutants, min(arguments.sample, len(mutants)))


def written(found: list[tuple[Mutant, str | None]]) -> str:
    """Return the page that says who noticed each mutant."""
    caught = sum(by is not None for _, by in found)
    rows = [
        f"| {mutant.room} | `{mutant.what.replace('|', chr(92) + '|')}` | {_named(by)} |"
        for mutant, by in sorted(found, key=lambda item: (item[0].room, item[0].what))
    ]
    return "\n".join(
        (
            "# Mutants",
            "",
            "Wrong laws that were put into a copy of the model, one at a time, and the first test",
            "that noticed each. Golden files and comparisons of whole runs were not asked. Written",
            "by `python -m scripts.mutants --all --write`.",
            "",
            f"{caught} of {len(found)} were noticed.",
            "",
            "| where | wrong | noticed by |",
            "|---|---|---|",
            *rows,
            "",
        )
    )


def _named(by: str | None) -> str:
    return f"`{by.split('[')[0]}`" if by else "nobody"


def main() -> int:
    """Try mutants and print who noticed each; return 1 when too many survive."""
    parser = argparse.ArgumentParser(prog="python -m scripts.mutants", description=__doc__)
    parser.add_argument("--all", action="store_true", help="try every mutant")
    parser.add_argument("--room", help="try the mutants of one room")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="how many to try")
    parser.add_argument("--seed", type=int, default=None, help="which ones")
    parser.add_argument("--quick", action="store_true", help="ask only the room's own tests")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE}; needs --all")
    arguments = parser.parse_args()
    if arguments.write and not arguments.all:
        parser.error("--write needs --all")
    found = []
    with tempfile.TemporaryDirectory() as name:
        copied(Path(name))
        for mutant in chosen(arguments):
            by = tried(Path(name), mutant, () if arguments.quick else WIDER)
            found.append((mutant, by))
            print(f"{'caught  ' if by else 'SURVIVED'} {mutant.room}: {mutant.what}  {by or ''}",
                  flush=True)  # fmt: skip
    caught = sum(by is not None for _, by in found)
    print(f"{caught} of {len(found)} mutants caught")
    if arguments.write:
        (ROOT / PAGE).write_text(written(found), encoding="utf-8")
    return 0 if caught >= ENOUGH * len(found) else 1


if __name__ == "__main__":
    sys.exit(main())
