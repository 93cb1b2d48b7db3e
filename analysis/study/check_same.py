"""What a store refuses: other things, other studies, other code; each with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.results.place import DICTIONARY, MANIFEST
from analysis.study import chunks
from analysis.study.facts import study_facts
from analysis.study.folder import (
    DAMAGED,
    FAILURES,
    LOCK,
    POINTS,
    SCENARIOS,
    TABLES,
    StudyFolder,
)
from analysis.study.journal import UNDERWAY
from analysis.study.plan import Plan, slot_of
from analysis.study.version import code_version
from analysis.study.whole import WAY_OUT
from sim.core.errors import ResultsError

if TYPE_CHECKING:
    from analysis.study.study_file import Study

MAY_CHANGE = ("name", "description", "replicates", "schemes", "markets", "overlays", "design")
"""Parts of a study that are allowed to differ, or are compared by what they lead to."""


def check_own(folder: StudyFolder) -> None:
    """Refuse a folder without manifest that holds anything but parts of a study."""
    own = {POINTS, FAILURES, DICTIONARY, SCENARIOS, TABLES, DAMAGED, LOCK, UNDERWAY}
    names = sorted(item.name for item in folder.path.iterdir())
    other = [name for name in names if name not in own and slot_of(name) is None]
    if other:
        raise ResultsError(
            f"{folder.path}: holds files that are no study ({', '.join(other[:3])}); {WAY_OUT}"
        )
    kept = [name for name in names if slot_of(name) is not None]
    if kept:
        folder.notice(
            f"{folder.path}: {MANIFEST} is missing; it is written anew from {len(kept)} files"
        )


def check_same(
    folder: StudyFolder,
    old: dict[str, Any],
    study: Study,
    shard: tuple[int, int] | None,
    keeps_tables: bool,
    chunk_runs: int | None,
) -> None:
    """Refuse to go on with a store in another way than it was begun."""
    if old["code"] != code_version():
        raise ResultsError(
            f"{folder.path}: was begun with other code or libraries ({old['code']}, now "
            f"{code_version()}); numbers of two versions do not mix: go on with version "
            f"{old.get('version')}, commit {str(old.get('git_commit'))[:12]}, or {WAY_OUT}"
        )
    before, now = old["study"], study_facts(study)
    changed = [key for key in now if key not in MAY_CHANGE and now[key] != before[key]]
    if changed:
        raise ResultsError(
            f"{folder.path}: holds another study, {before['name']}: it differs in "
            f"{', '.join(changed)}; {WAY_OUT}"
        )
    if study.replicates < before["replicates"]:
        raise ResultsError(
            f"{folder.path}: was begun with {before['replicates']} replicates, and the study asks "
            f"for {study.replicates}; ask for as many or more, or {WAY_OUT}"
        )
    asked = (
        ("--shard", old["shard"], None if shard is None else f"{shard[0]}/{shard[1]}"),
        ("--keep-tables", old["keeps_tables"], keeps_tables),
        ("--chunk", old["chunk_runs"], chunk_runs or old["chunk_runs"]),
    )
    for option, there, here in asked:
        if there != here:
            raise ResultsError(
                f"{folder.path}: was begun with {option} {there or 'off'}, not {here or 'off'}; "
                f"give it as before, or {WAY_OUT}"
            )


def check_worlds(folder: StudyFolder, old: dict[str, Any], plan: Plan) -> None:
    """Refuse schemes, markets or measures that changed since the store was begun."""
    there = {(item["market"], item["name"]): item["hash"] for item in old["scenarios"]}
    if list(there) != [(world.market, world.scheme) for world in plan.worlds]:
        names = ", ".join(dict.fromkeys(f"{scheme} in {market}" for market, scheme in there))
        raise ResultsError(
            f"{folder.path}: was begun with other schemes or markets ({names}); {WAY_OUT}"
        )
    for world in plan.worlds:
        if there.get((world.market, world.scheme)) != world.base.hash:
            raise ResultsError(
                f"{folder.path}: {world.scheme} in {world.market} has other numbers now than when "
                f"the store was begun; put its file back, or {WAY_OUT}"
            )
    if old["core"] != plan.core:
        raise ResultsError(
            f"{folder.path}: a measure is computed in another way than when it was begun; {WAY_OUT}"
        )


def check_points(folder: StudyFolder, old: dict[str, Any], plan: Plan) -> None:
    """Refuse a design that does not begin with the points that are there."""
    count, path = int(old["points"]), folder.path / POINTS
    if old["study"]["design"] == study_facts(plan.study)["design"]:
        return
    kept = count <= len(plan.points) and path.is_file()
    if kept:
        before = chunks.frame(chunks.unpacked(path))
        kept = bool(before.equals(plan.points.iloc[: len(before)].reset_index(drop=True)))
    if not kept:
        kind = plan.study.design.kind
        raise ResultsError(
            f"{folder.path}: holds the {count} points of another design, and this {kind} design "
            "does not begin with them; a sobol design can be given more points, a grid more "
            f"levels; or {WAY_OUT}"
        )
