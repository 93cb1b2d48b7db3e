"""Everything a sweep will run, and how it is cut into chunks.

A chunk is one replicate of a block of points under every scheme. Its name holds a hash of all that
its numbers depend on: the resolved scenarios, the points' values, the seed, the measures and the
code. So the same chunk has the same name and bytes in every store, whenever and wherever it is
made. Chunks are ordered by replicate, then block: a sweep that stops half-way has whole replicates
of the design, or an evenly spread beginning of it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analysis.parameters.settings import settings_of
from analysis.study.study_file import market_name
from analysis.study.version import code_version, measure_version
from sim.core.errors import ScenarioError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.study.study_file import Study
    from sim.scenario import Scenario

CHUNK_RUNS = 40
"""Runs in a chunk, as near as whole points allow: a few seconds of work."""
NAME = re.compile(r"measures-r(\d{6})-b(\d{6})-([0-9a-f]{16})\.parquet")


@dataclass(frozen=True)
class World:
    """One scheme in one market, before any point changes it."""

    market: str
    base: Scenario

    @property
    def scheme(self) -> str:
        """Return the name of the scheme, as results show it."""
        return self.base.name

    @cached_property
    def usual(self) -> dict[str, Any]:
        """Return every setting by dotted key."""
        return self.base.flat()

    def at(self, point: dict[str, Any]) -> Scenario:
        """Return the scenario at a point; Raises: ScenarioError."""
        return self.base.with_values(settings_of(point, self.usual)) if point else self.base


@dataclass(frozen=True)
class Slot:
    """The place of a chunk: a replicate and a block of points."""

    replicate: int
    block: int


class Plan:
    """The runs of a study.

    Attributes:
        study: the study.
        points: its points, as `design.points` makes them.
        worlds: one per market and scheme, markets first.
        chunk_runs: runs in a chunk, about.
    """

    def __init__(
        self,
        study: Study,
        points: pd.DataFrame,
        worlds: Sequence[World],
        chunk_runs: int = CHUNK_RUNS,
    ) -> None:
        self.study = study
        self.points = points
        self.worlds = tuple(worlds)
        self.chunk_runs = chunk_runs
        self._digests: dict[tuple[int, int], str] = {}

    @cached_property
    def schemes(self) -> tuple[str, ...]:
        """Return the names of the schemes, as results show them."""
        return tuple(dict.fromkeys(world.scheme for world in self.worlds))

    @property
    def keys(self) -> list[str]:
        """Return the settings that vary."""
        return [name for name in self.points.columns if name not in ("point", "market")]

    @cached_property
    def core(self) -> str:
        """Return a hash of what every number depends on, besides point and seed."""
        facts = {
            "code": code_version(),
            "worlds": [[world.market, world.scheme, world.base.hash] for world in self.worlds],
            "parameters": self.keys,
            "measures": [[name, measure_version(name)] for name in self.study.measures],
        }
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]

    @property
    def block_points(self) -> int:
        """Return how many points a block has; the last may have fewer."""
        return max(1, self.chunk_runs // len(self.schemes))

    @property
    def block_count(self) -> int:
        """Return the number of blocks."""
        return -(-len(self.points) // self.block_points)

    def runs(self, shard: tuple[int, int] | None = None) -> int:
        """Return the number of runs, of all or of one shard."""
        return sum(self.runs_of(slot) for slot in self.slots(shard))

    def slots(self, shard: tuple[int, int] | None = None) -> Iterator[Slot]:
        """Yield the places of all chunks in order, or every n-th from the i-th for shard (i, n)."""
        first, step = (0, 1) if shard is None else (shard[0] - 1, shard[1])
        for number in range(first, self.block_count * self.study.replicates, step):
            yield Slot(*divmod(number, self.block_count))

    def rows(self, slot: Slot) -> pd.DataFrame:
        """Return the points of a chunk."""
        start = slot.block * self.block_points
        return self.points.iloc[start : start + self.block_points]

    def points_of(self, slot: Slot) -> int:
        """Return the number of points of a chunk."""
        left = len(self.points) - slot.block * self.block_points
        return min(self.block_points, left)

    def runs_of(self, slot: Slot) -> int:
        """Return the number of runs of a chunk."""
        return self.points_of(slot) * len(self.schemes)

    def name(self, slot: Slot) -> str:
        """Return the file name of a chunk."""
        text = f"{self.core} {self.digest(slot)} {slot.replicate} of {self.study.seed}"
        found = hashlib.sha256(text.encode()).hexdigest()[:16]
        return f"measures-r{slot.replicate:06d}-b{slot.block:06d}-{found}.parquet"

    def digest(self, slot: Slot, first: int | None = None) -> str:
        """Return a hash of the points of a chunk, or of the first few of them."""
        count = self.points_of(slot) if first is None else first
        if (slot.block, count) not in self._digests:
            digest = hashlib.sha256()
            rows = self.rows(slot).iloc[:count]
            for name in rows.columns:
                column = rows[name].to_numpy()
                if column.dtype.kind in "if":
                    digest.update(column.astype(column.dtype.newbyteorder("<")).tobytes())
                else:
                    digest.update(json.dumps([_plain(item) for item in column]).encode())
            self._digests[slot.block, count] = digest.hexdigest()[:16]
        return self._digests[slot.block, count]

    def jobs(self, slot: Slot) -> Iterator[tuple[int, World, dict[str, Any]]]:
        """Yield point number, scheme in its market, and values, for every run of a chunk."""
        rows, keys = self.rows(slot), self.keys
        columns = [
            [_plain(value) for value in rows[name].tolist()] for name in ("point", "market", *keys)
        ]
        for point, market, *values in zip(*columns, strict=True):
            settings = dict(zip(keys, values, strict=True))
            for world in self.worlds:
                if world.market == market:
                    yield int(point), world, settings


def slot_of(name: str) -> Slot | None:
    """Return the place of a chunk by its file name, or None for other files.

    >>> slot_of("measures-r000002-b000010-0123456789abcdef.parquet")
    Slot(replicate=2, block=10)
    """
    found = NAME.fullmatch(name)
    return Slot(int(found[1]), int(found[2])) if found else None


def worlds(study: Study) -> tuple[World, ...]:
    """Return every scheme of a study in every market; Raises: ScenarioError."""
    from sim.scenario import load_scenario

    return tuple(
        World(market_name(market), load_scenario(scheme, market, study.overlays, study.overrides))
        for market in study.markets
        for scheme in study.schemes
    )


def reason(error: Exception) -> str:
    """Return why a run failed, in words that are the same on every machine."""
    if isinstance(error, ScenarioError):
        return "; ".join(f"{item.key}: {item.text}" for item in error.problems)
    return str(error)


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
