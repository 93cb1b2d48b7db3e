"""What the runs say of a pack's schemes: who is ahead, by how much, why, and where else."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.comparison.paired import paired_differences
from analysis.measures import MEASURES as REGISTERED
from analysis.runs.firm import funnel
from analysis.runs.progress import Progress
from analysis.words import wording
from counterpoint.workshop.farm import FUNNEL, HEADLINE, MEASURES, Firm
from counterpoint.workshop.picture import TITLES, difference, shown
from counterpoint.workshop.rounds.entries import scheme_scenario
from counterpoint.workshop.rounds.pack import Pack
from counterpoint.workshop.rounds.scoring import shared_ranks
from counterpoint.workshop.rounds.spoken import so_far

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

Firms: TypeAlias = Callable[["Sequence[Scenario]", int, int], list[list[Firm]]]
"""Simulates scenarios: so many replicates of a seed."""
SURE = 0.05
SMALL = 0.02
"""Share of a mean below which a difference, however sure, is a small one."""
ELSEWHERE = "gross_profit_y3"
"""What other markets are asked for."""
FEWEST, PART = 5, 5
"""Explanations and other markets first get a fifth of the replicates, at least five."""
CARD = ("gross_profit_y1", "hours_lost", "trust")


def few(pack: Pack) -> int:
    """Return how many replicates the costlier answers get at first."""
    return max(FEWEST, pack.replicates // PART)


def values_of(firms: Sequence[Sequence[Firm]], wide: int) -> NDArray[np.float64]:
    """Return replicates × schemes × the first so many measures."""
    return np.array([[firm.values[:wide] for firm in row] for row in firms])


def truth(pack: Pack, firms_of: Firms) -> dict[str, Any]:
    """Return the answer to every question, and the card and the funnel of the firm as it is."""
    scenarios = [scheme_scenario(pack, place) for place in range(len(pack.schemes))]
    firms = firms_of(scenarios, pack.replicates, pack.seed)
    values = values_of(firms, len(MEASURES))
    headline = values[:, :, : len(HEADLINE)]
    table = contrasts(headline)
    means = np.nanmean(values, axis=0)
    return {
        "replicates": pack.replicates,
        "card": [_line(name, means[0, MEASURES.index(name)]) for name in CARD],
        "funnel": funnel({name: float(means[0, MEASURES.index(name)]) for name in FUNNEL}),
        "questions": [
            _answer(pack, question.measure, question.scheme, headline, table)
            for question in pack.questions
        ],
    }


def _line(measure: str, mean: float) -> dict[str, str]:
    return {"title": TITLES[measure], "text": shown(measure, float(mean))}


def contrasts(values: NDArray[np.float64]) -> pd.DataFrame:
    """Return every pair's differences in the headline measures, p-values adjusted over all."""
    names = [str(place) for place in range(values.shape[1])]
    pairs = [(b, a) for a, b in combinations(range(len(names)), 2)]
    return paired_differences(values, names, pairs, measures=HEADLINE)


def ranks(values: NDArray[np.float64], table: pd.DataFrame, measure: str) -> list[int]:
    """Return everybody's rank in a measure; who cannot be told apart shares one."""
    sign = 1.0 if REGISTERED[measure].direction == "higher" else -1.0
    means = sign * np.nanmean(values[:, :, HEADLINE.index(measure)], axis=0)
    proven = np.zeros((means.size, means.size), dtype=np.bool_)
    for row in table[table["measure"] == measure].to_dict("records"):
        one, other = int(row["scenario"]), int(row["baseline"])
        proven[one, other] = proven[other, one] = float(row["p_adjusted"]) < SURE
    return shared_ranks([float(each) for each in means], proven)


def _answer(
    pack: Pack, measure: str, place: int, values: NDArray[np.float64], table: pd.DataFrame
) -> dict[str, Any]:
    column = HEADLINE.index(measure)
    here = (table["measure"] == measure) & (table["scenario"] == str(place))
    row = table[here & (table["baseline"] == "0")].to_dict("records")[0]
    means = np.nanmean(values[:, :, column], axis=0)
    gaps = values[:, place, column] - values[:, 0, column]
    found = difference(measure, row, float(means[0]), gaps)
    placed = ranks(values, table, measure)
    first = [place for place, rank in enumerate(placed) if rank == 1]
    return {
        **found,
        "ahead": first,
        "schemes": [
            {"title": scheme.title, "text": shown(measure, float(means[at])), "rank": placed[at]}
            for at, scheme in enumerate(pack.schemes)
        ],
        "said": _said(pack, first, _lead(means, first)),
    }


