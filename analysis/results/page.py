"""The report of tables and figures, for every kind of result that has no report of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.results.html import SHOWN_IN_MANIFEST, environment, inline_svg
from analysis.results.opening import opened
from analysis.results.readable import folded, readable, turned
from analysis.results.store import STORE
from analysis.words.called import said

if TYPE_CHECKING:
    import pandas as pd

    from analysis.figures.picture import Picture

SHOWN_ROWS = 40
"""Rows of a table that a report shows; the file holds them all."""
SAID = ("findings", "verdicts")
"""Tables whose sentences open a report."""
KINDS = {
    "run": "One simulated firm, week by week",
    STORE: "The runs of a study",
    "regimes": "Where each scheme wins",
    "sensitivity": "What matters most",
    "optimise": "Settings that no other beats",
    "audit": "Claims, asked again under other assumptions",
    "patterns": "Held against what is published",
}
"""What the report of each kind is about."""


def page(
    kind: str,
    facts: dict[str, Any],
    tables: dict[str, pd.DataFrame],
    pictures: Sequence[Picture],
    dictionary: dict[str, Any],
    spoken: Sequence[str] = (),
) -> str:
    """Return a report of tables and figures, opened by what they say in sentences.

    Args:
        kind: of the folder.
        facts: its manifest.
        tables: by name.
        pictures: its figures.
        dictionary: its data dictionary, for the units of the columns.
        spoken: sentences that stand in no table.
    """
    from markupsafe import Markup

    study = facts.get("study")
    title = str(study["name"] if isinstance(study, dict) else study or facts.get("name", kind))
    sentences = [
        *(said(text.strip()) for text in spoken),
        *(
            str(text)
            for name in SAID
            if name in tables and "sentence" in tables[name]
            for text in tables[name]["sentence"]
        ),
        *opened(kind, facts, tables),
    ]
    about = KINDS.get(kind, kind)
    return (
        environment()
        .get_template("folder.html")
        .render(
            kind=kind,
            about=about,
            title=about if title == kind else f"{about}: {title}",
            sentences=sentences,
            pictures=[(each, Markup(inline_svg(each))) for each in pictures],
            tables=[
                (name, *_laid_out(_shown(name, table, dictionary)), len(table))
                for name, table in tables.items()
            ],
            facts=[
                (name.replace("_", " "), str(facts[name]))
                for name in SHOWN_IN_MANIFEST
                if facts.get(name)
            ],
        )
    )


def _shown(name: str, table: pd.DataFrame, dictionary: dict[str, Any]) -> pd.DataFrame:
    """Return the first rows of a table as text."""
    entries = dictionary.get("tables", {}).get(name, [])
    entries = entries["columns"] if isinstance(entries, dict) else entries
    units = {str(each["column"]): str(each["unit"]) for each in entries}
    return readable(table.head(SHOWN_ROWS), units)


def _laid_out(shown: pd.DataFrame) -> tuple[pd.DataFrame, str, int]:
    """Return a table as it stands in a report, what all its rows share, and how many they are."""
    table, same = folded(shown)
    return turned(table), same, len(shown)
