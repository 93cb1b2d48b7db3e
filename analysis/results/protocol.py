"""The one way in which what an analysis found becomes files: tables, figures, words, report.

Whatever makes results says what they are as `Results`. `write` makes a folder of them, `put_into`
puts them into another place (the store of a study, or beside a company file), and `paged` makes a
page of them; so all can be rendered, repeated and read alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.results.dictionary import entries, measure_entries
from analysis.results.place import REPORT, Place
from analysis.results.store import STORE, VERDICTS, ResultFolder, slug

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from analysis.figures.picture import Picture
    from sim.scenario import Scenario

Columns = Mapping[str, Mapping[str, tuple[str, str]]]
"""Table → column → unit and meaning."""


@dataclass(frozen=True)
class Results:
    """What was found, as it is written.

    Attributes:
        facts: the manifest.
        tables: by name.
        dictionary: what their columns mean; None without one.
        pictures: figures; the numbers behind one are written beside it.
        scenarios: what was run, written so that each can be run again.
        texts: further files.
        report: the report as HTML, from the manifest as it is written; None without one.
        fmt: form of the tables: csv or parquet.
    """

    facts: dict[str, Any]
    tables: Mapping[str, pd.DataFrame]
    dictionary: dict[str, Any] | None = None
    pictures: Sequence[Picture] = ()
    scenarios: Sequence[Scenario] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    report: Callable[[Results], str] | None = None
    fmt: str = "csv"


def write(results: Results, folder: Path, *, overwrite: bool = False) -> Path:
    """Write results; return the path of the report, or of the folder where there is none.

    Args:
        results: what to write.
        folder: where; refused if it holds other results, unless `overwrite`.
        overwrite: replace results that stand there.

    Raises:
        ResultsError: the folder is taken or cannot be written.
    """
    with ResultFolder(folder, overwrite=overwrite) as target:
        put_into(target, results)
        target.finish(results.facts)
    return folder if results.report is None else folder / REPORT


def put_into(place: Place, results: Results) -> None:
    """Write all files of results but the manifest; what is wrong with a place, it raises."""
    for name, table in results.tables.items():
        place.write_table(name, table, results.fmt)
    for picture in results.pictures:
        place.write(f"figures/{picture.name}.png", picture.png)
        place.write(f"figures/{picture.name}.svg", picture.svg)
        if picture.table is not None:
            place.write_table(f"figures/{picture.name}", picture.table)
    for scenario in results.scenarios:
        place.write(f"scenarios/{slug(scenario.name)}.yaml", scenario.to_yaml())
    for name, text in results.texts.items():
        place.write(name, text)
    if results.dictionary is not None:
        place.write_dictionary(results.dictionary)
    if results.report is not None:
        place.write(REPORT, results.report(results))


def dictionary_of(columns: Columns) -> dict[str, Any]:
    """Return a data dictionary: these tables, and every measure."""
    return {"tables": entries(columns), "measures": measure_entries()}


def paged(results: Results) -> str:
    """Return the report of results that have none of their own: sentences, figures, tables."""
    from analysis.results.page import page  # pages take pandas; writing a store does not

    kind, dictionary = str(results.facts.get("kind") or STORE), results.dictionary or {}
    spoken = results.texts.get(VERDICTS, "").splitlines()
    return page(kind, results.facts, dict(results.tables), results.pictures, dictionary, spoken)


def picture(name: str, caption: str, figure: Figure, table: pd.DataFrame | None = None) -> Picture:
    """Return a figure drawn, under a name that is safe for a file."""
    from analysis.figures import style
    from analysis.figures.picture import Picture

    stem = slug(name)
    return Picture(stem, caption, style.png(figure), style.svg(figure, stem), table)


def captions(pictures: Sequence[Picture]) -> dict[str, str]:
    """Return what a manifest says of figures, so that a report can be made from the folder."""
    return {each.name: each.caption for each in pictures}
