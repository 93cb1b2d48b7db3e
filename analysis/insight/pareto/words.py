"""What a search found, as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.measures import named
from analysis.parameters.axes import joined
from analysis.words import wording
from analysis.words.called import scheme

if TYPE_CHECKING:
    import pandas as pd

    from analysis.insight.pareto.objectives import Limit, Objective


def front_sentences(
    current: str,
    front: pd.DataFrame,
    references: pd.DataFrame,
    objectives: Sequence[Objective],
    limits: Sequence[Limit],
    tried: int,
    finalists: int,
    *,
    near: int,
    is_checked: bool,
) -> list[str]:
    """Return what a search found: the size of the front, its ends, and how it compares."""
    bounds = f" within {joined([str(each) for each in limits])}" if limits else ""
    if front.empty:
        why = "none of the finalists does so on fresh seeds" if finalists else "none does"
        return [f"of {tried} candidates {why}: no setting keeps{bounds.replace(' within', '')}."]
    also = f", {near} more came too close to be left out" if near else ""
    counted = f"{finalists - near} of {tried} candidates led the search{bounds}{also}"
    if not is_checked:
        return [f"{counted}; it was stopped before they were run again, so some are only lucky."]
    texts = [f"{counted}; {len(front)} {'leads' if len(front) == 1 else 'lead'} on fresh seeds."]
    for each in objectives:
        values = each.sign * front[each.column]
        row = front.iloc[int(values.to_numpy().argmax())]
        text = f"{each.title}: {row['scenario']} leads with {_gain(row, each, current)}"
        better = _best_reference(references, each)
        if better is not None:
            value = wording.amount(better[each.column], named(each.measure).unit)
            text += f"; of the schemes as they are, {scheme(better['scenario'])} with {value}"
        texts.append(f"{text}.")
    return texts


def _gain(row: Any, each: Objective, current: str) -> str:
    unit = named(each.measure).unit
    value, gain, low, high = (
        wording.amount(float(row[f"{each.column}{end}"]), unit)
        for end in ("", "_gain", "_gain_low", "_gain_high")
    )
    return f"{value} ({gain} against {scheme(current)}, {low} to {high})"


def _best_reference(references: pd.DataFrame, each: Objective) -> dict[Any, Any] | None:
    """Return the scheme as it is that does best among those that keep the limits."""
    kept = references[references["is_feasible"].astype(bool)]
    if kept.empty or kept[each.column].isna().all():
        return None
    values = (each.sign * kept[each.column]).to_numpy(dtype=np.float64)
    return kept.iloc[int(np.nanargmax(values))].to_dict()
