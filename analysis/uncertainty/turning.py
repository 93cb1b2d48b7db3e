"""What turns a difference between schemes: which drawn setting goes with it, told from chance.

For each setting: the rank correlation (Spearman 1904) between its values and the paired difference
over replicates, with its two-sided p-value, adjusted by Holm over all settings drawn. Only what
survives the adjustment is named. Each world is judged on one run, so luck is in the shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.runs import statistics

if TYPE_CHECKING:
    import pandas as pd

    from analysis.runs.draws import Worlds
    from analysis.uncertainty.believable import LeftOut

Floats = NDArray[np.float64]

TURNED = ("gross_profit_y3", "gross_profit_y1", "relationship_conflict")
"""Measures for which what turns them is looked for."""
HEAD = ("scenario", "baseline", "measure")
FOUND = ("setting", "n", "correlation", "p_value", "p_adjusted", "above_low", "above_high")
TOLD = 0.05
"""Adjusted p-value below which a setting is told from chance."""
FEWEST = 10
"""Worlds without which no setting is told from chance."""


class Paired(Protocol):
    """A result of paired runs: a number per scenario, replicate and measure, and who is compared.

    Attributes:
        seed, replicates: `run(scenario, seed, r)` repeats replicate r of 0 … replicates − 1.
        measures: columns scenario, replicate, measure, value.
        contrasts: pairs of a scenario and what it is compared with.
        drawn: the worlds that replicates drew; None without any.
    """

    @property
    def seed(self) -> int:
        """Return what names the luck."""

    @property
    def replicates(self) -> int:
        """Return how many there are."""

    @property
    def measures(self) -> pd.DataFrame:
        """Return a number per scenario, replicate and measure."""

    @property
    def contrasts(self) -> Sequence[tuple[str, str]]:
        """Return who is compared with what."""

    @property
    def drawn(self) -> Drawn | None:
        """Return the worlds that replicates drew."""


@dataclass(frozen=True)
class Drawn:
    """The worlds that replicates drew, and what they do.

    Attributes:
        name: prior, behaviour, or the file.
        table: replicate, and one column per setting: its value in that replicate.
        turning: a row per contrast, measure of TURNED and setting; see the data dictionary.
        digest: hash of the file; empty for worlds with a name.
        left_out: how many worlds were left out on the way; None where all count.
    """

    name: str
    table: pd.DataFrame
    turning: pd.DataFrame
    digest: str = ""
    left_out: LeftOut | None = None

    @property
    def settings(self) -> pd.DataFrame:
        """Return the values drawn, a row per world, a column per setting."""
        return self.table.drop(columns="replicate")

    @property
    def has_all_of_a_name(self) -> bool:
        """Return whether worlds with a name count whether their firm is believable or not."""
        return self.left_out is None and not self.digest

    def facts(self) -> dict[str, Any]:
        """Return what a manifest says of the worlds."""
        facts: dict[str, Any] = {"from": self.name, "settings": self.settings.shape[1]}
        if self.left_out is not None:
            facts["left_out"] = asdict(self.left_out)
        return {**facts, "sha256": self.digest} if self.digest else facts


def drawn(worlds: Worlds, result: Paired) -> Drawn:
    """Return the worlds in which a result's replicates live, and what turns its differences."""
    import pandas as pd

    from analysis.uncertainty.believable import left_out

    points = [worlds.at(result.seed, replicate) for replicate in range(result.replicates)]
    settings = pd.DataFrame(points, columns=list(worlds.keys))
    parts = []
    for scenario, baseline in result.contrasts:
        for measure in TURNED:
            found = turned(settings, gaps(result, scenario, baseline, measure))
            head = {"scenario": scenario, "baseline": baseline, "measure": measure}
            parts.append(found.assign(**head))
    table = settings.copy()
    table.insert(0, "replicate", np.arange(len(points)))
    columns = [*HEAD, *FOUND]
    turning = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    turning = turning[columns]
    passed = left_out(worlds, result.seed, result.replicates)
    return Drawn(worlds.name, table, turning, worlds.digest, passed)


def gaps(result: Paired, scenario: str, baseline: str, measure: str) -> Floats:
    """Return scenario minus baseline in a measure, one number a replicate; NaN without a value."""
    part = result.measures[result.measures["measure"] == measure]
    if part.empty:
        return np.full(result.replicates, np.nan)
    wide = part.pivot_table(index="replicate", columns="scenario", values="value", dropna=False)
    return np.asarray(wide[scenario] - wide[baseline], dtype=np.float64)


def turned(settings: pd.DataFrame, apart: Floats) -> pd.DataFrame:
    """Return how each setting goes with a difference, strongest first; empty with too few worlds.

    settings: a row per world. apart: a difference per world; worlds without one are left out.
    """
    import pandas as pd
    from scipy.stats import pearsonr, rankdata

    is_known = ~np.isnan(apart)
    points, known = settings[is_known], apart[is_known]
    moving = [key for key in points.columns if points[key].nunique() > 1]
    if len(known) < FEWEST or np.ptp(known) == 0 or not moving:
        return pd.DataFrame(columns=list(FOUND))
    found = pearsonr(rankdata(points[moving], axis=0), rankdata(known)[:, None], axis=0)
    p = np.asarray(found.pvalue, dtype=np.float64)
    shares = np.array([_above(points[key].to_numpy(np.float64), known) for key in moving])
    columns = (
        moving, len(known), found.statistic, p, statistics.holm(p),
        shares[:, 0], shares[:, 1],
    )  # fmt: skip
    table = pd.DataFrame(dict(zip(FOUND, columns, strict=True)))
    return table.sort_values("p_value", kind="stable", ignore_index=True)


def thirds(values: Floats, apart: Floats) -> tuple[Floats, Floats]:
    """Return the known differences of worlds in a setting's lowest third, and in its highest.

    values: the setting in each world. apart: a difference per world; worlds without one are left
    out.
    """
    is_known = ~np.isnan(apart)
    values, known = values[is_known], apart[is_known]
    low, high = np.quantile(values, (1 / 3, 2 / 3))
    return known[values <= low], known[values >= high]


def _above(values: Floats, apart: Floats) -> tuple[float, float]:
    """Return the share of worlds above the baseline in a setting's lowest and highest third."""
    low, high = thirds(values, apart)
    return float((low > 0).mean()), float((high > 0).mean())
