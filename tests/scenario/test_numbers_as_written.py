"""Numbers in files and options as people write them."""

import pytest

from sim.core.errors import ScenarioError
from sim.scenario import load_scenario
from tests.scenario.conftest import HEAD


def test_a_file_takes_numbers_as_people_write_them(written):
    scenario = load_scenario(
        written(
            HEAD
            + "demand: {entry_hazard: 1.2%}\nmarket:\n  pay_level: 110 000\n  members: 6,5\n"
            + "  margin: 70 %\n  segments: [{name: all, share: 100%, list_value: 45k}]\n"
        )
    )
    market = scenario.values["market"]
    assert scenario.values["demand"]["entry_hazard"] == 0.012
    assert (market["pay_level"], market["members"], market["margin"]) == (110_000.0, 6.5, 0.7)
    assert market["segments"] == [{"name": "all", "share": 1.0, "list_value": 45_000.0}]


def test_a_single_setting_takes_them_too():
    scenario = load_scenario("base", overrides=["market.pay_level=95k", "market.margin=0,65"])
    assert scenario.values["market"]["pay_level"] == 95_000.0
    assert scenario.values["market"]["margin"] == 0.65


@pytest.mark.parametrize("text", ["110.000", "1.500"])
def test_what_may_be_thousands_or_a_fraction_is_asked_back(text):
    with pytest.raises(ScenarioError, match="can be read as"):
        load_scenario("base", overrides=[f"market.pay_level={text.replace('1.500', '1,500')}"])
