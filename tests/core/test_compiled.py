"""Marks, compilation, and a cache that cannot give old answers."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.core import compiled, switches
from tests.house.source import ROOT

ROOM = """
from sim.core.compiled import phase, rule

@rule
def gained(x):
    return x * FACTOR

@phase
def gain(x):
    return gained(x) + 1.0
"""
WEEK = """
from sim.core.compiled import phase
from sim.mechanisms import room

gain = room.gain

@phase
def week(x):
    return gain(x)
"""
SHOW = """
import sim.week
from sim.core.compiled import compile_all
compile_all()
print(sim.week.week(10.0))
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a small copy of the model: the core, one dictionary, two rooms and a week."""
    package = tmp_path / "sim"
    shutil.copytree(
        ROOT / "sim" / "core", package / "core", ignore=shutil.ignore_patterns("__pycache__")
    )
    (package / "mechanisms").mkdir()
    (package / "world").mkdir()
    for name in ("__init__.py", "mechanisms/__init__.py", "world/__init__.py", "world/state.py"):
        (package / name).write_text("", encoding="utf-8")
    (package / "mechanisms" / "room.py").write_text(ROOM.replace("FACTOR", "2.0"), encoding="utf-8")
    (package / "mechanisms" / "other.py").write_text("", encoding="utf-8")
    (package / "week.py").write_text(WEEK, encoding="utf-8")
    return tmp_path


@pytest.fixture
def cache(house: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function: the cache folder that the copied model uses for one of its files."""
    path = house / "sim" / "core" / "compiled.py"
    spec = importlib.util.spec_from_file_location("copied_compiled", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(house / "cache"))
    return lambda name: module.cache_folder(house / "sim" / name)


def append(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")


@pytest.mark.parametrize("shared", ["core/draws.py", "core/formulas.py", "world/state.py"])
def test_editing_a_shared_file_moves_the_cache_of_every_room(house, cache, shared):
    before = cache("mechanisms/room.py"), cache("week.py")
    append(house / "sim" / shared)
    assert cache("mechanisms/room.py") != before[0]
    assert cache("week.py") != before[1]


def test_editing_a_room_moves_its_own_cache_and_that_of_the_week(house, cache):
    files = ("mechanisms/room.py", "mechanisms/other.py", "week.py")
    before = [cache(name) for name in files]
    append(house / "sim" / "mechanisms" / "room.py")
    after = [cache(name) for name in files]
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, True, False]


def test_nothing_writable_means_no_cache(cache, house, monkeypatch):
    blocked = house / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(blocked))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(blocked))
    assert cache("week.py") is None


def test_without_a_temporary_folder_nothing_is_kept(cache, house, monkeypatch):
    def full() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    blocked = house / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(blocked))
    monkeypatch.setattr("tempfile.gettempdir", full)
    assert cache("week.py") is None


@pytest.mark.parametrize("has_numbers", [True, False])
def test_an_unwritable_home_falls_back_to_the_temporary_folder(
    cache, house, monkeypatch, has_numbers
):
    if has_numbers:
        monkeypatch.setattr(os, "getuid", lambda: 77, raising=False)
    else:  # as on Windows
        monkeypatch.delattr(os, "getuid", raising=False)
    blocked = house / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(house / "temporary"))
    folder = cache("week.py")
    assert folder is not None
    assert folder.is_dir()
    assert folder.parent == house / "temporary" / f"counterpoint{'-77' if has_numbers else ''}"


@pytest.mark.compiled
def test_an_edited_helper_never_gives_yesterdays_answer(house):
    environment = {
        **os.environ,
        "NUMBA_CACHE_DIR": str(house / "cache"),
        "NUMBA_DISABLE_JIT": "0",
        "PYTHONPATH": str(house),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def shown() -> float:
        done = subprocess.run(
            [sys.executable, "-c", SHOW],
            cwd=house,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return float(done.stdout)

    assert shown() == 21.0
    assert shown() == 21.0
    room = house / "sim" / "mechanisms" / "room.py"
    room.write_text(ROOM.replace("FACTOR", "9.0"), encoding="utf-8")
    assert shown() == 91.0


def test_marking_a_function_leaves_it_plain_until_a_run():
    before = list(compiled._marked)
    try:

        @compiled.rule
        def doubled(x: float) -> float:
            return 2.0 * x

        assert doubled(3.0) == 6.0
        assert doubled in compiled.marked("rule")
        assert doubled not in compiled.marked("act")
    finally:
        compiled._marked[:] = before


@pytest.mark.parametrize(
    ("value", "disabled"), [("", False), ("0", False), ("1", True), ("yes", True)]
)
def test_the_compiler_is_off_when_the_environment_says_so(monkeypatch, value, disabled):
    monkeypatch.setenv("NUMBA_DISABLE_JIT", value)
    assert switches.is_disabled() is disabled
