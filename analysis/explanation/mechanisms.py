"""How much of a difference goes away when one choice is frozen, or one mechanism switched off.

Both scenarios get the same change, so they stay comparable. What goes away with one part may go
away with another as well: these shares do not add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.runs import statistics
from sim.blocks import BLOCKS, LEADER_NAMES

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

Floats = NDArray[np.float64]
CHOICE, MECHANISM = "choice", "mechanism"
EVENTS = ("rejected", "expired", "double_claim", "unused", "missed", "cut")
OFF: dict[str, dict[str, Any]] = {
    "needs": {"needs.drift": 0, "needs.shock_hazard": 0},
    "brand": {"brand.growth": 0, "brand.decay": 0},
    "content": {"content.findability": 0},
    "word_of_mouth": {"word_of_mouth.voice": 0},
    "knowledge": {"knowledge.talks": 0, "knowledge.refresh": 0},
    "attribution": {
        f"attribution.{part}": 0 for part in ("sourced", "influenced", "content_part", "list_part")
    },
    "conflict": {"conflict.heat": 0, **{f"conflict.{event}": 0 for event in EVENTS}},
    "trust": {"trust.gain": 0, "trust.loss": 0},
    "leadership": {
        "leadership.pull": 0,
        **{f"organisation.dispute_hours.{name}": 0 for name in LEADER_NAMES},
    },
    "people": {
        "people.marketer_leaving": 0,
        "people.rep_leaving": 0,
        "people.ramp": 0,
        "people.ramp_start": 1,
    },
}
"""Mechanism that a firm can do without → the settings that make it neutral."""


def parts() -> list[tuple[str, str, dict[str, Any]]]:
    """Return (kind, name, settings) for every choice and every mechanism that is tried."""
    choices: list[tuple[str, str, dict[str, Any]]] = [
        (CHOICE, name, {f"choices.{name}": "frozen"}) for name in BLOCKS["choices"].parameters
    ]
    return [*choices, *((MECHANISM, name, settings) for name, settings in OFF.items())]


def without(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Return both scenarios without each part in turn, A before B."""
    return [
        scenario.with_values(settings).renamed(f"{scenario.name}-{name}")
        for _kind, name, settings in parts()
        for scenario in scenarios
    ]


def held(scenarios: Sequence[Scenario]) -> list[dict[str, Any]]:
    """Return for each scenario of `without` the settings that it holds in every world."""
    return [settings for _kind, _name, settings in parts() for _ in scenarios]


def effects(whole: Floats, values: Floats) -> pd.DataFrame:
    """Return how much of a difference each part carries.

    Args:
        whole: the difference of every replicate, B minus A.
        values: the measure in the runs of `without`; replicates × runs.

    Columns: kind, name, left (mean difference without the part), gone (mean of what goes away),
    ci_low, ci_high (of what goes away), share (gone over the whole mean difference).
    """
    import pandas as pd

    left = values[:, 1::2] - values[:, ::2]
    gone = statistics.means_with_intervals(whole[:, None] - left)
    mean = float(np.nanmean(whole))
    kinds = [(kind, name) for kind, name, _ in parts()]
    return pd.DataFrame(
        {
            "kind": [kind for kind, _ in kinds],
            "name": [name for _, name in kinds],
            "left": left.mean(axis=0),
            "gone": gone.mean,
            "ci_low": gone.low,
            "ci_high": gone.high,
            "share": gone.mean / mean if mean else np.full(len(kinds), np.nan),
        }
    ).sort_values("gone", key=np.abs, ascending=False, kind="stable", ignore_index=True)
