"""What made a result folder: command, scenario hashes, luck, versions, processor, duration."""

from __future__ import annotations

import platform
import shlex
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.rooms import together

if TYPE_CHECKING:
    from sim.scenario import Scenario

LIBRARIES = ("numpy", "numba", "llvmlite", "scipy", "pandas", "matplotlib", "mesa")


def manifest(
    kind: str,
    scenarios: Sequence[Scenario],
    *,
    seed: int,
    replicates: int,
    first: int = 0,
    durations: dict[str, float],
    extra: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the manifest of a result folder, ready for JSON.

    Args:
        kind: the command that made it.
        scenarios: what was run.
        seed, replicates, first: so many replicates of the seed, from the first on.
        durations: seconds by step.
        extra: settings of the command.
    """
    return {
        "kind": kind,
        "command": command(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "scenarios": [{"name": item.name, "hash": item.hash} for item in scenarios],
        **room_facts(scenarios),
        "luck": luck_facts(seed, replicates, first),
        **(extra or {}),
        "durations": {name: round(seconds, 3) for name, seconds in durations.items()},
        **environment(),
    }


def room_facts(scenarios: Iterable[Scenario]) -> dict[str, Any]:
    """Return what a manifest says of rooms from outside; nothing where there are none."""
    rooms = together(*(item.rooms for item in scenarios))
    facts = [{"name": room.name, "file": room.file, "sha256": room.digest} for room in rooms]
    return {"rooms": facts} if facts else {}


def luck_facts(seed: int, replicates: int, first: int = 0) -> dict[str, int]:
    """Return what a manifest says of luck."""
    return {"seed": seed, "first_replicate": first, "replicates": replicates}


def command() -> str:
    """Return the command line as it was typed."""
    return shlex.join(["counterpoint", *sys.argv[1:]])


def environment() -> dict[str, Any]:
    """Return what the bytes of a run depend on besides scenario and luck."""
    return {
        "version": version("counterpoint"),
        "git_commit": _commit(),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "platform": f"{platform.system()} {platform.machine()}",
        "maths_library": " ".join(platform.libc_ver()).strip() or "unknown",
        "cpu": _processor(),
    }


def version(name: str) -> str | None:
    """Return the installed version of a package, None if it is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _processor() -> dict[str, Any]:
    """Return the processor as the compiler sees it."""
    from llvmlite import binding

    features = binding.get_host_cpu_features()
    return {
        "name": binding.get_host_cpu_name(),
        "features": sorted(name for name, is_on in features.items() if is_on),
    }


def _commit() -> str | None:
    """Return the commit of the checkout this package runs from, with "+" if it was changed."""
    root = Path(__file__).resolve().parents[2]
    if not (root / ".git").exists():
        return None
    found = _git(root, "rev-parse", "HEAD")
    if not found:
        return None
    return found + ("+" if _git(root, "status", "--porcelain", "-uno") else "")


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
