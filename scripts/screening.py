"""Measure which settings move a ranking: a Morris screening over all that declare a range.

`python -m scripts.measured screening`, about six minutes on two cores. Outcomes are paired
differences between two schemes, in one design for all schemes and markets, on the same luck.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.insight.sensitivity import Sensitivity, sensitivity
from analysis.study import Design, Study
from analysis.study.ranges import as_declared
from analysis.study.sweep import sweep
from analysis.uncertainty.ranges import varied
from analysis.wording import lowered, title
from scripts.docs.reference import assumed
from scripts.markdown import bold, head, row
from scripts.schemes import BASELINE, MAIN
from sim.scenario import declared

if TYPE_CHECKING:
    import pandas as pd

    from analysis.study.results import StudyResults

MARKETS = ("mid_market", "enterprise")
MEASURE = "gross_profit_y3"
TRAJECTORIES, REPLICATES, LEVELS = 7, 2, 4
SEED = 700_000
DESIGN_SEED = 1
LISTED = 20
WORKERS = 2
OUTCOME = ["market", "scenario"]
PERCENT = ["value", "ci_low", "ci_high", "noise_floor"]
ASSUMPTION = re.compile(r"assumption (\d+)")


def study(
    keys: Sequence[str] | None = None,
    *,
    trajectories: int = TRAJECTORIES,
    replicates: int = REPLICATES,
    markets: Sequence[str] = MARKETS,
    overrides: Sequence[str] = (),
    measure: str = MEASURE,
) -> Study:
    """Return the screening as a study; a small one for a try."""
    return Study(
        name="screening",
        description="all settings with a declared range",
        path="",
        schemes=MAIN,
        markets=tuple(markets),
        overlays=(),
        overrides=tuple(overrides),
        parameters=tuple(as_declared(key) for key in (varied() if keys is None else keys)),
        design=Design("morris", trajectories, DESIGN_SEED, LEVELS),
        replicates=replicates,
        seed=SEED,
        measures=(measure,),
    )


def screened(asked: Study, folder: Path) -> tuple[StudyResults, Sensitivity]:
    """Run a screening into a store and return it with its elementary effects."""
    results = sweep(asked, folder, workers=WORKERS)
    return results, sensitivity(results, measures=asked.measures, baseline=BASELINE)


def source(key: str) -> str:
    """Return what the default of a setting rests on: its source, assumptions as sentences.

    Raises: KeyError for an assumption without a sentence, and for a setting without any source.
    """
    said, sentences = declared.flat()[key].source, assumed()
    if not said:
        raise KeyError(f"{key} has no source")
    numbers = [int(found) for found in ASSUMPTION.findall(said)]
    return " ".join([f"{said}.", *(sentences[number] for number in numbers)])


def effects(found: Sensitivity, unit: Mapping[str, float]) -> pd.DataFrame:
    """Return mu* of every setting and outcome, in per cent of the baseline's mean, with its sign.

    Columns: market, scenario, parameter, value, ci_low, ci_high, noise_floor (what luck alone would
    give), flag, sign.
    """
    apart = found.indices[found.indices["baseline"] != ""]
    star = apart[apart["index"] == "mu_star"].set_index([*OUTCOME, "parameter"])
    mean = apart[apart["index"] == "mu"].set_index([*OUTCOME, "parameter"])
    table = star[[*PERCENT, "flag"]].copy()
    by = np.array([unit[str(place)] for place in table.index.get_level_values("market")]) / 100.0
    for name in PERCENT:
        table[name] = table[name] / by
    mean = mean.reindex(table.index)
    table["sign"] = "±"
    table.loc[mean["ci_low"] > 0, "sign"] = "+"
    table.loc[mean["ci_high"] < 0, "sign"] = "−"
    return table.reset_index()


def baseline_means(results: StudyResults, measure: str) -> dict[str, float]:
    """Return the baseline's mean of a measure over all points, by market."""
    values = results.wide(measure)[BASELINE].abs().groupby(level="point").mean()
    markets = results.points.set_index("point")["market"].astype(str).loc[values.index]
    return {
        str(name): float(mean) for name, mean in values.groupby(markets.to_numpy()).mean().items()
    }


def order(table: pd.DataFrame) -> list[str]:
    """Return settings by how far their effects exceed luck, over outcomes, the largest first."""
    beyond = (table["value"] ** 2 - table["noise_floor"].fillna(0.0) ** 2).clip(lower=0.0)
    mean = np.sqrt(beyond).groupby(table["parameter"], sort=False).mean()
    return [str(key) for key in mean.sort_values(ascending=False, kind="stable").index]


