"""Measure what a table of opportunities finds again, and how well a part left out is predicted.

`python -m scripts.measured recovery`, about five minutes on two cores. Firms with parameters drawn
from their declared ranges are run, their tables fitted, and their last part predicted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analysis.calibration.books import Books
from analysis.calibration.crm import OF_DEALS, word_of
from analysis.calibration.deals import of_run
from analysis.calibration.heldout import HELD, cut_of
from analysis.calibration.prediction import Prediction, predict
from analysis.parameters.parameter import Parameter
from analysis.parameters.ranges import as_declared
from analysis.words.titles import titles
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
HARDLY = """- Parameters that are *hardly* found have intervals nearly as wide as their ranges. They
  hold the truth all the same, and what is predicted takes all draws of them: that is why
  statistics can be predicted though the parameters behind them cannot be told apart."""
LOWEST = 3
"""So many of the lowest rows are named."""


class Held(NamedTuple):
    """How often intervals held the truth: of what, the share asked and found, of how many firms."""

    name: str
    asked: float
    found: float
    firms: int

    @property
    def within(self) -> float:
        """Return two standard errors of the share where intervals are right."""
        return 2.0 * float(np.sqrt(self.asked * (1.0 - self.asked) / self.firms))

    @property
    def is_far(self) -> bool:
        """Return whether the share is farther off than that."""
        return abs(self.found - self.asked) > self.within


def misses(parameters: Sequence[Held], beside: Sequence[Held], parts: Sequence[Held]) -> str:
    """Return what is to be said of rows that are off: which, and how many chance alone gives.

    parameters, beside: of the first two tables. parts: of the part left out, 80 % before 90 %.
    """
    every = [*parameters, *beside, *parts]
    far = [
        f"*{each.name}* ({each.found:.0%}, not {each.asked:.0%})" for each in every if each.is_far
    ]
    said = f"{len(far)} of {len(every)} shares" if far else f"None of {len(every)} shares"
    names = f": {', '.join(far)}" if far else ""
    low = sorted((each for each in parts if each.asked < 0.9), key=lambda each: each.found)
    lowest = ", ".join(f"*{each.name}* ({each.found:.0%})" for each in low[:LOWEST])
    points = [100 * rows[0].within for rows in (parameters, low, beside)]
    return f"""## Misses

- Two standard errors of a share of {parameters[0].firms} firms are {points[0]:.0f} points at 90 %
  and {points[1]:.0f} at 80 %, of {beside[0].firms} firms {points[2]:.0f} at 90 %.
  {said} on this page lie farther off, where chance alone
  gives about {len(every) / 20:.0f}{names}.
  Rows of one table hang together.
- Lowest of the part left out, in intervals of 80 %: {lowest}.
  With so few firms that is not told from chance.
{HARDLY}"""


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


def recovered(
    truths: list[dict[str, float]], found: list[Prediction]
) -> tuple[list[str], list[Held]]:
    """Return a table of parameters: how often intervals hold the truth, and how wide they are."""
    shares = []
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
        shares.append(Held(names[key], 0.9, held_in, len(found)))
    return lines, shares


def _spread(prior: Parameter) -> float:
    """Return half of what lies between the places one standard deviation from the middle."""
    away = 0.5 / np.sqrt(3.0)
    return (prior.at(0.5 + away) - prior.at(0.5 - away)) / 2.0


def predicted(found: list[Prediction]) -> tuple[list[str], list[Held]]:
    """Return a table of statistics: how often intervals hold what was left out."""
    lines = head(["statistic of the part left out", "in 80 %", "in 90 %", "firms"])
    every: list[tuple[bool, bool]] = []
    held: list[Held] = []
    for key, (meaning, _kind) in HELD.items():
        inside = [line.inside for each in found for line in each.lines if line.key == key]
        every += inside
        shares = np.mean(inside, axis=0)
        lines.append(row([meaning, f"{shares[0]:.0%}", f"{shares[1]:.0%}", str(len(inside))]))
        held += [
            Held(meaning, asked, float(share), len(inside))
            for asked, share in zip((0.8, 0.9), shares, strict=True)
        ]
    shares = np.mean(every, axis=0)
    last = row(["all", f"{shares[0]:.0%}", f"{shares[1]:.0%}", f"{len(found)}"])
    return [*lines, last], held


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
    lines, parameters = recovered(truths, found)
    parts = [PARAMETERS_HEAD, *lines, ""]
    firm = load_scenario("siloed_metrics", overrides=FIRM)
    beside = recovered_firms.measured(firm)
    parts += [BESIDE_HEAD, *recovered_firms.rows(beside), "", recovered_firms.halves(beside), ""]
    lines, held = predicted(found)
    parts += [STATISTICS_HEAD, *lines]
    names = titles(recovered_firms.KEYS)
    added = [
        Held(f"{names[key]}, {tables}", 0.9, float(share), recovered_firms.PLANTS)
        for tables, rates in beside.items()
        for key, share in zip(recovered_firms.KEYS, rates.covered[1], strict=True)
    ]
    return "\n".join([*parts, "", last, "", misses(parameters, added, held)])
