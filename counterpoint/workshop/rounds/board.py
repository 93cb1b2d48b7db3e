"""All plans on the same luck: ranks that the statistics carry, and how much was luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.words.wording import SPACE
from counterpoint.workshop.farm import COLUMNS, HEADLINE, Firm
from counterpoint.workshop.picture import shown
from counterpoint.workshop.rounds.entries import cost, scenario_for
from counterpoint.workshop.rounds.outcomes import Firms, contrasts, ranks, values_of
from counterpoint.workshop.rounds.pack import Pack
from sim.world.names import YEAR

PROFIT, HOURS = "gross_profit_y3", "hours_lost"
AS_IT_IS: Mapping[str, Any] = {"scheme": 0, "shared": {}, "practices": []}
"""What a team plays that has sent no plan."""


def board(
    pack: Pack, plans: Mapping[str, Mapping[str, Any]], firms_of: Firms, replicates: int
) -> dict[str, Any]:
    """Return the leaderboard of plans by name: every plan on the same luck, several lucks.

    Needs two plans or more; the last is the firm as it is, which the others are set against.
    """
    names = list(plans)
    scenarios = [
        scenario_for(pack, plan, f"plan_{place}") for place, plan in enumerate(plans.values())
    ]
    firms = firms_of(scenarios, replicates, pack.seed)
    values = values_of(firms, len(HEADLINE))
    profit, hours = (values[:, :, HEADLINE.index(name)] for name in (PROFIT, HOURS))
    table = contrasts(values)
    placed = {name: ranks(values, table, name) for name in (PROFIT, HOURS)}
    planes = _against(values[:, -1], values)
    years = courses(firms)
    rows: list[dict[str, Any]] = [
        {
            "team": team,
            "plane": {name: cells[at] for name, cells in planes.items()},
            "years": years[at],
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


def _against(
    base: NDArray[np.float64], values: NDArray[np.float64]
) -> dict[str, list[list[float | None]]]:
    """Return each plan's paired difference from the firm as it is: [mean, low, high] in percent.

    Args:
        base: firms × measures of the firm as it is.
        values: firms × plans × measures.
    """
    found = {}
    for name, key in ((PROFIT, "profit"), (HOURS, "hours")):
        column = HEADLINE.index(name)
        gaps = values[:, :, column] - base[:, None, column]
        found[key] = _percents(gaps, float(np.nanmean(base[:, column])))
    return found


def courses(firms: Sequence[Sequence[Firm]]) -> list[list[list[float | None]]]:
    """Return of every plan, by the end of each year, the profit so far against the firm as it is.

    A list a plan, of [mean, low, high] a year, in percent of what that firm earned by then.
    """
    row = COLUMNS.index("gross_profit")
    weekly = np.array([[firm.weekly[row] for firm in each] for each in firms])
    earned = np.cumsum(np.nan_to_num(weekly), axis=2)[:, :, YEAR - 1 :: YEAR]
    gaps, base = earned - earned[:, -1:], earned[:, -1].mean(axis=0)
    years = [_percents(gaps[:, :, at], float(base[at])) for at in range(base.size)]
    return [list(each) for each in zip(*years, strict=True)]


def _percents(gaps: NDArray[np.float64], base: float) -> list[list[float | None]]:
    """Return [mean, low, high] of each column in percent of a base, corrected for all columns."""
    from analysis.runs import statistics

    family = max(1, gaps.shape[1] - 1)
    found = statistics.means_with_intervals(gaps, family=family)
    scale = 100 / abs(base) if base else np.nan
    cells = zip(scale * found.mean, scale * found.low, scale * found.high, strict=True)
    return [[float(each) if np.isfinite(each) else None for each in cell] for cell in cells]


def empty(pack: Pack, problem: str) -> dict[str, Any]:
    """Return a leaderboard without rows, which says why."""
    words = [f"These plans cannot be simulated: {problem}"]
    return {"replicates": pack.replicates, "whole": True, "rows": [], "luck": None, "words": words}


def _cell(measure: str, values: NDArray[np.float64], rank: int) -> dict[str, Any]:
    from analysis.runs import statistics

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
        said.append(f"{_and(best)} share first place: in these firms nothing tells them apart.")
    return said


def _and(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _percent(share: float) -> str:
    r"""Return a share in whole percent; what is not all is not called all.

    >>> _percent(0.5), _percent(0.9999), _percent(0.001)
    ('about 50\xa0%', 'more than 99\xa0%', 'less than 1\xa0%')
    """
    if 0.99 < share < 1:
        return f"more than 99{SPACE}%"
    return f"less than 1{SPACE}%" if 0 < share < 0.01 else f"about {round(100 * share)}{SPACE}%"


def plan_words(pack: Pack, plan: Mapping[str, Any]) -> list[str]:
    """Return a plan in a line a choice."""
    role = {"marketer": "marketers", "rep": "salespeople"}
    pay = [
        f"{round(100 * share)} % of {role[name]}'s pay hangs on shared revenue"
        for name, share in plan["shared"].items()
    ]
    bought = [pack.practice_title(item) for item in plan["practices"]]
    return [pack.schemes[plan["scheme"]].title, *pay, *bought]
