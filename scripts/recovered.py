"""What leads and customers add to a fit: firms planted afresh, found with and without them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.stats import qmc

from analysis.calibration.abc import CONFIDENCE, Design, estimator, posterior
from analysis.calibration.books import Books
from analysis.calibration.crm import BESIDES, OF_DEALS, word_of
from analysis.calibration.customers import CUSTOMER_SUMMARIES
from analysis.calibration.customers import of_run as customers_of
from analysis.calibration.deals import Floats
from analysis.calibration.deals import of_run as deals_of
from analysis.calibration.leads import LEAD_SUMMARIES
from analysis.calibration.leads import of_run as leads_of
from analysis.calibration.summaries import SUMMARIES
from analysis.parameters.ranges import as_declared
from analysis.runs.parallel import in_order
from analysis.words.titles import titles
from scripts.markdown import head, row
from sim import run
from sim.scenario import Scenario

KEYS = (*OF_DEALS, *BESIDES)
RUNS, PLANTS = 1024, 160
LUCK, OTHER = 910_000, 920_000
"""Seeds of the design and of the plants: they share no draw."""
SETS = {
    "opportunities": tuple(SUMMARIES),
    "with leads": (*SUMMARIES, *LEAD_SUMMARIES),
    "with leads and customers": (*SUMMARIES, *LEAD_SUMMARIES, *CUSTOMER_SUMMARIES),
}
EVERY = SETS["with leads and customers"]


class Rates(NamedTuple):
    """Of one set of tables, one number a parameter: intervals of 50 and 90 %, and their width."""

    covered: Floats
    width: Floats
    error: Floats


def measured(firm: Scenario, *, runs: int = RUNS, plants: int = PLANTS) -> dict[str, Rates]:
    """Return how well firms are found that no run of the design has seen, by set of tables."""
    places = qmc.Sobol(len(KEYS), seed=LUCK).random(1 << (runs - 1).bit_length())[:runs]
    truths = np.random.default_rng(OTHER).uniform(size=(plants, len(KEYS)))
    design, seen = _rows(firm, places, LUCK), _rows(firm, truths, OTHER)
    found = {}
    for name, keys in SETS.items():
        chosen = [EVERY.index(key) for key in keys]
        known = estimator(Design(places, design[:, chosen]))
        found[name] = _rates([posterior(known, each[chosen]) for each in seen], truths)
    return found


def _rows(firm: Scenario, places: Floats, seed: int) -> Floats:
    ranges = [as_declared(key) for key in KEYS]

    def at(place: int) -> Floats:
        values = {item.key: item.at(u) for item, u in zip(ranges, places[place], strict=True)}
        history = run(firm.with_values(values), seed, place)
        books = Books(deals_of(history), leads_of(history), customers_of(history))
        return books.statistics(EVERY)

    return np.array(list(in_order(at, iter(range(len(places))), 2)))


def _rates(drawn: list, truths: Floats) -> Rates:
    ends = {share: np.array([each.quantile(share) for each in drawn])
            for share in (0.05, 0.25, 0.5, 0.75, 0.95)}  # fmt: skip
    inside = [(ends[a] <= truths) & (truths <= ends[b]) for a, b in ((0.25, 0.75), (0.05, 0.95))]
    return Rates(
        np.array([each.mean(axis=0) for each in inside]),
        np.median(ends[0.95] - ends[0.05], axis=0) / CONFIDENCE[1],
        np.median(np.abs(ends[0.5] - truths), axis=0) * np.sqrt(12.0),
    )


def rows(found: dict[str, Rates]) -> list[str]:
    """Return a table: width and coverage of each parameter, by set of tables."""
    lines = head(["parameter", *(f"{name}: width, 90 % holds" for name in SETS), "found"])
    names = titles(KEYS)
    for place, key in enumerate(KEYS):
        cells = [f"{each.width[place]:.2f}, {each.covered[1][place]:.0%}"
                 for each in found.values()]  # fmt: skip
        last = list(found.values())[-1]
        lines.append(row([names[key], *cells, word_of(float(last.width[place]))]))
    every = [f"{each.width.mean():.2f}, {each.covered[1].mean():.0%}" for each in found.values()]
    return [*lines, row(["mean", *every, ""])]


def halves(found: dict[str, Rates]) -> str:
    """Return a sentence on intervals of 50 %."""
    shares = [f"{each.covered[0].mean():.0%} ({name})" for name, each in found.items()]
    return f"Intervals of 50 % held the truth in {', '.join(shares)}."
