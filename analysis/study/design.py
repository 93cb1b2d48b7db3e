"""Where the points of a study lie.

Designs are made in the unit cube and turned into values by each parameter's distribution. A point's
number is its identity: asking for more points of a Sobol sequence, or more levels of a grid, keeps
the points there were. Sources: Sobol (1967) with Owen scrambling (scipy.stats.qmc); Morris (1991)
and Saltelli et al. (2010) in the row order of SALib's analysers.
"""

from __future__ import annotations

import itertools
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.study.design_file import size
from analysis.study.study_file import market_name
from sim.core.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.study.study_file import Study

Unit = NDArray[np.float64]


def points(study: Study) -> pd.DataFrame:
    """Return the points: `point` (whole number), `market`, one column per parameter.

    Point number = number in the design × markets + place of the market. Rows of one market are in
    the order of the design, as SALib's analysers expect it.
    """
    import pandas as pd

    unit = unit_points(study)
    markets = len(study.markets)
    columns: dict[str, Any] = {
        "point": np.arange(len(unit) * markets, dtype=np.int64),
        "market": [market_name(item) for item in study.markets] * len(unit),
    }
    for place, parameter in enumerate(study.parameters):
        columns[parameter.key] = np.repeat(parameter.at(unit[:, place]), markets)
    return pd.DataFrame(columns)


def unit_points(study: Study) -> Unit:
    """Return the design in the unit cube; points × parameters."""
    design, width = study.design, len(study.parameters)
    if design.kind == "grid":
        return _grid(study)
    if design.kind == "sobol":
        from scipy.stats import qmc

        sampler = qmc.Sobol(width, scramble=True, rng=np.random.default_rng(design.seed))
        whole = sampler.random_base2(max(design.points - 1, 0).bit_length())
        return np.asarray(whole[: design.points])
    if design.kind == "latin_hypercube":
        from scipy.stats import qmc

        cube = qmc.LatinHypercube(width, rng=np.random.default_rng(design.seed))
        return np.asarray(cube.random(design.points))
    return _salib(study)


def problem(study: Study) -> dict[str, Any]:
    """Return the problem as SALib describes one: names, and the unit cube as bounds."""
    names = [item.key for item in study.parameters]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _salib(study: Study) -> Unit:
    design = study.design
    try:
        from SALib.sample import morris, sobol
    except ImportError as error:
        raise InputError(
            f"a {design.kind} design needs SALib: install the extra [analysis], as in "
            "pip install 'counterpoint[analysis]'"
        ) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about powers of 2, which the study file has been held to
        if design.kind == "morris":
            rows = morris.sample(
                problem(study), design.points, num_levels=design.levels, seed=design.seed
            )
        else:
            rows = sobol.sample(
                problem(study),
                design.points,
                calc_second_order=design.second_order,
                seed=design.seed,
            )
    found = np.asarray(rows, dtype=np.float64)
    assert len(found) == size(design, study.parameters)
    return found


def _grid(study: Study) -> Unit:
    """Return the full factorial, coarse before fine, so that more levels keep the points."""
    axes = [_axis(len(item.values), study.design.levels) for item in study.parameters]
    places = np.array(list(itertools.product(*(range(len(axis)) for axis in axes))), dtype=np.int64)
    order = np.lexsort((*places.T[::-1], places.max(axis=1)))
    chosen = places[order]
    return np.column_stack([axis[chosen[:, place]] for place, axis in enumerate(axes)])


def _axis(listed: int, levels: int) -> Unit:
    """Return the coordinates of one parameter: ends, middle, quarters … or those of its values.

    >>> _axis(0, 5).tolist(), _axis(2, 5).tolist()
    ([0.0, 1.0, 0.5, 0.25, 0.75], [0.25, 0.75])
    """
    if listed:
        return np.asarray((np.arange(listed) + 0.5) / listed)
    coordinates = np.arange(levels) / (levels - 1)
    steps = [0, levels - 1]
    rest = [place for place in range(levels) if place not in steps]
    rest.sort(key=lambda place: (_fineness(place, levels - 1), place))
    return np.asarray(coordinates[[*steps, *rest]])


def _fineness(place: int, width: int) -> int:
    """Return how often a grid of `width` steps must have been halved to hold a place."""
    halvings = 0
    while width % 2 == 0 and place % width:
        width //= 2
        halvings += 1
    return halvings
