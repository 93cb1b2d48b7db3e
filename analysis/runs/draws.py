"""Worlds: settings that each replicate draws, the same for every scheme.

    worlds = worlds_of("behaviour", scenarios)
    worlds.at(seed=1, replicate=7)          # settings by dotted key

The world of a replicate depends on its seed and number alone, and each setting's draw on its own
name: neither the number of replicates nor that of workers, nor another setting, changes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from analysis.parameters import spans as ranges
from analysis.parameters.posterior import SUFFIXES, Posterior, read_posterior
from analysis.parameters.spans import Ranges
from analysis.runs.parallel import in_order
from sim.core.errors import InputError
from sim.scenario.suggest import hint

if TYPE_CHECKING:
    from sim.scenario import Scenario

Floats = NDArray[np.float64]

NAMED = {ranges.PRIOR: ranges.prior, ranges.BEHAVIOUR: ranges.behaviour}
"""Worlds that have a name, and the settings that they draw."""
ROW = "row"
"""What names the draw of a posterior's row."""


class Worlds(Protocol):
    """Where replicates draw their worlds from.

    Attributes:
        name: as it was asked for.
        keys: dotted keys of the settings that are drawn.
        digest: hash of the file they stand in; empty without one.
        held: settings that would be drawn, were they not held as a scenario has them.
    """

    @property
    def name(self) -> str:
        """Return what they were asked for by."""

    @property
    def digest(self) -> str:
        """Return the hash of the file they stand in; empty without one."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the dotted keys of the settings that are drawn."""

    @property
    def held(self) -> frozenset[str]:
        """Return the settings that would be drawn, were they not held."""

    def at(self, seed: int, replicate: int, again: int = 0) -> dict[str, Any]:
        """Return the settings of one world; `again` names further draws of the replicate."""


@dataclass(frozen=True)
class Ranged:
    """Worlds that draw every setting from a distribution of its own."""

    name: str
    ranges: Ranges
    digest: str = ""
    held: frozenset[str] = frozenset()

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the dotted keys of the settings that are drawn."""
        return tuple(self.ranges)

    def at(self, seed: int, replicate: int, again: int = 0) -> dict[str, Any]:
        """Return the settings of one world; `again` names further draws of the replicate."""
        return {
            key: setting.at(_share(seed, replicate, key, again))
            for key, setting in self.ranges.items()
        }


@dataclass(frozen=True)
class Rows:
    """Worlds that are rows of a posterior, each as likely as its weight says."""

    name: str
    posterior: Posterior
    digest: str
    held: frozenset[str] = frozenset()

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the dotted keys of the settings that are drawn."""
        return self.posterior.keys

    def at(self, seed: int, replicate: int, again: int = 0) -> dict[str, Any]:
        """Return the settings of one world; `again` names further draws of the replicate."""
        return self.posterior.settings(_share(seed, replicate, ROW, again))


class Around:
    """Worlds that are made of others, and called as these are.

    Attributes:
        worlds: the others.
    """

    worlds: Worlds

    @property
    def name(self) -> str:
        """Return what they were asked for by."""
        return self.worlds.name

    @property
    def digest(self) -> str:
        """Return the hash of the file they stand in; empty without one."""
        return self.worlds.digest


@dataclass(frozen=True)
class Without(Around):
    """Worlds that leave some settings as a scenario has them.

    Attributes:
        worlds: the worlds.
        held: dotted keys of those settings.
    """

    worlds: Worlds
    held: frozenset[str]

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the dotted keys of the settings that are drawn."""
        return tuple(key for key in self.worlds.keys if key not in self.held)

    def at(self, seed: int, replicate: int, again: int = 0) -> dict[str, Any]:
        """Return the settings of one world; `again` names further draws of the replicate."""
        found = self.worlds.at(seed, replicate, again)
        return {key: value for key, value in found.items() if key not in self.held}


def worlds_of(name: str | Path, firms: Sequence[Scenario]) -> Worlds:
    """Return the worlds that a name or a file stands for.

    Args:
        name: prior, behaviour, or the path of a CSV or Parquet file with a column per setting.
        firms: scenarios that shall live in them.

    Raises: InputError for another name, and for a file that does not fit, all problems at once.
    """
    if str(name) in NAMED:
        return Ranged(str(name), ranges.spans(NAMED[str(name)](), firms))
    path = Path(name)
    if path.suffix not in SUFFIXES and not path.exists():
        raise InputError(
            f"worlds: {name} is neither prior nor behaviour nor a file of worlds "
            f"({' or '.join(SUFFIXES)}); {hint(str(name), [*NAMED])}"
        )
    found = read_posterior(path, firms)
    return Rows(str(name), found, sha256(path.read_bytes()).hexdigest())


def in_turn(
    worlds: Worlds | None, seed: int, replicates: int, workers: int
) -> Iterator[dict[str, Any]]:
    """Yield the settings of the world of each replicate; none at all without worlds.

    Where worlds are judged first, that is done by threads of its own, a few worlds ahead.
    """
    if worlds is None:
        return repeat({}, replicates)
    return in_order(lambda replicate: worlds.at(seed, replicate), iter(range(replicates)), workers)


def _share(seed: int, replicate: int, key: str, again: int) -> float:
    """Return a number from 0 to 1 that is a setting's own in this draw of a replicate of a seed."""
    further = [again] if again else []
    words = [seed, replicate, crc32(key.encode()), *further]
    return float(np.random.default_rng(words).random())
