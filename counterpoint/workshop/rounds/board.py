"""All plans on the same luck: ranks that the statistics carry, and how much was luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoint.workshop.farm import HEADLINE
from counterpoint.workshop.picture import shown
from counterpoint.workshop.rounds.entries import cost, scenario_for
from counterpoint.workshop.rounds.outcomes import Firms, contrasts, ranks, values_of
from counterpoint.workshop.rounds.pack import Pack

PROFIT, HOURS = "gross_profit_y3", "hours_lost"
AS_IT_IS: Mapping[str, Any] = {"scheme": 0, "shared": {}, "practices": []}
"""What a team plays that has sent no plan."""


def board(
    pack: Pack, plans: Mapping[str, Mapping[str, Any]], firms_of: Firms, replicates: int
) -> dict[str, Any]:
    """Return the leaderboard of plans by name: every plan on the same luck, several lucks.

    Needs two plans or more; the firm as it is goes along.
    """
    names = list(plans)
    scenarios = [
        scenario_for(pack, plan, f"plan_{place}") for place, plan in enumerate(plans.values())
    ]
    values = values_of(firms_of(scenarios, replicates, pack.seed), len(HEADLINE))
    profit, hours = (values[:, :, HEADLINE.index(name)] for name in (PROFIT, HOURS))
    table = contrasts(values)
    placed = {name: ranks(values, table, name) for name in (PROFIT, HOURS)}
    rows: list[dict[str, Any]] = [
        {
            "team": team,
            "words": plan_words(pack, plans[team]),
            "cost": cost(pack, plans[team]),
            "profit": _cell(PROFIT, profit[:, at], placed[PROFIT][at]),
            "hours": _cell(HOURS, hours[:, at], placed[HOURS][at]),
            "first": int(_firsts(profit)[at]),
            "one": shown(PROFIT, float(profit[0, at])),
        }
        for at, team in enumerate(names)
    ]
    rows.sort(key=lambda row: (row["profit"]["rank"], -row["profit"]["ends"][0]))
    return {
        "replicates": replicates,
        "whole": replicates >= pack.replicates,
        "rows": rows,
        "luck": luck_share(profit),
        "words": luck_words(names, profit, placed[PROFIT]),
    }


def empty(pack: Pack, problem: str) -> dict[str, Any]:
    """Return a leaderboard without rows, which says why."""
    words = [f"These plans cannot be simulated: {problem}"]
    return {"replicates": pack.replicates, "whole": True, "rows": [], "luck": None, "words": words}


def _cell(measure: str, values: NDArray[np.float64], rank: int) -> dict[str, Any]:
    from analysis import statistics

    found = statistics.means_with_intervals(values[:, None])
    return {
        "text": shown(measure, float(found.mean[0])),
        "ends": [float(found.mean[0]), float(found.low[0]), float(found.high[0])],
        "rank": rank,
    }


def _firsts(profit: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return in how many firms each plan earned most; who earned the same counts as first."""
    return np.asarray((profit == profit.max(axis=1, keepdims=True)).sum(axis=0), dtype=np.int64)


def luck_share(values: NDArray[np.float64]) -> float | None:
    """Return the share of luck in how far two plans lie apart in one and the same firm, 0 to 1.

    Over all pairs of plans: the variance of the paired difference over firms, and that over itself
    and the square of the mean difference (less what chance adds to it). None where all plans earn
    the same everywhere, or there is one firm alone.

    Args:
        values: firms × plans; every firm has the same luck for all plans.

    >>> luck_share(np.array([[1.0, 2.0], [3.0, 4.0]]))
    0.0
    >>> luck_share(np.array([[1.0, 2.0], [2.0, 1.0]]))
    1.0
    """
    firms, plans = values.shape
    one, other = np.triu_indices(plans, 1)
    if firms < 2 or not one.size:
        return None
    gaps = values[:, one] - values[:, other]
    luck = gaps.var(axis=0, ddof=1)
    plan = np.maximum(gaps.mean(axis=0) ** 2 - luck / firms, 0.0)
    whole = float(luck.sum() + plan.sum())
    return float(luck.sum()) / whole if whole else None


def luck_words(
    names: Sequence[str], profit: NDArray[np.float64], placed: Sequence[int]
) -> list[str]:
    """Return how much was luck, in sentences."""
    share, firsts = luck_share(profit), _firsts(profit)
    best = [name for name, rank in zip(names, placed, strict=True) if rank == 1]
    alone = [name for name, value in zip(names, profit[0], strict=True) if value == profit[0].max()]
    often = [name for name, count in zip(names, firsts, strict=True) if count == firsts.max()]
    apart = (
        "These plans earn the same in every firm."
        if share is None
        else "How far two of these plans lie apart in one and the same firm: "
        f"{_percent(share)} of it is that firm's luck, the rest the plan."
    )
    said = [
        apart,
        f"{_and(alone)} would have come first in the first simulated firm alone.",
        f"{_and(often)} earned most in {firsts.max()} of {len(profit)} firms.",
    ]
    if len(best) > 1:
        said.append(f"{_and(best)} share first place: nothing tells them apart.")
    return said


def _and(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _percent(share: float) -> str:
    """Return a share in whole percent; what is not all is not called all.

    >>> _percent(0.5), _percent(0.9999), _percent(0.001)
    ('about 50 %', 'more than 99 %', 'less than 1 %')
    """
    if 0.99 < share < 1:
        return "more than 99 %"
    return "less than 1 %" if 0 < share < 0.01 else f"about {round(100 * share)} %"


def plan_words(pack: Pack, plan: Mapping[str, Any]) -> list[str]:
    """Return a plan in a line a choice."""
    role = {"marketer": "marketers", "rep": "salespeople"}
    pay = [
        f"{round(100 * share)} % of {role[name]}'s pay hangs on shared revenue"
        for name, share in plan["shared"].items()
    ]
    bought = [pack.practice_title(item) for item in plan["practices"]]
    return [pack.schemes[plan["scheme"]].title, *pay, *bought]
