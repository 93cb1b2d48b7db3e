"""Ask a claim again under every challenge, and say whether it survives.

found = audit(["shared_revenue > siloed_metrics in trust"], replicates=30)
found.results
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.claims.challenges import Challenge, challenges, chosen
from analysis.claims.claims import (
    FRAGILE,
    OPEN,
    PLAIN,
    ROBUST,
    SAME,
    SHIFTED,
    Claim,
    parsed_lines,
)
from analysis.claims.known import Known
from analysis.claims.lived import COLUMNS, in_worlds
from analysis.claims.sides import both_sides
from analysis.claims.words import sentences
from analysis.comparison.compare import check_numbers
from analysis.runs import statistics
from analysis.runs.collect import Runner, compiled_runner
from analysis.runs.progress import Progress
from analysis.words.told import Told
from sim.scenario.nodes import Problems

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

Floats = NDArray[np.float64]
REPLICATES = 30
HALF, TWICE = 0.5, 2.0
"""Part of the first effect outside which an effect is said to have shifted."""


@dataclass(frozen=True, repr=False)
class Audit(Told):
    """What `audit` found.

    Attributes:
        claims: what was asked.
        results: a row per claim and challenge: claim, group, challenge, words, n, effect (left
            minus right), ci_low, ci_high, base (mean of the right side), verdict, needed.
        verdicts: a row per claim: claim, verdict.
        worlds: a row per claim and challenge that draws worlds: in how many of them the left side
            is above, and the setting that goes with the difference most surely.
        seed, replicates: replicate r used the luck of (seed, r), under fresh luck of others.
        scenarios: those that were run as they stand.
        interrupted: whether it was stopped before its end.
    """

    claims: tuple[Claim, ...]
    results: pd.DataFrame
    verdicts: pd.DataFrame
    worlds: pd.DataFrame
    seed: int
    replicates: int
    scenarios: tuple[Scenario, ...]
    interrupted: bool

    def said(self) -> list[str]:
        """Return for every claim its verdict, and what would have to be true for it to fail."""
        return sentences(self)

    @property
    def holds(self) -> bool:
        """Return whether no claim is fragile, and none undecided as it stands."""
        return set(self.verdicts["verdict"]) <= {ROBUST, SHIFTED}


def audit(
    claims: Sequence[str | Claim],
    *,
    overrides: Sequence[str] = (),
    replicates: int = REPLICATES,
    seed: int = 1,
    workers: int = 2,
    meaningful: float = 0.02,
    each: bool = False,
    only: Sequence[str] = (),
    keep_on_interrupt: bool = False,
    progress: Progress | None = None,
    runner: Runner | None = None,
) -> Audit:
    """Return whether claims survive other assumptions.

    Args:
        claims: lines such as "A > B in gross_profit_y3 in mid_market".
        overrides: single settings laid over every scenario.
        replicates: pairs a challenge.
        seed: names the luck, with the number of the replicate.
        workers: threads; the numbers do not depend on them.
        meaningful: "no difference" means inside this share of the right side's mean.
        each: move every numbered assumption by itself, not all of a block at once; takes long.
        only: groups of challenges or single ones, by name; all by default. What stands unchanged is
            always asked.
        keep_on_interrupt: on Ctrl-C return what is complete instead of raising.
        progress: called with challenges done and planned, over all claims.
        runner: scenario, seed, replicate → run; the compiled driver by default.

    Raises:
        InputError: no claim, no such challenge, bad numbers. ScenarioError: problems in files.
    """
    check_numbers(replicates, workers, None, replicates, meaningful)
    asked = parsed_lines(claims)
    problems = Problems()
    pairs = both_sides(asked, overrides, problems)
    problems.stop_if_any()
    plans = [_plan(pair, each=each, only=only) for pair in pairs]
    planned, interrupted = sum(map(len, plans)), False
    rows: list[dict[str, Any]] = []
    lived: list[dict[str, Any]] = []
    measures = [claim.measure for claim in asked]
    known = Known(measures, seed, replicates, workers, runner or compiled_runner())
    try:
        for claim, pair, plan in zip(asked, pairs, plans, strict=True):
            for row, said in _asked(claim, pair, plan, known, meaningful):
                rows.append(row)
                lived += said
                if progress is not None:
                    progress(len(rows), planned)
    except KeyboardInterrupt:
        if not keep_on_interrupt or not rows:
            raise
        interrupted = True
    scenarios = [scenario for pair in pairs for scenario in pair]
    return _audit(asked, rows, lived, seed, replicates, scenarios, interrupted)


def _plan(pair: Sequence[Scenario], *, each: bool, only: Sequence[str]) -> list[Challenge]:
    left, right = pair
    asked = chosen(challenges(right, left, each=each), only)
    return [Challenge(PLAIN, PLAIN, "nothing changed"), *asked]


def _asked(
    claim: Claim, pair: Sequence[Scenario], plan: Sequence[Challenge], known: Known,
    meaningful: float,
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:  # fmt: skip
    """Yield for each challenge its row, and what its worlds say where it draws any."""
    names = (pair[0].name, pair[1].name)
    plain = known.pair(pair, plan[0], claim.measure)
    first = judged(claim, plan[0], plain, None, meaningful)
    yield first, []
    for challenge in plan[1:]:
        values = known.pair(pair, challenge, claim.measure)
        row = judged(claim, challenge, values, first, meaningful)
        if np.array_equal(values, plain, equal_nan=True):
            row |= {"verdict": SAME, "needed": math.nan}
        lived = []
        if challenge.worlds is not None:
            said = in_worlds(claim, challenge, names, values, known.seed)
            lived.append({"claim": row["claim"], **said})
        yield row, lived


def judged(
    claim: Claim, challenge: Challenge, values: Floats, first: dict[str, Any] | None,
    meaningful: float,
) -> dict[str, Any]:  # fmt: skip
    """Return the row of a challenge: effect, interval, verdict, pairs that would decide.

    values: a row per replicate, left and right. first: the row as it stands, None for that row.
    """
    gaps = values[:, [0]] - values[:, [1]]
    found = statistics.means_with_intervals(gaps)
    mean, low, high = (float(each[0]) for each in (found.mean, found.low, found.high))
    base = float(np.nanmean(values[:, 1])) if np.isfinite(values).any() else math.nan
    known = gaps[~np.isnan(gaps)]
    spread = float(known.std(ddof=1)) if known.size > 1 else math.nan
    bound = meaningful * abs(base)
    kind = verdict(claim.sign, mean, low, high, bound)
    away = abs(mean) - bound if claim.sign == "=" else mean
    needed = statistics.replicates_to_settle(away / spread, 1) if spread > 0 else math.nan
    if kind == ROBUST and claim.sign != "=" and first is not None and first["effect"]:
        part = mean / first["effect"]
        kind = ROBUST if HALF <= part <= TWICE else SHIFTED
    return {
        "claim": f"{claim.left} {claim.sign} {claim.right} in {claim.measure}"
        + (f" in {claim.market}" if claim.market else ""),
        "group": challenge.group, "challenge": challenge.name, "words": challenge.words,
        "measure": claim.measure, "n": int(found.n[0]), "effect": mean, "ci_low": low,
        "ci_high": high, "base": base, "verdict": kind,
        "needed": needed if kind == OPEN else math.nan,
    }  # fmt: skip


def verdict(sign: str, mean: float, low: float, high: float, bound: float) -> str:
    """Return what an effect with its interval says of a claim.

    >>> verdict(">", 2, 1, 3, 0.5), verdict("<", 2, 1, 3, 0.5), verdict("=", 0.1, -0.2, 0.3, 0.5)
    ('robust', 'fragile', 'robust')
    """
    if math.isnan(mean) or math.isnan(low):
        return OPEN
    if sign == "=":
        if -bound <= low and high <= bound:
            return ROBUST
        return FRAGILE if low > bound or high < -bound else OPEN
    if sign == "<":
        low, high = -high, -low
    return ROBUST if low > 0 else FRAGILE if high < 0 else OPEN


def _audit(
    asked: Sequence[Claim], rows: Sequence[dict[str, Any]], lived: Sequence[dict[str, Any]],
    seed: int, replicates: int, scenarios: Sequence[Scenario], interrupted: bool,
) -> Audit:  # fmt: skip
    import pandas as pd

    results = pd.DataFrame(rows)
    said = []
    for name, part in results.groupby("claim", sort=False):
        kinds = set(part["verdict"])
        plain = part["verdict"].iloc[0]
        whole = FRAGILE if FRAGILE in kinds else plain if plain != ROBUST else SHIFTED if (
            SHIFTED in kinds
        ) else ROBUST  # fmt: skip
        said.append({"claim": name, "verdict": whole})
    unique = {scenario.name: scenario for scenario in scenarios}
    worlds = pd.DataFrame(lived, columns=[*COLUMNS])
    return Audit(
        tuple(asked), results, pd.DataFrame(said), worlds, seed, replicates,
        tuple(unique.values()), interrupted,
    )  # fmt: skip
