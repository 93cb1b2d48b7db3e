"""From a point of a design, or a world, to the settings of a scenario.

Weights and shares that must sum to 1 complete themselves: those that vary have the value of the
point, the others share what is left in the proportions of the scenario's file. Where those that
vary exceed 1, or nothing else is there to fill up with, they are scaled to sum to 1. Where a share
would be less than is allowed, it gets that much from the others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from sim.scenario import declared
from sim.scenario.cross_checks import sum_groups

if TYPE_CHECKING:
    from sim.scenario import Scenario


def living(scenario: Scenario, settings: Mapping[str, Any]) -> Scenario:
    """Return a scenario in a world: with its settings, shares completed. Raises: ScenarioError."""
    if not settings:
        return scenario
    usual = scenario.flat() if any(key in sum_groups() for key in settings) else {}
    return scenario.with_values(settings_of(settings, usual))


def settings_of(point: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that put a scenario at a point.

    Args:
        point: value by dotted key.
        usual: every setting of the scenario by dotted key.

    >>> usual = {"contracts.rep.own_revenue": 0.7, "contracts.rep.close_rate": 0.3}
    >>> found = settings_of({"contracts.rep.own_revenue": 0.4}, usual)
    >>> {key.split(".")[-1]: value for key, value in found.items() if value}
    {'own_revenue': 0.4, 'close_rate': 0.6}
    """
    settings, groups = dict(point), sum_groups()
    for group in dict.fromkeys(groups[key] for key in point if key in groups):
        settings.update(raised(_completed(group, point, usual), kept=point))
    return settings


def raised(shares: Mapping[str, float], kept: Collection[str] = ()) -> dict[str, float]:
    """Return shares that sum to 1 with each at least what is allowed, by dotted key.

    What is missing comes from the others, from those to be `kept` only if nothing else is left.

    >>> found = raised({"effort.rep_habit.deals": 1.0, "effort.rep_habit.leads": 0.0})
    >>> [round(share, 9) for share in found.values()]
    [0.999, 0.001]
    """
    known = declared.flat()
    least = {key: known[key].low for key in shares}
    found = {key: max(share, least[key]) for key, share in shares.items()}
    missing = sum(found.values()) - sum(shares.values())
    if missing <= 0.0:
        return dict(shares)
    spare = {key: found[key] - least[key] for key in found if key not in kept}
    if sum(spare.values()) < missing:
        spare = {key: found[key] - least[key] for key in found}
    part = missing / sum(spare.values())
    return {key: share - part * spare.get(key, 0.0) for key, share in found.items()}


def _completed(
    group: tuple[str, ...], point: Mapping[str, Any], usual: Mapping[str, Any]
) -> dict[str, float]:
    varied = {key: float(point[key]) for key in group if key in point}
    others = {key: float(usual.get(key, 0.0)) for key in group if key not in point}
    total, rest = sum(varied.values()), sum(others.values())
    if total <= 1.0 and rest > 0.0:
        scale = (1.0 - total) / rest
        return {**varied, **{key: value * scale for key, value in others.items()}}
    if total > 0.0:
        return {
            **{key: value / total for key, value in varied.items()},
            **dict.fromkeys(others, 0.0),
        }
    return {**varied, **others}
