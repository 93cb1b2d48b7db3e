"""Measure which settings move a ranking: random worlds over all settings that declare a range.

`python -m scripts.measured screening`, about ten minutes on two cores. Each world draws every
setting from its range and has luck of its own; every scheme meets the same world and luck, so that
outcomes are paired differences. All worlds speak about all settings at once:
docs/decisions/0015-screening-by-random-worlds.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc, spearmanr

from analysis.collect import only_measures
from analysis.measures import Tables
from analysis.parallel import in_order
from analysis.study.ranges import as_declared
from analysis.uncertainty.ranges import varied
from analysis.uncertainty.turning import TOLD, turned
from analysis.wording import lowered, title
from scripts.docs.reference import assumed
from scripts.markdown import bold, head, row
from scripts.schemes import BASELINE, MAIN
from sim import load_scenario, run
from sim.scenario import Scenario, declared

MARKETS = ("mid_market", "enterprise")
MEASURE = "gross_profit_y3"
WORLDS, AGAIN = 2048, 512
"""Worlds, and how many of them are run with another luck as well."""
SEED = 700_000
"""Seed of the worlds; each is a replicate of its own, and those run again are later ones."""
DESIGN_SEED = 1
LISTED = 20
WORKERS = 2
ASSUMPTION = re.compile(r"assumption (\d+)")
Floats = NDArray[np.float64]
Firms = Mapping[str, Sequence[Scenario]]
"""Market → one scenario a scheme, the baseline first."""


@dataclass(frozen=True)
class Screening:
    """Random worlds and what differs in them.

    Attributes:
        settings: a row per world, a column per setting.
        outcomes: pairs of a market and a scheme.
        gaps: worlds × outcomes: the scheme minus the baseline, in per cent of the baseline's mean.
        others: the same of the first worlds, with another luck.
    """

    settings: pd.DataFrame
    outcomes: tuple[tuple[str, str], ...]
    gaps: Floats
    others: Floats


def worlds(keys: Sequence[str], number: int, seed: int) -> pd.DataFrame:
    """Return a Latin hypercube over declared ranges: a row per world, a column per setting."""
    points = qmc.LatinHypercube(len(keys), seed=seed).random(number)
    columns = zip(keys, points.T, strict=True)
    return pd.DataFrame({key: [as_declared(key).at(u) for u in column] for key, column in columns})


def screened(
    keys: Sequence[str], number: int, again: int, *, firms: Firms, measure: str = MEASURE
) -> Screening:
    """Run random worlds in these firms, and some of the worlds with another luck as well."""
    settings = worlds(keys, number, DESIGN_SEED)
    drawn = settings.to_dict("records")
    jobs = [(world, number_of) for number_of, world in enumerate(drawn)]
    jobs += [(world, number + number_of) for number_of, world in enumerate(drawn[:again])]
    values = _values(firms, jobs, measure)
    unit = np.abs(values[:number, :, :1].mean(axis=0, keepdims=True)) / 100.0
    gaps = (values[:, :, 1:] - values[:, :, :1]) / unit
    flat = gaps.reshape(len(jobs), -1)
    pairs = [(market, firm.name) for market, schemes in firms.items() for firm in schemes[1:]]
    return Screening(settings, tuple(pairs), flat[:number], flat[number:])


def _values(firms: Firms, jobs: Sequence[tuple[dict[str, float], int]], measure: str) -> Floats:
    """Return what each firm reaches in each world: worlds × markets × schemes."""
    every = [firm for schemes in firms.values() for firm in schemes]

    def one(job: tuple[tuple[dict[str, float], int], Scenario]) -> float:
        (world, replicate), firm = job
        tables = Tables(run(firm.with_values(world), SEED, replicate))
        return float(only_measures(tables, (measure,)).values[0])

    runs: Iterator[tuple[tuple[dict[str, float], int], Scenario]] = product(jobs, every)
    values = np.array(list(in_order(one, runs, WORKERS)))
    return values.reshape(len(jobs), len(firms), -1)


def effects(found: Screening) -> pd.DataFrame:
    """Return how each setting goes with each difference.

    Columns: market, scenario, setting, correlation, p_adjusted (Holm over the settings of an
    outcome), above_low, above_high (share of worlds with the scheme ahead, in the setting's lowest
    and highest third).
    """
    parts = [
        turned(found.settings, gap).assign(market=market, scenario=scheme)
        for (market, scheme), gap in zip(found.outcomes, found.gaps.T, strict=True)
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


def leaders(found: Screening) -> list[str]:
    """Return the table of the settings that matter most, one column an outcome."""
    table = effects(found)
    names = (f"{scheme}, {market}" for market, scheme in found.outcomes)
    lines = head(["setting", *names, "what it is", "what it rests on"])
    known = table.set_index(["market", "scenario", "setting"]).to_dict("index")
    for key in order(table)[:LISTED]:
        cells = []
        for pair in found.outcomes:
            one = known[*pair, key]
            shares = f"{100 * one['above_low']:.0f} to {100 * one['above_high']:.0f} %"
            text = f"{one['correlation']:+.2f} ({shares})"
            cells.append(bold(text, one["p_adjusted"] < TOLD))
        lines.append(row([f"`{key}`", *cells, declared.flat()[key].meaning, source(key)]))
    return lines


def explained(found: Screening) -> list[str]:
    """Return the table of what settings explain one by one, and what luck does."""
    table = effects(found)
    names = ["market", "difference", "scheme ahead", "settings told from chance"]
    lines = head([*names, "settings, one by one", "luck"])
    for place, (market, scheme) in enumerate(found.outcomes):
        mine = table[(table["market"] == market) & (table["scenario"] == scheme)]
        alone = (mine["correlation"] ** 2).sum() - len(mine) / (len(found.gaps) - 1)
        same = found.gaps[: len(found.others), place]
        luck = 1.0 - spearmanr(same, found.others[:, place]).statistic
        cells = [market, f"{scheme} − {BASELINE}", f"{(found.gaps[:, place] > 0).mean():.0%}"]
        cells += [str(int((mine["p_adjusted"] < TOLD).sum())), f"{max(alone, 0.0):.0%}"]
        lines.append(row([*cells, f"{luck:.0%}"]))
    return lines


def text(found: Screening, measure: str = MEASURE) -> str:
    """Return the page of a screening that has run."""
    number, again = len(found.gaps), len(found.others)
    schemes = (number + again) * (len(found.outcomes) + len({one for one, _ in found.outcomes}))
    lines = [
        f"All {found.settings.shape[1]} settings with a declared range that are no levers: how",
        "people behave, what buyers and the job are like. Left out: levers (what schemes differ in",
        "and what a firm may switch), the length of a run, and the brand share, which people set.",
        f"{number:,} random worlds (a Latin hypercube) draw all of them at once from their ranges,",
        f"each with luck of its own (seed {SEED}), the same world and luck for every scheme;",
        f"{again} worlds are run with a second luck too; {schemes:,} runs. What declares no range",
        "(accounts, segments, prices, references of pay) is the market's. Outcome:",
        f"{lowered(title(measure))}, scheme minus `{BASELINE}`.",
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
    firms = {market: [load_scenario(each, market=market) for each in MAIN] for market in MARKETS}
    return text(screened(varied(), WORLDS, AGAIN, firms=firms))
