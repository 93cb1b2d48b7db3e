"""The records that compiled code reads: each stage of a scenario as if it stood alone."""

from dataclasses import replace

import pytest

from sim import load_scenario
from sim.blocks import BLOCKS, CONTRACT
from sim.drivers.compiled import compiled_parameters, prepared
from sim.world.names import CONTRACT_ROLES
from tests.lively import lively


@pytest.mark.parametrize("change", [{}, {52: {"closing.default_discount": 0.01}}])
def test_every_stage_is_as_if_it_stood_alone(change):
    usual = load_scenario("shared_revenue", overrides=("run.before=siloed_metrics",))
    scenario = replace(usual, timeline=tuple(change.items()))
    parameters, contracts, _, _ = prepared(scenario)
    stages = scenario.epochs()
    assert len(stages) == len(parameters) == 2 + len(change)
    for number, (_, values) in enumerate(stages):
        alone = compiled_parameters([values])
        assert parameters[number : number + 1].tobytes() == alone[0].tobytes()
        assert contracts[number : number + 1].tobytes() == alone[1].tobytes()
    assert contracts[0].tobytes() != contracts[1].tobytes()
    assert (parameters[1].tobytes() != parameters[-1].tobytes()) == bool(change)


def test_numbers_stand_in_the_record_as_they_stand_in_the_scenario():
    _, values = lively().epochs()[-1]
    parameters, contracts = compiled_parameters([values])
    for name, block in BLOCKS.items():
        for key, item in block.parameters.items():
            stored, value = parameters[0][name][key], values[name][key]
            if item.choices:
                assert item.choices[stored] == value
            elif item.word and value == item.word:
                assert stored == -1.0
            elif isinstance(value, dict):
                assert stored.tolist() == [value[label] for label in item.labels]
            else:
                assert stored == value, (name, key)
    usual, metrics = CONTRACT.defaults(), CONTRACT.parameters["weights"].labels
    for row, role in enumerate(CONTRACT_ROLES):
        stated = values["contracts"][role]
        for key in set(CONTRACT.parameters) - {"weights"}:
            assert contracts[0, row][key] == stated.get(key, usual[key])
        assert contracts[0, row]["weights"].tolist() == [stated[name] for name in metrics]
