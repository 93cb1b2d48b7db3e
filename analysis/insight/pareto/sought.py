"""What a search is asked for, checked before the first run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.insight.pareto.objectives import (
    Limit,
    Objective,
    default_objectives,
    limit,
    objective,
)
from analysis.words.problems import InputProblems
from sim.core.errors import InputError

if TYPE_CHECKING:
    from analysis.runs.draws import Worlds
    from analysis.study import Study


def sought(
    study: Study,
    objectives: Sequence[str] | None,
    limits: Sequence[str],
    complaints: InputProblems,
) -> tuple[tuple[Objective, ...], tuple[Limit, ...]]:
    """Return objectives and limits as texts name them; notes those that cannot be sought."""
    from analysis.study.plan import worlds

    chosen: list[Objective] = []
    bounds: list[Limit] = []
    for text in objectives or ():
        with complaints.noted():
            each = objective(text, study.measures)
            _ = each.sign  # an objective without a better direction is refused here
            chosen.append(each)
    for text in limits:
        with complaints.noted():
            bounds.append(limit(text, study.measures))
    if not objectives:
        weeks = min(world.base.weeks for world in worlds(study))
        with complaints.noted():
            chosen.extend(default_objectives(study.measures, weeks))
    return tuple(chosen), tuple(bounds)


def with_measures(study: Study, chosen: Sequence[Objective], bounds: Sequence[Limit]) -> Study:
    """Return the study with only the measures that the search needs."""
    needed = [each.measure for each in chosen] + [each.objective.measure for each in bounds]
    return replace(study, measures=tuple(dict.fromkeys(needed)))


def worlds_for(study: Study, name: str | Path, *, everything: bool = False) -> Worlds:
    """Return the worlds in which a search lives: what it varies itself is not drawn.

    They hold a believable firm in each of the study's markets, unless `everything` is asked for.

    Raises: InputError for worlds that do not fit, or that draw nothing else.
    """
    from analysis.runs.draws import Without, worlds_of
    from analysis.study.plan import worlds
    from analysis.uncertainty.believable import sifted

    bases = [world.base for world in worlds(study)]
    found = worlds_of(name, bases)
    varied = frozenset(item.key for item in study.parameters) & {*found.keys}
    if varied == {*found.keys}:
        raise InputError(f"worlds: {name} draws nothing but what the study varies itself")
    found = Without(found, varied) if varied else found
    return sifted(found, bases, everything=everything)


def check_numbers(
    candidates: int, population: int, replicates: int, study: Study, complaints: InputProblems
) -> None:
    """Note every number with which a search makes no sense."""
    if not study.parameters:
        complaints.add("the study varies nothing; name settings under parameters")
    if population < 4:
        complaints.add(f"population: {population} is too few; at least 4")
    if candidates < population:
        complaints.add(
            f"candidates: {candidates} is fewer than one generation of {population}; ask for more, "
            "or for a smaller population"
        )
    if replicates < 2:
        complaints.add("replicates: at least 2, so that luck can be told from merit")
