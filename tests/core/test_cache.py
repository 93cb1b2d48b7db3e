"""Compiled code on disk: what is damaged counts as missing, what cannot be kept is said once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.core.cache import SealedFile
from tests.core.test_compiled import SHOW, house
from tests.system import posix_only

__all__ = ["house"]
pytestmark = pytest.mark.compiled
WANTED = "21.0\n"
FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
"""
"""No file may grow: writing fails as on a full disk."""
CONTENT = {"code": b"\x00\x01" * 500}


def sealed(folder: Path, stamp: str = "stamp") -> SealedFile:
    return SealedFile(str(folder), "room.gain-1", stamp)


@pytest.fixture
def saved(tmp_path) -> Path:
    """Return a folder in which one function is kept for one signature."""
    sealed(tmp_path).save("signature", CONTENT)
    return tmp_path


def cut_short(text: bytes) -> bytes:
    return text[: len(text) // 2]


def emptied(_text: bytes) -> bytes:
    return b""


def garbled(_text: bytes) -> bytes:
    return b"\x80\x05garbage" * 400


def flipped(text: bytes) -> bytes:
    """Return it with one bit in the middle changed, as a bad disk does."""
    half = len(text) // 2
    return text[:half] + bytes([text[half] ^ 1]) + text[half + 1 :]


def test_what_was_kept_is_found_again(saved):
    assert sealed(saved).load("signature") == CONTENT
    assert sealed(saved).load("another") is None
    assert sealed(saved, "later source").load("signature") is None


@pytest.mark.parametrize("damage", [cut_short, emptied, garbled, flipped])
@pytest.mark.parametrize("suffix", ["nbi", "nbc"])
def test_a_damaged_file_counts_as_missing_and_is_replaced(saved, damage, suffix):
    (path,) = saved.glob(f"*.{suffix}")
    path.write_bytes(damage(path.read_bytes()))
    assert sealed(saved).load("signature") is None
    sealed(saved).save("signature", CONTENT)
    assert sealed(saved).load("signature") == CONTENT


@pytest.mark.parametrize("suffix", ["nbi", "nbc"])
def test_a_changed_bit_is_noticed_wherever_it_is(saved, suffix):
    (path,) = saved.glob(f"*.{suffix}")
    whole = path.read_bytes()
    for at in range(0, len(whole), 1 + len(whole) // 200):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << at % 8)]) + whole[at + 1 :])
        assert sealed(saved).load("signature") is None


def test_a_folder_in_place_of_a_file_counts_as_missing(saved):
    (path,) = saved.glob("*.nbc")
    path.unlink()
    path.mkdir()
    assert sealed(saved).load("signature") is None


def shown(house: Path, code: str = SHOW) -> tuple[str, str]:
    """Return what the small model in `house` prints, and its complaints."""
    environment = {
        **os.environ,
        "NUMBA_CACHE_DIR": str(house / "cache"),
        "NUMBA_DISABLE_JIT": "0",
        "PYTHONPATH": str(house),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=house, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


@pytest.mark.slow
def test_a_damaged_cache_is_compiled_again_without_a_word(house):
    assert shown(house) == (WANTED, "")
    kept = [path for path in (house / "cache").rglob("*.nb?") if path.is_file()]
    assert kept
    for number, path in enumerate(kept):
        damage = (cut_short, emptied, garbled, flipped)[number % 4]
        path.write_bytes(damage(path.read_bytes()))
    assert shown(house) == (WANTED, "")


@posix_only
@pytest.mark.parametrize("elsewhere", ["", "import tempfile; tempfile.gettempdir()\n"])
def test_on_a_full_disk_a_run_goes_on_and_says_so_in_one_line(house, elsewhere):
    printed, complaints = shown(house, elsewhere + FULL + SHOW)
    assert printed == WANTED
    assert complaints.startswith("Compiled code cannot be kept ")
    assert complaints.endswith("NUMBA_CACHE_DIR=/some/folder\n")
    assert len(complaints.splitlines()) == 1


def test_an_index_out_of_bounds_is_an_error_in_a_checked_build(house, monkeypatch):
    week = house / "sim" / "week.py"
    week.write_text(week.read_text(encoding="utf-8") + BEYOND, encoding="utf-8")
    monkeypatch.setenv("COUNTERPOINT_CHECK", "1")
    printed, _complaints = shown(house, SHOW_BEYOND)
    assert printed == "index is out of bounds\n"


BEYOND = """

@phase
def beyond(values, at):
    return values[at]
"""
SHOW_BEYOND = """
import numpy
import sim.week
from sim.core.compiled import compile_all
compile_all()
try:
    sim.week.beyond(numpy.zeros(3), 2**40)
except IndexError as error:
    print(error)
"""
