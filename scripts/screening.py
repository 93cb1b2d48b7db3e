"""Measure which settings move a ranking: random worlds over all settings that declare a range.

`python -m scripts.measured screening`, about ten minutes on two cores. Each world draws every
setting around its default and has luck of its own; every scheme meets the same world and luck, so
that outcomes are paired differences. All worlds speak about all settings at once; those without a
believable firm are left out: docs/decisions/0015-believable-worlds.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc, spearmanr

from analysis.parameters.settings import living
from analysis.parameters.spans import Ranges, spans, varied
from analysis.runs.parallel import in_order
from analysis.uncertainty.believable import ABOUT, is_believable, reached, usual
from analysis.uncertainty.turning import TOLD, turned
from analysis.words.wording import lowered, title
from scripts.docs.reference import assumed
from scripts.markdown import bold, head, row
from scripts.schemes import BASELINE, MAIN
from sim import load_scenario
from sim.scenario import Scenario, declared

MARKETS = ("mid_market", "enterprise")
MEASURE = "gross_profit_y3"
WORLDS = 2048
"""Worlds drawn, of which the believable ones count; every second of them has a second luck too."""
SEED = 700_000
"""Seed of the worlds; each is a replicate of its own, and so is each that is run again."""
DESIGN_SEED = 1
LISTED = 20
WORKERS = 2
ASSUMPTION = re.compile(r"assumption (\d+)")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lead:
    """How far a scheme is ahead of the baseline in the believable worlds of a market.

    Attributes:
        market, scheme: where, and who.
        settings: a row per world, a column per setting.
        gap: per world, in the units of the measure.
        other: the same with another luck, of every second world.
    """

    market: str
    scheme: str
    settings: pd.DataFrame
    gap: Floats
    other: Floats


def worlds(axes: Ranges, number: int, seed: int) -> pd.DataFrame:
    """Return a Latin hypercube over what settings may be: a row per world, a column per setting."""
    points = qmc.LatinHypercube(len(axes), seed=seed).random(number)
    columns = zip(axes.items(), points.T, strict=True)
    return pd.DataFrame({key: axis.at(column) for (key, axis), column in columns})


def screened(
    keys: Sequence[str], number: int, market: str, firms: Sequence[Scenario], measure: str = MEASURE
) -> list[Lead]:
    """Run the believable ones of so many random worlds in a market's firms, the baseline first."""
    settings = worlds(spans(keys, firms), number, DESIGN_SEED)
    drawn = [[living(firm, world) for firm in firms] for world in settings.to_dict("records")]
    expected = usual(firms, SEED)

    def judged(world: int) -> bool:
        return is_believable(drawn[world], expected, SEED, world)

    kept = [world for world, is_in in enumerate(in_order(judged, iter(range(number)), WORKERS))
            if is_in]  # fmt: skip
    again = kept[::2]
    jobs = [(world, world) for world in kept] + [(world, number + world) for world in again]
    values = _values(drawn, jobs, measure)
    gaps = values[:, 1:] - values[:, :1]
    return [
        Lead(market, firm.name, settings.iloc[kept], gap[: len(kept)], gap[len(kept) :])
        for firm, gap in zip(firms[1:], gaps.T, strict=True)
    ]


def _values(
    drawn: Sequence[Sequence[Scenario]], jobs: Sequence[tuple[int, int]], measure: str
) -> Floats:
    """Return what each scheme reaches, for each world and replicate: jobs × schemes."""

    def one(job: tuple[tuple[int, int], int]) -> float:
        (world, replicate), scheme = job
        return float(reached(drawn[world][scheme], SEED, replicate, (measure,))[0])

    schemes = len(drawn[0])
    runs: Iterator[tuple[tuple[int, int], int]] = product(jobs, range(schemes))
    return np.array(list(in_order(one, runs, WORKERS))).reshape(len(jobs), schemes)


def effects(found: Sequence[Lead]) -> pd.DataFrame:
    """Return how each setting goes with each difference.

    Columns: market, scenario, setting, correlation, p_adjusted (Holm over the settings of an
    outcome), above_low, above_high (share of worlds with the scheme ahead, in the setting's lowest
    and highest third).
    """
    parts = [
        turned(lead.settings, lead.gap).assign(market=lead.market, scenario=lead.scheme)
        for lead in found
    ]
    return pd.concat(parts, ignore_index=True)


