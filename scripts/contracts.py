"""Measure pay of reps, pay of marketers and structure, each with each, one part at a time.

`python -m scripts.measured contracts` takes some five minutes on two cores.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from analysis.runs.collect import collect
from analysis.runs.statistics import holm, means_with_intervals
from scripts.markdown import bold, head, row
from scripts.schemes import BASELINE
from sim import load_scenario
from sim.scenario import Scenario
from sim.world.names import METRICS

SEED = 3_200_002
"""Used for nothing else."""
REPLICATES = 60
MARKETS = ("mid_market", "enterprise", "brand_led")
MEASURES = {
    "gross_profit_y3": "Gross profit over three years",
    "relationship_conflict": "Relationship conflict",
}
CLEAR = 0.05
Weights = dict[str, dict[str, float]]
"""Role → metric → weight."""
TEAM = {"team_revenue": 0.9, "margin": 0.1}
REP_PAY: dict[str, Weights] = {
    "own revenue and close rate": {"rep": {"own_revenue": 0.7, "close_rate": 0.3}, "cso": TEAM},
    "own revenue": {"rep": {"own_revenue": 1.0}, "cso": TEAM},
    "mixed": {
        "rep": {"own_revenue": 0.6, "accepted_leads": 0.2, "team_revenue": 0.2},
        "cso": {"team_revenue": 0.8, "accepted_leads": 0.2},
    },
    "shared": {
        "rep": {"own_revenue": 0.3, "shared_revenue": 0.7},
        "cso": {"team_revenue": 0.3, "shared_revenue": 0.7},
    },
}
MARKETER_PAY: dict[str, Weights] = {
    "volume": {
        "marketer": {"lead_volume": 0.8, "brand_index": 0.2},
        "cmo": {"lead_volume": 0.6, "sourced_pipeline": 0.2, "brand_index": 0.2},
    },
    "qualified": {
        "marketer": {"qualified_leads": 0.8, "brand_index": 0.2},
        "cmo": {"qualified_leads": 0.6, "sourced_pipeline": 0.2, "brand_index": 0.2},
    },
    "hybrid": {
        role: {"qualified_leads": 0.5, "shared_revenue": 0.4, "brand_index": 0.1}
        for role in ("marketer", "cmo")
    },
    "shared": {
        role: {"shared_revenue": 0.9, "brand_index": 0.1} for role in ("marketer", "cmo")
    },
}  # fmt: skip
STRUCTURES: dict[str, tuple[str, ...]] = {
    "peers": (),
    "CMO under CSO": (
        "organisation.cmo_reports_to=cso", "organisation.budget_owner=cso",
        "information.sales_evidence_in_marketing=0.5",
    ),
    "CRO": (
        "organisation.cmo_reports_to=cro", "organisation.cso_reports_to=cro",
        "organisation.budget_owner=cro", "organisation.horizon.cro=39",
    ),
}  # fmt: skip
FACTORS = {"reps": tuple(REP_PAY), "marketers": tuple(MARKETER_PAY), "structure": tuple(STRUCTURES)}
CELLS = tuple(product(*FACTORS.values()))
NAMED = {
    ("own revenue", "volume", "peers"): "siloed_own_revenue",
    ("mixed", "hybrid", "peers"): "hybrid_pay",
    ("shared", "shared", "peers"): "shared_revenue",
}
"""Cells that are shipped schemes, beside the first, which is the baseline."""
ABOUT = (
    f"`{BASELINE}` with `run.before=same`, {REPLICATES} paired replicates of seed {SEED}, which",
    "nothing else used. Pay of reps (and of the CSO with them), pay of marketers (and of the CMO)",
    "and structure are set each with each; a structure is who reports to whom, who",
    "owns the budget, how far a CRO looks ahead and, under the CSO, sales' evidence in marketing.",
    "*Own revenue and close rate* with *volume* among *peers* is siloed pay, against which all is",
    "measured: per cent of its mean, ± half a 95 % interval; **bold** survives the adjustment over",
    "all that is in a table (Holm, 5 %). What each part is made of stands in",
    "`scripts/contracts.py`.",
)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """Results of one market: replicates × cells × measures, in per cent of siloed pay's mean."""

    values: Floats

    def against(self, measure: int) -> Floats:
        """Return differences from siloed pay: replicates × cells."""
        return np.asarray(self.values[:, :, measure] - self.values[:, :1, measure])

    def level(self, factor: int, name: str, measure: int) -> Floats:
        """Return the mean over all cells with one level of a factor, by replicate."""
        places = [place for place, cell in enumerate(CELLS) if cell[factor] == name]
        return np.asarray(self.values[:, places, measure].mean(axis=1))