def leaders(table: pd.DataFrame) -> list[str]:
    """Return the table of the settings that matter most, one column an outcome."""
    pairs = [(str(a), str(b)) for a, b in table[OUTCOME].drop_duplicates().itertuples(index=False)]
    outcomes = (f"{scheme}, {market}" for market, scheme in pairs)
    lines = head(["setting", *outcomes, "share of noise", "what it is", "what it rests on"])
    known = {
        (str(one["market"]), str(one["scenario"]), str(one["parameter"])): one
        for one in table.to_dict("records")
    }
    for key in order(table)[:LISTED]:
        cells = []
        for pair in pairs:
            one = known[*pair, key]
            low = max(float(one["ci_low"]), 0.0)
            text = f"{one['sign']} {one['value']:.1f} ({low:.1f} to {one['ci_high']:.1f})"
            cells.append(bold(text, one["flag"] == "clear"))
        mine = table[table["parameter"] == key]
        cells.append(f"{min(mine['noise_floor'].sum() / mine['value'].sum(), 1.0):.0%}")
        lines.append(row([f"`{key}`", *cells, declared.flat()[key].meaning, source(key)]))
    return lines


def luck(found: Sensitivity, table: pd.DataFrame) -> list[str]:
    """Return the table of noise: how much of what varies between points is luck."""
    lines = head(["market", "difference", "share of noise", "settings above luck", "trajectories"])
    width = table["parameter"].nunique() + 1
    for item in found.noise[found.noise["baseline"] != ""].to_dict("records"):
        is_here = (table["market"] == item["market"]) & (table["scenario"] == item["scenario"])
        clear = int((table[is_here]["flag"] == "clear").sum())
        cells = [item["market"], f"{item['scenario']} − {item['baseline']}"]
        cells += [f"{item['noise_share']:.0%}", str(clear), str(item["points"] // width)]
        lines.append(row(cells))
    return lines


def text(results: StudyResults, found: Sensitivity) -> str:
    """Return the page of a screening that has run."""
    asked = results.study
    table = effects(found, baseline_means(results, asked.measures[0]))
    dead = [key for key in order(table) if not table[table["parameter"] == key]["value"].any()]
    lines = [
        *_about(asked, len(results.points) * len(MAIN) * asked.replicates),
        "",
        "## How much is luck",
        "",
        *luck(found, table),
        "",
        f"## The {LISTED} that matter",
        "",
        "Mean absolute effect of moving a setting across its range (mu\\*), with a 95 % interval;",
        "the sign is that of the mean effect where its interval excludes zero, ± where it does not",
        "(the direction depends on other settings, or is not known). **Bold**: above what luck",
        "alone gives, over all settings together. Share of noise: what luck alone would give mu\\*",
        "over mu\\*. Ordered by what is beyond luck, in the mean over the columns.",
        "",
        *leaders(table),
        "",
        "## Without any effect",
        "",
        _dead(dead),
    ]
    return "\n".join(lines)


def screening() -> str:
    """Return the page on what moves a ranking."""
    with tempfile.TemporaryDirectory() as folder:
        return text(*screened(study(), Path(folder) / "screening"))


def _about(asked: Study, runs: int) -> list[str]:
    """Return what was run, as the lines of a paragraph."""
    return [
        f"All {len(asked.parameters)} settings with a declared range that are no levers: how",
        "people behave, what buyers and the job are like. Left out: levers (what schemes differ in",
        "and what a firm may switch), the length of a run, and the brand share, which people set.",
        f"Morris design: {asked.design.points} trajectories of {len(asked.parameters) + 1} points",
        f"at {asked.design.levels} levels of every range, the same for every scheme and market;",
        f"{asked.replicates} replicates of seed {asked.seed} at each point, the same luck at every",
        f"point and under every scheme; {runs:,} runs. What declares no range (accounts, segments,",
        "prices, references of pay) is the market's. Outcome:",
        f"{lowered(title(asked.measures[0]))}, scheme minus `{BASELINE}`,",
        f"in per cent of the mean of `{BASELINE}` in that market.",
    ]


def _dead(keys: list[str]) -> str:
    if not keys:
        return "Every setting moves some difference."
    named = ", ".join(f"`{key}`" for key in keys)
    return f"These move no difference at all in the firms that were run: {named}."