def order(table: pd.DataFrame) -> list[str]:
    """Return settings by their squared correlations, in the mean over outcomes, largest first."""
    mean = (table["correlation"] ** 2).groupby(table["setting"], sort=False).mean()
    return [str(key) for key in mean.sort_values(ascending=False, kind="stable").index]


def source(key: str) -> str:
    """Return what the default of a setting rests on: its source, assumptions as sentences.

    Raises: KeyError for an assumption without a sentence, and for a setting without any source.
    """
    said, sentences = declared.flat()[key].source, assumed()
    if not said:
        raise KeyError(f"{key} has no source")
    numbers = [int(found) for found in ASSUMPTION.findall(said)]
    return " ".join([f"{said}.", *(sentences[number] for number in numbers)])


def leaders(found: Sequence[Lead]) -> list[str]:
    """Return the table of the settings that matter most, one column an outcome."""
    table = effects(found)
    names = (f"{lead.scheme}, {lead.market}" for lead in found)
    lines = head(["setting", *names, "what it is", "what it rests on"])
    known = table.set_index(["market", "scenario", "setting"]).to_dict("index")
    for key in order(table)[:LISTED]:
        cells = []
        for lead in found:
            one = known[lead.market, lead.scheme, key]
            shares = f"{100 * one['above_low']:.0f} to {100 * one['above_high']:.0f} %"
            text = f"{one['correlation']:+.2f} ({shares})"
            cells.append(bold(text, one["p_adjusted"] < TOLD))
        lines.append(row([f"`{key}`", *cells, declared.flat()[key].meaning, source(key)]))
    return lines


def explained(found: Sequence[Lead]) -> list[str]:
    """Return the table of what settings explain one by one, and what luck does."""
    names = ["market", "difference", "worlds", "scheme ahead", "settings told from chance"]
    lines = head([*names, "settings, one by one", "luck"])
    for lead in found:
        mine, worlds_here = effects([lead]), len(lead.gap)
        alone = (mine["correlation"] ** 2).sum() - len(mine) / (worlds_here - 1)
        luck = 1.0 - spearmanr(lead.gap[::2], lead.other).statistic
        cells = [lead.market, f"{lead.scheme} − {BASELINE}", f"{worlds_here:,}"]
        cells += [f"{(lead.gap > 0).mean():.0%}", str(int((mine["p_adjusted"] < TOLD).sum()))]
        lines.append(row([*cells, f"{max(alone, 0.0):.0%}", f"{min(max(luck, 0.0), 1.0):.0%}"]))
    return lines


def text(found: Sequence[Lead], drawn: int, measure: str = MEASURE) -> str:
    """Return the page of a screening that has run; `drawn` worlds were drawn a market."""
    lines = [
        f"All {found[0].settings.shape[1]} settings with a declared range that are no levers: how",
        "people behave, what buyers and the job are like. Left out: levers (what schemes differ in",
        "and what a firm may switch), the length of a run, and the brand share, which people set.",
        f"{drawn:,} random worlds a market (a Latin hypercube) draw all of them at once around",
        "their defaults (triangular distributions over the declared ranges), each with luck of its",
        f"own (seed {SEED}), the same world and luck for every scheme; every second world is run",
        "with a second luck too. What declares no range (accounts, pods, segments and their",
        f"values) is the market's. Outcome: {lowered(title(measure))}, scheme minus `{BASELINE}`.",
        *ABOUT,
        "",
        "## How much settings explain",
        "",
        "Shares of what varies between worlds, on ranks: by every setting on its own, added up,",
        "less what chance alone would give; and by luck, from worlds run twice. The rest is what",
        "settings do together, and where more is not always better.",
        "",
        *explained(found),
        "",
        f"## The {LISTED} that matter",
        "",
        "Rank correlation of a setting with the scheme's lead over worlds; in brackets in how many",
        "worlds the scheme is ahead where the setting is in its lowest third, and in its highest.",
        "**Bold**: told from chance (5 %, adjusted by Holm over all settings). Ordered by the",
        "squared correlation, in the mean over the columns.",
        "",
        *leaders(found),
    ]
    return "\n".join(lines)


def screening() -> str:
    """Return the page on what moves a ranking."""
    found = []
    for market in MARKETS:
        firms = [load_scenario(scheme, market=market) for scheme in MAIN]
        found += screened(varied(), WORLDS, market, firms)
    return text(found, WORLDS)
