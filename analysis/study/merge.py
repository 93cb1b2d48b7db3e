"""Join the shards of a study into one store, byte for byte what one sweep would have made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis.results.whole import PART, explained
from analysis.study.facts import study_of
from analysis.study.folder import KEPT, TABLES, Notice, StudyFolder
from analysis.study.open_store import begun, reopened
from analysis.study.results import StudyResults, load_study
from sim.core.errors import InputError, ResultsError

SAME = ("code", "core", "points", "chunk_runs", "keeps_tables", "luck")
"""What the manifests of all parts must agree on."""


def merge(
    folder: str | Path, shards: Sequence[str | Path], notice: Notice | None = None
) -> StudyResults:
    """Return the results of all shards together; `folder` is a store that a sweep can go on with.

    Args:
        folder: where the whole is to stand; new, empty, or a store of the same study.
        shards: folders that `sweep --shard` made; they stay as they are.
        notice: called with a sentence about whatever had to be put right.

    Raises:
        ResultsError: a shard is damaged or belongs to another study or version of the code.
    """
    if not shards:
        raise InputError("merge needs at least one shard")
    parts = [StudyFolder(Path(item)) for item in shards]
    manifests = [_manifest(part) for part in parts]
    first = manifests[0]
    for part, content in zip(parts[1:], manifests[1:], strict=True):
        different = [key for key in SAME if content[key] != first[key]]
        if different:
            raise ResultsError(
                f"{part.path}: does not belong to {parts[0].path}: it differs in "
                f"{', '.join(different)}"
            )
    target = StudyFolder(Path(folder), notice)
    with target.lock():
        work = begun(
            target,
            study_of(first["study"], str(folder)),
            keeps_tables=first["keeps_tables"],
            chunk_runs=first["chunk_runs"],
            loaded=reopened(parts[0]).plan.worlds,
        )
        if work.plan.core != first["core"]:
            raise ResultsError(
                f"{parts[0].path}: was made with other code, libraries or scenario files; merge "
                "with those that made it"
            )
        for part, content in zip(parts, manifests, strict=True):
            part.take_stock(content["files"], first["core"], strict=True)
            for chunk in part.chunks.values():
                _copy(part.path / chunk.name, target.path / chunk.name)
                target.add(chunk)
            _copy_tables(part.path / TABLES, target.path / TABLES)
        work.finish()
    return load_study(target.path)


def _manifest(part: StudyFolder) -> dict[str, Any]:
    content = part.manifest() if part.path.is_dir() else None
    if content is None:
        raise ResultsError(f"{part.path}: holds no study; give folders that sweep --shard made")
    return content


def _copy(source: Path, target: Path) -> None:
    """Copy a file so that its final name never holds half of it."""
    part = target.with_name(f".{target.name}{PART}{os.getpid()}")
    try:
        shutil.copyfile(source, part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise ResultsError(explained(target, error, KEPT)) from error
    finally:
        part.unlink(missing_ok=True)


def _copy_tables(source: Path, target: Path) -> None:
    for folder in sorted(source.glob("p*")) if source.is_dir() else ():
        final = target / folder.name
        if final.is_dir():
            continue
        part = final.with_name(f".{final.name}{PART}{os.getpid()}")
        try:
            shutil.copytree(folder, part)
            part.replace(final)
        except OSError as error:
            raise ResultsError(explained(final, error, KEPT)) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)