def settings(cell: tuple[str, ...]) -> tuple[str, ...]:
    """Return the settings of a cell."""
    reps, marketers, structure = cell
    weights = {**REP_PAY[reps], **MARKETER_PAY[marketers]}
    pay = (
        f"contracts.{role}.{metric}={parts.get(metric, 0.0)}"
        for role, parts in weights.items()
        for metric in METRICS
    )
    return (*pay, *STRUCTURES[structure])


def firm(cell: tuple[str, ...], market: str) -> Scenario:
    """Return the firm of a cell in its own steady state."""
    return load_scenario(BASELINE, market=market, overrides=("run.before=same", *settings(cell)))


def grid(market: str) -> Grid:
    """Run all cells of a market on the same luck."""
    firms = [firm(cell, market) for cell in CELLS]
    runs = collect(firms, seed=SEED, replicates=REPLICATES, measures=tuple(MEASURES))
    values = np.array([[run.values for run in replicate.runs] for replicate in runs])
    return Grid(100.0 * values / np.abs(values[:, 0].mean(axis=0)))


def shown(samples: Floats) -> list[str]:
    """Return mean ± half an interval of every column, bold where it survives the adjustment."""
    found = means_with_intervals(samples, family=samples.shape[1])
    clear = holm(found.p) < CLEAR
    halves = 0.5 * (found.high - found.low)
    return [
        bold(f"{mean:+.1f} ± {half:.1f}", bool(real))
        for mean, half, real in zip(found.mean, halves, clear, strict=True)
    ]


def alone(grids: dict[str, Grid], measure: int) -> list[str]:
    """Return the table of each part alone: the mean over all that the others may be."""
    lines = head(["part", "instead of", *grids])
    rows = [
        (number, names[0], name)
        for number, names in enumerate(FACTORS.values())
        for name in names[1:]
    ]
    columns = {
        market: shown(
            np.array(
                [
                    each.level(number, name, measure) - each.level(number, first, measure)
                    for number, first, name in rows
                ]
            ).T
        )
        for market, each in grids.items()
    }
    titles = tuple(FACTORS)
    for place, (number, first, name) in enumerate(rows):
        cells = (columns[market][place] for market in grids)
        lines.append(row([f"{titles[number]}: {name}", first, *cells]))
    return lines


def each_with_each(one: Grid, measure: int) -> list[str]:
    """Return the table of all cells of a market."""
    told = dict(zip(CELLS, ["siloed pay", *shown(one.against(measure)[:, 1:])], strict=True))
    lines = head(["reps", "marketers", *STRUCTURES])
    for reps, marketers in product(REP_PAY, MARKETER_PAY):
        cells = [told[reps, marketers, structure] for structure in STRUCTURES]
        lines.append(row([reps, marketers, *cells]))
    return lines


def twins(grids: dict[str, Grid], measure: int) -> list[str]:
    """Return the table of siloed pay of reps without close rate against with it."""
    lines = head(["marketers", "structure", *grids])
    with_rate, without = tuple(REP_PAY)[:2]
    others = tuple(product(MARKETER_PAY, STRUCTURES))
    columns = [
        shown(np.array([gap_of(each, other, (with_rate, without), measure) for other in others]).T)
        for each in grids.values()
    ]
    for place, other in enumerate(others):
        lines.append(row([*other, *(column[place] for column in columns)]))
    return lines


def gap_of(one: Grid, other: tuple[str, str], reps: tuple[str, str], measure: int) -> Floats:
    """Return what the second pay of reps brings beyond the first, all else alike."""
    first, second = (CELLS.index((pay, *other)) for pay in reps)
    return np.asarray(one.values[:, second, measure] - one.values[:, first, measure])


def section(title: str, lines: Iterable[str]) -> list[str]:
    """Return a part of the page."""
    return ["", title, "", *lines]


def contracts() -> str:
    """Return the page of pay and structure, one part at a time."""
    grids = {market: grid(market) for market in MARKETS}
    told = ", ".join(f"{' / '.join(cell)} is `{name}`" for cell, name in NAMED.items())
    text = [*ABOUT, "", f"Of the cells, {told}, in all but name."]
    for measure, title in enumerate(MEASURES.values()):
        heading = f"## {title}: one part at a time, mean over the others"
        text += section(heading, alone(grids, measure))
    text += section(
        "## Reps without pay for the close rate, against with it: gross profit", twins(grids, 0)
    )
    for market, one in grids.items():
        for measure, title in enumerate(MEASURES.values()):
            text += section(f"## {title}: {market}", each_with_each(one, measure))
    return "\n".join(text)
