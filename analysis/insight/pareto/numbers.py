"""The numbers behind the figure of `optimise`, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.insight.dictionary import OWN
from analysis.results.readable import readable
from analysis.words.called import scheme

if TYPE_CHECKING:
    from analysis.insight.pareto.optimise import Optimum


def front(found: Optimum) -> pd.DataFrame:
    """Return the settings on the front and the schemes as they are, with what both reach."""
    columns = [each.column for each in found.objectives]
    table = pd.concat([each[["scenario", *columns]] for each in (found.front, found.references)])
    table["scenario"] = table["scenario"].map(scheme)
    return readable(table.reset_index(drop=True), dict.fromkeys(columns, OWN))
