"""One colour, mark and dash per scheme, the same in every figure, report and page.

Shipped schemes have theirs in a table; any other name gets its own from its letters, so that a
scheme keeps its look whatever it stands beside. There is no green: nothing reads as good or bad.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import NamedTuple

Dash = tuple[float, ...]


class Look(NamedTuple):
    """How a scheme is drawn.

    Attributes:
        colour: hex code on a white ground, at least 3:1 against it.
        marker: name of the mark as matplotlib has it.
        dash: lengths of strokes and gaps of its line, in line widths.
        night: hex code of the same hue on a dark ground.
    """

    colour: str
    marker: str
    dash: Dash
    night: str


BLUE, AMBER, PLUM, ROSE, SKY, BROWN, VIOLET, SLATE, INK = range(9)
HUES = (
    ("#2A68B0", "#6FA8E8"),
    ("#C28100", "#F2B640"),
    ("#4A1A5C", "#C08AD6"),
    ("#C2558A", "#EE93BE"),
    ("#3F97C4", "#8FD0F0"),
    ("#7A4A17", "#C79A68"),
    ("#8078BD", "#B9B2EC"),
    ("#5F6E7C", "#A7B4C1"),
    ("#141414", "#F0F0F0"),
)
"""Hex codes on white and on dark; neighbours in the table differ in lightness too."""
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*", "<", ">", "p", "h")
DASHES: tuple[Dash, ...] = (
    (1, 0),
    (5, 1.6),
    (1.4, 1.4),
    (7, 1.5, 1.5, 1.5),
    (3, 1.2),
    (9, 2),
    (1, 2.4),
    (4, 1, 1, 1, 1, 1),
)
TEAM_HUES = (ROSE, SKY, BROWN, VIOLET, INK, SLATE, AMBER, PLUM, BLUE)
TEAM_MARKERS = ("D", "v", "P", "X", "*", "<", ">", "p", "h", "^", "s", "o")
SHIPPED = {
    "siloed_metrics": (BLUE, "o"),
    "siloed_own_revenue": (BLUE, "D"),
    "shared_revenue": (AMBER, "s"),
    "cmo_reports_to_cso": (PLUM, "^"),
    "unified_cro": (SKY, "D"),
    "hybrid_pay": (ROSE, "v"),
    "retention_pool": (BROWN, "P"),
    "buying_group_metric": (VIOLET, "X"),
    "horizon_split": (INK, "*"),
    "undefined": (SLATE, "o"),
    "defined": (VIOLET, "s"),
    "aligned": (BROWN, "^"),
    "integrated": (INK, "D"),
    "cmo_reports_to_cso_pay_only": (VIOLET, "v"),
    "unified_cro_pay_only": (BROWN, "X"),
    "creative_conflict": (ROSE, "P"),
    "closed_doors": (SLATE, "s"),
    "stoked_tension": (INK, "X"),
    "maturing_step_by_step": (AMBER, "D"),
    "maturing_in_one_leap": (ROSE, "*"),
}
"""Shipped scheme → hue and mark."""
_FREE = [
    (hue, mark)
    for mark in MARKERS
    for hue in range(len(HUES))
    if (hue, mark) not in SHIPPED.values()
]


def look(name: str) -> Look:
    """Return how a scheme is drawn.

    >>> look("siloed_metrics").colour, look("siloed_metrics").marker
    ('#2A68B0', 'o')
    >>> look("my_own_plan") == look("my_own_plan")
    True
    """
    return _made(*SHIPPED[name] if name in SHIPPED else _FREE[_start(name)])


def team(place: int) -> Look:
    """Return how the team that came so many-th, from 0, is drawn in a workshop.

    Hues and marks go round at different lengths, so 36 teams differ; those of the schemes that are
    shown most come last.

    >>> team(0).marker, team(0) == team(36)
    ('D', True)
    """
    return _made(TEAM_HUES[place % len(TEAM_HUES)], TEAM_MARKERS[place % len(TEAM_MARKERS)])


def looks(names: Iterable[str]) -> dict[str, Look]:
    """Return how the schemes of one picture are drawn.

    Each keeps its own look; a scheme that is not shipped steps aside only where it would take the
    colour of another one, as long as there are colours left.
    """
    wanted = list(dict.fromkeys(names))
    found = {name: look(name) for name in wanted if name in SHIPPED}
    for name in sorted(set(wanted) - set(found)):
        found[name] = _aside(name, found.values())
    return {name: found[name] for name in wanted}


def _aside(name: str, taken: Iterable[Look]) -> Look:
    """Return the first look from a name's own on that no other has; a free colour before all."""
    used = list(taken)
    shades, pairs = {each.colour for each in used}, {each[:2] for each in used}
    start = _start(name)
    tried = [_made(*pair) for pair in (*_FREE[start:], *_FREE[:start])]
    apart = [each for each in tried if each[:2] not in pairs]
    return next((each for each in apart if each.colour not in shades), (apart or tried)[0])


def _start(name: str) -> int:
    return zlib.crc32(name.encode()) % len(_FREE)


def _made(hue: int, marker: str) -> Look:
    day, night = HUES[hue]
    return Look(day, marker, DASHES[MARKERS.index(marker) % len(DASHES)], night)
