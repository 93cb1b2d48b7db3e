"""A resolved scenario as one file."""

import pytest

from sim.scenario import load_scenario
from sim.scenario.nodes import Problems, to_python
from sim.scenario.reader import read_text
from sim.scenario.shipped import summaries
from sim.scenario.writing import text
from tests.scenario.conftest import HEAD

SCHEMES = [item.name for item in summaries() if item.kind == "scheme"]


@pytest.mark.parametrize("name", SCHEMES)
def test_a_written_scenario_loads_to_the_same_numbers(name, written):
    scenario = load_scenario(name, market="enterprise", overlays=["null_model"])
    again = load_scenario(written(scenario.to_yaml()))
    assert again.hash == scenario.hash
    assert again.name == name
    assert again.description == scenario.description
    assert again.to_yaml().replace("before: stated", "") == (
        scenario.to_yaml().replace("before: stated", "")
    )


def test_the_timeline_and_the_past_are_written_too(written):
    content = "extends: shared_revenue\nbefore: {contracts: {rep: {margin: 1}}}\n"
    change = "timeline: [{week: 9, contracts: {rep: {retention: 1}}, demand: {entry_hazard: 0.01}}]"
    scenario = load_scenario(written(HEAD + content + change))
    again = load_scenario(written(scenario.to_yaml()))
    assert again.epochs() == scenario.epochs()


@pytest.mark.parametrize("word", ["a: b", "- x", "no", "true", "null", "1e5", "#x", "'", '"', "é"])
def test_awkward_words_survive(word):
    problems = Problems()
    node = read_text(text({"key": word, "inner": {"list": [{"a": 0.1, "b": word}]}}), "x", problems)
    assert problems.found == []
    assert node is not None
    assert to_python(node) == {"key": word, "inner": {"list": [{"a": 0.1, "b": word}]}}


@pytest.mark.parametrize("number", [0.1, 1e-300, 123456789.123, 5, -2.5e10])
def test_every_digit_survives(number):
    node = read_text(text({"key": number}), "x", Problems())
    assert node is not None
    assert to_python(node)["key"] == number
