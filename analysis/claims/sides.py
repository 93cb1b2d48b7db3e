"""The scenarios of claims: both sides of each, or every reason why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.comparison.compare import load
from sim.core.errors import ScenarioError
from sim.scenario.nodes import Place, Problems

if TYPE_CHECKING:
    from analysis.claims.claims import Claim
    from sim.scenario import Scenario


def both_sides(
    asked: Sequence[Claim], overrides: Sequence[str], problems: Problems
) -> list[tuple[Scenario, Scenario]]:
    """Return both sides of every claim that has them, and note every problem of the others."""
    pairs = []
    for claim in asked:
        sides = []
        for name in (claim.left, claim.right):
            try:
                sides.append(load(name, claim.market, (), overrides))
            except ScenarioError as error:
                for each in error.problems:
                    if claim.place is None:
                        problems.found += [each] * (each not in problems.found)
                    else:
                        problems.add(claim.place, "", str(each))
        if len(sides) == 2:
            pairs.append((sides[0], sides[1]))
            if sides[0].hash == sides[1].hash:
                place = claim.place or Place(claim.text)
                problems.add(place, "", "both sides hold the same numbers; there is nothing to ask")
    return pairs
