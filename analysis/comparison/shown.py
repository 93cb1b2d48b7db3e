"""How a comparison shows itself in Python: in a line, as a page, as a table or figure."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


class Shown:
    """What makes a comparison print short; see `analysis.comparison.comparison.Comparison`."""

    def __repr__(self) -> str:
        """Return what was compared, in one line."""
        mine: Any = self
        names = ", ".join(mine.scenarios)
        return f"<Comparison of {names}: {mine.replicates} paired replicates from seed {mine.seed}>"

    def _repr_html_(self) -> str:
        """Return the answer and the measures in front, for a notebook."""
        from analysis.comparison.answer import sentences

        mine: Any = self
        said = "".join(f"<li>{escape(text)}</li>" for text in sentences(mine))
        page: str = self.table().to_html(index=False, border=0)
        return f"<p>{escape(repr(self))}</p><ol>{said}</ol>{page}"

    def plot(self, name: str = "differences") -> Figure:
        """Return a figure of the report, drawn.

        Args:
            name: which: differences, plane, over_time, funnel or hours.

        Raises:
            InputError: there is no such figure.
        """
        from analysis.comparison.figures.gallery import FIGURES
        from sim.core.errors import InputError
        from sim.scenario.suggest import hint

        if name not in FIGURES:
            raise InputError(f"no figure is called {name}; {hint(name, FIGURES)}")
        draw, _ = FIGURES[name]
        return draw(self)  # type: ignore[arg-type]

    def table(self, *measures: str) -> pd.DataFrame:
        """Return measures as people read them, a row per scheme and measure.

        Args:
            measures: which; the five of the answer without any.

        Raises:
            InputError: there is no such measure.
        """
        import pandas as pd

        from analysis.comparison.answer import FRONT
        from analysis.comparison.headline import lines
        from analysis.measures import named

        mine: Any = self
        wanted = tuple(named(name).name for name in measures) or FRONT
        rows = [
            (each.scenario, each.baseline, each.title, each.base, each.mean, each.apart,
             each.interval, each.better, each.shown)
            for each in lines(mine, wanted)
            if each.verdict != "not measured"
        ]  # fmt: skip
        columns = ["scheme", "against", "measure", "baseline", "value", "difference",
                   "95 % interval", "better in", "verdict"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)
