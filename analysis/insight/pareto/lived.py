"""What the worlds say in which finalists of a search were run again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.insight.pareto.candidates import LAST_LOOK
from analysis.parameters.axes import joined
from analysis.uncertainty.turning import Drawn, drawn
from analysis.uncertainty.words import about, holds, turns

if TYPE_CHECKING:
    import pandas as pd

    from analysis.insight.pareto.evaluation import Ground
    from analysis.insight.pareto.fronts import Final
    from analysis.insight.pareto.objectives import Objective

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
HELD = "What the search varies itself is not drawn: {keys}."
FRESH = "These are worlds that the search never saw; every setting it tried met the same ones."


@dataclass(frozen=True)
class Lived:
    """Settings of the front against the scheme as it is, world by world.

    Attributes:
        seed, replicates: name the worlds; `run(scenario, seed, r)` in world r has its luck.
        measures: a number per scenario, replicate and measure, the mean over markets.
        leaders: measure sought → the scenario that leads in it.
        contrasts: each leader and the scheme.
        held: settings that would be drawn, were they not what the search varies.
        drawn: the worlds.
    """

    seed: int
    replicates: int
    measures: pd.DataFrame
    leaders: dict[str, str]
    contrasts: tuple[tuple[str, str], ...]
    held: tuple[str, ...] = ()
    drawn: Drawn | None = None

    def sentences(self) -> list[str]:
        """Return in how many worlds each leader beats the scheme, and what turns that."""
        assert self.drawn is not None
        scheme = dict(self.contrasts)
        said = [
            f"{holds(self, name, scheme[name], measure)} {turns(self, name, scheme[name], measure)}"
            for measure, name in self.leaders.items()
        ]
        held = [HELD.format(keys=joined(self.held))] if self.held else []
        return [about(self.drawn), *held, *said, FRESH]


def shares(
    ground: Ground, final: Final, kept: Ints, objectives: Sequence[Objective]
) -> dict[str, Floats]:
    """Return by measure in which share of worlds each setting of the front beats the scheme."""
    found = {}
    for each in _judged(objectives):
        own, base = _by_world(ground, final, kept, each.measure)
        gaps = each.sign * (own - base)
        count = (~np.isnan(gaps)).sum(axis=1)
        found[each.measure] = np.where(count, (gaps > 0).sum(axis=1) / np.maximum(count, 1), np.nan)
    return found


def lived_in(
    ground: Ground,
    final: Final,
    kept: Ints,
    names: Sequence[str],
    objectives: Sequence[Objective],
) -> Lived:
    """Return what the worlds say of the front; no more than where they come from if it is empty."""
    import pandas as pd

    assert ground.lived is not None
    parts, leaders = [pd.DataFrame(columns=["scenario", "replicate", "measure", "value"])], {}
    for each in _judged(objectives) if len(kept) else ():
        own, base = _by_world(ground, final, kept, each.measure)
        leaders[each.measure] = names[int(np.nanargmax(each.sign * own.mean(axis=1)))]
        for name, values in zip((*names, ground.scheme), (*own, base[0]), strict=True):
            part = {"scenario": name, "replicate": np.arange(values.size)}
            parts.append(pd.DataFrame({**part, "measure": each.measure, "value": values}))
    contrasts = tuple((name, ground.scheme) for name in dict.fromkeys(leaders.values()))
    seed = ground.seed(LAST_LOOK)
    table = pd.concat(parts[1:] or parts, ignore_index=True)
    held = tuple(sorted(ground.lived.held))
    found = Lived(seed, ground.last, table, leaders, contrasts, held)
    return replace(found, drawn=drawn(ground.lived, found))


def _judged(objectives: Sequence[Objective]) -> list[Objective]:
    """Return one objective for every measure sought whose mean has a better direction."""
    by_measure = {each.measure: each for each in objectives if each.statistic != "sd"}
    return list(by_measure.values())


def _by_world(ground: Ground, final: Final, kept: Ints, measure: str) -> tuple[Floats, Floats]:
    """Return a measure of the front and of the scheme, the mean over markets; rows × worlds."""
    assert final.values is not None
    assert final.base is not None
    rows = np.searchsorted(final.finalists, kept)
    return tuple(
        table.reshape(len(table), ground.last, len(ground.markets)).mean(axis=2)
        for table in (final.values[measure][rows], final.base[measure])
    )
