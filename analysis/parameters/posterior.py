"""A file of worlds: rows are worlds, columns settings; what `calibrate` writes, or worlds.csv.

A column `weight` says how likely each row is; a column `replicate` is passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.parameters.settings import living
from analysis.parameters.spans import is_leaders
from analysis.words.problems import InputProblems
from analysis.words.wording import plain
from sim.core.errors import InputError, ScenarioError
from sim.core.params import Parameter
from sim.scenario import declared
from sim.scenario.suggest import nearest

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

Floats = NDArray[np.float64]

CSV, PARQUET = ".csv", ".parquet"
SUFFIXES = (CSV, PARQUET)
WEIGHT, REPLICATE = "weight", "replicate"
HEAD = {CSV: 2, PARQUET: 1}
"""How people count the first world: by line of a CSV file, by row of a Parquet file."""


@dataclass(frozen=True)
class Posterior:
    """Worlds in a file.

    Attributes:
        keys: dotted keys of the settings.
        values: worlds × settings.
        reached: for each world, how likely it or one before it is; ends at 1.
    """

    keys: tuple[str, ...]
    values: Floats
    reached: Floats

    def settings(self, share: float) -> dict[str, Any]:
        """Return the world at a share, 0 ≤ share < 1, of all that is likely."""
        row = int(np.searchsorted(self.reached, share, side="right"))
        return self._at(min(row, len(self.values) - 1))

    def check(self, firm: Scenario) -> None:
        """Raise InputError for the first world that a scenario cannot have."""
        for row in range(len(self.values)):
            try:
                living(firm, self._at(row))
            except ScenarioError as error:
                said = "; ".join(f"{item.key}: {item.text}" for item in error.problems)
                raise InputError(f"world {row + 1} does not fit {firm.name}: {said}") from error

    def _at(self, row: int) -> dict[str, Any]:
        known = declared.flat()
        return {
            key: int(value) if known[key].integer else float(value)
            for key, value in zip(self.keys, self.values[row], strict=True)
        }


def read_posterior(path: Path, firms: Sequence[Scenario] = ()) -> Posterior:
    """Return the worlds in a CSV or Parquet file.

    Raises: InputError with every column that is no setting, holds no numbers or leaves its bounds.
    """
    table = _read(path)
    complaints = InputProblems()
    keys = tuple(str(name) for name in table.columns if name not in (WEIGHT, REPLICATE))
    if not len(table) or not keys:
        raise InputError(f"{path}: holds no worlds; a row is a world, a column a setting")
    for key in dict.fromkeys(keys):
        said = _wrong(key) or _outside(table[key], declared.flat()[key], HEAD[path.suffix])
        if said:
            complaints.add(f"{path}: column {key}: {said}")
    weight = table.get(WEIGHT)
    if weight is not None and not _are_weights(weight):
        complaints.add(f"{path}: column {WEIGHT}: must be numbers from 0 on, not all of them 0")
    complaints.stop_if_any()
    shares = np.ones(len(table)) if weight is None else weight.to_numpy(np.float64)
    found = Posterior(keys, table[[*keys]].to_numpy(np.float64), np.cumsum(shares / shares.sum()))
    for firm in firms:
        try:
            found.check(firm)
        except InputError as error:
            raise InputError(f"{path}: {error}") from error
    return found


def _read(path: Path) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    if path.suffix not in SUFFIXES:
        raise InputError(f"{path}: is neither CSV nor Parquet; give a file {' or '.join(SUFFIXES)}")
    try:
        return pd.read_csv(path) if path.suffix == CSV else pd.read_parquet(path)
    except FileNotFoundError as error:
        raise InputError(
            f"{path}: there is no such file; calibrate writes one beside its company file"
        ) from error
    except (OSError, ValueError, pa.ArrowException) as error:
        said = str(error).splitlines()[0] if str(error) else "unreadable"
        raise InputError(f"{path}: cannot be read as {path.suffix}: {said}") from error


def _wrong(key: str) -> str | None:
    """Return why a column is no setting that worlds may differ in, or None."""
    known = declared.flat()
    if key not in known:
        near = nearest(key, known)
        meant = f"did you mean {near}?" if near else "counterpoint show base lists all"
        return f"is no setting; {meant}"
    if declared.is_lever(key) and not is_leaders(key):
        return "is a lever, which makes a scheme and no world; leave it out, or use --set"
    if key.startswith("run."):
        return "says how long a run is; leave it out, or use --set"
    if isinstance(known[key].default, str):
        return "holds words; worlds differ in numbers"
    return None


def _outside(column: pd.Series[Any], item: Parameter, first: int) -> str | None:
    """Return what a column holds that its setting cannot be, or None."""
    import pandas as pd

    numbers = pd.to_numeric(column, errors="coerce").to_numpy(np.float64)
    is_bad = ~((numbers >= item.low) & (numbers <= item.high))
    if item.integer:
        is_bad |= numbers != np.round(numbers)
    if not is_bad.any():
        return None
    row = int(np.flatnonzero(is_bad)[0])
    what = "whole numbers" if item.integer else "numbers"
    more = f" (and {int(is_bad.sum()) - 1} more)" if is_bad.sum() > 1 else ""
    return (
        f"takes {what} from {plain(item.low)} to {plain(item.high)}, not {column.iloc[row]} as in "
        f"row {row + first}{more}"
    )


def _are_weights(column: pd.Series[Any]) -> bool:
    import pandas as pd

    numbers = pd.to_numeric(column, errors="coerce").to_numpy(np.float64)
    return bool(np.isfinite(numbers).all() and (numbers >= 0).all() and numbers.sum() > 0)
