"""Claims about scenarios: read from a line of text or from a file of such lines.

shared_revenue > siloed_metrics in gross_profit_y3 in mid_market
siloed_metrics > hybrid_pay > shared_revenue in win_rate
reviews = siloed_metrics in bookings_y1
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from analysis.claims.sides import both_sides
from analysis.measures import named
from sim.core.errors import InputError
from sim.scenario.nodes import Node, Place, Problems
from sim.scenario.reader import read_file

SHIPPED = Path(__file__).with_name("findings.yaml")
FORM = re.compile(
    r"^\s*(?P<sides>[^\s].*?)\s+in\s+(?P<measure>\w+)(?:\s+in\s+(?P<market>\S+))?\s*$"
)
SIGNS = (">", "<", "=")
PLAIN = "as it stands"
ROBUST, SHIFTED, FRAGILE, OPEN = "robust", "shifted", "fragile", "inconclusive"
SAME = "unmoved"
"""Of a challenge that left every run as it was, and so was none."""
EXAMPLE = "shared_revenue > siloed_metrics in gross_profit_y3 in mid_market"
KEYS = ("schema_version", "name", "description", "claims")


@dataclass(frozen=True)
class Claim:
    """Two scenarios, a measure, and what is said of it.

    Attributes:
        text: the claim as it was written.
        left, right: names or paths of scenarios.
        sign: ">", "<" (left against right) or "=" (no difference that matters).
        measure: the measure's name.
        market: a market's name or path; None for the scenarios' own.
        place: where it stands; None where it comes from no file.
    """

    text: str
    left: str
    right: str
    sign: str
    measure: str
    market: str | None
    place: Place | None = field(default=None, compare=False)


def parsed(text: str) -> list[Claim]:
    """Return what a line claims; a chain A > B > C is a claim for each pair of neighbours.

    >>> [claim.sign for claim in parsed("a > b < c in trust")]
    ['>', '<']

    Raises: InputError when it is no claim, or of an unknown measure.
    """
    found = FORM.match(text)
    sides = re.split(r"\s+([><=])\s+", found["sides"]) if found else []
    if found is None or len(sides) < 3 or any(" " in side for side in sides):
        said = f"{text!r} is no claim" if text.strip() else "says no claim"
        raise InputError(f"{said}; write one such as: {EXAMPLE}")
    measure = named(found["measure"]).name
    places = pairwise(range(0, len(sides), 2))
    return [
        Claim(text.strip(), sides[i], sides[j], sides[i + 1], measure, found["market"])
        for i, j in places
    ]


def parsed_lines(lines: Sequence[str | Claim]) -> list[Claim]:
    """Return the claims of lines; what is a claim already stays.

    Raises: InputError with every line that is none.
    """
    claims: list[Claim] = []
    wrong: list[str] = []
    for line in lines:
        try:
            claims += [line] if isinstance(line, Claim) else parsed(line)
        except InputError as error:
            wrong.append(str(error))
    if wrong:
        raise InputError("\n".join(dict.fromkeys(wrong)))
    return claims


def read_claims(path: str | Path) -> list[Claim]:
    """Return the claims of a file. Raises: ScenarioError with every problem found in it."""
    problems = Problems()
    top = read_file(Path(path), str(path), problems, "file of claims")
    claims: list[Claim] = []
    if top is not None:
        for key, node in top.items():
            if key not in KEYS:
                problems.add(node.place, key, f"unknown key; there are {', '.join(KEYS)}")
            elif key == "claims":
                claims = _listed(node, problems)
        if "claims" not in dict(top.items()):
            problems.add(top.place, "claims", f"is missing; a list of lines such as: {EXAMPLE}")
    if problems.found:  # the scenarios of the lines that can be read have theirs too
        both_sides(claims, (), problems)
    problems.stop_if_any()
    return claims


def _listed(node: Node, problems: Problems) -> list[Claim]:
    if not node.is_list or not node.value:
        problems.add(node.place, "claims", f"must be a list of lines such as: {EXAMPLE}")
        return []
    found: list[Claim] = []
    for number, item in enumerate(node.value):
        try:
            text = "" if item.is_list or item.is_mapping else str(item.value)
            found += [replace(claim, place=item.place) for claim in parsed(text)]
        except InputError as error:
            problems.add(item.place, f"claims[{number}]", str(error))
    return found
