"""Result folders: whole files or none, other people's results untouched."""

import ctypes
import errno
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis.results import whole
from analysis.results.place import MANIFEST
from analysis.results.store import ResultFolder, check_free, free_folder, slug
from analysis.results.whole import write_whole
from sim.core.errors import ResultsError
from tests.house.source import ROOT
from tests.system import posix_only


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def full_disk(*_arguments):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def build(folder, work):
    with ResultFolder(folder) as target:
        work(target)


def filled(folder):
    with ResultFolder(folder) as target:
        target.write("a.csv", "x\n1\n")
        target.write("figures/b.svg", b"<svg/>")
        target.finish({"kind": "run"})
    return folder


def test_a_finished_folder_lists_its_files_with_their_sums(tmp_path):
    filled(tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text())
    assert manifest["kind"] == "run"
    assert set(manifest["files"]) == {"a.csv", "figures/b.svg"}
    assert len(manifest["files"]["a.csv"]) == 64
    assert names(tmp_path / "out") == ["a.csv", "figures", "figures/b.svg", MANIFEST]


def test_other_results_are_refused_and_untouched(tmp_path):
    folder = filled(tmp_path / "out")
    with pytest.raises(ResultsError, match="already holds other results"):
        ResultFolder(folder)
    assert (folder / "a.csv").read_text() == "x\n1\n"


def test_results_are_replaced_when_told_and_strangers_files_stay(tmp_path):
    folder = filled(tmp_path / "out")
    (folder / "notes.txt").write_text("mine")
    with ResultFolder(folder, overwrite=True) as target:
        target.write("c.csv", "y\n")
        target.finish({"kind": "compare"})
    assert names(folder) == ["c.csv", MANIFEST, "notes.txt"]


def contents(folder):
    return {name: (folder / name).read_bytes() for name in names(folder)
            if (folder / name).is_file()}  # fmt: skip


def replacing(folder):
    """Return what replaces the results of a folder: a file of the same name, and another."""
    with ResultFolder(folder, overwrite=True) as target:
        target.write("a.csv", "x\n2\n")
        target.write("figures/c.svg", b"<svg></svg>")
        target.finish({"kind": "compare"})


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError])
def test_stopping_while_results_are_replaced_leaves_the_old_ones_whole(tmp_path, stop):
    folder = filled(tmp_path / "out")
    before = contents(folder)

    def write_one(target):
        target.write("a.csv", "x\n2\n")
        raise stop

    with pytest.raises(stop), ResultFolder(folder, overwrite=True) as target:
        write_one(target)
    assert contents(folder) == before


def test_a_full_disk_leaves_the_old_results_whole(tmp_path, monkeypatch):
    folder = filled(tmp_path / "out")
    before = contents(folder)
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(ResultsError, match="what was there before is untouched"):
        replacing(folder)
    assert contents(folder) == before


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), OSError(errno.EIO, "broken")])
@pytest.mark.parametrize("moves", range(2))
def test_stopping_at_any_move_leaves_the_old_results_whole(tmp_path, monkeypatch, moves, stop):
    folder = filled(tmp_path / "out")
    before = contents(folder)
    rename, done = Path.replace, []

    def stopped(path, target):
        if path.is_dir():
            done.append(path)
            if len(done) == moves + 1:
                raise stop
        return rename(path, target)

    monkeypatch.setattr(whole, "_exchanged", lambda *_folders: False)
    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises((KeyboardInterrupt, ResultsError)):
        replacing(folder)
    monkeypatch.undo()
    assert len(done) > moves
    assert contents(folder) == before
    assert names(tmp_path) == ["out", *(f"out/{name}" for name in names(folder))]


@pytest.mark.parametrize("can_exchange", [True, False])
def test_replacing_leaves_nothing_but_the_new_results(tmp_path, monkeypatch, can_exchange):
    folder = filled(tmp_path / "out")
    if not can_exchange:
        monkeypatch.setattr(whole, "_exchanged", lambda *_folders: False)
    replacing(folder)
    assert names(tmp_path) == ["out", *(f"out/{name}" for name in names(folder))]
    assert names(folder) == ["a.csv", "figures", "figures/c.svg", MANIFEST]


