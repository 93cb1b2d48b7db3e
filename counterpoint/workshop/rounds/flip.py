"""What would flip it: the difference between two schemes while one assumption moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.parameters.parameter import Parameter
from analysis.parameters.settings import living
from analysis.runs import statistics
from counterpoint.workshop.farm import HEADLINE
from counterpoint.workshop.rounds.causes import PROFIT, asked
from counterpoint.workshop.rounds.entries import scheme_scenario
from counterpoint.workshop.rounds.outcomes import SURE, Firms, values_of
from counterpoint.workshop.rounds.pack import Pack
from counterpoint.workshop.rounds.pack_parts import Assumption
from counterpoint.workshop.rounds.spoken import now_of, so_far, spoken
from sim.scenario import declared

UNSURE = "Nothing is sure anywhere"
POINTS = 7
"""Values of an assumption at which both schemes are run; the curve goes straight between them."""


def curves(pack: Pack, firms_of: Firms, replicates: int) -> list[dict[str, Any]]:
    """Return a curve for every assumption of a pack.

    points: [value, mean, low, high, sure], the difference in gross profit over three years in
    percent of the first scheme there; sure (1 or 0) after a correction for all points of a curve.
    """
    return [_curve(pack, each, firms_of, replicates) for each in pack.assumptions]


def _curve(pack: Pack, assumption: Assumption, firms_of: Firms, replicates: int) -> dict[str, Any]:
    place, now = asked(pack), now_of(pack, assumption)
    pair = [scheme_scenario(pack, 0), scheme_scenario(pack, place)]
    titles = (pack.schemes[0].title, pack.schemes[place].title)
    gaps, values = [], grid(assumption)
    for value in values:
        moved = [living(each, {assumption.key: value}) for each in pair]
        firms = values_of(firms_of(moved, replicates, pack.seed), len(HEADLINE))
        profit = firms[:, :, HEADLINE.index(PROFIT)]
        gaps.append(100 * (profit[:, 1] - profit[:, 0]) / abs(float(profit[:, 0].mean())))
    found = statistics.means_with_intervals(np.column_stack(gaps), family=len(values))
    sure = statistics.holm(found.p) < SURE
    points = [
        [*(float(each) for each in point), float(is_sure)]
        for *point, is_sure in zip(values, found.mean, found.low, found.high, sure, strict=True)
    ]
    return {
        "key": assumption.key,
        "title": assumption.title,
        "now": now,
        "replicates": replicates,
        "points": points,
        "said": turning(assumption, points, titles, now, so_far(replicates, pack)),
    }


def grid(assumption: Assumption) -> list[float]:
    """Return the values that are tried, the ends among them; even steps, in logs if far apart.

    >>> grid(Assumption("needs.drift", "Drift", "1", 0.0, 0.3))[:2]
    [0.0, 0.05]
    """
    is_wide = assumption.low > 0 and assumption.high / assumption.low >= 10
    shape = "log_uniform" if is_wide else "uniform"
    is_whole = declared.flat()[assumption.key].integer
    low, high = assumption.low, assumption.high
    drawn = Parameter(assumption.key, shape, low, high, integer=is_whole)
    inner = [float(drawn.at(place / (POINTS - 1))) for place in range(1, POINTS - 1)]
    return sorted({low, high, *(float(f"{each:.4g}") for each in inner)})


def turning(
    assumption: Assumption,
    points: Sequence[Sequence[float]],
    titles: tuple[str, str],
    now: float,
    far: str = "",
) -> str:
    """Return whether and where a curve turns, as far as is proven; `far`: that it is so far."""
    held = [point for point in points if point[4]]
    low, high = (spoken(assumption, end, now) for end in (assumption.low, assumption.high))
    if not held:
        return _begun(far, f"{UNSURE} {'yet ' if far else ''}between {low} and {high}.")
    if all((point[1] > 0) == (held[0][1] > 0) for point in held):
        ahead = titles[1] if held[0][1] > 0 else titles[0]
        clear = "clear of chance" if far else "sure"
        said = f"Nothing we tried between {low} and {high} turned it: where it is {clear}, "
        return _begun(far, f"{said}“{ahead}” is ahead.")
    place = next(at for at in range(1, len(held)) if (held[at][1] > 0) != (held[at - 1][1] > 0))
    before, after = held[place - 1], held[place]
    first, then = (titles[1] if point[1] > 0 else titles[0] for point in (before, after))
    start, end = (spoken(assumption, point[0], now) for point in (before, after))
    said = f"It turns between {start} and {end}: “{first}” is ahead below, “{then}” above."
    return _begun(far, said)


def _begun(far: str, said: str) -> str:
    return f"{far}{_small(said)}" if far else said


def turns(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a line per assumption: what turns it first."""
    told = [each for each in found if _small(UNSURE) not in _small(each["said"])]
    lines = [f"{each['title']}: {_small(each['said'])}" for each in told]
    lines.sort(key=lambda line: ": it turns" not in line)
    unsure = [_small(each["title"]) for each in found if each not in told]
    return lines + [f"{UNSURE} in the ranges tried of: {'; '.join(unsure)}."] * bool(unsure)


def _small(text: str) -> str:
    return text[0].lower() + text[1:]
