"""Measure what a table of opportunities finds again, and how well a part left out is predicted.

`python -m scripts.measured recovery`, about five minutes on two cores. Firms with parameters drawn
from their declared ranges are run, their tables fitted, and their last part predicted.
"""

from __future__ import annotations

import numpy as np

from analysis.calibration.books import Books
from analysis.calibration.crm import OF_DEALS, word_of
from analysis.calibration.deals import of_run
from analysis.calibration.heldout import HELD, cut_of
from analysis.calibration.prediction import Prediction, predict
from analysis.study.parameter import Parameter
from analysis.study.ranges import as_declared
from analysis.titles import titles
from scripts import recovered as recovered_firms
from scripts.markdown import head, row
from sim import run
from sim.core.errors import InputError
from sim.scenario import load_scenario

PLANTS, RUNS, SEED = 24, 512, 810_000
FIRM = ("market.accounts=1600", "run.weeks=104", "run.burn_in=26")
EDGE = 0.05
"""How far plants stay from the ends of the ranges."""
ABOUT = f"""{PLANTS} firms with parameters drawn from their declared ranges, `siloed_metrics` with
{" ".join(f"`--set {item}`" for item in FIRM)}, seed {SEED}: the table of each is cut at 70 % of its
weeks, fitted on the first part with `--runs {RUNS}`, and its last part predicted."""


PARAMETERS_HEAD = """## Parameters, from the first part

Error: median distance of the median from the truth, over the standard deviation of the range.
Width: of the 90 % interval, over that of the range; 1 where nothing is learned.
"""
STATISTICS_HEAD = """## Statistics of the part left out

How often the interval predicted held what the firm then did.
"""
BESIDE_HEAD = f"""## What leads and customers add

{recovered_firms.PLANTS} other firms, all {len(recovered_firms.KEYS)} parameters drawn, whole
tables, against one design of {recovered_firms.RUNS:,} runs whose seed they do not share: from
opportunities alone, with leads, and with customers too. Width of the 90 % interval over that of
the range; how often it holds the truth.
"""
MISSES = """## Misses

- So few firms say what a row holds to within 13 points (two standard errors at 90 %): a row of 83 %
  is no miss, and of seventeen rows one far lower comes by chance in every few such pages. Rows of
  one table hang together.
- *Amount of deals won over deals lost* is the lowest: the part left out holds some tens of deals
  won, amounts have long tails, and the regression on the first part takes them for more regular
  than they are. Read its interval as one of three in four.
- *Weeks to a win, median* and *share still open* are counted in whole weeks and few deals; their
  intervals of 80 % are a little narrow, those of 90 % less so.
- Parameters that are *hardly* found have intervals nearly as wide as their ranges. They hold the
  truth all the same, and what is predicted takes all draws of them: that is why statistics can be
  predicted though the parameters behind them cannot be told apart."""


def plants(
    count: int = PLANTS, runs: int = RUNS
) -> tuple[list[dict[str, float]], list[Prediction], int]:
    """Return true parameters and predictions of firms, and how many were too small to be cut."""
    firm, luck = load_scenario("siloed_metrics", overrides=FIRM), np.random.default_rng(SEED)
    truths, found, small = [], [], 0
    while len(found) < count:
        truth = {key: as_declared(key).at(luck.uniform(EDGE, 1.0 - EDGE)) for key in OF_DEALS}
        deals = of_run(run(firm.with_values(truth), SEED, len(found) + small))
        try:
            cut = cut_of(deals)
        except InputError:
            small += 1
            continue
        truths.append(truth)
        found.append(predict(firm, Books(deals), cut, runs=runs))
    return truths, found, small


def recovered(truths: list[dict[str, float]], found: list[Prediction]) -> list[str]:
    """Return a table of parameters: how often intervals hold the truth, and how wide they are."""
    lines = head(["parameter", "90 % holds the truth", "error", "width", "found"])
    names = titles(OF_DEALS)
    for place, key in enumerate(OF_DEALS):
        prior, aims = as_declared(key), np.array([truth[key] for truth in truths])
        items = [each.fit.found[place] for each in found]
        low, middle, high = (
            np.array([getattr(item, end) for item in items]) for end in ("low", "middle", "high")
        )
        held_in = float(np.mean((low <= aims) & (aims <= high)))
        error = float(np.median(np.abs(middle - aims))) / _spread(prior)
        width = float(np.median([item.width for item in items]))
        cells = (f"{held_in:.0%}", f"{error:.2f}", f"{width:.2f}", word_of(width))
        lines.append(row([names[key], *cells]))
    return lines


def _spread(prior: Parameter) -> float:
    """Return half of what lies between the places one standard deviation from the middle."""
    away = 0.5 / np.sqrt(3.0)
    return (prior.at(0.5 + away) - prior.at(0.5 - away)) / 2.0


def predicted(found: list[Prediction]) -> list[str]:
    """Return a table of statistics: how often intervals hold what was left out."""
    lines = head(["statistic of the part left out", "in 80 %", "in 90 %", "firms"])
    every: list[tuple[bool, bool]] = []
    for key, (meaning, _kind) in HELD.items():
        inside = [line.inside for each in found for line in each.lines if line.key == key]
        every += inside
        shares = np.mean(inside, axis=0)
        lines.append(row([meaning, f"{shares[0]:.0%}", f"{shares[1]:.0%}", str(len(inside))]))
    shares = np.mean(every, axis=0)
    return [*lines, row(["all", f"{shares[0]:.0%}", f"{shares[1]:.0%}", f"{len(found)}"])]


def table() -> str:
    """Return the page's tables."""
    return shown(*plants())


def shown(truths: list[dict[str, float]], found: list[Prediction], small: int) -> str:
    """Return tables of what was found."""
    surprising = sum(each.is_surprising for each in found)
    last = (
        f"{surprising} of {len(found)} firms, which did not change, were said to be not what the "
        "fit expects (by chance: one in twenty)."
    )
    if small:
        last += f" {small} more had too few deals to be cut."
    parts = [PARAMETERS_HEAD, *recovered(truths, found), ""]
    firm = load_scenario("siloed_metrics", overrides=FIRM)
    beside = recovered_firms.measured(firm)
    parts += [BESIDE_HEAD, *recovered_firms.rows(beside), "", recovered_firms.halves(beside), ""]
    parts += [STATISTICS_HEAD, *predicted(found)]
    return "\n".join([*parts, "", last, "", MISSES])
