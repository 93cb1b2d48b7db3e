"""Measure how much the answer hangs on how worlds are drawn: their shape, and which of them count.

The choice is made in docs/decisions/0015-believable-worlds.md; this says what it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from analysis.parameters.settings import living
from analysis.parameters.spans import Ranges, behaviour, spans, varied
from analysis.runs.parallel import in_order
from analysis.runs.statistics import means_with_intervals
from analysis.uncertainty.believable import is_believable, reached, usual
from scripts.markdown import head, row
from scripts.schemes import BASELINE, MAIN
from scripts.screening import DESIGN_SEED, MARKETS, MEASURE, worlds
from sim import load_scenario
from sim.scenario import Scenario

WORLDS = 384
SEED = 800_000
SHAPES = ("uniform", "triangular")
Floats = NDArray[np.float64]


def drawn(keys: Sequence[str], shape: str, firms: Sequence[Scenario]) -> Ranges:
    """Return how each setting is drawn: uniformly, or around the value that the firms have."""
    return {key: replace(item, distribution=shape) for key, item in spans(keys, firms).items()}


def ran(axes: Ranges, number: int, firms: Sequence[Scenario]) -> tuple[Floats, NDArray[np.bool_]]:
    """Return what every scheme earns in every world, and which worlds are believable."""
    settings = worlds(axes, number, DESIGN_SEED).to_dict("records")
    expected = usual(firms, SEED)

    def one(world: int) -> tuple[list[float], bool]:
        here = [living(firm, settings[world]) for firm in firms]
        earned = [float(reached(firm, SEED, world, (MEASURE,))[0]) for firm in here]
        return earned, is_believable(here, expected, SEED, world)

    found = list(in_order(one, iter(range(number)), 2))
    return np.array([values for values, _ in found]), np.array([counts for _, counts in found])


def cells(values: Floats) -> list[str]:
    """Return how often, and by how much, each scheme is ahead of the first in these worlds."""
    lead = values[:, 1:] - values[:, :1]
    percent = 100.0 * lead / abs(float(values[:, 0].mean()))
    told = means_with_intervals(percent)
    return [
        f"{(gap > 0).mean():.0%} ({mean:+.1f}, {low:+.1f} to {high:+.1f})"
        for gap, mean, low, high in zip(lead.T, told.mean, told.low, told.high, strict=True)
    ]


def draws() -> str:
    """Return the page on how much the draws decide."""
    text = [
        "Worlds in which a scheme earns more than `siloed_metrics` over three years (in brackets:",
        "the mean difference in per cent, with its 95 % interval), by what is drawn (how people",
        "behave, or every setting with a declared range that is no lever), how (uniformly over the",
        "declared range, or from a triangle around the default) and which worlds count (all, or",
        "those with a believable firm:",
        "[why](../../decisions/0015-believable-worlds.md)). The other pages draw",
        f"triangles and count believable worlds. {WORLDS} worlds a row, luck of their own.",
    ]
    for market in MARKETS:
        firms = [load_scenario(scheme, market=market) for scheme in MAIN]
        others = (f"{firm.name} above {BASELINE}" for firm in firms[1:])
        lines = head(["drawn", "shape", "worlds", "of", *others])
        for name, keys in (("people", behaviour()), ("everything", varied())):
            for shape in SHAPES:
                values, counts = ran(drawn(keys, shape, firms), WORLDS, firms)
                for chosen, kind in ((np.ones_like(counts), "all"), (counts, "believable")):
                    part = values[chosen]
                    lines.append(row([name, shape, kind, str(len(part)), *cells(part)]))
        text += ["", f"## {market}", "", *lines]
    return "\n".join(text)
