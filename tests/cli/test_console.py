"""Consoles without Unicode, full disks and folders that may not be written."""

import ast
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from counterpoint.terminal import console
from tests.house.source import ROOT

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
SCENARIO = """\
schema_version: 1
name: {name}
description: Größe × Preis → “viel” ≤ 5 €
kind: scheme
extends: base.yaml
"""


def called(*arguments: str, encoding: str = "utf-8", stdout=subprocess.PIPE, cwd=None):
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    code = "from counterpoint.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment, stdout=stdout, stderr=subprocess.PIPE, check=False, cwd=cwd,
    )  # fmt: skip


def written(encoding: str, text: str, monkeypatch) -> bytes:
    bare = io.BytesIO()
    stream = io.TextIOWrapper(bare, encoding, "strict", newline="")
    monkeypatch.setattr(sys, "stdout", stream)
    console.use_plain_letters()
    sys.stdout.write(text)
    sys.stdout.flush()
    return bare.getvalue()


@pytest.mark.parametrize(
    ("encoding", "wanted"),
    [
        ("ascii", b"5 x 3 -> <= 2 EUR, gross, u, ?"),
        ("cp1252", "5 × 3 -> <= 2 €, groß, ü, ?".encode("cp1252")),
        ("cp437", "5 x 3 -> ≤ 2 EUR, groß, ü, ?".encode("cp437")),
        ("latin-1", "5 × 3 -> <= 2 EUR, groß, ü, ?".encode("latin-1")),
        ("utf-8", "5 × 3 → ≤ 2 €, groß, ü, 中".encode()),
    ],
)
def test_a_console_shows_the_letters_it_has_and_plain_ones_for_the_rest(
    encoding, wanted, monkeypatch
):
    assert written(encoding, "5 × 3 → ≤ 2 €, groß, ü, 中", monkeypatch) == wanted


def printable(path):
    """Return the letters beyond ASCII of all texts of a module but its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }  # docstrings, of attributes too
    texts = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    )
    return {letter for text in texts for letter in text if not letter.isascii()}


def test_every_letter_that_a_command_prints_has_a_plain_form():
    read = {"entries.py", "money.py"}  # joiners and currencies looked for in what people give
    mark = "\ufeff"  # begins a file for spreadsheets
    letters = {
        (letter, path.name)
        for package in ("analysis", "counterpoint")
        for path in (ROOT / package).rglob("*.py")
        if path.name not in read
        for letter in printable(path)
    }
    assert {name for name in letters if "▲" in name} == {("▲", "headline.py"), ("▲", "console.py")}
    assert {(letter, name) for letter, name in letters if console.plain(letter) == "?"} <= {
        (mark, "console.py")
    }


def test_a_measure_keeps_its_better_direction_on_a_console_without_triangles(monkeypatch):
    assert written("cp1252", "Win rate ▲, Resignations ▼", monkeypatch) == (
        b"Win rate ^, Resignations v"
    )


def test_lines_of_tables_become_dashes_bars_and_crosses(monkeypatch):
    assert written("ascii", "┌─┬─┐│━┃╭", monkeypatch) == b"+-+-+|-|+"


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_command_prints_any_description_on_any_console(encoding, tmp_path):
    (tmp_path / "own.yaml").write_text(SCENARIO.format(name="own"), encoding="utf-8")
    done = called("show", "own.yaml", encoding=encoding, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert b"-> " in done.stdout
    assert (b"Grosse x" if encoding == "ascii" else "Größe ×".encode("cp1252")) in done.stdout


def test_an_error_too_is_told_in_plain_letters(tmp_path):
    done = called("show", "größe→.yaml", encoding="ascii", cwd=tmp_path)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr.isascii()


@needs_full
@pytest.mark.parametrize("arguments", [["list"], ["schema"], ["--help"]])
def test_a_full_disk_ends_a_command_with_one_line(arguments):
    with FULL.open("wb") as full:
        done = called(*arguments, stdout=full)
    assert done.returncode == 1
    text = b"Error: the output cannot be written: No space left on device\n"
    assert done.stderr.replace(b"\r\n", b"\n") == text


@pytest.mark.parametrize(
    "arguments",
    [
        ["new-study", "{}/x"],
        ["new", "x", "--yes", "--out", "{}/x.yaml"],
        ["schema", "--out", "{}/x"],
    ],
)
def test_a_place_that_cannot_be_written_is_refused_in_one_line(arguments, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    given = [word.format(tmp_path / "file") for word in arguments]
    done = called(*given, cwd=tmp_path)
    assert done.returncode == 2
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1
    assert "cannot be written" in lines[0]
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]
