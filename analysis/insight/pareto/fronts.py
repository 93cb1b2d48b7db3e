"""Tables of a search: its front on fresh seeds, every candidate, the schemes as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.insight.pareto.candidates import SECOND_LOOK, Log
from analysis.insight.pareto.candidates import kept as is_kept
from analysis.insight.pareto.objectives import Limit, Objective, front_of
from analysis.insight.pareto.search import scored

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RESAMPLES = 500


@dataclass(frozen=True)
class Final:
    """The candidates that the search left, run again.

    Attributes:
        finalists: their numbers.
        values: measure → finalists × replicates, on fresh seeds; None when that was not done.
        before, base: the scheme as it is with the seeds of the search, and with the fresh ones.
    """

    finalists: Ints
    values: dict[str, Floats] | None
    before: dict[str, Floats] | None
    base: dict[str, Floats] | None


def shifts(final: Final, objectives: Sequence[Objective]) -> dict[str, float]:
    """Return by column what the unchanged scheme has more with fresh seeds; 0 if not known."""
    found = {}
    for each in objectives:
        if final.before is None or final.base is None:
            found[each.column] = 0.0
        else:
            now, then = each.of(final.base[each.measure]), each.of(final.before[each.measure])
            found[each.column] = float(now[0] - then[0])
    return found


def bounded(objectives: Sequence[Objective], limits: Sequence[Limit]) -> list[Objective]:
    """Return every statistic that is sought or bounded, each once."""
    return list(dict.fromkeys([*objectives, *(each.objective for each in limits)]))


def front_table(
    final: Final, log: Log, objectives: Sequence[Objective], limits: Sequence[Limit], seed: int
) -> tuple[Ints, pd.DataFrame]:
    """Return the numbers of the candidates on the front, and their table, best first.

    Without final values the front is the one the search saw, without intervals.
    """
    import pandas as pd

    believed = np.array(log.scores).reshape(len(log.scores), len(objectives))[final.finalists]
    signs = np.array([each.sign for each in objectives])
    rows = pd.DataFrame({"candidate": final.finalists})
    if final.values is None or not final.finalists.size:
        scores, is_on = believed, log.front()[final.finalists]
        for place, each in enumerate(objectives):
            rows[each.column] = signs[place] * believed[:, place]
    else:
        scores, excess = scored(final.values, objectives, limits)
        is_on = front_of(scores, is_kept(excess))
        rows = pd.concat([rows, _estimates(final, objectives, limits, seed)], axis=1)
    for place, each in enumerate(objectives):
        rows[f"search_{each.column}"] = signs[place] * believed[:, place]
    order = np.flatnonzero(is_on)
    order = order[np.argsort(-scores[order, 0], kind="stable")] if order.size else order
    return final.finalists[order], rows.iloc[order].reset_index(drop=True)


def _estimates(
    final: Final, objectives: Sequence[Objective], limits: Sequence[Limit], seed: int
) -> pd.DataFrame:
    """Return every statistic, its paired gain over the scheme, and how often nothing beats it."""
    import pandas as pd

    assert final.values is not None
    assert final.base is not None
    values, base = final.values, final.base
    wanted = bounded(objectives, limits)
    rng = np.random.default_rng(seed)
    size = next(iter(values.values())).shape[1]
    drawn: dict[Objective, list[Floats]] = {each: [] for each in wanted}
    times = np.zeros(final.finalists.size)
    for _ in range(RESAMPLES):
        chosen = rng.integers(0, size, size)
        sample = {name: table[:, chosen] for name, table in values.items()}
        scores, excess = scored(sample, objectives, limits)
        times += front_of(scores, is_kept(excess))
        for each in wanted:
            drawn[each].append(
                each.of(sample[each.measure]) - each.of(base[each.measure][:, chosen])
            )
    columns: dict[str, Any] = {}
    for each in wanted:
        low, high = np.quantile(np.array(drawn[each]), (0.025, 0.975), axis=0)
        own = each.of(values[each.measure])
        columns |= {
            each.column: own,
            f"{each.column}_gain": own - each.of(base[each.measure]),
            f"{each.column}_gain_low": low,
            f"{each.column}_gain_high": high,
        }
    return pd.DataFrame({**columns, "chance_on_front": times / RESAMPLES})


def log_table(
    log: Log,
    keys: Sequence[str],
    values: Sequence[Sequence[Any]],
    finalists: Ints,
    kept: Ints,
    objectives: Sequence[Objective],
    limits: Sequence[Limit],
) -> pd.DataFrame:
    """Return every candidate of the search, with the numbers it went on with."""
    import pandas as pd

    size = len(log.scores)
    scores = np.array(log.scores).reshape(size, len(objectives))
    excess = np.array(log.excess).reshape(size, len(limits))
    names = np.arange(size)
    settings = pd.DataFrame(list(values), columns=list(keys))
    look = ["second" if each == SECOND_LOOK else "first" for each in log.looks]
    return pd.DataFrame(
        {
            "candidate": names,
            "generation": log.generations,
            "look": look,
            **{key: settings[key] for key in keys},
            **{each.column: each.sign * scores[:, i] for i, each in enumerate(objectives)},
            **{f"excess {each}": excess[:, i] for i, each in enumerate(limits)},
            "is_feasible": is_kept(excess),
            "is_finalist": np.isin(names, finalists),
            "is_final": np.isin(names, kept),
        }
    )


def reference_table(
    names: Sequence[str],
    values: dict[str, Floats],
    objectives: Sequence[Objective],
    limits: Sequence[Limit],
) -> pd.DataFrame:
    """Return the schemes as they are: scenario, every statistic, is_feasible."""
    import pandas as pd

    wanted = bounded(objectives, limits)
    if not names:
        return pd.DataFrame(columns=["scenario", *(each.column for each in wanted), "is_feasible"])
    _, excess = scored(values, objectives, limits)
    return pd.DataFrame(
        {
            "scenario": list(names),
            **{each.column: each.of(values[each.measure]) for each in wanted},
            "is_feasible": is_kept(excess),
        }
    )
