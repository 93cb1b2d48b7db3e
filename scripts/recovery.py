"""Measure what a table of opportunities finds again, and how well a part left out is predicted.

`python -m scripts.measured recovery`, about ten minutes on two cores. Firms with parameters drawn
from their declared ranges are run, their tables fitted, and their last part predicted.
"""

from __future__ import annotations

import numpy as np

from analysis.calibration.crm import PARAMETERS
from analysis.calibration.deals import of_run
from analysis.calibration.heldout import HELD, cut_of
from analysis.calibration.prediction import Prediction, predict
from analysis.study.ranges import as_declared
from analysis.titles import titles
from scripts.markdown import head, row
from sim import run
from sim.core.errors import InputError
from sim.scenario import load_scenario

PLANTS, RUNS, SEED = 40, 512, 810_000
FIRM = ("market.accounts=1600", "run.weeks=104", "run.burn_in=26")
EDGE = 0.05
"""How far plants stay from the ends of the ranges."""
CONFIDENCE = (0.5, 0.9)
ABOUT = f"""{PLANTS} firms with parameters drawn from their declared ranges, `siloed_metrics` with
{" ".join(f"`--set {item}`" for item in FIRM)}, seed {SEED}: the table of each is cut at 70 % of its
weeks, fitted on the first part with `--runs {RUNS}`, and its last part predicted."""


def plants(
    count: int = PLANTS, runs: int = RUNS
) -> tuple[list[dict[str, float]], list[Prediction], int]:
    """Return true parameters and predictions of firms, and how many were too small to be cut."""
    firm, luck = load_scenario("siloed_metrics", overrides=FIRM), np.random.default_rng(SEED)
    truths, found, small = [], [], 0
    while len(found) < count:
        truth = {key: as_declared(key).at(luck.uniform(EDGE, 1.0 - EDGE)) for key in PARAMETERS}
        deals = of_run(run(firm.with_values(truth), SEED, len(found) + small))
        try:
            cut = cut_of(deals)
        except InputError:
            small += 1
            continue
        truths.append(truth)
        found.append(predict(firm, deals, cut, runs=runs))
    return truths, found, small


def recovered(truths: list[dict[str, float]], found: list[Prediction]) -> list[str]:
    """Return a table of parameters: how often intervals hold the truth, and how wide they are."""
    lines = head(["parameter", "90 % holds the truth", "error", "width", "found"])
    names = titles(PARAMETERS)
    for place, key in enumerate(PARAMETERS):
        items = [each.fit.found[place] for each in found]
        inside = [
            item.low <= truth[key] <= item.high for item, truth in zip(items, truths, strict=True)
        ]
        prior = as_declared(key)
        spread = prior.at(0.5 + 0.5 / np.sqrt(3.0)) - prior.at(0.5 - 0.5 / np.sqrt(3.0))
        error = np.median(
            [abs(item.middle - truth[key]) for item, truth in zip(items, truths, strict=True)]
        )
        width = float(np.median([item.width for item in items]))
        word = "well" if width <= 0.5 else "in part" if width <= 0.8 else "hardly"
        lines.append(
            row(
                [
                    names[key],
                    f"{np.mean(inside):.0%}",
                    f"{2.0 * error / spread:.2f}",
                    f"{width:.2f}",
                    word,
                ]
            )
        )
    return lines


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
    truths, found, small = plants()
    surprising = sum(each.is_surprising for each in found)
    return "\n".join(
        [
            "## Parameters, from the first part", "", *recovered(truths, found), "",
            "## Statistics of the part left out", "", *predicted(found), "",
            f"{surprising} of {len(found)} firms, which did not change, were said to be not what "
            f"the fit expects (by chance: about one in twenty); {small} more had too few deals.",
        ]
    )  # fmt: skip