DYING = """
import os, signal, sys
from pathlib import Path
from analysis.results.store import ResultFolder

def dying(name, left):
    known = getattr(os, name)
    def call(*arguments, **options):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return known(*arguments, **options)
    setattr(os, name, call)

for calls, folder in enumerate(sys.argv[1:]):
    child = os.fork()
    if child == 0:
        left = [calls]
        for name in ("link", "fsync", "rename", "replace", "mkdir", "unlink", "rmdir"):
            dying(name, left)
        with ResultFolder(Path(folder), overwrite=True) as target:
            target.write("a.csv", chr(120))
            target.finish({"kind": "compare"})
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@posix_only
def test_a_kill_at_any_moment_leaves_all_old_or_all_new(tmp_path):
    folders = [filled(tmp_path / str(calls)) for calls in range(30)]
    for folder in folders:
        (folder / "notes.txt").write_text("mine")
    before = contents(folders[0])
    done = subprocess.run(
        [sys.executable, "-c", DYING, *map(str, folders)],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    ends = done.stdout.split()
    assert ends == ["-9"] * ends.index("0") + ["0"] * (30 - ends.index("0"))
    after = contents(folders[-1])
    assert sorted(after) == ["a.csv", MANIFEST, "notes.txt"]
    assert all(contents(folder) in (before, after) for folder in folders)
    assert before in map(contents, folders[:-1])
    for folder in folders:
        replacing(folder)
    assert sorted(item.name for item in tmp_path.iterdir()) == sorted(map(str, range(30)))


def test_results_that_were_replaced_are_all_new(tmp_path):
    folder = filled(tmp_path / "out")
    replacing(folder)
    assert names(folder) == ["a.csv", "figures", "figures/c.svg", MANIFEST]
    assert (folder / "a.csv").read_text() == "x\n2\n"


def test_results_that_are_never_finished_leave_nothing_behind(tmp_path):
    build(tmp_path / "out", lambda target: target.write("a.csv", "x\n"))
    assert names(tmp_path) == []


def test_a_folder_that_is_not_ours_is_refused_even_when_told(tmp_path):
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(ResultsError, match="not results of this program"):
        check_free(tmp_path, overwrite=True)


def test_a_manifest_cannot_name_files_outside_its_folder(tmp_path):
    precious = tmp_path / "precious.txt"
    precious.write_text("keep")
    folder = filled(tmp_path / "out")
    (folder / MANIFEST).write_text(json.dumps({"files": {"../precious.txt": "", "a.csv": ""}}))
    with ResultFolder(folder, overwrite=True) as target:
        target.finish({})
    assert precious.read_text() == "keep"


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def write_two(target):
        target.write("a.csv", "x\n")
        monkeypatch.setattr(os, "fsync", full_disk)
        target.write("b.csv", "y\n")

    with pytest.raises(ResultsError, match="disk is full"):
        build(tmp_path / "deep" / "out", write_two)
    assert names(tmp_path) == []


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError])
def test_stopping_half_way_leaves_nothing_behind(tmp_path, stop):
    def write_one(target):
        target.write("figures/a.svg", b"<svg/>")
        raise stop

    with pytest.raises(stop):
        build(tmp_path / "out", write_one)
    assert names(tmp_path) == []


def test_stopping_while_a_file_is_written_keeps_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    write_whole(path, b"old")
    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(ResultsError, match="disk is full"):
        write_whole(path, b"new")
    assert names(tmp_path) == ["a.csv"]
    assert path.read_bytes() == b"old"


def test_a_file_in_the_way_is_refused(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(ResultsError, match="is a file"):
        check_free(tmp_path / "out", overwrite=True)
    with pytest.raises(ResultsError, match="is a file"):
        check_free(tmp_path / "out" / "below", overwrite=False)


def test_default_folders_never_collide(tmp_path):
    assert free_folder(tmp_path, "a b") == tmp_path / "a_b"
    (tmp_path / "a_b").mkdir()
    assert free_folder(tmp_path, "a b") == tmp_path / "a_b-2"


@pytest.mark.parametrize("text", ["../../etc", "..", "", "a/b", "x" * 500, ".hidden"])
def test_a_slug_is_a_plain_file_name(text):
    found = slug(text)
    assert found
    assert "/" not in found
    assert not found.startswith(".")
    assert len(found) <= 80


def test_results_in_the_folder_one_is_in_have_their_manifest_last(tmp_path, monkeypatch):
    folder = filled(tmp_path / "out")
    (folder / "notes.txt").write_text("mine")
    monkeypatch.chdir(folder)
    replacing(Path())
    assert names(Path.cwd()) == ["a.csv", "figures", "figures/c.svg", MANIFEST, "notes.txt"]
    assert names(tmp_path) == ["out", *(f"out/{name}" for name in names(folder))]


def test_a_file_system_without_nameless_files_writes_whole_ones_too(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    write_whole(tmp_path / "a.csv", b"new")
    write_whole(tmp_path / "a.csv", b"newer")
    assert names(tmp_path) == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"newer"


def test_what_a_living_process_is_writing_is_not_cleared_away(tmp_path):
    part = whole.part_of(tmp_path / "out")
    part.mkdir()
    whole.clear_away(tmp_path / "out")
    assert part.is_dir()


def test_what_a_dead_process_was_writing_is_cleared_away(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    part = whole.part_of(tmp_path / "out")
    left = part.with_name(part.name.replace(f"-{os.getpid()}-", f"-{process.pid}-"))
    left.mkdir()
    whole.clear_away(tmp_path / "out")
    assert not left.exists()


def test_on_windows_a_process_is_asked_after_without_a_signal(monkeypatch):
    codes, errors, handles, said = {4: 259, 8: 0}, {12: 5, 16: 87}, [], []

    def opened(_right, _inherits, process):
        said.append(errors.get(process.value, 0))
        handles.extend([process.value] * (process.value in codes))
        return process.value if process.value in codes else None

    def answered(handle, code):
        code._obj.value = codes[handle.value]
        return 1

    kernel = SimpleNamespace(
        OpenProcess=opened, GetExitCodeProcess=answered,
        CloseHandle=lambda handle: handles.remove(handle.value),
    )  # fmt: skip
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "kill", None)
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_name, **_options: kernel, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: said[-1], raising=False)
    # One lives, one has ended, one belongs to somebody else, one there is not.
    assert [whole._is_alive(process) for process in (4, 8, 12, 16)] == [True, False, True, False]
    assert handles == []


@posix_only
def test_a_pipe_or_a_device_is_written_into_and_never_replaced_by_a_file(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_bytes)
        write_whole(pipe, b"all of it")
        assert read.result(timeout=20) == b"all of it"
    assert pipe.is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
