"""The result folder of `optimise`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.insight.output import write_found
from analysis.insight.pareto import numbers
from analysis.results.manifest import luck_facts
from analysis.results.protocol import picture
from analysis.results.store import slug
from analysis.words.called import scheme

if TYPE_CHECKING:
    from analysis.insight.pareto.optimise import Optimum
    from analysis.study import Study


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
    from analysis.insight.pareto.front import pareto_front

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
    write_found(
        "optimise", folder, tables, [picture("front", caption, figure, numbers.front(found))],
        facts, texts, overwrite=overwrite,
    )  # fmt: skip
