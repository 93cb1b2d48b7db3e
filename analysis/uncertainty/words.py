"""What drawn worlds say, in sentences: in how many of them a sign holds, and what turns it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.uncertainty.turning import TOLD, TURNED, gaps, thirds, turned
from analysis.words import wording
from analysis.words.called import scheme
from analysis.words.titles import plain

if TYPE_CHECKING:
    from analysis.uncertainty.turning import Drawn, Paired

WORLD = "world"
TEST = "rank correlations, two-sided, Holm's adjustment over {settings} settings"


def said_of(result: Paired, measure: str) -> list[str]:
    """Return what drawn worlds say of every difference in a measure; nothing without worlds."""
    if result.drawn is None:
        return []
    pairs = (
        f"{holds(result, scenario, baseline, measure)} {turns(result, scenario, baseline, measure)}"
        for scenario, baseline in result.contrasts
    )
    return [about(result.drawn), *pairs]


def about(drawn: Drawn) -> str:
    """Return where the worlds come from."""
    count = drawn.settings.shape[1]
    settings = f"{count} setting{'s' if count > 1 else ''}"
    return (
        f"Each replicate is a world of its own, the same for every scheme: {settings} drawn from "
        f"{drawn.name}. Intervals and verdicts cover that too. A world is judged on one run, so "
        f"luck is in the shares.{_left_out(drawn)}"
    )


def _left_out(drawn: Drawn) -> str:
    """Return how many worlds were left out and why, after a space; empty where all count."""
    if drawn.left_out is None:
        return ""
    total, little, much = astuple(drawn.left_out)
    return (
        f" Of {total:,} worlds drawn {little + much:,} were left out, and others drawn in their "
        f"place: their firm wins less than half ({little:,}) or more than twice ({much:,}) as many "
        "deals, or as large a share of them, as the firm as it stands (judged on three shipped "
        "schemes, on luck of its own; --all-worlds keeps them)."
    )


def holds(result: Paired, scenario: str, baseline: str, measure: str) -> str:
    """Return in how many worlds the sign of the mean difference holds."""
    apart = gaps(result, scenario, baseline, measure)
    apart = apart[~np.isnan(apart)]
    mean = float(apart.mean())
    pair = f"{scheme(scenario)} against {scheme(baseline)}"
    title = wording.lowered(wording.title(measure))
    if mean == 0:
        return f"{pair}: no difference in the mean of {title}."
    share = float((np.sign(apart) == np.sign(mean)).mean())
    word = "more" if mean > 0 else "less"
    return f"{pair}: {word} {title} in the mean, and in {wording.firms(share, len(apart), WORLD)}."


def turns(result: Paired, scenario: str, baseline: str, measure: str) -> str:
    """Return the setting that turns a difference most, if one is told from chance."""
    drawn = result.drawn
    assert drawn is not None
    rows = turners(result, scenario, baseline, measure)
    if rows is None:
        return "Too few worlds differ to say what turns it."
    test = TEST.format(settings=len(rows))
    first = rows[0]
    if not first["p_adjusted"] < TOLD:
        return f"No setting is told from chance as what turns it ({test})."
    key = str(first["setting"])
    low, high = _ahead_in_thirds(result, scenario, baseline, measure, key)
    signed = f"{first['correlation']:+.2f}".replace("-", "\N{MINUS SIGN}")
    return (
        f"What turns it most: {plain(key).label}, rank correlation "
        f"{signed}, p {_p(first['p_adjusted'])} ({test}). "
        f"{scheme(scenario)} is above {scheme(baseline)} in {low} of its lowest third, in {high} "
        "of its highest."
    )


def _ahead_in_thirds(
    result: Paired, scenario: str, baseline: str, measure: str, key: str
) -> Iterator[str]:
    """Yield in how many worlds a scheme is ahead where a setting is low, and where it is high."""
    drawn = result.drawn
    assert drawn is not None
    apart = gaps(result, scenario, baseline, measure)
    for part in thirds(drawn.settings[key].to_numpy(np.float64), apart):
        yield wording.firms(float((part > 0).mean()), len(part), WORLD)


def turner(result: Paired, scenario: str, baseline: str, measure: str) -> str:
    """Return what turns a difference in worlds that were drawn, as part of a sentence."""
    drawn = result.drawn
    assert drawn is not None
    rows = turners(result, scenario, baseline, measure)
    if rows is None or not rows[0]["p_adjusted"] < TOLD:
        return f"in the worlds drawn from {drawn.name}, no single assumption for sure"
    key = str(rows[0]["setting"])
    low, high = _ahead_in_thirds(result, scenario, baseline, measure, key)
    setting = wording.lowered(plain(key).title.split(" (")[0])
    return (
        f"{setting} ({scheme(scenario)} is ahead of {scheme(baseline)} in {low} where that is low, "
        f"in {high} where it is high)"
    )


def turners(
    result: Paired, scenario: str, baseline: str, measure: str
) -> list[dict[Any, Any]] | None:
    """Return the settings by how surely they turn a difference; None with too few worlds."""
    drawn = result.drawn
    assert drawn is not None
    table = drawn.turning
    is_pair = (table["scenario"] == scenario) & (table["baseline"] == baseline)
    found = table[is_pair & (table["measure"] == measure)]
    if measure not in TURNED or found.empty:
        found = turned(drawn.settings, gaps(result, scenario, baseline, measure))
    return None if found.empty else found.to_dict("records")


def _p(value: float) -> str:
    """Return a p-value as people read it.

    >>> _p(0.0312), _p(0.00001)
    ('= 0.03', '< 0.001')
    """
    return "< 0.001" if value < 0.001 else f"= {value:.1g}"
