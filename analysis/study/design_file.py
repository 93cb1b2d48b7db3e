"""Read the `design` of a study file, and say how many points and runs it makes."""

from __future__ import annotations

from typing import Any

from analysis.parameters.parameter import Parameter
from analysis.study.study_file import DESIGNS, Design, Study
from sim.core import params
from sim.scenario.check import collect, described
from sim.scenario.nodes import Node, Problems

MOST_POINTS = 10_000_000
DESIGN: dict[str, params.Parameter] = {
    "kind": params.Parameter("sobol", choices=DESIGNS),
    "points": params.Parameter(1, 1, MOST_POINTS, integer=True),
    "seed": params.Parameter(1, 0, 2**31, integer=True),
    "levels": params.Parameter(4, 2, 10_000, integer=True),
}
TAKES = {
    "grid": ("levels",),
    "latin_hypercube": ("points", "seed"),
    "sobol": ("points", "seed"),
    "morris": ("points", "seed", "levels"),
    "saltelli": ("points", "seed", "second_order"),
}


def read_design(
    says: dict[str, Node], parameters: tuple[Parameter, ...], problems: Problems
) -> Design:
    """Return the design of a study; notes every problem in it."""
    node = says.get("design")
    if node is None or node.is_broken:
        return Design()
    second = node.value.get("second_order") if node.is_mapping else None
    if second is not None and not isinstance(second.value, bool):
        problems.add(
            second.place, "design.second_order", f"is true or false, not {described(second)}"
        )
    rest = {key: item for key, item in node.items() if key != "second_order"}
    plain = Node(rest, node.place) if node.is_mapping else node
    layer = collect(plain, DESIGN, "design", problems)
    given: dict[str, Any] = {key.removeprefix("design."): item.value for key, item in layer.items()}
    kind = given.get("kind", "sobol")
    takes = TAKES[kind]
    for key in [*given, *(["second_order"] if second is not None else [])]:
        if key not in ("kind", *takes):
            text = f"a {kind} design takes {', '.join(takes)}, not {key}"
            problems.add(node.value[key].place, f"design.{key}", text)
    if "points" in takes and node.is_mapping and "points" not in node.value:
        problems.add(node.place, "design.points", f"is missing; a {kind} design needs it")
    design = Design(**given, second_order=bool(second is not None and second.value))
    _check_design(design, parameters, node, problems)
    return design


def _check_design(
    design: Design, parameters: tuple[Parameter, ...], node: Node, problems: Problems
) -> None:
    count = size(design, parameters)
    if count > MOST_POINTS:
        text = f"makes {count:,} points; at most {MOST_POINTS:,}"
        problems.add(node.place, "design", text)
    if design.kind == "saltelli" and design.points & (design.points - 1):
        lower = 1 << (design.points.bit_length() - 1)
        text = f"must be a power of 2 for this design; write {lower} or {2 * lower}"
        problems.add(node.place, "design.points", text)
    if design.kind == "morris" and design.levels % 2:
        text = f"must be even for a morris design; write {design.levels + 1}"
        problems.add(node.place, "design.levels", text)


def runs(study: Study) -> int:
    """Return how many runs a study asks for."""
    every = len(study.markets) * len(study.schemes) * study.replicates
    return size(study.design, study.parameters) * every


def size(design: Design, parameters: tuple[Parameter, ...]) -> int:
    """Return how many points a design makes, in each market."""
    if design.kind == "grid":
        total = 1
        for item in parameters:
            total *= len(item.values) or design.levels
        return total
    width = len(parameters)
    if design.kind == "morris":
        return design.points * (width + 1)
    if design.kind == "saltelli":
        return design.points * (2 * width + 2 if design.second_order else width + 2)
    return design.points
