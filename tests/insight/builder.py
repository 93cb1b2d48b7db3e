"""Finished studies whose outcomes are known functions of the parameters."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.study import Design, Parameter, Study
from analysis.study.design import points
from sim.core.errors import InputError

PROFIT, CONFLICT = "gross_profit_y3", "relationship_conflict"
KEYS = (
    "needs.drift",
    "demand.entry_hazard",
    "delivery.churn_odds",
    "trust.half_life",
    "conflict.spill",
    "people.ego",
)


@dataclass(frozen=True)
class Made:
    """What `load_study` returns, filled by hand."""

    study: Study
    points: pd.DataFrame
    measures: pd.DataFrame
    failures: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"point": []}))
    manifest: dict[str, Any] = field(default_factory=dict)

    @property
    def schemes(self) -> tuple[str, ...]:
        return self.study.schemes

    def wide(self, measure: str) -> pd.DataFrame:
        if measure not in self.study.measures:
            raise InputError(f"{measure} was not kept")
        part = self.measures[self.measures["measure"] == measure]
        wide = part.pivot(index=["point", "replicate"], columns="scenario", values="value")
        return wide.reindex(columns=list(self.schemes)).sort_index()


def study(
    kind: str = "sobol",
    size: int = 128,
    *,
    parameters: int = 3,
    replicates: int = 1,
    schemes: tuple[str, ...] = ("siloed_metrics", "shared_revenue"),
    bounds: tuple[float, float] = (0.0, 1.0),
    markets: tuple[str, ...] = ("mid_market",),
    varied: tuple[Parameter, ...] | None = None,
    **design: Any,
) -> Study:
    """Return a study of the first few KEYS, uniform between the bounds."""
    return Study(
        name="made",
        description="",
        path="",
        schemes=schemes,
        markets=markets,
        overlays=(),
        overrides=(),
        parameters=varied or tuple(Parameter(key, "uniform", *bounds) for key in KEYS[:parameters]),
        design=Design(kind=kind, points=size, **design),
        replicates=replicates,
        seed=1,
        measures=(PROFIT,),
    )


def finished(made: Study, outcome: Any, *, measure: str = PROFIT) -> Made:
    """Return the study as if it had been run.

    outcome: positions or values (points × parameters, a frame), replicate, scheme number → values.
    """
    table = points(made)
    rows = []
    for replicate in range(made.replicates):
        for number, scheme in enumerate(made.schemes):
            values = outcome(table, replicate, number)
            rows.append(
                pd.DataFrame(
                    {
                        "point": table["point"],
                        "scenario": scheme,
                        "replicate": replicate,
                        "seed": made.seed,
                        "measure": measure,
                        "value": np.asarray(values, dtype=np.float64),
                    }
                )
            )
    return Made(replace(made, measures=(measure,)), table, pd.concat(rows, ignore_index=True))


def columns(table: pd.DataFrame) -> np.ndarray:
    """Return the varied values as an array."""
    return table.drop(columns=["point", "market"]).to_numpy(dtype=np.float64)
