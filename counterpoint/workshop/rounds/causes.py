"""Which choice makes the difference: each is frozen for both schemes, and what goes away is told.

The parts and what freezing them means: `analysis.explanation.mechanisms`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.explanation.mechanisms import CHOICE, parts
from analysis.runs import statistics
from analysis.words.titles import plain
from analysis.words.wording import SPACE
from counterpoint.workshop.farm import HEADLINE
from counterpoint.workshop.rounds.entries import scheme_scenario
from counterpoint.workshop.rounds.outcomes import SURE, Firms, values_of
from counterpoint.workshop.rounds.pack import Pack
from counterpoint.workshop.rounds.spoken import so_far

Floats = NDArray[np.float64]
PROFIT, HOURS = "gross_profit_y3", "hours_lost"
UNKNOWN = -1
"""The guess of a team that does not know."""


def asked(pack: Pack) -> int:
    """Return the place of the scheme that a pack asks about first."""
    return pack.questions[0].scheme


def freeze(pack: Pack, firms_of: Firms, replicates: int) -> dict[str, Any]:
    """Return the difference between two schemes, and what is left of it without each part.

    whole, and of every part left and gone: profit and hours as [mean, low, high] in percent of the
    first scheme's mean; the largest first. `first`: places of the causes that carry most.
    """
    place = asked(pack)
    pair = [scheme_scenario(pack, 0), scheme_scenario(pack, place)]
    seen = _seen(firms_of(pair, replicates, pack.seed))
    base = np.abs(np.nanmean(seen[:, 0], axis=0))
    whole = 100 * (seen[:, 1] - seen[:, 0]) / np.where(base > 0, base, np.nan)
    names = {cause.part: cause.title for cause in pack.causes}
    rows: list[dict[str, Any]] = []
    gone_by: dict[str, Floats] = {}
    for kind, name, settings in parts():
        if kind != CHOICE and name not in names:
            continue
        without = [each.with_values(settings) for each in pair]
        held = _seen(firms_of(without, replicates, pack.seed))
        left = 100 * (held[:, 1] - held[:, 0]) / np.where(base > 0, base, np.nan)
        gone_by[name] = whole[:, 0] - left[:, 0]
        rows.append({
            "name": name,
            "title": names.get(name) or plain(f"choices.{name}").title,
            "cause": list(names).index(name) if name in names else None,
            **_cells("left", left), **_cells("gone", whole - left),
        })  # fmt: skip
    rows.sort(key=lambda row: -abs(row["gone_profit"][0] or 0.0))
    first = leading([gone_by[cause.part] for cause in pack.causes])
    return {
        "replicates": replicates,
        "title": pack.schemes[place].title,
        **_cells("whole", whole),
        "parts": rows,
        "first": first,
        "said": said(pack, first, rows, float(np.nanmean(whole[:, 0])), so_far(replicates, pack)),
    }


def leading(gone: Sequence[Floats]) -> list[int]:
    """Return the places of the causes that carry most, none where none is told from nothing.

    Args:
        gone: of every cause, what goes away without it, a number per replicate.
    """
    found = statistics.means_with_intervals(np.column_stack(gone), family=len(gone))
    is_told = statistics.holm(found.p) < SURE
    sizes = np.where(is_told, np.abs(found.mean), -1.0)
    best = int(np.argmax(sizes))
    if not is_told[best]:
        return []
    signed = [np.sign(mean) * each for mean, each in zip(found.mean, gone, strict=True)]
    others = [place for place in range(len(gone)) if place != best and is_told[place]]
    shared = [best]
    for place in others:
        apart = statistics.means_with_intervals((signed[best] - signed[place])[:, None])
        shared += [place] * bool(apart.low[0] <= 0)
    return sorted(shared)


def said(
    pack: Pack, first: Sequence[int], rows: Sequence[Mapping[str, Any]], whole: float, far: str = ""
) -> str:
    """Return which cause carries most, as far as that is proven.

    A cause that works against the difference does not make it: without it, it would be larger.

    Args:
        pack: has the titles.
        first: places of the causes that carry most.
        rows: as `freeze` has them.
        whole: the difference in profit, in percent.
        far: how a sentence begins that rests on a part of the firms, or nothing.
    """
    most = f"{far}most" if far else "Most"
    if not first:
        if far:
            return f"{far}none of the four is told from nothing yet."
        return "None of the four is told from nothing: “unknown” was the best answer."
    named = [f"“{pack.causes[place].title}”" for place in first]
    if len(named) > 1:
        return (
            f"{most} hangs on {', '.join(named[:-1])} or {named[-1]}: nothing tells which of "
            f"them carries more{' yet' if far else ''}."
        )
    row = next(row for row in rows if row["cause"] == first[0])
    if row["gone_profit"][0] * whole < 0:
        left = f"{row['left_profit'][0]:+.1f}{SPACE}% instead of {whole:+.1f}{SPACE}%"
        return (
            f"{most} hangs on {named[0]}, and it works against the difference: without it {left}."
        )
    return f"{most} goes away without {named[0]}{'' if far else ', and that is sure'}."


def _seen(firms: Any) -> Floats:
    """Return replicates × schemes × (profit, hours)."""
    values = values_of(firms, len(HEADLINE))
    return values[:, :, [HEADLINE.index(PROFIT), HEADLINE.index(HOURS)]]


def _cells(name: str, values: Floats) -> dict[str, list[float | None]]:
    found = statistics.means_with_intervals(values)
    return {
        f"{name}_{measure}": [
            float(each[at]) if np.isfinite(each[at]) else None
            for each in (found.mean, found.low, found.high)
        ]
        for at, measure in enumerate(("profit", "hours"))
    }
