"""Measure how often each scheme is best when people, or people and markets, are other than assumed.

`people`: in every shipped market, everything that says how people behave is drawn around its
default, within its declared range. `both`: markets too, over the axes and in the kinds of business
of the study `environments`. Each world has luck of its own, and every scheme meets the same world
and luck; worlds without a believable firm are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc, spearmanr

from analysis.insight.discovery.rules import rule_table
from analysis.parameters.axes import MARKET, Axis, axis_of
from analysis.parameters.settings import living
from analysis.parameters.spans import Ranges, behaviour, spans
from analysis.runs.parallel import in_order
from analysis.runs.statistics import means_with_intervals
from analysis.study import load_study_file
from analysis.uncertainty.believable import ABOUT, is_believable, reached, usual
from scripts.markdown import bold, head, row
from scripts.schemes import BASELINE, MAIN, MARKETS
from sim import load_scenario
from sim.scenario import Scenario

SCHEMES = (
    BASELINE,
    "siloed_own_revenue",
    "hybrid_pay",
    "shared_revenue",
    "cmo_reports_to_cso_pay_only",
    "cmo_reports_to_cso",
    "unified_cro",
)
MEASURES = {
    "gross_profit_y1": "gross profit, year 1",
    "gross_profit_y3": "gross profit, years 1 to 3",
    "relationship_conflict": "relationship conflict",
}
LESS_IS_BETTER = ("relationship_conflict",)
HEADLINE = "gross_profit_y3"
PEOPLE_WORLDS = 128
PEOPLE_FEWER = {"velocity": 32}
BOTH_WORLDS = 640
"""Worlds drawn, of which the believable ones count."""
OWN = 2
"""Replicates of the firm as it is assumed where every world has a market of its own."""
SEED = 500_000
"""Seed of the worlds; each is a replicate of its own."""
LISTED = 20
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Worlds:
    """Results of every scheme in every world.

    Attributes:
        values: worlds × schemes × measures, of believable worlds.
        points: worlds × axes, from 0 to 1 over the distribution of each axis.
        axes: how each setting is drawn, by dotted key.
        drawn: how many worlds were drawn.
    """

    values: Floats
    points: Floats
    axes: Ranges
    drawn: int


def people_axes(firms: Sequence[Scenario] = ()) -> Ranges:
    """Return how all that says how people behave is drawn: no lever, no fact about buyers."""
    return spans(behaviour(), firms)


def _drawn(axes: Ranges, worlds: int, seed: int) -> Floats:
    return np.asarray(qmc.LatinHypercube(len(axes), seed=seed).random(worlds))


def _settings(axes: Ranges, point: Floats) -> dict[str, Any]:
    parts = zip(axes.items(), point, strict=True)
    return {key: axis.at(float(part)) for (key, axis), part in parts}


def main(firms: Sequence[Scenario]) -> list[Scenario]:
    """Return the firms that worlds are judged on."""
    return [firm for firm in firms if firm.name in MAIN]


def ran(
    firms: Sequence[Sequence[Scenario]], expected: Sequence[Floats], points: Floats,
    axes: Ranges, seed: int,
) -> tuple[Worlds, list[bool]]:  # fmt: skip
    """Run each believable world's firms, one per scheme, on luck of their own.

    Return them, and which of the worlds they are.
    """
    names = tuple(MEASURES)

    def judged(world: tuple[int, Sequence[Scenario], Floats]) -> bool:
        number, schemes, usually = world
        return is_believable(main(schemes), usually, seed, number)

    worlds = zip(range(len(firms)), firms, expected, strict=True)
    counts = list(in_order(judged, worlds, 2))
    jobs: Iterator[tuple[Scenario, int, int]] = (
        (firm, seed, number)
        for number, (world, is_in) in enumerate(zip(firms, counts, strict=True))
        for firm in world
        if is_in
    )

    def job(one: tuple[Scenario, int, int]) -> Floats:
        return reached(*one, names)

    values = np.array(list(in_order(job, jobs, 2))).reshape(-1, len(SCHEMES), len(names))
    return Worlds(values, points[np.array(counts)], axes, len(firms)), counts


def in_market(market: str, worlds: int, seed: int) -> Worlds:
    """Vary how people behave in one shipped market."""
    bases = [load_scenario(scheme, market=market) for scheme in SCHEMES]
    axes = people_axes(bases)
    points = _drawn(axes, worlds, seed)
    firms = [[living(base, _settings(axes, point)) for base in bases] for point in points]
    expected = [usual(main(bases), seed)] * worlds
    return ran(firms, expected, points, axes, seed)[0]


def everywhere(worlds: int, seed: int) -> tuple[Worlds, list[str]]:
    """Vary how people behave and what markets are like; return the kind of each world too.

    A world is held against the same market with people as they are assumed.
    """
    study = load_study_file("environments")
    grounds = [str(market) for market in study.markets]
    bases = {
        ground: [load_scenario(scheme, market=ground) for scheme in SCHEMES] for ground in grounds
    }
    people = people_axes()
    markets: Ranges = {axis.key: axis for axis in study.parameters if axis.key not in people}
    points = _drawn({**people, **markets}, worlds, seed)
    kinds = [grounds[number % len(grounds)] for number in range(worlds)]
    firms, expected = [], []
    for kind, point in zip(kinds, points, strict=True):
        market = _settings(markets, point[len(people) :])
        there = [living(base, market) for base in bases[kind]]
        firms.append([living(firm, _settings(people, point[: len(people)])) for firm in there])
        expected.append(usual(main(there), seed, OWN))
    found, counts = ran(firms, expected, points, {**people, **markets}, seed)
    return found, [kind for kind, is_in in zip(kinds, counts, strict=True) if is_in]


def best_in(values: Floats, measure: int) -> Floats:
    """Return the share of worlds in which each scheme is best by a measure; ties are shared."""
    chosen = values[:, :, measure]
    if tuple(MEASURES)[measure] in LESS_IS_BETTER:
        chosen = -chosen
    is_best = chosen == chosen.max(axis=1, keepdims=True)
    return np.asarray((is_best / is_best.sum(axis=1, keepdims=True)).mean(axis=0))


def shares(found: Worlds) -> list[str]:
    """Return a table: in which share of worlds each scheme is best, and by how much it differs."""
    titles = (f"best: {title}" for title in MEASURES.values())
    against = "gross profit, years 1 to 3, % of siloed_metrics"
    lines = head(["scheme", *titles, against, "above it in"])
    best = [best_in(found.values, place) for place in range(len(MEASURES))]
    headline = found.values[:, :, tuple(MEASURES).index(HEADLINE)]
    unit = abs(float(headline[:, 0].mean())) / 100.0
    for place, scheme in enumerate(SCHEMES):
        cells = (f"{column[place]:.0%}" for column in best)
        gap = (headline[:, place] - headline[:, 0]) / unit
        mean = means_with_intervals(gap[:, None])
        told, above = "baseline", ""
        if place > 0:
            told = f"{mean.mean[0]:+.1f} ({mean.low[0]:+.1f} to {mean.high[0]:+.1f})"
            above = f"{float((gap > 0).mean()):.0%}"
        lines.append(row([scheme, *cells, told, above]))
    return lines


def deciders(found: Worlds) -> list[str]:
    """Return a table: the settings that go with each scheme's lead over the baseline."""
    headline = found.values[:, :, tuple(MEASURES).index(HEADLINE)]
    gaps = headline[:, 1:] - headline[:, :1]
    table = np.array(
        [[spearmanr(points, gap).statistic for gap in gaps.T] for points in found.points.T]
    )
    order = np.argsort(-np.abs(table).max(axis=1))[:LISTED]
    noise = 1.96 / np.sqrt(len(gaps) - 1)
    lines = head(["setting", *SCHEMES[1:]])
    for axis in order:
        cells = (bold(f"{rho:+.2f}", abs(rho) > noise) for rho in table[axis].tolist())
        lines.append(row([[*found.axes][axis], *cells]))
    return lines


