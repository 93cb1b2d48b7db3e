"""Try mutants: put each into a copy of the model, run the tests, and say who noticed it.

    python -m scripts.mutants              a sample of twelve
    python -m scripts.mutants --all        all of them
    python -m scripts.mutants --room pay   those of one room
    python -m scripts.mutants --quick      asking only the tests of the mutant's own room

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
Mutant = tuple[str, str, str]


def listed() -> list[Mutant]:
    """Return every mutant: its room, the text that stands there once, and the wrong one."""
    text = (Path(__file__).parent / "listed.toml").read_text(encoding="utf-8")
    return [(each["room"], each["old"], each["new"]) for each in tomllib.loads(text)["mutant"]]


def file_of(room: str, folder: Path) -> Path:
    """Return the file of a room in a copy of the model: a mechanism or a practice."""
    practice = folder / "sim" / "practices" / f"{room}.py"
    return practice if practice.is_file() else folder / "sim" / "mechanisms" / practice.name


def copied(folder: Path) -> None:
    """Copy what the tests need."""
    for name in COPIED:
        skip = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", folder)


def tried(folder: Path, mutant: Mutant, wider: tuple[str, ...]) -> str | None:
    """Return the test that noticed the mutant, or None."""
    room, old, new = mutant
    file = file_of(room, folder)
    text = file.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise SystemExit(f"{room}: the text of a mutant no longer stands there once: {old}")
    file.write_text(text.replace(old, new), encoding="utf-8")
    try:
        tests = folder / "tests" / file.parent.name
        own = sorted(str(path) for path in tests.glob(f"test_{room}*.py"))
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
    mutants = [each for each in listed() if arguments.room in (None, each[0])]
    if arguments.all or arguments.room:
        return mutants
    return random.Random(arguments.seed).sample(mutants, min(arguments.sample, len(mutants)))


def main() -> int:
    """Try mutants and print who noticed each; return 1 when too many survive."""
    parser = argparse.ArgumentParser(prog="python -m scripts.mutants", description=__doc__)
    parser.add_argument("--all", action="store_true", help="try every mutant")
    parser.add_argument("--room", help="try the mutants of one room")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="how many to try")
    parser.add_argument("--seed", type=int, default=None, help="which ones")
    parser.add_argument("--quick", action="store_true", help="ask only the room's own tests")
    arguments = parser.parse_args()
    mutants = chosen(arguments)
    caught = 0
    with tempfile.TemporaryDirectory() as name:
        copied(Path(name))
        for room, old, new in mutants:
            by = tried(Path(name), (room, old, new), () if arguments.quick else WIDER)
            caught += by is not None
            what = " ".join(new.split())
            print(f"{'caught  ' if by else 'SURVIVED'} {room}: {what}  {by or ''}", flush=True)
    print(f"{caught} of {len(mutants)} mutants caught")
    return 0 if caught >= ENOUGH * len(mutants) else 1


if __name__ == "__main__":
    sys.exit(main())
