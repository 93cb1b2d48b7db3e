"""Result folders of `sensitivity`, `regimes` and `optimise`: tables, figures, manifest."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import wording
from analysis.called import scheme
from analysis.insight import numbers
from analysis.insight.dictionary import insight_dictionary
from analysis.insight.phrases import subject
from analysis.insight.regimes import TABLES
from analysis.manifest import command, environment, luck_facts
from analysis.results import Results, captions, paged, picture, write
from analysis.store import slug

if TYPE_CHECKING:
    import pandas as pd

    from analysis.figures import Picture
    from analysis.insight.optimise import Optimum
    from analysis.insight.regimes import Regimes
    from analysis.insight.sensitivity import Sensitivity
    from analysis.study import Study
    from analysis.study.results import StudyResults


def write_sensitivity(
    found: Sensitivity,
    results: StudyResults,
    folder: Path,
    *,
    repeats: pd.DataFrame | None = None,
    overwrite: bool = False,
) -> None:
    """Write indices, noise, findings and a figure per outcome.

    Args:
        found: what `sensitivity` returned.
        results: what it read.
        folder: where; refused if it holds other results, unless `overwrite`.
        repeats: the repeated runs behind the noise, if there are any.
        overwrite: replace results that stand there.

    Raises:
        ResultsError: the folder is taken or cannot be written.
    """
    tables = {name: getattr(found, name) for name in ("indices", "noise", "findings", "lost")}
    if repeats is not None:
        tables["repeats"] = repeats
    facts = {"study": results.study.name, "design": found.design, "baseline": found.baseline}
    _write("sensitivity", folder, tables, _influence(found), facts, {}, overwrite=overwrite)


def write_regimes(
    found: Regimes, results: StudyResults, folder: Path, *, overwrite: bool = False
) -> None:
    """Write shares, maps, rules, dominance, findings and figures.

    Args:
        found: what `regimes` returned.
        results: what it read.
        folder: where; refused if it holds other results, unless `overwrite`.
        overwrite: replace results that stand there.

    Raises:
        ResultsError: the folder is taken or cannot be written.
    """
    tables = {name: getattr(found, name) for name in TABLES}
    drawn = _winners(found, results.points)
    _write("regimes", folder, tables, drawn, {"study": results.study.name}, {}, overwrite=overwrite)


def write_optimum(found: Optimum, study: Study, folder: Path, *, overwrite: bool = False) -> None:
    """Write the front with its scenario files, every candidate, findings and a figure.

    Args:
        found: what `optimise` returned.
        study: what it searched.
        folder: where; refused if it holds other results, unless `overwrite`.
        overwrite: replace results that stand there.

    Raises:
        ResultsError: the folder is taken or cannot be written.
    """
    from analysis.figures.front import pareto_front

    tables = {name: getattr(found, name) for name in ("front", "candidates", "references",
                                                      "findings")}  # fmt: skip
    lived = None if found.lived is None else found.lived.drawn
    if lived is not None:
        tables |= {"worlds": lived.table, "turning": lived.turning}
    count = len(found.front)
    title = f"{study.name}: {count} setting{'' if count == 1 else 's'} that no other beats"
    figure = pareto_front(found.front, found.candidates, found.references, found.objectives,
                          found.shift, title)  # fmt: skip
    caption = (
        "The front over all that was tried, with 95 % intervals of the paired difference from "
        f"{scheme(found.scheme)}; crosses: the schemes as they are."
    )
    facts = {
        "study": study.name,
        "scheme": found.scheme,
        "objectives": [each.column for each in found.objectives],
        "limits": [str(each) for each in found.limits],
        "search_seed": found.seed,
        "final_luck": luck_facts(found.final_seed, found.replicates),
        "is_checked": found.is_checked,
        "interrupted": found.interrupted,
        **({} if lived is None else {"worlds": lived.facts()}),
    }
    texts = {
        f"scenarios/{slug(each.name)}.yaml": each.to_yaml()
        for each in (found.base, *found.scenarios)
    }
    _write(
        "optimise", folder, tables, [picture("front", caption, figure, numbers.front(found))],
        facts, texts, overwrite=overwrite,
    )  # fmt: skip


def _write(
    kind: str,
    folder: Path,
    tables: dict[str, pd.DataFrame],
    drawn: Iterable[Picture],
    facts: dict[str, Any],
    texts: dict[str, str],
    *,
    overwrite: bool,
) -> None:
    pictures = list(drawn)
    made = {"kind": kind, "command": command(), **facts, "captions": captions(pictures),
            **environment()}  # fmt: skip
    found = Results(facts=made, tables=tables, dictionary=insight_dictionary(tables),
                    pictures=pictures, texts=texts, report=paged)  # fmt: skip
    write(found, folder, overwrite=overwrite)


def _influence(found: Sensitivity) -> Iterable[Picture]:
    from analysis.figures.influence import morris_plane, sobol_bars

    is_saltelli = found.design == "saltelli"
    draw = sobol_bars if is_saltelli else morris_plane
    several = found.noise["market"].nunique() > 1
    for _, row in found.noise.iterrows():
        head = ["market", "measure", "scenario", "baseline"]
        part = found.indices
        for name in head:
            part = part[part[name] == row[name]]
        if part.empty:
            continue
        title = subject(row["measure"], row["scenario"], row["baseline"])
        title += f", {row['market']}" if several else ""
        words = [row["measure"], row["scenario"], row["baseline"] and f"minus_{row['baseline']}"]
        words += [row["market"]] if several else []
        table = numbers.influence(part, row["measure"], is_saltelli=is_saltelli)
        yield picture("-".join(filter(None, words)), title, draw(part, row, title), table)


def _winners(found: Regimes, points: pd.DataFrame) -> Iterable[Picture]:
    from analysis.figures.winners import outcome_curves, shares, winner_map

    for measure, pair in found.axes.items():
        name = wording.title(measure)
        part = {
            table: getattr(found, table)[getattr(found, table)["measure"] == measure]
            for table in ("map", "shares", "chances")
        }
        used = points[points["point"].isin(part["chances"]["point"])]
        title = f"{name}: where each scheme wins"
        figure = winner_map(part["map"], used, found.schemes, *pair, title)
        caption = f"{title} (dots: environments; grey: too few)"
        table = numbers.chances(part["map"], found.schemes, *pair)
        yield picture(f"{measure}-map", caption, figure, table)
        title = f"{name}: how often each scheme is best, and what picking it gives away"
        figure = shares(part["shares"], found.schemes, title)
        yield picture(f"{measure}-shares", title, figure, numbers.shares(part["shares"]))
        title = f"{name} over environments"
        figure = outcome_curves(part["chances"], found.schemes, measure, title)
        table = numbers.outcomes(part["chances"], found.schemes, measure)
        yield picture(f"{measure}-outcomes", title, figure, table)
