"""Worlds: settings that each replicate draws, the same for every scheme.

    worlds = worlds_of("behaviour", scenarios)
    worlds.at(seed=1, replicate=7)          # settings by dotted key

The world of a replicate depends on its seed and number alone, and each setting's draw on its own
name: neither the number of replicates nor that of workers, nor another setting, changes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from analysis.uncertainty import ranges
from analysis.uncertainty.posterior import SUFFIXES, Posterior, read_posterior
from analysis.uncertainty.ranges import Ranges
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

    def at(self, seed: int, replicate: int) -> dict[str, Any]:
        """Return the settings of one world."""


@dataclass(frozen=True)
class Ranged:
    """Worlds that draw every setting from a distribution of its own."""

    name: str
    ranges: Ranges
    digest: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the dotted keys of the settings that are drawn."""
        return tuple(self.ranges)

    def at(self, seed: int, replicate: int) -> dict[str, Any]:
        """Return the settings of one world."""
        return {
            key: setting.at(_share(seed, replicate, key)) for key, setting in self.ranges.items()
        }


@dataclass(frozen=True)
class Rows:
    """Worlds that are rows of a posterior, each as likely as its weight says."""

    name: str
    posterior: Posterior
    digest: str

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the dotted keys of the settings that are drawn."""
        return self.posterior.keys

    def at(self, seed: int, replicate: int) -> dict[str, Any]:
        """Return the settings of one world."""
        return self.posterior.settings(_share(seed, replicate, ROW))


@dataclass(frozen=True)
class Without:
    """Worlds that leave some settings as a scenario has them.

    Attributes:
        worlds: the worlds.
        held: dotted keys of those settings.
    """

    worlds: Worlds
    held: frozenset[str]

    @property
    def name(self) -> str:
        """Return what they were asked for by."""
        return self.worlds.name

    @property
    def digest(self) -> str:
        """Return the hash of the file they stand in; empty without one."""
        return self.worlds.digest

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the dotted keys of the settings that are drawn."""
        return tuple(key for key in self.worlds.keys if key not in self.held)

    def at(self, seed: int, replicate: int) -> dict[str, Any]:
        """Return the settings of one world."""
        found = self.worlds.at(seed, replicate)
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


def _share(seed: int, replicate: int, key: str) -> float:
    """Return a number from 0 to 1 that is a setting's own in this replicate of a seed."""
    return float(np.random.default_rng([seed, replicate, crc32(key.encode())]).random())