def rules(found: Worlds, kinds: Sequence[str], seed: int = SEED) -> list[str]:
    """Return when a scheme is best, in rules that held on worlds they were not found on."""
    settings = {
        key: axis.at(found.points[:, n]) for n, (key, axis) in enumerate(found.axes.items())
    }
    points = pd.DataFrame(settings).assign(**{MARKET: list(kinds)})
    known = {key: axis_of(axis) for key, axis in found.axes.items()}
    known[MARKET] = Axis(MARKET, "", "", False, tuple(dict.fromkeys(kinds)), np.empty((2, 0)))
    lines: list[str] = []
    for place, (measure, title) in enumerate(MEASURES.items()):
        values = found.values[:, :, place] * (-1.0 if measure in LESS_IS_BETTER else 1.0)
        is_best = (values == values.max(axis=1, keepdims=True)).astype(np.float64)
        chance = is_best / is_best.sum(axis=1, keepdims=True)
        table = rule_table(points, chance, SCHEMES, known, seed=seed)
        kept = table[table["accepted"]]
        lines += ["", f"Best on {title}: {len(table)} rules tried, {len(kept)} stood."]
        if len(kept):
            lines += ["", *head(["scheme", "rule", "best there", "best anywhere", "worlds judged"])]
        for one in kept.to_dict("records"):
            there = f"{one['density']:.0%} ({one['density_low']:.0%} to {one['density_high']:.0%})"
            cells = [there, f"{one['base_rate']:.0%}", f"{one['environments']} of {one['of']}"]
            lines.append(row([one["scenario"], one["rule"], *cells]))
    return lines


