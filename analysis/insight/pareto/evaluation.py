"""Where candidates of a search are run: the study's markets, a seed for each look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.insight.pareto.candidates import LAST_LOOK, Log
from analysis.runs.progress import Progress
from sim.core.errors import InputError
from sim.core.luck import MOST_SEED
from sim.scenario.suggest import nearest

if TYPE_CHECKING:
    import pandas as pd

    from analysis.runs.draws import Worlds
    from analysis.study import Study
    from sim.scenario import Scenario

Floats = NDArray[np.float64]
APART = 1_000_000
"""Distance of the seeds of two looks, so that seeds 1, 2, 3 … all are fresh to a search."""
Evaluate = Callable[..., "pd.DataFrame"]
"""Study, points, replicates, workers → measures; takes `progress` where somebody watches, `worlds`
where replicates live in some."""


class Ground:
    """Runs candidates in the study's markets."""

    def __init__(
        self,
        study: Study,
        scheme: str | None,
        runs: int,
        last: int,
        workers: int,
        evaluate: Evaluate | None,
        lived: Worlds | None = None,
    ) -> None:
        from analysis.study.plan import worlds

        self.lived = lived
        self.study, self.runs, self.last, self.workers = study, runs, last, workers
        self.keys = [item.key for item in study.parameters]
        everything = worlds(study)
        self.markets = tuple(dict.fromkeys(world.market for world in everything))
        by_name = {world.scheme: world for world in everything if world.market == self.markets[0]}
        paths = dict(zip(study.schemes, by_name, strict=True))
        name = paths.get(scheme, scheme) if scheme else next(iter(by_name))
        if name not in by_name:
            near = nearest(name, by_name)
            meant = "" if near is None else f"; did you mean {near}?"
            there = ", ".join(by_name)
            raise InputError(f"scheme {scheme} is not among the study's: {there}{meant}")
        self.scheme, self.world = name, by_name[name]
        path = next(path for path, known in paths.items() if known == name)
        self._alone = replace(study, schemes=(path,))
        self._evaluate = evaluate or _simulated

    def assess(
        self, positions: Floats | None, look: int, progress: Progress | None = None
    ) -> dict[str, Floats]:
        """Return measure → candidates × (replicates · markets), with the seed of a look.

        Args:
            positions: candidates × parameters; without them the scheme as it is, as one row.
            look: which seed.
            progress: called with runs of the candidates done and planned.
        """
        import pandas as pd

        if positions is None:
            names, values = self.references(look)
            place = names.index(self.scheme)
            return {name: table[[place]] for name, table in values.items()}
        size, markets = len(positions), len(self.markets)
        columns: dict[str, Any] = {
            "point": np.arange(size * markets),
            "market": list(self.markets) * size,
        }
        for place, item in enumerate(self.study.parameters):
            columns[item.key] = np.repeat(item.at(positions[:, place]), markets)
        points = pd.DataFrame(columns)
        table = self._run(self._alone, points, look, progress)
        return self._arranged(table, points, self._runs(look))

    @cache  # noqa: B019 - lives as long as one search
    def references(self, look: int) -> tuple[tuple[str, ...], dict[str, Floats]]:
        """Return the study's schemes as they are, and their values with the seed of a look."""
        import pandas as pd

        points = pd.DataFrame({"point": range(len(self.markets)), "market": self.markets})
        table = self._run(replace(self.study, parameters=()), points, look)
        names = tuple(dict.fromkeys(table["scenario"].astype(str)))
        parts = [
            self._arranged(table[table["scenario"].astype(str) == name], points, self._runs(look))
            for name in names
        ]
        return names, {
            measure: np.concatenate([part[measure] for part in parts])
            for measure in self.study.measures
        }

    def seed(self, look: int) -> int:
        """Return the seed of a look: no two looks share luck, nor does any with nearby seeds."""
        return (self.study.seed + look * APART) % (MOST_SEED + 1)

    def scenario(self, position: Floats, number: int) -> Scenario:
        """Return the scenario of a candidate, in the study's first market."""
        name = f"{self.study.name}_{number:04d}"
        about = f"{self.scheme} with settings found by a search over {len(self.keys)} of them."
        return self.world.at(self._point(position)).renamed(name, about)

    def settings(self, scenario: Scenario) -> dict[str, Any]:
        """Return the varied settings as they stand in a scenario."""
        flat = scenario.flat()
        return {key: flat[key] for key in self.keys}

    def values(self, log: Log) -> list[list[Any]]:
        """Return the varied settings of every candidate as they were asked for."""
        return [list(self._point(position).values()) for position in log.positions]

    def _point(self, position: Floats) -> dict[str, Any]:
        return {
            item.key: item.at(float(place))
            for item, place in zip(self.study.parameters, position, strict=True)
        }

    def _runs(self, look: int) -> int:
        """Return the replicates of a look."""
        return self.last if look == LAST_LOOK else self.runs

    def _run(
        self, study: Study, points: pd.DataFrame, look: int, progress: Progress | None = None
    ) -> pd.DataFrame:
        seeded = replace(study, seed=self.seed(look))
        more: dict[str, Any] = {} if progress is None else {"progress": progress}
        more |= {} if self.lived is None else {"worlds": self.lived}
        return self._evaluate(seeded, points, self._runs(look), self.workers, **more)

    def _arranged(self, table: pd.DataFrame, points: pd.DataFrame, runs: int) -> dict[str, Floats]:
        """Return measure → candidates × (replicates · markets); NaN where a run failed."""
        markets, found = len(self.markets), {}
        for measure in self.study.measures:
            part = table[table["measure"].astype(str) == measure]
            values = np.full((len(points), runs), np.nan)
            values[part["point"].to_numpy(np.int64), part["replicate"].to_numpy(np.int64)] = part[
                "value"
            ].to_numpy(np.float64)
            by_market = values.reshape(-1, markets, runs).transpose(0, 2, 1)
            found[measure] = by_market.reshape(len(by_market), -1)
        return found


def _simulated(
    study: Study,
    points: pd.DataFrame,
    replicates: int,
    workers: int,
    progress: Progress | None = None,
    worlds: Worlds | None = None,
) -> pd.DataFrame:
    from analysis.runs.collect import compiled_runner, in_worlds
    from analysis.study.sweep import evaluate

    runner = in_worlds(compiled_runner(), worlds)
    return evaluate(study, points, replicates, workers, runner=runner, progress=progress)
