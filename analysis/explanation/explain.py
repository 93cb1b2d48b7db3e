"""Why one scenario differs from another: by lever, by step of the funnel, by mechanism.

found = explain("siloed_metrics", "shared_revenue", replicates=100)
found.contributions
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.comparison.compare import BUDGET, check_numbers, gathered, load
from analysis.explanation import mechanisms, tables
from analysis.explanation.funnel import MEASURED, decomposed
from analysis.explanation.levers import Lever, check_levers, levers
from analysis.explanation.mixture import Mixtures, couples, separable
from analysis.explanation.narrow import Narrow
from analysis.explanation.shares import by_mask, contributions, walks
from analysis.measures import REVENUE, named
from analysis.runs.collect import Replicate, Runner, collect, compiled_runner
from analysis.runs.progress import Progress
from analysis.uncertainty.believable import living_in
from analysis.words.told import Told
from sim.core.errors import InputError
from sim.scenario.suggest import hint
from sim.world.names import YEAR

if TYPE_CHECKING:
    import pandas as pd

    from analysis.runs.draws import Worlds
    from analysis.uncertainty.turning import Drawn
    from sim.scenario import Scenario

Floats = NDArray[np.float64]
REPLICATES = 100
LARGEST = 3
"""Levers whose pairs are looked at for interactions."""


@dataclass(frozen=True, repr=False)
class Explanation(Told):
    """What `explain` found. Columns of the tables stand in the data dictionary.

    Attributes:
        a, b: the two scenarios; differences are B minus A.
        levers: in what they differ.
        headline: the measure that sentences and figures are about.
        seed, replicates: `run(scenario, seed, r)` repeats replicate r of 0 … replicates − 1.
        measures: a number per scenario, replicate and measure.
        means: mean of each scenario and of their difference, by measure.
        replicate_contributions: one number per replicate, lever and measure; they add up.
        contributions: their means with intervals, the largest for the headline first.
        interactions: what pairs of the largest levers do beyond the sum of both.
        steps: the funnel's difference by step; empty when a total is zero.
        causes: how much goes away without each choice and mechanism; empty when not asked for.
        cause_replicates: replicates behind it.
        interrupted: whether it was stopped before its end.
        drawn: the worlds that replicates drew; None when all are the firms as they stand.
    """

    a: Scenario
    b: Scenario
    levers: tuple[Lever, ...]
    headline: str
    seed: int
    replicates: int
    measures: pd.DataFrame
    means: pd.DataFrame
    replicate_contributions: pd.DataFrame
    contributions: pd.DataFrame
    interactions: pd.DataFrame
    steps: pd.DataFrame
    causes: pd.DataFrame
    cause_replicates: int
    interrupted: bool
    drawn: Drawn | None = None

    @property
    def contrasts(self) -> list[tuple[str, str]]:
        """Return B and what it is compared with, A."""
        first, second = tables.labels(self.a, self.b)
        return [(second, first)]

    def said(self) -> list[str]:
        """Return the answer in sentences."""
        from analysis.explanation.lived import sentences as of_worlds
        from analysis.explanation.words import sentences

        return [*sentences(self), *of_worlds(self)]


def explain(
    a: str | Path | Scenario,
    b: str | Path | Scenario,
    *,
    market: str | None = None,
    overlays: Sequence[str] = (),
    overrides: Sequence[str] = (),
    measure: str | None = None,
    replicates: int = REPLICATES,
    precision: float | None = None,
    budget: int = BUDGET,
    causes: int | None = None,
    worlds: str | Path | None = None,
    all_worlds: bool = False,
    seed: int = 1,
    workers: int = 2,
    keep_on_interrupt: bool = False,
    progress: Progress | None = None,
    second_progress: Progress | None = None,
    runner: Runner | None = None,
) -> Explanation:
    """Return what makes `b` differ from `a`.

    Args:
        a, b: shipped names, paths, or loaded scenarios.
        market, overlays, overrides: laid over those that are not loaded yet.
        measure: what the sentences are about; what the runs can tell of earnings by default.
        replicates: walks from A to B; ignored when a precision is asked for.
        precision: stop when the interval of every contribution is narrower than this share of A's
            mean. Intervals are then valid at any stopping time, hence wider.
        budget: most replicates a precision may cost.
        causes: replicates without each choice and mechanism; 0 leaves that table out, by default
            a quarter of the walks, at least 20.
        worlds: each replicate draws one world, the same for both and for all between them: from
            `prior`, `behaviour`, or a CSV or Parquet file. Nothing is drawn by default.
        all_worlds: worlds of `prior` and `behaviour` count whether their firm is believable or not.
        seed: names the luck, with the number of the replicate.
        workers: threads; the numbers do not depend on them.
        keep_on_interrupt: on Ctrl-C return what is complete instead of raising.
        progress: called with walks done and planned.
        second_progress: called likewise while choices and mechanisms are off.
        runner: scenario, seed, replicate → run; the compiled driver by default.

    Raises:
        InputError: they hold the same numbers, an unknown measure, bad numbers, worlds that do not
            fit.
        ScenarioError: problems in scenario files.
    """
    first, second = (
        load(str(item), market, overlays, overrides) if isinstance(item, str | Path) else item
        for item in (a, b)
    )
    check_numbers(replicates, workers, precision, budget, 0.0)
    differ = levers(first, second)
    check_levers(first, second, differ)
    parts = separable(first, second, differ)
    simulate = runner or compiled_runner()
    headline = _headline(measure, first.weeks)
    lived = living_in(worlds, [first, second], everything=all_worlds, runner=runner)
    work = _Work(Mixtures(first, second, parts), seed, workers, simulate, second_progress, lived)
    planned = replicates if precision is None else budget
    stop = None if precision is None else Narrow(precision, len(parts), seed, _column(headline))
    source = walks(work.mixtures, seed, planned, workers, work.runner, lived)
    kept, interrupted = gathered(source, stop, planned, progress, keep=keep_on_interrupt)
    wanted = max(20, len(kept) // 4) if causes is None else causes
    wanted = 0 if interrupted else min(wanted, len(kept))
    found = _explained(work, kept, headline, wanted, interrupted, stop is not None)
    from analysis.uncertainty.turning import drawn

    return found if lived is None else replace(found, drawn=drawn(lived, found))


@dataclass(frozen=True)
class _Work:
    mixtures: Mixtures
    seed: int
    workers: int
    runner: Runner
    progress: Progress | None
    worlds: Worlds | None

    def runs(
        self,
        scenarios: Sequence[Scenario],
        replicates: int,
        headline: str,
        held: Sequence[Mapping[str, Any]] = (),
    ) -> Floats:
        """Return the headline measure of every replicate and scenario."""
        source = collect(
            scenarios, seed=self.seed, replicates=replicates, workers=self.workers,
            runner=self.runner, measures=[headline], worlds=self.worlds,
            held=() if self.worlds is None else held,
        )  # fmt: skip
        kept, _ = gathered(source, None, replicates, self.progress, keep=False)
        return np.array([[run.values[0] for run in item.runs] for item in kept])


def _explained(
    work: _Work,
    kept: Sequence[Replicate],
    headline: str,
    causes: int,
    interrupted: bool,
    is_sequential: bool,
) -> Explanation:
    number, whole, column = len(work.mixtures.levers), work.mixtures.whole, _column(headline)
    values = [by_mask(item, number, work.seed) for item in kept]
    shares = np.array(
        [
            contributions(v, number, work.seed, item.index)
            for v, item in zip(values, kept, strict=True)
        ]
    )
    ends = np.array([[v[0], v[whole]] for v in values])
    size = len(MEASURED)
    table = tables.contributions(shares[:, :, :size], work.mixtures.levers, column, is_sequential)
    top = [int(row) for row in table.loc[table["measure"] == headline, "place"]][:LARGEST]
    gaps = ends[:, 1, column] - ends[:, 0, column]
    pair = (work.mixtures.a, work.mixtures.b)
    lost = np.empty((0, 0))
    if causes:
        lost = work.runs(mechanisms.without(pair), causes, headline, mechanisms.held(pair))
    return Explanation(
        a=work.mixtures.a,
        b=work.mixtures.b,
        levers=work.mixtures.levers,
        headline=headline,
        seed=work.seed,
        replicates=len(kept),
        measures=tables.measures(ends[:, :, :size], *pair),
        means=tables.means(ends[:, :, :size]),
        replicate_contributions=tables.by_replicate(shares[:, :, :size], work.mixtures.levers),
        contributions=table.drop(columns="place"),
        interactions=_interactions(work, values, top, headline),
        steps=decomposed(ends[:, 0, size:], ends[:, 1, size:], work.seed),
        causes=mechanisms.effects(gaps[:causes], lost) if causes else tables.no_causes(),
        cause_replicates=causes,
        interrupted=interrupted,
    )


def _interactions(
    work: _Work, values: Sequence[dict[int, Floats]], top: Sequence[int], headline: str
) -> pd.DataFrame:
    """Return what pairs of levers do, moved alone from A, beyond the sum of both."""
    pairs = [(top[i], top[j]) for i, j in couples(len(top))]
    needed = sorted({1 << i for i in top} | {1 << i | 1 << j for i, j in pairs})
    column = _column(headline)
    if all(set(needed) <= set(item) for item in values):
        found = np.array([[item[mask][column] for mask in needed] for item in values])
    else:
        found = work.runs([work.mixtures[mask] for mask in needed], len(values), headline)
    base = np.array([item[0][column] for item in values])
    place = {mask: number for number, mask in enumerate(needed)}
    gaps = [
        found[:, place[1 << i | 1 << j]] - found[:, place[1 << i]] - found[:, place[1 << j]] + base
        for i, j in pairs
    ]
    return tables.interactions(gaps, pairs, work.mixtures.levers)


def _column(headline: str) -> int:
    return MEASURED.index(headline)


def _headline(measure: str | None, weeks: int) -> str:
    if measure is not None:
        name = named(measure).name
        if name not in MEASURED:
            raise InputError(
                f"--measure {name}: explain does not tell of it; {hint(name, MEASURED, 0)}; it "
                f"tells of {', '.join(MEASURED)}"
            )
        return name
    lengths = {"y3": 3 * YEAR, "y1": YEAR}
    usable = (name for name in REVENUE if name in MEASURED and weeks >= lengths[name[-2:]])
    return next(usable, "relationship_conflict")
