"""The JSON Schema says what the checks say."""

import json

import pytest

from sim.core.params import Parameter
from sim.scenario import load_scenario
from sim.scenario.declared import declared, lists, sections
from sim.scenario.jsonschema import json_schema, one_value

SCHEMA = json_schema()


def resolved(schema):
    while "$ref" in schema:
        target = SCHEMA
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        schema = target
    return schema


def assert_matches(keys, schema):
    schema = resolved(schema)
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert schema["description"]
    for key, item in keys.items():
        inner = resolved(schema["properties"][key])
        if isinstance(item, Parameter):
            assert inner == one_value(item)
            assert inner["description"]
        else:
            assert_matches(item, inner)


def assert_fits(value, schema):
    """A small validator: enough of the standard to check our own files."""
    schema = resolved(schema)
    if isinstance(value, dict):
        for key, item in value.items():
            assert_fits(item, schema["properties"][key])
    elif isinstance(value, list):
        for item in value:
            assert_fits(item, schema["items"])
    elif "anyOf" in schema:
        word, number = schema["anyOf"]
        assert value == word["const"] or number["minimum"] <= value <= number["maximum"]
    elif "enum" in schema:
        assert value in schema["enum"]
    elif schema["type"] == "string":
        assert isinstance(value, str)
    else:
        assert schema["minimum"] <= value <= schema["maximum"]
        assert schema["type"] == "number" or value == int(value)


def test_every_declared_key_is_described():
    assert_matches(declared()["contracts"], SCHEMA["properties"]["contracts"])
    for name in sections():
        if name in declared():
            assert set(declared()[name]) <= set(resolved(SCHEMA["properties"][name])["properties"])
            assert_matches(declared()[name], SCHEMA["properties"][name])
    market = SCHEMA["properties"]["market"]["properties"]
    for key, entry in lists().items():
        assert_matches(entry, market[key.split(".")[1]]["items"])


def test_every_section_of_a_file_is_there_and_nothing_else():
    assert list(SCHEMA["properties"]) == list(sections())
    assert SCHEMA["required"] == ["schema_version", "name"]


@pytest.mark.parametrize("name", ["siloed_metrics", "unified_cro"])
def test_resolved_scenarios_fit(name):
    scenario = load_scenario(name)
    assert_fits(scenario.values, SCHEMA)
    assert scenario.past is None or assert_fits(scenario.past, SCHEMA) is None


def test_a_number_carries_its_bounds_unit_and_default():
    item = Parameter(2.0, 1, 3, unit="weeks", source="x", meaning="how long", integer=True)
    assert one_value(item) == {
        "description": "how long [weeks]",
        "default": 2.0,
        "type": "integer",
        "minimum": 1,
        "maximum": 3,
    }


def test_a_word_carries_its_choices():
    item = Parameter("free", source="x", meaning="choice", choices=("free", "frozen"))
    assert one_value(item) == {
        "description": "choice",
        "default": "free",
        "enum": ["free", "frozen"],
    }


def test_kinds_limit_sections():
    rules = {rule["if"]["properties"]["kind"]["const"]: rule["then"] for rule in SCHEMA["allOf"]}
    scheme = rules["scheme"]["propertyNames"]["enum"]
    assert {"contracts", "organisation", "information", "meetings", "leadership"} <= set(scheme)
    assert not {"market", "choices", "run", "trust", "timeline", "launches"} & set(scheme)
    assert "choices" in rules["overlay"]["propertyNames"]["enum"]
    assert "market" in rules["market"]["propertyNames"]["enum"]
    assert "company" not in rules


def test_it_is_plain_json():
    assert json.loads(json.dumps(SCHEMA, allow_nan=False)) == SCHEMA
