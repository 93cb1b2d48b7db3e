"""The numbers behind figures of `sensitivity`, as people read them."""

from __future__ import annotations

import pandas as pd

from analysis.insight.dictionary import INTERVAL
from analysis.measures import named
from analysis.words import wording
from analysis.words.titles import titles

LEADING = {True: ("ST", "S1"), False: ("mu_star", "sigma")}
"""Index that ranks parameters and the one beside it, by whether the design is Saltelli's."""


def influence(indices: pd.DataFrame, measure: str, *, is_saltelli: bool) -> pd.DataFrame:
    """Return the indices of one outcome, a row per parameter."""
    leading, second = LEADING[is_saltelli]
    unit = named(measure).unit

    def text(value: float) -> str:
        return f"{value:.3f}" if is_saltelli else wording.amount(value, unit)

    main = indices[indices["index"] == leading]
    other = indices[indices["index"] == second].set_index("parameter")["value"]
    names = titles(main["parameter"].astype(str))
    rows = [
        (names[row["parameter"]], text(row["value"]),
         f"{text(row['ci_low'])} to {text(row['ci_high'])}", text(other[row["parameter"]]),
         row["flag"])
        for row in main.to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["parameter", leading, INTERVAL, second, "luck"])
