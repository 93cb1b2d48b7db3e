"""A practice stands in every place, and a forgotten one is named; so does a metric of pay."""

from dataclasses import replace

import pytest

from sim.scenario.declared import PRACTICES
from sim.world.names import Metric
from tests.house.places import BESIDE, metrics, practice

REMOVED = [
    ({"title": ""}, "sim/practices/ride_alongs.py: its block names no `practice`"),
    ({"headings": ("Counter-force", "Neutral", "Sources")}, "ride_alongs.py: the docstring has no"),
    ({"places": ("meetings",)}, "sim/world/practices.py: `Practice` has no place RIDE_ALONGS"),
    ({"is_booked": False}, "its block says no `takes=due(…)`, and sim/mechanisms/calendar.py"),
    ({"columns": ()}, "sim/world: it writes no column"),
    ({"calls": ()}, "sim/week.py: no line calls it"),
    ({"overlays": ()}, "scenarios/practices: no file there sets `ride_alongs`"),
    ({"tests": None}, "tests/practices/test_ride_alongs.py is missing"),
    ({"page": None}, "docs/explanation/mechanisms/ride_alongs.md is missing: run make docs"),
]
"""What is taken away from a practice that stands everywhere, and what is said then."""


@pytest.mark.parametrize("name", PRACTICES)
def test_a_practice_stands_in_every_place(name):
    assert practice(name).forgotten() == []


@pytest.mark.parametrize(("removed", "said"), REMOVED, ids=lambda each: str(each)[:30])
def test_the_place_in_which_a_practice_was_forgotten_is_named(removed, said):
    (words,) = replace(practice("ride_alongs"), **removed).forgotten()
    assert said in words


def test_practices_that_take_hours_under_another_name_do_not_have_a_place_of_their_own():
    assert not {name for name in BESIDE if name in practice(name).places}


def test_a_metric_stands_in_every_place():
    assert metrics().forgotten() == []


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("referred", "sim/mechanisms/pay.py: `reference` gives no reference for"),
        ("counted", "sim/mechanisms/pay.py: neither `pay_marketer` nor `pay_rep` counts"),
        ("tested", "tests/mechanisms/test_pay.py and test_pay_quarters.py: none tests"),
    ],
)
@pytest.mark.parametrize("name", [member.name for member in Metric])
def test_the_place_in_which_a_metric_was_forgotten_is_named(place, said, name):
    assert metrics().without(name, place).forgotten() == [f"{said} Metric.{name}"]
