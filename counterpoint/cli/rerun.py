"""counterpoint rerun: repeat a result folder and say whether the bytes agree."""

from __future__ import annotations

import shlex
import tempfile
from contextlib import nullcontext, redirect_stdout
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import click

from counterpoint.terminal.options import FRAGILE
from counterpoint.terminal.tables import say
from sim.core.errors import ResultsError

KINDS = (
    "run", "compare", "practices", "explain", "audit", "patterns", "sensitivity", "regimes",
    "optimise",
)  # fmt: skip
DIFFERENT = 1
"""Exit code when a table came out differently."""


@click.command("rerun", short_help="Repeat a result folder and say whether the bytes agree.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Keep the new results here.")
@click.pass_context
def command(context: click.Context, folder: Path, out: Path | None) -> None:
    """Repeat the command that made a result folder and compare every table byte by byte.

    The command stands in the manifest; files it names are looked for from the folder you are in.
    What the command itself prints is shown with --out only: else its results are thrown away.
    A sweep repeats itself: start it again with an empty --out and compare the two stores.

    \b
    Example:
      counterpoint rerun results/siloed_metrics_shared_revenue
    """
    from analysis.report.again import agreement
    from analysis.report.folder import read_manifest

    facts = read_manifest(folder)
    words = [*repeated(folder, facts), *plugins(folder, facts)]
    with tempfile.TemporaryDirectory() as aside:
        target = out or Path(aside) / "again"
        click.echo(f"Repeating: {shlex.join(['counterpoint', *words])}", err=True)
        group = context.find_root().command
        with nullcontext() if out else redirect_stdout(StringIO()):
            code = group.main([*words, "--out", str(target)], "counterpoint", standalone_mode=False)
        if code and (words[0], code) != ("audit", FRAGILE):
            raise ResultsError(f"{folder}: its command did not end well (exit code {code})")
        found = agreement(folder, target)
    if found.first is None:
        click.echo(f"All {len(found.names)} tables agree, byte by byte.")
        return
    say(f"{found.first} differs: {found.where}.", indent="", hanging="  ")
    say(_because(facts), indent="", hanging="  ")
    context.exit(DIFFERENT)


def repeated(folder: Path, facts: dict[str, Any]) -> list[str]:
    """Return the words of the command that made a folder, without where it wrote.

    Raises: ResultsError when the manifest does not hold one that can be repeated.
    """
    words = shlex.split(str(facts.get("command", "")))[1:]
    if not words or words[0] not in KINDS:
        raise ResultsError(
            f"{folder}: its manifest names no command that can be repeated "
            f"({', '.join(KINDS)}); results written from Python have none"
        )
    if facts.get("interrupted"):
        raise ResultsError(f"{folder}: was stopped early, so its command gives more than it holds")
    kept: list[str] = []
    rest = iter(words)
    for word in rest:
        if word in ("--out", "--plugin"):
            next(rest, None)
        elif not word.startswith(("--out=", "--plugin=")) and word != "--overwrite":
            kept.append(word)
    return kept


def plugins(folder: Path, facts: dict[str, Any]) -> list[str]:
    """Return the words that name the rooms from outside with which a folder was made.

    A room given now goes before the file that the manifest names.
    Raises: ResultsError when one is not there.
    """
    from sim.rooms import current

    given = {room.name: room.file for room in current()}
    words = []
    for room in facts.get("rooms", ()):
        file = given.get(room["name"], room["file"])
        if not Path(file).is_file():
            raise ResultsError(
                f"{folder}: was made with a room from outside, {room['name']}, and {file} is not "
                f"there; say where it is: counterpoint rerun {folder} --plugin FILE"
            )
        words += ["--plugin", file]
    return words


def _because(facts: dict[str, Any]) -> str:
    """Return what is another than when the folder was made."""
    from analysis.results.manifest import environment

    now = environment()
    apart = [
        f"{name.replace('_', ' ')} was {facts[name]}, is {now[name]}"
        for name in ("version", "git_commit", "python", "platform", "maths_library")
        if name in facts and facts[name] != now[name]
    ]
    if facts.get("cpu") != now["cpu"]:
        apart.append("another processor")
    if facts.get("libraries") != now["libraries"]:
        apart.append("other versions of libraries")
    apart += _other_rooms(facts)
    if _is_other_file(facts.get("worlds")):
        apart.append(f"{facts['worlds']['from']} holds other worlds")
    return f"Different now: {'; '.join(apart)}." if apart else "Machine and versions are the same."


def _other_rooms(facts: dict[str, Any]) -> list[str]:
    """Return which rooms from outside hold another text by now."""
    from sim.rooms import current

    now = {room.name: room.digest for room in current()}
    return [
        f"the room {room['name']} is not as it was"
        for room in facts.get("rooms", ())
        if now.get(room["name"]) != room["sha256"]
    ]


def _is_other_file(worlds: dict[str, Any] | None) -> bool:
    """Return whether the file of worlds that a manifest names holds something else by now."""
    if worlds is None or "sha256" not in worlds:
        return False
    path = Path(worlds["from"])
    return not path.is_file() or sha256(path.read_bytes()).hexdigest() != worlds["sha256"]
