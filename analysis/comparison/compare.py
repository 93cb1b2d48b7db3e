"""Compare schemes: paired replicates, differences with intervals, verdicts.

    result = compare(["siloed_metrics", "shared_revenue"], replicates=100, seed=1)
    result.differences

Replicate r runs every scheme with the luck of (seed, r), so all meet the same buyers, and
differences within a replicate are much less noisy than the runs themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.comparison.comparability import WorldDifference, world_differences
from analysis.comparison.comparison import Comparison, Pairs, Precision
from analysis.comparison.precision import PRECISION_MEASURE, Stop, StoppingRule, check_precision
from analysis.runs import statistics
from analysis.runs.collect import Replicate, Runner, collect
from analysis.runs.progress import Progress
from analysis.uncertainty.believable import living_in
from sim.core.errors import InputError

if TYPE_CHECKING:
    from sim.scenario import Scenario


BUDGET = 2_000
"""Most replicates a precision may cost."""


def compare(
    scenarios: Sequence[str | Path | Scenario],
    *,
    market: str | None = None,
    overlays: Sequence[str] = (),
    overrides: Sequence[str] = (),
    replicates: int = 100,
    seed: int = 1,
    workers: int = 2,
    baseline: str | None = None,
    precision: float | None = None,
    budget: int = BUDGET,
    meaningful: float = 0.02,
    worlds: str | Path | None = None,
    all_worlds: bool = False,
    pairs: Pairs = "baseline",
    paired: bool = True,
    keep_on_interrupt: bool = False,
    progress: Progress | None = None,
    runner: Runner | None = None,
    warn: Callable[[list[WorldDifference]], None] | None = None,
    prepare: Callable[[], None] | None = None,
) -> Comparison:
    """Return the comparison of two or more scenarios.

    Args:
        scenarios: shipped names, paths, or loaded scenarios.
        market, overlays, overrides: laid over every scenario that is not loaded yet.
        replicates: pairs to run; ignored when a precision is asked for.
        seed: names the luck, with the number of the replicate.
        workers: threads; the numbers do not depend on them.
        baseline: name of the scenario to compare with; the first one by default.
        precision: stop when the paired intervals of gross_profit_y3 are narrower than this share
            of the baseline mean. Intervals are then valid at any stopping time, hence wider.
        budget: most replicates a precision may cost.
        meaningful: share of the baseline mean below which a difference does not matter.
        worlds: each replicate draws one world, the same for every scheme: from `prior` (declared
            ranges of the market), `behaviour` (of how people behave), or the rows of a CSV or
            Parquet file, as calibrate writes one. Nothing is drawn by default.
        all_worlds: worlds of `prior` and `behaviour` count whether their firm wins about as much as
            it does as it stands, or not; by default others are drawn in place of those.
        pairs: compare with the baseline only, or all pairs.
        paired: False gives each scenario a seed of its own, to check how often nothing looks real.
        keep_on_interrupt: on Ctrl-C return what is complete instead of raising.
        progress: called with replicates done and planned.
        runner: scenario, seed, replicate → run; the compiled driver by default.
        warn, prepare: called once everything is checked, before the first run: with what makes the
            scenarios' worlds differ, where something does; with nothing.

    Raises:
        InputError: fewer than two scenarios, duplicate names, unknown baseline, bad numbers,
            worlds that do not fit.
        ScenarioError: problems in scenario files.
    """
    loaded = _loaded(scenarios, market, overlays, overrides)
    place = _baseline_place(loaded, scenarios, baseline)
    check_numbers(replicates, workers, precision, budget, meaningful)
    if precision is not None:
        check_precision(loaded[place].values["run"]["weeks"], PRECISION_MEASURE)
    differing = world_differences(loaded, loaded[place].name)
    lived = living_in(worlds, loaded, everything=all_worlds, runner=runner)
    if warn is not None and differing:
        warn(differing)
    if prepare is not None:
        prepare()
    planned = replicates if precision is None else budget
    source = collect(loaded, seed=seed, replicates=planned, workers=workers, runner=runner,
                     paired=paired, worlds=lived)  # fmt: skip
    stop = None if precision is None else StoppingRule(precision, place)
    kept, interrupted = gathered(source, stop, planned, progress, keep=keep_on_interrupt)
    from analysis.comparison.tables import tabulated
    from analysis.uncertainty.turning import drawn

    result = None if stop is None else Precision(stop.target, stop.width, stop.reached, budget)
    found = tabulated(
        kept,
        loaded=tuple(loaded),
        baseline=place,
        seed=seed,
        step=0 if paired else 1,
        meaningful=meaningful,
        pairs=pairs,
        precision=result,
        interrupted=interrupted,
    )
    return found if lived is None else replace(found, drawn=drawn(lived, found))


def gathered(
    source: Iterable[Replicate],
    stop: Stop | None,
    planned: int,
    progress: Progress | None,
    *,
    keep: bool,
) -> tuple[list[Replicate], bool]:
    """Return complete replicates, and whether Ctrl-C ended them early."""
    kept: list[Replicate] = []
    try:
        for replicate in source:
            kept.append(replicate)
            if progress is not None:
                progress(len(kept), planned)
            if stop is not None and stop.is_met(replicate):
                break
    except KeyboardInterrupt:
        if not keep or len(kept) < 2:
            raise
        return kept, True
    return kept, False


def _loaded(
    scenarios: Sequence[str | Path | Scenario],
    market: str | None,
    overlays: Sequence[str],
    overrides: Sequence[str],
) -> list[Scenario]:
    if len(scenarios) < 2:
        raise InputError("compare needs at least two scenarios")
    loaded = [
        load(str(item), market, overlays, overrides) if isinstance(item, str | Path) else item
        for item in scenarios
    ]
    names = [scenario.name for scenario in loaded]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(
            f"two scenarios are called {', '.join(twice)}; give each file its own name: line"
        )
    if len({scenario.values["run"]["weeks"] for scenario in loaded}) > 1:
        raise InputError("the scenarios run for different numbers of weeks (run.weeks)")
    return loaded


def load(
    name: str, market: str | None, overlays: Sequence[str], overrides: Sequence[str]
) -> Scenario:
    """Return a scenario by name or path, with what is laid over it."""
    from sim.scenario import load_scenario

    return load_scenario(name, market=market, overlays=overlays, overrides=overrides)


def _baseline_place(
    loaded: Sequence[Scenario],
    scenarios: Sequence[str | Path | Scenario],
    baseline: str | None,
) -> int:
    if baseline is None:
        return 0
    for place, (scenario, given) in enumerate(zip(loaded, scenarios, strict=True)):
        if baseline in (scenario.name, str(given)):
            return place
    names = ", ".join(scenario.name for scenario in loaded)
    raise InputError(f"baseline {baseline} is not among the scenarios ({names})")


def check_numbers(
    replicates: int, workers: int, precision: float | None, budget: int, meaningful: float
) -> None:
    """Raise InputError for numbers that make no comparison."""
    if precision is None and replicates < 2:
        raise InputError(f"replicates: {replicates} is too few; intervals need at least 2")
    if workers < 1:
        raise InputError(f"workers: {workers} is too few; at least 1")
    if precision is not None and not 0 < precision < 1:
        raise InputError(f"precision: {precision} is not a share between 0 and 1, such as 0.05")
    if precision is not None and budget < statistics.FIRST_LOOK:
        raise InputError(f"budget: at least {statistics.FIRST_LOOK} replicates")
    if not 0 <= meaningful < 1:
        raise InputError(f"meaningful: {meaningful} is not a share between 0 and 1")
