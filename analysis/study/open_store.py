"""Begin or go on with a study in a folder: what is there, what is missing, what is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.results.manifest import environment, luck_facts, room_facts
from analysis.results.place import MANIFEST
from analysis.results.protocol import put_into
from analysis.study import chunks
from analysis.study.check_same import check_own, check_points, check_same, check_worlds
from analysis.study.facts import study_facts, study_of
from analysis.study.folder import KIND, POINTS, Chunk, StudyFolder
from analysis.study.journal import Journal
from analysis.study.making import DIED, Found
from analysis.study.plan import CHUNK_RUNS, Plan, Slot, World, worlds
from analysis.study.version import code_version
from analysis.study.whole import FORMAT
from analysis.study.written import Listed, failed, head, scenario_file
from sim.core.errors import ResultsError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.study.study_file import Study


@dataclass
class Work:
    """A study in its folder, ready to be worked on.

    Attributes:
        folder: the store.
        plan: the runs.
        shard: (i, n) when only every n-th chunk is to be made.
        keeps_tables: whether the runs' tables are kept.
        facts: what the manifest says besides progress and files.
        files: name → hash of the files that are no chunks.
        again: chunks that lie in the store and whose failed runs are made again.
        left: chunks that were under way when a process was killed.
        deadly: chunks that are made again and hold a run that ended its process.
    """

    folder: StudyFolder
    plan: Plan
    shard: tuple[int, int] | None
    keeps_tables: bool
    facts: dict[str, Any]
    files: dict[str, str]
    again: dict[str, Chunk] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    deadly: set[str] = field(default_factory=set)

    @property
    def journal(self) -> Journal:
        """Return the marks of what is under way."""
        return Journal(self.folder.path)

    @property
    def listed(self) -> Listed:
        """Return the store as a place of results; what goes there, the manifest lists."""
        return Listed(self.folder, self.files)

    def is_suspect(self, slot: Slot) -> bool:
        """Return whether a run of a chunk may kill its process: one did before."""
        name = self.plan.name(slot)
        return name in self.left or name in self.deadly

    def keep(self, slot: Slot, found: Found) -> None:
        """Write a chunk that has been made; a shorter one that it replaces goes."""
        is_again = self.plan.name(slot) in self.again
        part = None if is_again else self.folder.part_of(self.plan, slot)
        self.folder.add(self.folder.store(self.plan, slot, found))
        if part is not None:
            self.folder.drop(part)

    def look_back(self) -> None:
        """Find what was under way when a process was killed, and forget what was done."""
        wanted = {self.plan.name(slot) for slot in self.missing()}
        for name in self.journal.left() - wanted:
            self.journal.forget(name)
        self.left = self.journal.left()

    def missing(self) -> list[Slot]:
        """Return the chunks that are still to be made, in order."""
        have = self.folder.chunks
        return [slot for slot in self.plan.slots(self.shard) if self.plan.name(slot) not in have]

    def retry(self) -> None:
        """Take chunks in which runs failed off the list, so that these runs are made again."""
        self.again = {name: chunk for name, chunk in self.folder.chunks.items() if chunk.failed}
        for name in self.again:
            failures = chunks.facts(self.folder.read(name), self.folder.path / name)["failures"]
            if any(item["error"] == DIED for item in failures):
                self.deadly.add(name)
            del self.folder.chunks[name]

    def undone(self, slot: Slot) -> int:
        """Return the runs of a chunk that have to be made: all, or those that failed."""
        made = self.again.get(self.plan.name(slot))
        return self.plan.runs_of(slot) if made is None else made.failed

    def known(self, slot: Slot) -> Found | None:
        """Return the runs of a chunk that need not be made; what failed in it is tried again."""
        if self.plan.name(slot) in self.again:
            found = self.runs_in(self.plan.name(slot))
            return None if found is None else Found(found.values, [])
        name = self.folder.part_of(self.plan, slot)
        return None if name is None else self.runs_in(name)

    def runs_in(self, name: str) -> Found | None:
        """Return the runs that a chunk holds, or None when it is gone."""
        path = self.folder.path / name
        if not path.is_file():
            return None
        return chunks.found_in(self.folder.read(name), path, len(self.plan.study.measures))

    def write_manifest(self) -> None:
        """Write what is there now."""
        wanted = {self.plan.name(slot) for slot in self.plan.slots(self.shard)}
        made = [chunk for name, chunk in sorted(self.folder.chunks.items()) if name in wanted]
        done = sum(chunk.runs for chunk in made)
        planned = self.plan.runs(self.shard)
        files: dict[str, Any] = {name: {"sha256": each} for name, each in self.files.items()}
        for chunk in made:
            files[chunk.name] = {
                "sha256": chunk.sha256,
                "runs": chunk.runs,
                "failed": chunk.failed,
            }
        content = {
            **self.facts,
            "runs": {
                "planned": planned,
                "done": done,
                "failed": sum(chunk.failed for chunk in made),
            },
            "is_finished": done == planned,
            "files": dict(sorted(files.items())),
        }
        Listed(self.folder, {}).write_json(MANIFEST, content)

    def finish(self) -> None:
        """Write the table of failures and the manifest."""
        put_into(self.listed, failed(self.folder, self.plan.points))
        self.write_manifest()


def begun(
    folder: StudyFolder,
    study: Study,
    *,
    shard: tuple[int, int] | None = None,
    keeps_tables: bool = False,
    chunk_runs: int | None = None,
    loaded: tuple[World, ...] | None = None,
) -> Work:
    """Return the work that is to be done in a folder; a new folder is set up.

    Args:
        folder: the store.
        study: what is asked for.
        shard, keeps_tables, chunk_runs: as in `sweep`.
        loaded: the schemes in their markets, where the study's own names lead nowhere.

    Raises:
        ResultsError: the folder holds something else, or this study in a way that does not fit.
    """
    old = folder.manifest()
    if old is None:
        check_own(folder)
    else:
        check_same(folder, old, study, shard, keeps_tables, chunk_runs)
    size = (old["chunk_runs"] if old else None) or chunk_runs or CHUNK_RUNS
    plan = Plan(study, _points(folder, old, study), loaded or worlds(study), size)
    if old is not None:
        check_worlds(folder, old, plan)
        check_points(folder, old, plan)
    work = Work(folder, plan, shard, keeps_tables, _facts(plan, shard, keeps_tables, old), {})
    put_into(work.listed, head(plan))
    folder.take_stock(old["files"] if old else {}, plan.core)
    work.look_back()
    return work


def reopened(folder: StudyFolder) -> Work:
    """Return the work that a folder describes by itself, wherever its study and schemes came from.

    Raises:
        ResultsError: there is no store, or its scenarios were changed.
    """
    from sim.scenario import load_scenario

    content = folder.manifest() if folder.path.is_dir() else None
    if content is None:
        raise ResultsError(f"{folder.path}: holds no study (no {MANIFEST})")
    loaded = []
    for item in content["scenarios"]:
        path = folder.path / scenario_file(item["market"], item["name"])
        world = World(item["market"], load_scenario(path))
        if world.base.hash != item["hash"]:
            raise ResultsError(f"{path}: was changed; {MANIFEST} lists other numbers")
        loaded.append(world)
    study = study_of(content["study"], str(folder.path / MANIFEST))
    points = chunks.frame(chunks.unpacked(folder.path / POINTS))
    plan = Plan(study, points, loaded, content["chunk_runs"])
    return Work(folder, plan, None, content["keeps_tables"], content, {})


def _facts(
    plan: Plan, shard: tuple[int, int] | None, keeps_tables: bool, old: dict[str, Any] | None
) -> dict[str, Any]:
    made_by = {key: old[key] for key in environment_keys(old)} if old else environment()
    return {
        "kind": KIND,
        "format": FORMAT,
        "study": study_facts(plan.study),
        "code": code_version(),
        "core": plan.core,
        **room_facts(world.base for world in plan.worlds),
        "scenarios": [
            {"market": world.market, "name": world.scheme, "hash": world.base.hash}
            for world in plan.worlds
        ],
        "luck": luck_facts(plan.study.seed, plan.study.replicates),
        "points": len(plan.points),
        "chunk_runs": plan.chunk_runs,
        "shard": None if shard is None else f"{shard[0]}/{shard[1]}",
        "keeps_tables": keeps_tables,
        **made_by,
    }


def environment_keys(old: dict[str, Any]) -> list[str]:
    """Return the entries of a manifest that say what machine and versions began it."""
    names = ("version", "git_commit", "python", "libraries", "platform", "maths_library", "cpu")
    return [name for name in names if name in old]


def _points(folder: StudyFolder, old: dict[str, Any] | None, study: Study) -> pd.DataFrame:
    """Return the points; those in the folder if the design is the same and the file is whole."""
    import hashlib

    from analysis.study.design import points

    path = folder.path / POINTS
    same = ("parameters", "design", "markets")
    now = study_facts(study)
    if old is not None and path.is_file() and all(old["study"][key] == now[key] for key in same):
        said = old["files"].get(POINTS, {}).get("sha256")
        if hashlib.sha256(path.read_bytes()).hexdigest() == said:
            return chunks.frame(chunks.unpacked(path))
    return points(study)
