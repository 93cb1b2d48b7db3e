"""One look per scheme: stable, told apart without colour, readable on paper and at night."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from numpy.typing import NDArray

from analysis.figures.palette import HUES, SHIPPED, look, looks
from sim.scenario.shipped import summaries

MAIN = ("siloed_metrics", "shared_revenue", "cmo_reports_to_cso", "unified_cro", "hybrid_pay")
BLIND = {  # Machado, Oliveira and Fernandes (2009), severity 1.0, on linear light
    "protan": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "deutan": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "tritan": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}


def linear(colour: str) -> NDArray[np.float64]:
    value = np.array(to_rgb(colour))
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(light: NDArray[np.float64]) -> NDArray[np.float64]:
    matrix = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    white = np.array([0.9505, 1.0, 1.089])
    x, y, z = np.cbrt(np.clip(matrix @ light, 0, None) / white)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_every_shipped_scheme_has_a_look_of_its_own() -> None:
    schemes = {item.name for item in summaries() if item.kind == "scheme"}
    assert schemes <= set(SHIPPED)
    assert len(set(SHIPPED.values())) == len(SHIPPED)


def test_a_scheme_keeps_its_look_whatever_stands_beside_it() -> None:
    alone = looks(["cmo_reports_to_cso"])["cmo_reports_to_cso"]
    last = looks(["my_plan", "other_plan", "siloed_metrics", "cmo_reports_to_cso"])
    assert alone == last["cmo_reports_to_cso"] == look("cmo_reports_to_cso")


def test_names_that_are_not_shipped_take_no_colour_of_a_scheme_beside_them() -> None:
    names = [*MAIN, "plan_a", "plan_b", "plan_c", "plan_d"]
    found = looks(names)
    assert list(found) == names
    assert len({each.colour for each in found.values()}) == len(names)


def test_more_schemes_than_colours_still_differ_in_their_marks() -> None:
    found = looks([*SHIPPED, *(f"plan_{number}" for number in range(30))])
    assert len({each[:2] for each in found.values()}) == len(found)


@pytest.mark.parametrize("kind", BLIND)
def test_main_schemes_are_told_apart_with_any_common_colour_blindness(kind: str) -> None:
    matrix = np.array(BLIND[kind])
    for one, other in combinations(MAIN, 2):
        first, second = (lab(matrix @ linear(look(name).colour)) for name in (one, other))
        assert np.linalg.norm(first - second) > 15, (one, other)


def test_in_greyscale_the_three_schemes_of_the_readme_differ_in_lightness() -> None:
    for one, other in combinations(MAIN[:3], 2):
        first, second = (lab(np.full(3, luminance(look(name).colour)))[0] for name in (one, other))
        assert abs(first - second) > 12, (one, other)


@pytest.mark.parametrize("pair", HUES)
def test_every_colour_stands_out_by_day_and_by_night(pair: tuple[str, str]) -> None:
    assert contrast(pair[0], "#ffffff") >= 3
    assert contrast(pair[1], "#16181b") >= 4.5


@pytest.mark.parametrize("pair", HUES)
def test_no_colour_is_green(pair: tuple[str, str]) -> None:
    for shade in pair:
        red, green, blue = to_rgb(shade)
        assert green <= max(red, blue)