def _lead(means: NDArray[np.float64], first: Sequence[int]) -> float:
    """Return how far the first is from the next, as a share of the firm as it is."""
    others = np.delete(means, first)
    return float(np.min(np.abs(others - means[first[0]])) / abs(means[0])) if others.size else 0.0


def _said(pack: Pack, ahead: Sequence[int], lead: float) -> str:
    titles = [f"“{pack.schemes[place].title}”" for place in ahead]
    if len(titles) == 1:
        small = f", if by less than {100 * SMALL:g} %" if lead < SMALL else ""
        return f"{titles[0]} is ahead, and that is sure{small}."
    return f"{', '.join(titles[:-1])} and {titles[-1]} cannot be told apart."


def elsewhere(pack: Pack, firms_of: Firms, replicates: int) -> list[dict[str, Any]]:
    """Return each other market with every scheme's difference from the first, and what it means."""
    from sim.scenario import shipped

    home = _gaps(pack, "", firms_of, pack.replicates)
    found = []
    for market in pack.other_markets:
        gaps = _gaps(pack, market, firms_of, replicates)
        for here, there in zip(home, gaps, strict=True):
            there["meaning"] = (
                f"{meaning(here, there)}{', so far' * (replicates < pack.replicates)}"
            )
        title = shipped.title(market) or wording.title(market)
        found.append({"market": title, "replicates": replicates, "differences": gaps})
    return found


def meaning(here: Mapping[str, Any], there: Mapping[str, Any]) -> str:
    """Return whether an order holds elsewhere, as far as that is proven."""
    low, high = there["percent"][1:]
    if low is not None and low > -100 * SMALL and high < 100 * SMALL:
        return f"about the same there, less than {100 * SMALL:g} % either way"
    if not here["sure"] or not there["sure"]:
        return "cannot tell yet whether the order holds"
    return "the order holds" if here["mean"] * there["mean"] > 0 else "the order turns round"


def _gaps(pack: Pack, market: str, firms_of: Firms, replicates: int) -> list[dict[str, Any]]:
    scenarios = [scheme_scenario(pack, place, market) for place in range(len(pack.schemes))]
    values = values_of(firms_of(scenarios, replicates, pack.seed), len(HEADLINE))
    table, column = contrasts(values), HEADLINE.index(ELSEWHERE)
    base = float(np.nanmean(values[:, 0, column]))
    rows = table[(table["measure"] == ELSEWHERE) & (table["baseline"] == "0")]
    return [_gap(pack, row, base, values[:, :, column]) for row in rows.to_dict("records")]


def _gap(
    pack: Pack, row: Mapping[Any, Any], base: float, values: NDArray[np.float64]
) -> dict[str, Any]:
    place = int(row["scenario"])
    found = difference(ELSEWHERE, row, base, values[:, place] - values[:, 0])
    return {**found, "scheme": pack.schemes[place].title}


def why(pack: Pack, replicates: int, progress: Progress) -> list[dict[str, Any]]:
    """Return what makes each scheme differ from the first: sentences, levers, funnel.

    `progress` is called on the way; what it raises ends the work.
    """
    from analysis.explanation import explain, words

    first = scheme_scenario(pack, 0)
    found = []
    for place in range(1, len(pack.schemes)):
        told = explain.explain(
            first, scheme_scenario(pack, place), measure=ELSEWHERE, replicates=replicates,
            causes=0, seed=pack.seed, workers=1, progress=progress,
        )  # fmt: skip
        base = words.base(told)
        table = told.contributions[told.contributions["measure"] == ELSEWHERE]
        found.append({
            "title": pack.schemes[place].title,
            "replicates": told.replicates,
            "sentences": _begun(so_far(told.replicates, pack), words.sentences(told)[1:]),
            "levers": [_bar(row, base) for row in table.to_dict("records")],
            "steps": words.step_lines(told),
        })  # fmt: skip
    return found


def _begun(far: str, sentences: list[str]) -> list[str]:
    """Return sentences of which the first says that it is so far."""
    return (
        [f"{far}{wording.lowered(sentences[0])}", *sentences[1:]]
        if far and sentences
        else sentences
    )


def _bar(row: dict[Any, Any], base: float) -> dict[str, Any]:
    size = abs(base) or math.nan
    ends = [100 * float(row[key]) / size for key in ("contribution", "ci_low", "ci_high")]
    return {
        "title": str(row["words"]),
        "change": str(row["change"]),
        "percent": [each if math.isfinite(each) else None for each in ends],
    }
