"""Names beside dots of figures."""

from itertools import combinations

import pytest

from analysis.figures import style
from analysis.figures.labels import name_dots

CROWD = [(0.0, 0.0), (0.1, 0.001), (0.2, 0.0), (0.15, 0.002), (0.05, 0.001), (10.0, 1.0)]
NAMES = [
    "half-life of what trust is away from its prior",
    "weekly step of needs",
    "mean ego",
    "accounts that start looking in a year",
    "customers who leave at a renewal",
    "far away",
]


@pytest.mark.parametrize("others", [[], [(0.3, 0.0), (9.0, 1.0)]])
def test_names_of_dots_cover_neither_each_other_nor_leave_the_axes(others):
    figure = style.canvas(9.5, 5.8)
    axes = figure.subplots()
    axes.plot(*zip(*CROWD, strict=True), "o")
    made = name_dots(axes, NAMES, CROWD, others=others)
    boxes = [text.get_window_extent() for text in made]
    assert [text.get_text() for text in made] == NAMES
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    frame = axes.get_window_extent()
    assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 for box in boxes)


def test_a_name_with_room_stands_beside_its_dot():
    figure = style.canvas(9.5, 5.8)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], "o")
    first, last = name_dots(axes, ["first", "last"], [(0, 0), (1, 1)])
    assert first.get_horizontalalignment() == "left"
    assert last.get_position()[1] == first.get_position()[1]
