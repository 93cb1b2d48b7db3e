"""How a result of sentences shows itself in Python: in a line, or as a page of them."""

from __future__ import annotations

from html import escape
from typing import Any


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
