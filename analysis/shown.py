"""How results show themselves in Python: in a line, as a page, as a table or figure people read."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


class Told:
    """What makes a result of sentences print short: the first one, and how many more there are."""

    def said(self) -> list[str]:
        """Return what was found, in sentences."""
        mine: Any = self
        table = getattr(mine, "findings", None)
        return [str(text) for text in (mine.verdicts if table is None else table)["sentence"]]

    def __repr__(self) -> str:
        """Return the first sentence, in one line."""
        first, *rest = self.said() or ["nothing was found"]
        more = f" (and {len(rest)} more sentences: .said())" if rest else ""
        return f"<{type(self).__name__}: {first}{more}>"

    def _repr_html_(self) -> str:
        """Return every sentence, for a notebook."""
        said = "".join(f"<li>{escape(text)}</li>" for text in self.said())
        return f"<p>{type(self).__name__}</p><ul>{said}</ul>"


class Shown:
    """What makes a comparison print short; see `analysis.comparison.Comparison`."""

    def __repr__(self) -> str:
        """Return what was compared, in one line."""
        mine: Any = self
        names = ", ".join(mine.scenarios)
        return f"<Comparison of {names}: {mine.replicates} paired replicates from seed {mine.seed}>"

    def _repr_html_(self) -> str:
        """Return the answer and the measures in front, for a notebook."""
        from analysis.answer import sentences

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
        from analysis.figures import FIGURES
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

        from analysis.answer import FRONT
        from analysis.headline import lines
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
