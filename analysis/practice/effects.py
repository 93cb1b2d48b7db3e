"""The marginal effect of each practice on one firm, and how pairs of practices add up.

    found = practices("siloed_metrics", only=["exchange", "ride_alongs"], replicates=60)
    found.effects

Every practice is compared with the same runs of the firm itself, replicate by replicate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.comparison import verdicts
from analysis.comparison.comparability import shipped_market
from analysis.comparison.compare import check_numbers, gathered, load
from analysis.measures import REVENUE
from analysis.practice.switches import (
    Practice,
    all_practices,
    has,
    label,
    practice,
    switched,
    turned_name,
)
from analysis.practice.words import effect_sentence, interaction_sentence
from analysis.runs import statistics
from analysis.runs.collect import Runner, collect
from analysis.runs.progress import Progress
from analysis.study.study_file import market_name
from analysis.uncertainty.believable import living_in
from analysis.words.told import Told
from sim.core.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.uncertainty.turning import Drawn
    from sim.scenario import Scenario

Floats = NDArray[np.float64]

HOURS = "practice_hours"
MEASURED = (
    "gross_profit_y3",
    "gross_profit_y1",
    "bookings_y3",
    "relationship_conflict",
    "trust",
    "knowledge_error",
    "resignations",
    HOURS,
)
"""What is measured; the first that the runs can tell decides whether a practice helps."""
REPLICATES = 60


@dataclass(frozen=True, repr=False)
class Practices(Told):
    """What `practices` found. Columns of the tables stand in the data dictionary.

    Attributes:
        base: the firm as it is.
        market: the market it is in, by name; None where the firm's own file describes it.
        firms: the firms that were compared with it, singles first.
        headline: the measure that decides whether a practice helps.
        seed, replicates: `run(scenario, seed, r)` repeats replicate r of 0 … replicates − 1.
        meaningful: differences inside this share of the firm's mean do not matter.
        measures: one number per firm, replicate and measure.
        effects: a row per practice and measure, the best for the headline first.
        verdicts: one sentence per practice, in the same order.
        interactions: a row per pair and measure; empty without pairs.
        interrupted: whether it was stopped before its end.
        drawn: the worlds that replicates drew; None when all are the firm as it stands.
    """

    base: Scenario
    market: str | None
    firms: tuple[Scenario, ...]
    headline: str
    seed: int
    replicates: int
    meaningful: float
    measures: pd.DataFrame
    effects: pd.DataFrame
    verdicts: pd.DataFrame
    interactions: pd.DataFrame
    interrupted: bool
    drawn: Drawn | None = None

    @property
    def contrasts(self) -> list[tuple[str, str]]:
        """Return (firm with one practice turned, the firm as it is), the best practice first."""
        table = self.effects.drop_duplicates("practice")
        return [
            (turned_name(name, is_off=switched == "off"), self.base.name)
            for name, switched in zip(table["practice"], table["switched"], strict=True)
        ]


def practices(
    scenario: str | Path | Scenario = "siloed_metrics",
    *,
    market: str | None = None,
    overlays: Sequence[str] = (),
    overrides: Sequence[str] = (),
    only: Sequence[str] = (),
    pairs: Sequence[tuple[str, str]] = (),
    replicates: int = REPLICATES,
    seed: int = 1,
    workers: int = 2,
    meaningful: float = 0.02,
    worlds: str | Path | None = None,
    all_worlds: bool = False,
    keep_on_interrupt: bool = False,
    progress: Progress | None = None,
    runner: Runner | None = None,
) -> Practices:
    """Return what switching each practice on (off, where the firm has it) does for a firm.

    Args:
        scenario: the firm: a shipped name, a path, or a loaded scenario.
        market, overlays, overrides: laid over a scenario that is not loaded yet.
        only: these practices; all shipped ones by default, or those of `pairs`.
        pairs: pairs of practices whose interaction is wanted.
        replicates: paired runs of each.
        seed: names the luck, with the number of the replicate.
        workers: threads; the numbers do not depend on them.
        meaningful: share of the firm's mean below which a difference does not matter.
        worlds: each replicate draws one world, the same with every practice: from `prior`,
            `behaviour`, or a CSV or Parquet file. Nothing is drawn by default.
        all_worlds: worlds of `prior` and `behaviour` count whether their firm is believable or not.
        keep_on_interrupt: on Ctrl-C return what is complete instead of raising.
        progress: called with replicates done and planned.
        runner: scenario, seed, replicate → run; the compiled driver by default.

    Raises:
        InputError: unknown practices, pairs that exclude each other, bad numbers, worlds that do
            not fit.
        ScenarioError: problems in scenario files.
    """
    base = load(str(scenario), market, overlays, overrides) if isinstance(
        scenario, str | Path
    ) else scenario  # fmt: skip
    check_numbers(replicates, workers, None, replicates, meaningful)
    chosen = _chosen(only, pairs)
    couples = [(chosen[a], chosen[b]) for a, b in pairs]
    firms = [switched(base, [item]) for item in chosen.values()]
    firms += [switched(base, couple) for couple in couples]
    lived = living_in(worlds, [base, *firms], everything=all_worlds, runner=runner)
    source = collect(
        [base, *firms], seed=seed, replicates=replicates, workers=workers, runner=runner,
        measures=MEASURED, worlds=lived,
    )  # fmt: skip
    kept, interrupted = gathered(source, None, replicates, progress, keep=keep_on_interrupt)
    values = np.array([[run.values for run in item.runs] for item in kept])
    headline = _headline(values[:, 0])
    effects, said = _effects(values, base, list(chosen.values()), headline, meaningful)
    found = Practices(
        base=base,
        market=market_name(market) if market else shipped_market(base),
        firms=tuple(firms),
        headline=headline,
        seed=seed,
        replicates=len(kept),
        meaningful=meaningful,
        measures=_measures(values, [base, *firms], seed),
        effects=effects,
        verdicts=said,
        interactions=_interactions(values, list(chosen), couples, meaningful),
        interrupted=interrupted,
    )
    from analysis.uncertainty.turning import drawn

    return found if lived is None else replace(found, drawn=drawn(lived, found))


def _chosen(only: Sequence[str], pairs: Sequence[tuple[str, str]]) -> dict[str, Practice]:
    """Return the practices asked for, by the name they were asked for."""
    names = [*only, *(name for pair in pairs for name in pair)]
    if not names:
        return {item.name: item for item in all_practices()}
    chosen = {name: practice(name) for name in dict.fromkeys(names)}
    labels = [item.name for item in chosen.values()]
    twice = sorted({name for name in labels if labels.count(name) > 1})
    if twice:
        raise InputError(f"two practices are called {', '.join(twice)}; give each its own name")
    return chosen


def _headline(base: Floats) -> str:
    for name in REVENUE:
        if name in MEASURED and not np.isnan(base[:, MEASURED.index(name)]).all():
            return name
    return "relationship_conflict"


def _measures(values: Floats, firms: Sequence[Scenario], seed: int) -> pd.DataFrame:
    import pandas as pd

    rows = [
        (firm.name, replicate, seed, name, values[replicate, place, column])
        for place, firm in enumerate(firms)
        for replicate in range(len(values))
        for column, name in enumerate(MEASURED)
    ]
    return pd.DataFrame(rows, columns=["scenario", "replicate", "seed", "measure", "value"])


def _effects(
    values: Floats, base: Scenario, items: Sequence[Practice], headline: str, meaningful: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    import pandas as pd

    from analysis.comparison.paired import as_differences, paired_differences

    names = [base.name, *(label(base, item) for item in items)]
    contrasts = [(place, 0) for place in range(1, len(names))]
    found = paired_differences(values[:, : len(names)], names, contrasts, measures=MEASURED)
    judged = as_differences(found)
    verdict = [verdicts.kind(item, meaningful) for item in judged]
    remedies = [verdicts.remedy(item) for item in judged][MEASURED.index(headline) :: len(MEASURED)]
    each = len(MEASURED)
    gaps = found["mean_difference"].to_numpy()
    table = pd.DataFrame(
        {
            "practice": np.repeat([item.name for item in items], each),
            "switched": np.repeat(["off" if has(base, item) else "on" for item in items], each),
            **{name: found[name] for name in ("measure", "n", "mean_difference", "ci_low")},
            **{name: found[name] for name in ("ci_high", "p_value", "p_adjusted")},
            "hours": np.repeat(gaps[MEASURED.index(HOURS) :: each], each),
            "baseline_mean": found["base"],
            "verdict": verdict,
        }
    )  # fmt: skip
    main = table[table["measure"] == headline]
    order = main.sort_values("mean_difference", ascending=False, kind="stable")["practice"]
    parts = {item.name: table[table["practice"] == item.name] for item in items}
    settled_by = dict(zip(parts, remedies, strict=True))
    sorted_table = pd.concat([parts[name] for name in order], ignore_index=True)
    sentences = [
        (name, *effect_sentence(parts[name], headline, settled_by[name])) for name in order
    ]
    said = pd.DataFrame(sentences, columns=["practice", "verdict", "sentence"])
    return sorted_table, said


def _interactions(
    values: Floats,
    names: Sequence[str],
    couples: Sequence[tuple[Practice, Practice]],
    meaningful: float,
) -> pd.DataFrame:
    columns = ("first", "second", "measure", "n", "interaction", "ci_low", "ci_high", "p_value",
               "p_adjusted", "sentence")  # fmt: skip
    import pandas as pd

    if not couples:
        return pd.DataFrame(columns=columns)
    from analysis.comparison.paired import apart

    base = statistics.means_with_intervals(values[:, 0]).mean
    place = {item.name: number for number, item in enumerate(map(practice, names), 1)}
    parts = []
    for number, (first, second) in enumerate(couples, 1 + len(names)):
        alone = values[:, place[first.name]] + values[:, place[second.name]] - values[:, 0]
        gaps = apart(values[:, number], alone)
        found = statistics.means_with_intervals(gaps, family=len(couples) * len(MEASURED))
        part = {"first": first.name, "second": second.name, "measure": MEASURED, "n": found.n}
        part |= {"interaction": found.mean, "ci_low": found.low, "ci_high": found.high}
        part |= {"p_value": found.p, "baseline_mean": base}
        parts.append(pd.DataFrame(part))
    table = pd.concat(parts, ignore_index=True)
    table["p_adjusted"] = statistics.holm(table["p_value"].to_numpy(dtype=np.float64))
    table["sentence"] = [interaction_sentence(row, meaningful) for row in table.to_dict("records")]
    return table[[*columns]]
