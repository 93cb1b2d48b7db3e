"""The best pay weights and practices: a Pareto front over profit, friction and risk.

    found = optimise(load_study_file("pay_weights"), candidates=200, limits=["resignations<=3"])
    found.front

The study says what may vary, in which market, and what is measured; its first scheme (or
`scheme`) is what the settings are laid on. The front is what is left after every finalist was run
again with seeds that the search never used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.insight.extras import require
from analysis.insight.pareto.candidates import FIRST_LOOK, LAST_LOOK, Log
from analysis.insight.pareto.evaluation import Evaluate, Ground
from analysis.insight.pareto.fronts import Final, front_table, log_table, reference_table, shifts
from analysis.insight.pareto.lived import Lived, lived_in, shares
from analysis.insight.pareto.objectives import Limit, Objective
from analysis.insight.pareto.search import search
from analysis.insight.pareto.sought import check_numbers, sought, with_measures, worlds_for
from analysis.insight.pareto.unseen import Settings
from analysis.insight.pareto.words import front_sentences
from analysis.parameters.axes import joined
from analysis.runs.progress import Progress
from analysis.words.problems import InputProblems
from analysis.words.told import Told
from sim.core.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.study import Study
    from sim.scenario import Scenario

Floats = NDArray[np.float64]

CANDIDATES, POPULATION = 200, 20
FINAL_FACTOR = 3
"""Final replicates for each replicate of the search, by default."""


@dataclass(frozen=True, repr=False)
class Optimum(Told):
    """What `optimise` found.

    Attributes:
        scheme: what the settings were laid on.
        objectives, limits: what was sought.
        front: candidate, one column per varied setting (as it stands in the scenario), and for
            every objective and limit its value and *_gain, *_gain_low, *_gain_high: its difference
            from the scheme as it is, paired, with 95 % bootstrap interval; then chance_on_front
            (share of resampled replicates in which nothing beats it), search_* (what the search
            believed, moved by what the scheme differs between the two sets of seeds) and scenario
            (its name); best first objective first.
        candidates: every candidate of the search: candidate, generation, look, settings,
            objectives, limits, is_feasible, is_finalist, is_final.
        references: the study's schemes as they are, with the same final seeds.
        scenarios: scenario of each row of the front.
        base: the scheme as it is, in the study's first market.
        shift: column → what the scheme has more with the final seeds than with the search's.
        findings: sentence.
        seed, final_seed, replicates: `compare` with the last two repeats the final numbers.
        is_checked: whether the finalists were run again; False after Ctrl-C.
        interrupted: whether the search was stopped before its end.
        lived: what the worlds say in which the finalists were run again; None without worlds. The
            front then has *_better: the share of them in which it beats the scheme as it is.
    """

    scheme: str
    objectives: tuple[Objective, ...]
    limits: tuple[Limit, ...]
    front: pd.DataFrame
    candidates: pd.DataFrame
    references: pd.DataFrame
    scenarios: tuple[Scenario, ...]
    base: Scenario
    shift: dict[str, float]
    findings: pd.DataFrame
    seed: int
    final_seed: int
    replicates: int
    is_checked: bool
    interrupted: bool
    lived: Lived | None = None


def optimise(
    study: Study,
    *,
    scheme: str | None = None,
    objectives: Sequence[str] | None = None,
    limits: Sequence[str] = (),
    candidates: int = CANDIDATES,
    population: int = POPULATION,
    replicates: int | None = None,
    final_replicates: int | None = None,
    worlds: str | Path | None = None,
    all_worlds: bool = False,
    seed: int = 1,
    workers: int = 2,
    keep_on_interrupt: bool = False,
    prepare: Callable[[], None] | None = None,
    progress: Progress | None = None,
    final_progress: Progress | None = None,
    evaluate: Evaluate | None = None,
) -> Optimum:
    """Return the settings of a study that no others beat.

    Args:
        study: what varies (`parameters`), in which markets, what is measured, from which seed.
        scheme: one of the study's schemes, on which the settings are laid; the first by default.
        objectives: texts such as "gross_profit_y3" or "p10:gross_profit_y3"; gross profit,
            relationship conflict and the 10th percentile of gross profit by default.
        limits: texts such as "resignations<=3".
        candidates: how many different settings are tried; all of them when there are fewer.
        population: settings per generation.
        replicates: runs per candidate and market in the search; the study's by default.
        final_replicates: runs per finalist; three times as many by default.
        worlds: each replicate lives in one world, the same for every candidate: drawn from `prior`,
            `behaviour`, or a CSV or Parquet file. Nothing is drawn by default.
        all_worlds: worlds of `prior` and `behaviour` count whether their firm is believable or not.
        seed: of the search; the runs use the study's.
        workers: threads; the numbers do not depend on them.
        keep_on_interrupt: on Ctrl-C return what is done instead of raising.
        prepare: called once everything is checked, before the first run.
        progress: called with candidates done and planned.
        final_progress: called with runs of the finalists done and planned.
        evaluate: study, points, replicates, workers → measures; the simulation by default.

    Raises:
        InputError: unknown names, limits of another form, nothing that varies, bad numbers; all
            of them together.
    """
    require("optimise", "optuna")
    runs = replicates or study.replicates
    last = final_replicates or FINAL_FACTOR * runs
    complaints = InputProblems()
    chosen, bounds = sought(study, objectives, limits, complaints)
    lived = None
    with complaints.noted():
        lived = None if worlds is None else worlds_for(study, worlds, everything=all_worlds)
    with complaints.noted():
        needed = with_measures(study, chosen, bounds)
        ground = Ground(needed, scheme, runs, last, workers, evaluate, lived)
    check_numbers(candidates, population, min(runs, last), study, complaints)
    complaints.stop_if_any()
    if prepare is not None:
        prepare()
    log = search(
        Settings(study.parameters), chosen, bounds, ground.assess,
        candidates=candidates, population=population, seed=seed, progress=progress,
    )  # fmt: skip
    if log.scores and np.isnan(np.array(log.scores)).any(axis=1).all():
        raise InputError(
            "no candidate has a value for every objective: all runs failed, or are too short for "
            f"{joined([each.column for each in chosen])}"
        )
    final, references = _run_again(ground, log, chosen, bounds, final_progress)
    if log.interrupted and (not keep_on_interrupt or not log.scores):
        raise KeyboardInterrupt
    return _finished(ground, log, final, references, chosen, bounds, seed)


def _run_again(
    ground: Ground,
    log: Log,
    chosen: tuple[Objective, ...],
    bounds: tuple[Limit, ...],
    progress: Progress | None,
) -> tuple[Final, pd.DataFrame]:
    """Return the finalists with fresh seeds, and the schemes as they are; neither after Ctrl-C."""
    finalists = log.finalists()
    unknown = Final(finalists, None, None, None), reference_table((), {}, chosen, bounds)
    if log.interrupted:
        return unknown
    try:
        bases = [ground.assess(None, look) for look in (FIRST_LOOK, LAST_LOOK)]
        own = None
        if finalists.size:
            own = ground.assess(np.array(log.positions)[finalists], LAST_LOOK, progress)
        table = reference_table(*ground.references(LAST_LOOK), chosen, bounds)
        return Final(finalists, own, *bases), table
    except KeyboardInterrupt:
        log.interrupted = True
        return unknown


def _finished(
    ground: Ground,
    log: Log,
    final: Final,
    references: pd.DataFrame,
    chosen: tuple[Objective, ...],
    bounds: tuple[Limit, ...],
    seed: int,
) -> Optimum:
    """Return the front on fresh seeds, or as the search saw it when that was stopped."""
    import pandas as pd

    finalists, is_checked = final.finalists, final.base is not None
    kept, table = front_table(final, log, chosen, bounds, seed)
    scenarios = tuple(ground.scenario(log.positions[place], int(place)) for place in kept)
    settings = pd.DataFrame([ground.settings(item) for item in scenarios], columns=ground.keys)
    front = pd.concat([table[["candidate"]], settings, table.drop(columns="candidate")], axis=1)
    found = None
    if ground.lived is not None and final.values is not None and final.base is not None:
        for name, share in shares(ground, final, kept, chosen).items():
            front[f"{name}_better"] = share
        found = lived_in(ground, final, kept, [item.name for item in scenarios], chosen)
    front["scenario"] = [item.name for item in scenarios]
    tried = log_table(log, ground.keys, ground.values(log), finalists, kept, chosen, bounds)
    sentences = front_sentences(
        ground.scheme, front, references, chosen, bounds, len(log.scores), finalists.size,
        near=len(log.near), is_checked=is_checked,
    )  # fmt: skip
    sentences += [] if found is None else found.sentences()
    return Optimum(
        scheme=ground.scheme,
        objectives=chosen,
        limits=bounds,
        front=front,
        candidates=tried,
        references=references,
        scenarios=scenarios,
        base=ground.world.base,
        shift=shifts(final, chosen),
        findings=pd.DataFrame({"sentence": sentences}),
        seed=seed,
        final_seed=ground.seed(LAST_LOOK),
        replicates=ground.last,
        is_checked=is_checked,
        interrupted=log.interrupted,
        lived=found,
    )
