"""Read `timeline`: the dated changes of a scenario during its run."""

from __future__ import annotations

from typing import TypeAlias

from sim.core.params import Parameter
from sim.scenario import declared
from sim.scenario.check import Layer, Setting, collect, described
from sim.scenario.nodes import Node, Problems
from sim.scenario.suggest import nearest

Change: TypeAlias = tuple[Setting, Layer]
"""The week of a change, and what it sets."""

WEEK = Parameter(
    0, 0, 5199, unit="weeks", source="design", integer=True, name="week",
    meaning="week of the change, counted from the first counted week",
)  # fmt: skip


def changes(node: Node, problems: Problems) -> list[Change] | None:
    """Return the dated changes of a file as (week, settings); notes every problem in them."""
    if node.is_broken:
        return None
    if not node.is_list:
        text = f"must be a list of changes, each with a week, not {described(node)}"
        problems.add(node.place, "timeline", text)
        return None
    result: list[Change] = []
    for number, entry in enumerate(node.value):
        found = _change(entry, f"timeline[{number}]", problems)
        if found is None:
            continue
        if result and found[0].value <= result[-1][0].value:
            text = f"week {found[0].value} does not come after week {result[-1][0].value}"
            problems.add(found[0].place, f"timeline[{number}].week", text)
        result.append(found)
    return result


def _change(entry: Node, key: str, problems: Problems) -> Change | None:
    if not entry.is_mapping:
        if not entry.is_broken:
            text = f"must hold a week and what changes then, not {described(entry)}"
            problems.add(entry.place, key, text)
        return None
    misspelt = [name for name in entry.value if name != "week" and nearest(name, ["week"])]
    if "week" not in entry.value and not misspelt:
        problems.add(entry.place, f"{key}.week", "is missing; say when the change comes")
    may = ("week", *declared.SCHEME_SECTIONS, *declared.mechanisms())
    refused = [name for name in entry.value if name in declared.sections() and name not in may]
    if refused:
        they, are = ("", "it is") if len(refused) == 1 else (f"{', '.join(refused)} ", "they are")
        text = (
            f"{they}cannot change during a run: {are} fixed when the run begins; a change may "
            "hold contracts, organisation, information and mechanism numbers"
        )
        where = f"{key}.{refused[0]}" if len(refused) == 1 else key
        problems.add(entry.value[refused[0]].place, where, text)
    allowed = {name: declared.declared()[name] for name in may[1:]}
    allowed = {"week": WEEK, **allowed}
    rest = {name: item for name, item in entry.items() if name not in refused}
    found = collect(Node(rest, entry.place), allowed, key, problems)
    said = found.pop(f"{key}.week", None)
    if said is None:
        return None
    return said, {path.removeprefix(f"{key}."): item for path, item in found.items()}
