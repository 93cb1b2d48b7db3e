"""Files and folders that are whole or absent, whenever the process is killed.

What is being written has no name, or one that begins with a dot and says who writes it; it takes
its place in one step. On Linux a file has no name at all until it is whole, and two folders change
places at once; elsewhere one name is given up a moment before the other is taken.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import secrets
import shutil
import socket
import sys
from pathlib import Path
from typing import Any

from sim.core.errors import ResultsError

PART = ".part-"
"""Stands in the name of what is being written."""
NOTHING_NEW = "nothing new was kept, and what was there before is untouched"
LONGEST_STEM = 60
_EXCHANGE, _HERE = 2, -100
"""renameat2: that both names change places, and that paths are taken as they are."""
_NO_NAMELESS = {errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT, errno.EPERM}
"""What file systems say that know no files without a name."""
_MAY_ASK, _NO_SUCH_PROCESS, _STILL_ACTIVE = 0x1000, 87, 259
"""Of Windows: the right to ask after a process, no such one, still at work."""


def write_whole(path: Path, data: bytes, kept: str = NOTHING_NEW) -> None:
    """Write a file so that its final name never holds half of it.

    Args:
        path: the final name.
        data: the whole content.
        kept: what to say about the results if the disk is full.

    Raises:
        ResultsError: the disk is full or the folder cannot be written.
    """
    try:
        put(path, data)
    except OSError as error:
        raise ResultsError(explained(path, error, kept)) from error


def explained(path: Path, error: OSError, kept: str = NOTHING_NEW) -> str:
    """Return why a file could not be written, in words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{path}: the disk is full; {kept}. Free some space or choose another --out"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{path}: no permission to write here; choose another --out"
    return f"{path}: cannot be written ({error.strerror})"


def put(path: Path, data: bytes) -> None:
    """Write a file in one step; into a device or a pipe as it stands there. Raises: OSError."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        with path.open("wb") as stream:
            stream.write(data)
        return
    part = part_of(path)
    try:
        if _put_nameless(path, part, data):
            return
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _put_nameless(path: Path, part: Path, data: bytes) -> bool:
    """Write a file that gets its name when it is whole; return whether that was possible."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None:
        return False
    try:
        number = os.open(path.parent, flag | os.O_WRONLY, 0o666)
    except OSError as error:
        if error.errno in _NO_NAMELESS:
            return False
        raise
    with os.fdopen(number, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(number)
        nameless = f"/proc/self/fd/{number}"
        try:
            os.link(nameless, part if path.exists() else path, follow_symlinks=True)
        except OSError:  # no /proc, or the name was taken a moment ago
            return False
    if part.exists():
        part.replace(path)
    return True


def part_of(path: Path) -> Path:
    """Return a name beside `path` for what is being written, which says who writes it."""
    host = re.sub(r"[^\w]", "_", socket.gethostname())[:LONGEST_STEM]
    who = f"{host}-{os.getpid()}-{secrets.token_hex(4)}"
    return path.with_name(f".{path.name[:LONGEST_STEM]}{PART}{who}")


def clear_away(path: Path) -> None:
    """Remove what killed processes of this machine left beside `path`."""
    host = re.sub(r"[^\w]", "_", socket.gethostname())[:LONGEST_STEM]
    stem = re.escape(f".{path.name[:LONGEST_STEM]}{PART}{host}")
    for item in path.parent.iterdir() if path.parent.is_dir() else ():
        found = re.fullmatch(rf"{stem}-(\d+)-[0-9a-f]{{8}}", item.name)
        if found is not None and not _is_alive(int(found[1])):
            shutil.rmtree(item, ignore_errors=True)


def is_begun(path: Path) -> bool:
    """Return whether something was being written that is not whole."""
    stem = f".{path.name[:LONGEST_STEM]}{PART}"
    there = path.parent.iterdir() if path.parent.is_dir() else ()
    return any(item.name.startswith(stem) for item in there)


def _is_alive(process: int) -> bool:
    """Return whether a process of this machine lives, or may live."""
    if sys.platform == "win32":  # where os.kill would end it
        return _lives_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _lives_on_windows(process: int) -> bool:
    system: Any = ctypes
    kernel = system.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(kernel.OpenProcess(_MAY_ASK, 0, ctypes.c_uint32(process)))
    if handle.value is None:
        return bool(system.get_last_error() != _NO_SUCH_PROCESS)
    code = ctypes.c_uint32()
    has_answered = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return not has_answered or code.value == _STILL_ACTIVE


def put_folder(new: Path, final: Path) -> None:
    """Let a folder take the place of another one, or of none, in one step; the other one goes.

    Raises: OSError; what was there is there then.
    """
    if not final.exists():
        new.replace(final)
        return
    if not _exchanged(new, final):
        old = part_of(final)
        final.replace(old)
        try:
            new.replace(final)
        except BaseException:
            old.replace(final)
            raise
        new = old
    shutil.rmtree(new, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places at once; return whether the system can."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    return bool(
        renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), ctypes.c_uint(_EXCHANGE)) == 0
    )


def carry_over(source: Path, target: Path, besides: set[str]) -> None:
    """Link or copy all files of a folder into another one, but those that are named or are there.

    Raises: OSError.
    """
    for item in sorted(source.rglob("*")):
        name = item.relative_to(source).as_posix()
        copy = target / name
        if name in besides or copy.exists() or (item.is_dir() and not item.is_symlink()):
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):
            os.link(item, copy, follow_symlinks=False)
            continue
        shutil.copy2(item, copy, follow_symlinks=False)
