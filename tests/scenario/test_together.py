"""Settings that are each allowed but make no sense together."""

import pytest

from sim.scenario import load_scenario
from tests.scenario.conftest import HEAD

REST = "give those that differ and the rest"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "campaigns: {mix: {event: 0.9}}",
            (
                "campaigns.mix: the shares sum to 1.7 but must sum to 1 "
                f"(event 0.9, partner 0.15, email 0.4, social 0.25); {REST}"
            ),
        ),
        (
            "buying_group: {weights: {user_micro_1: 0.4}}",
            (
                "buying_group.weights: the shares sum to 1.2 but must sum to 1 (user_shared_1 0.3, "
                f"user_shared_2 0.3, user_micro_1 0.4, user_micro_2 0.2); {REST}"
            ),
        ),
        (
            "scoring: {lowest: 0.5, highest: 0.2}",
            "scoring.lowest: 0.5 lies above scoring.highest, 0.2",
        ),
        (
            "organisation: {cmo_reports_to: cmo}",
            (
                "organisation.cmo_reports_to: reporting goes in a circle (cmo to cmo); "
                "it must end at ceo or nobody"
            ),
        ),
    ],
)
def test_what_makes_no_sense_together_gets_a_clear_message(text, message, problems_of):
    assert problems_of(f"{HEAD}{text}\n") == [f"x.yaml:3: {message}"]


def test_a_circle_of_three_is_named_once(problems_of):
    lines = "{cmo_reports_to: cso, cso_reports_to: cro, cro_reports_to: cmo}"
    found = problems_of(f"{HEAD}organisation: {lines}\n")
    assert found == [
        (
            "x.yaml:3: organisation.cmo_reports_to: reporting goes in a circle "
            "(cmo to cso to cro to cmo); it must end at ceo or nobody"
        )
    ]


def test_a_change_during_the_run_must_make_sense_too(problems_of):
    text = "timeline:\n  - {week: 5, organisation: {cmo_reports_to: cso}}\n"
    text += "  - {week: 9, organisation: {cso_reports_to: cmo}}\n"
    found = problems_of(HEAD + text)
    assert [line.split(": ")[:2] for line in found] == [["x.yaml:5", "organisation.cso_reports_to"]]
    assert "reporting goes in a circle (cmo to cso to cmo)" in found[0]


def test_shares_may_be_rounded(written):
    thirds = "{event: 0.333333, partner: 0.333333, email: 0.333334, social: 0}"
    mix = load_scenario(written(f"{HEAD}campaigns: {{mix: {thirds}}}\n")).values["campaigns"]["mix"]
    assert sum(mix.values()) == pytest.approx(1.0)


def test_a_word_in_place_of_a_number(written, problems_of):
    written(f"{HEAD}planning: {{brand_share: 0.3}}\n")
    assert load_scenario("x.yaml").values["planning"]["brand_share"] == 0.3
    written(f"{HEAD}planning: {{brand_share: chosen}}\n")
    assert load_scenario("x.yaml").values["planning"]["brand_share"] == "chosen"
    assert problems_of(f"{HEAD}planning: {{brand_share: chose}}\n") == [
        (
            "x.yaml:3: planning.brand_share: must be chosen or a number from 0 to 1, "
            "not the text 'chose'"
        )
    ]
