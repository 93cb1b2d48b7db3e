"""Compiled code on disk: what is damaged is compiled again, what cannot be kept is said once."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.test_compiled import SHOW, house

__all__ = ["house"]
pytestmark = pytest.mark.compiled
WANTED = "21.0\n"
FULL = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))\n"
"""No file may grow: writing fails as on a full disk."""


def shown(house: Path, code: str = SHOW, cache: Path | None = None) -> tuple[str, str]:
    """Return what the small model in `house` prints, and its complaints."""
    environment = {
        **os.environ,
        "NUMBA_CACHE_DIR": str(cache or house / "cache"),
        "NUMBA_DISABLE_JIT": "0",
        "PYTHONPATH": str(house),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=house,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def kept(house: Path, suffix: str) -> list[Path]:
    return sorted((house / "cache").rglob(f"*{suffix}"))


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def garbled(path: Path) -> None:
    path.write_bytes(b"\x80\x05garbage" * 400)


def flipped(path: Path) -> None:
    """Change one bit in the middle, as a bad disk does."""
    text = bytearray(path.read_bytes())
    text[len(text) // 2] ^= 1
    path.write_bytes(bytes(text))


def made_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [cut_short, emptied, garbled, flipped])
@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
def test_a_damaged_cache_is_compiled_again_and_whole_afterwards(house, damage, suffix):
    assert shown(house) == (WANTED, "")
    before = {path: path.read_bytes() for path in kept(house, suffix)}
    assert before
    for path in before:
        damage(path)
    assert shown(house) == (WANTED, "")
    assert {path for path in before if path.read_bytes() == damaged(damage, before[path])} == set()
    assert shown(house) == (WANTED, "")


def damaged(damage, text: bytes) -> bytes:
    """Return what damage makes of a text that was a file's."""
    return {
        cut_short: text[: len(text) // 2],
        emptied: b"",
        garbled: b"\x80\x05garbage" * 400,
        flipped: bytes(byte ^ (at == len(text) // 2) for at, byte in enumerate(text)),
    }[damage]


def test_where_nothing_can_be_put_a_run_goes_on_and_says_so_once(house):
    shown(house)
    for path in kept(house, ".nbi"):
        made_a_folder(path)
    printed, complaints = shown(house)
    assert printed == WANTED
    assert complaints.count("Compiled code cannot be kept in") == 1
    assert "NUMBA_CACHE_DIR=/some/folder" in complaints
    assert len(complaints.splitlines()) == 1


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs limits of files")
def test_on_a_full_disk_a_run_goes_on_and_says_so_once(house):
    printed, complaints = shown(house, FULL + SHOW)
    assert printed == WANTED
    assert len(complaints.splitlines()) == 1
    assert complaints.startswith("Compiled code cannot be kept in")
