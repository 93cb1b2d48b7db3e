"""A map of who wins over two parameters, smoothed from the points, blank where there are none.

The chance of being best at a place is a kernel mean of the points' chances (Nadaraya 1964; Watson
1964). The kernel's width is the one that predicts left-out points best. A place whose weights are
worth fewer than FEWEST points is left blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from analysis.parameters.axes import Axis

Floats = NDArray[np.float64]

SIDE = 25
"""Cells along a numeric parameter."""
FEWEST = 5.0
WIDTHS = (0.05, 0.08, 0.12, 0.18, 0.27, 0.4)
"""Widths tried, as shares of a parameter's range."""
COVERED = 0.9
"""Share of the points whose own place must not be blank."""
MOST = 1_500
"""Points used to choose the width."""
SMALLEST = 1e-3


def chance_map(
    points: pd.DataFrame, chance: Floats, schemes: Sequence[str], x: Axis, y: Axis
) -> pd.DataFrame:
    """Return the smoothed chance of being best on a grid over two parameters.

    Args:
        points: the environments.
        chance: points × schemes.
        schemes: names of the columns of `chance`.
        x, y: the two parameters.

    Columns: x, y (values), x_position, y_position (0 … 1), scenario, chance (NaN where blank),
    environments (points the cell is worth), width (of the kernel).
    """
    import pandas as pd

    places = np.column_stack([x.position(points[x.key]), y.position(points[y.key])])
    metric = [_scale(x), _scale(y)]
    width = best_width(places / metric, chance)
    across, up = np.meshgrid(_cells(x), _cells(y))
    cells = np.column_stack([across.ravel(), up.ravel()])
    smoothed, worth = smooth(cells / metric, places / metric, chance, width)
    parts = [
        pd.DataFrame(
            {
                "x": _values(x, cells[:, 0]),
                "y": _values(y, cells[:, 1]),
                "x_position": cells[:, 0],
                "y_position": cells[:, 1],
                "scenario": scheme,
                "chance": smoothed[:, column],
                "environments": worth,
                "width": width,
            }
        )
        for column, scheme in enumerate(schemes)
    ]
    return pd.concat(parts, ignore_index=True)


def smooth(cells: Floats, places: Floats, chance: Floats, width: float) -> tuple[Floats, Floats]:
    """Return the kernel mean at cells, and how many points each is worth.

    Args:
        cells: cells × 2. places: points × 2. chance: points × schemes.
        width: standard deviation of the kernel.

    Returns cells × schemes (NaN where a cell is worth fewer than FEWEST points), and cells.
    """
    weights = _kernel(cells, places, width)
    worth = _worth(weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        smoothed = weights @ chance / weights.sum(axis=1, keepdims=True)
    return np.where(worth[:, None] >= FEWEST, smoothed, np.nan), worth


def best_width(places: Floats, chance: Floats) -> float:
    """Return the width under which left-out points are predicted with the least log loss.

    Widths so small that they would leave much of the map blank are not considered.
    """
    step = max(1, -(-len(places) // MOST))
    places, chance = places[::step], chance[::step]
    losses = []
    for width in WIDTHS:
        weights = _kernel(places, places, width)
        if (step * _worth(weights) < FEWEST).mean() > 1 - COVERED:
            losses.append(np.inf)
            continue
        np.fill_diagonal(weights, 0.0)
        total = weights.sum(axis=1, keepdims=True)
        # Where nothing is near, the prediction falls back to the mean of all.
        predicted = (weights @ chance + SMALLEST * chance.mean(axis=0)) / (total + SMALLEST)
        losses.append(float(-(chance * np.log(np.maximum(predicted, SMALLEST))).sum()))
    return WIDTHS[int(np.argmin(losses))] if np.isfinite(losses).any() else WIDTHS[-1]


def _worth(weights: Floats) -> Floats:
    """Return how many points each row of weights is worth."""
    total = weights.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = np.nan_to_num(total**2 / (weights**2).sum(axis=1))
    # Far points weigh little, and are then worth little, however many they are.
    return np.asarray(np.minimum(effective, total))


def _kernel(cells: Floats, places: Floats, width: float) -> Floats:
    square = ((cells[:, None, :] - places[None, :, :]) ** 2).sum(axis=2)
    return np.asarray(np.exp(-0.5 * square / width**2))


def _cells(axis: Axis) -> Floats:
    if axis.words:
        return axis.position(axis.words)
    return (np.arange(SIDE) + 0.5) / SIDE


def _scale(axis: Axis) -> float:
    """Return what positions are divided by: words are far from one another."""
    return 1e-3 if axis.words else 1.0


def _values(axis: Axis, positions: Floats) -> list[object]:
    if axis.words:
        return [axis.words[int(position * len(axis.words))] for position in positions]
    return [axis.value(float(position)) for position in positions]
