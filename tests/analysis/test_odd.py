"""The ODD+D document has the elements of the protocol, and says what the scenario says."""

import re

import pytest

from analysis.odd.document import HEADINGS, NOTICE, OWN, PROTOCOL, document, general
from analysis.odd.fragments import phases, room_names
from sim.scenario import load_scenario, shipped
from sim.scenario.declared import flat

PUBLISHED = (
    "Overview",
    "Purpose",
    "Entities, state variables, and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Theoretical and empirical background",
    "Individual decision making",
    "Learning",
    "Individual sensing",
    "Individual prediction",
    "Interaction",
    "Collectives",
    "Heterogeneity",
    "Stochasticity",
    "Observation",
    "Details",
    "Implementation details",
    "Initialization",
    "Input data",
    "Submodels",
)
"""Elements of the protocol as Müller et al. (2013) print them, in their order."""
SCHEMES = [item.name for item in shipped.summaries() if item.kind == "scheme"]


def spelled(heading):
    """Return a heading without what spelling and punctuation make of it."""
    plain = heading.lower().replace("-", " ").replace(",", "").replace("isation", "ization")
    return re.sub(r"^[\d.]+\s*", "", plain)


def headings(text):
    return [spelled(line.lstrip("# ")) for line in text.splitlines() if re.match("^##+ ", line)]


@pytest.mark.parametrize("name", SCHEMES)
def test_every_scheme_has_a_document_with_the_elements_of_the_protocol_in_order(name):
    text = document(load_scenario(name))
    found = [heading for heading in headings(text) if heading in {*map(spelled, PUBLISHED)}]
    assert found == [spelled(heading) for heading in PUBLISHED]
    assert text.startswith(f"# The model: {name}\n")
    assert "<!--" not in text
    assert NOTICE in text


def test_the_headings_that_the_code_names_are_the_published_ones():
    ours = [part for title, inner in HEADINGS.items() for part in (title, *inner)]
    assert [*map(spelled, ours)] == [*map(spelled, PUBLISHED)]


def test_every_setting_off_its_default_is_in_the_document():
    scenario = load_scenario("unified_cro", market="enterprise")
    text = document(scenario)
    known = flat()
    for key, value in scenario.flat().items():
        if key in known and value != known[key].default:
            assert f"| {key} |" in text, key
    assert scenario.hash[:12] in text


def test_the_document_of_a_timeline_says_what_changes_when():
    scenario = load_scenario("maturing_step_by_step")
    text = document(scenario)
    for week, change in scenario.timeline:
        for key in change:
            assert f"| {week} | {key} |" in text


def test_what_held_before_is_told():
    assert "Before week 0" in document(load_scenario("shared_revenue"))
    same = load_scenario("shared_revenue", overrides=("run.before=same",))
    assert "burn-in is organised as the rest" in document(same)


def test_every_room_and_every_phase_is_described():
    text = document(load_scenario("siloed_metrics"))
    for name in room_names():
        assert f"| {name} |" in text
    for number, (room, phase) in enumerate(phases(), 1):
        assert f"| {number} | {room} | `{phase}` |" in text


def test_the_page_of_the_model_has_no_place_left_for_a_scenario():
    text = general()
    assert all(name in PROTOCOL.read_text(encoding="utf-8") for name in OWN)
    assert not any(name in text for name in OWN)


def test_two_schemes_that_differ_in_name_only_differ_in_name_only():
    one = load_scenario("siloed_metrics")
    other = document(one.renamed("zzz_name")).replace("zzz_name", "siloed_metrics")
    assert other == document(one)


def test_the_document_says_which_form_of_a_law_the_scenario_has_and_which_others_there_are():
    text = document(load_scenario("siloed_metrics", overrides=["triage.form=linear"]))
    row = next(line for line in text.splitlines() if line.startswith("| triage.form"))
    assert row.startswith("| triage.form | linear | exponential, hyperbolic |")
    assert "Zeltyn" in row