def people() -> str:
    """Return the page on people: in every shipped market, how often each scheme is best."""
    text = [
        f"Everything that says how people behave ({len(people_axes())} settings: how hours are",
        "weighed, pay is looked at, conflict, trust, knowledge, credit and leadership work) drawn",
        "around its default (a triangular distribution over its declared range), by a Latin",
        "hypercube; each world has luck of its own, the same for every scheme. A world counts a",
        "scheme as best on one run, so luck is in the shares; differences are means over worlds",
        "with 95 % intervals.",
        *ABOUT,
    ]
    for place, market in enumerate(MARKETS):
        worlds = PEOPLE_FEWER.get(market, PEOPLE_WORLDS)
        found = in_market(market, worlds, SEED + 10_000 * (place + 1))
        heading = f"## {market}, {len(found.values)} of {found.drawn} worlds"
        text += ["", heading, "", *shares(found)]
    return "\n".join(text)


def both() -> str:
    """Return the page on people and markets together."""
    found, kinds = everywhere(BOTH_WORLDS, SEED)
    text = [
        f"{len(found.values)} worlds of {found.drawn}: how people behave as in",
        "[people](people.md), and what markets are like over the axes and in the four kinds of",
        "business of the study `environments`. Each world has luck of its own, the same for every",
        "scheme; which scheme is best in a world is judged on one run.",
        *ABOUT,
        "That firm has the same market.",
        "",
        *shares(found),
    ]
    for kind in dict.fromkeys(kinds):
        chosen = np.array([one == kind for one in kinds])
        part = replace(found, values=found.values[chosen], points=found.points[chosen])
        text += ["", f"## {kind}, {int(chosen.sum())} worlds", "", *shares(part)]
    text += [
        "",
        "## What goes with a lead",
        "",
        f"Rank correlation (Spearman) of a setting with the lead of a scheme over {BASELINE} in",
        f"gross profit of three years, over all worlds; the {LISTED} settings with the strongest.",
        "**Bold**: beyond 1.96 standard errors of chance; one cell in twenty is bold by luck.",
        "",
        *deciders(found),
        "",
        "## In rules",
        "",
        "Boxes and branches of a small tree in which a scheme is best more often than elsewhere",
        "([how](../../how-to/find-where-a-scheme-wins.md)), found on two thirds of the worlds; a",
        "rule stands if it holds on the third it never saw (permutation test, Holm over all).",
        *rules(found, kinds),
    ]
    return "\n".join(text)
