"""Titles and currencies: words for people, which change no number."""

import pytest

from sim.scenario import load_scenario
from sim.scenario.jsonschema import json_schema
from sim.scenario.shipped import summaries
from tests.scenario.conftest import HEAD

TITLES = ["Größenwahn & Söhne", "各自为政", "Each on <own> numbers", 'A "quoted": one']


@pytest.mark.parametrize("title", TITLES)
def test_a_title_in_any_language_is_kept_and_changes_no_number(written, title):
    import json

    plain = load_scenario(written(HEAD, "plain.yaml"))
    scenario = load_scenario(written(f"{HEAD}title: {json.dumps(title, ensure_ascii=False)}\n"))
    assert (scenario.title, scenario.label, scenario.name) == (title, title, "x")
    assert scenario.hash == plain.hash
    again = load_scenario(written(scenario.to_yaml(), "again.yaml"))
    assert again.title == title


def test_without_a_title_people_see_the_name(written):
    scenario = load_scenario(written(HEAD))
    assert (scenario.title, scenario.label) == ("", "x")
    assert "title:" not in scenario.to_yaml()


def test_a_changed_scenario_keeps_its_title_and_a_renamed_one_loses_it(written):
    scenario = load_scenario(written(HEAD + "title: Unser Haus\ncurrency: CHF\n"))
    other = scenario.with_values({"demand.entry_hazard": 0.005})
    assert (other.title, other.currency) == ("Unser Haus", "CHF")
    assert scenario.renamed("y").label == "y"
    assert scenario.renamed("y", title="Ihr Haus").label == "Ihr Haus"


def test_a_title_is_not_inherited_but_the_currency_of_the_firm_is(written):
    written(HEAD + "title: Unser Haus\ncurrency: CHF\n", "ours.yaml")
    plan = load_scenario(written(HEAD + "extends: ours.yaml\n", "plan.yaml"))
    assert (plan.title, plan.currency) == ("", "CHF")
    scheme = load_scenario("shared_revenue", market="ours.yaml")
    assert (scheme.currency, scheme.title) == ("CHF", "One revenue number for both")
    assert load_scenario("shared_revenue").currency == "EUR"
    assert "currency: CHF" in plan.to_yaml()


def test_a_title_that_is_no_short_line_of_text_is_refused(problems_of):
    assert problems_of(HEAD + "title: 5\n") == ["x.yaml:3: title: must be text, not 5"]
    assert problems_of(HEAD + f"title: {'a' * 81}\n") == [
        "x.yaml:3: title: must be at most 80 printable characters"
    ]
    assert problems_of(HEAD + 'currency: "dollars of Canada"\n') == [
        "x.yaml:3: currency: must be at most 8 printable characters"
    ]


def test_every_kind_of_file_may_have_a_title_in_the_schema():
    schema = json_schema()
    assert {"title", "currency"} <= set(schema["properties"])
    for rule in schema["allOf"]:
        assert "title" in rule["then"]["propertyNames"]["enum"]


def test_every_shipped_scheme_and_market_has_a_title_of_its_own():
    titles = [item.title for item in summaries() if item.kind in ("scheme", "market")]
    assert all(titles)
    assert len(set(titles)) == len(titles)
