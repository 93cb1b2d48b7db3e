"""Values that a setting does not take."""

import pytest

from sim.core.errors import ScenarioError
from sim.scenario import load_scenario
from sim.scenario.reader import scalar_problem
from tests.scenario.conftest import HEAD

HAZARD = "a number from 0 to 0.2 (1/week)"

WRONG_VALUES = {
    "not a number": (
        HEAD + "demand: {entry_hazard: .nan}\n",
        ["x.yaml:3: demand.entry_hazard: .nan is not allowed: numbers must be finite"],
    ),
    "infinity": (
        HEAD + "demand: {entry_hazard: -.inf}\n",
        ["x.yaml:3: demand.entry_hazard: -.inf is not allowed: numbers must be finite"],
    ),
    "a float that overflows": (
        HEAD + "demand: {entry_hazard: 1e999}\n",
        ["x.yaml:3: demand.entry_hazard: 1e999 is too large for a number"],
    ),
    "an integer of 6000 digits": (
        HEAD + "demand: {entry_hazard: " + "9" * 6000 + "}\n",
        ["x.yaml:3: demand.entry_hazard: a number of 6000 characters is too long; at most 40"],
    ),
    "a quoted number": (
        HEAD + 'demand: {entry_hazard: "0.01"}\n',
        [
            (
                f"x.yaml:3: demand.entry_hazard: must be {HAZARD}, not the text '0.01'; "
                "write it without quotes: 0.01"
            )
        ],
    ),
    "thousands that may be a decimal": (
        HEAD + "market:\n  pay_level: 110.000\n",
        [
            (
                "x.yaml:4: market.pay_level: '110.000' can be read as 110000 or as 110; "
                "write 110000 or 110"
            )
        ],
    ),
    "a percentage out of bounds": (
        HEAD + "demand: {entry_hazard: 35%}\n",
        [f"x.yaml:3: demand.entry_hazard: 0.35 is out of bounds; allowed: {HAZARD}"],
    ),
    "underscores": (
        HEAD + "run: {weeks: 1_04}\n",
        [
            (
                "x.yaml:3: run.weeks: must be a whole number from 1 to 5200 (weeks), not the text "
                "'1_04'"
            )
        ],
    ),
    "true": (
        HEAD + "demand: {entry_hazard: true}\n",
        [f"x.yaml:3: demand.entry_hazard: must be {HAZARD}, not true"],
    ),
    "a list": (
        HEAD + "demand: {entry_hazard: [0.1]}\n",
        [f"x.yaml:3: demand.entry_hazard: must be {HAZARD}, not a list"],
    ),
    "a group": (
        HEAD + "demand: {entry_hazard: {mean: 1}}\n",
        [f"x.yaml:3: demand.entry_hazard: must be {HAZARD}, not a group of settings"],
    ),
    "a value for a group": (
        HEAD + "run: 4\n",
        ["x.yaml:3: run: must hold settings of its own (weeks, burn_in, before), not 4"],
    ),
    "too large": (
        HEAD + "demand: {entry_hazard: 0.3}\n",
        [f"x.yaml:3: demand.entry_hazard: 0.3 is out of bounds; allowed: {HAZARD}"],
    ),
    "too small": (
        HEAD + "run: {weeks: 0}\n",
        [
            (
                "x.yaml:3: run.weeks: 0 is out of bounds; allowed: a whole number from 1 to 5200 "
                "(weeks)"
            )
        ],
    ),
    "half a week": (
        HEAD + "run: {weeks: 4.5}\n",
        ["x.yaml:3: run.weeks: must be a whole number from 1 to 5200 (weeks), not 4.5"],
    ),
    "an unknown word": (
        HEAD + "choices: {timing: frozzen}\n",
        [
            (
                "x.yaml:3: choices.timing: must be one of free, frozen, not the text 'frozzen'; "
                "did you mean frozen?"
            )
        ],
    ),
    "no as a word": (
        HEAD + "choices: {timing: no}\n",
        ["x.yaml:3: choices.timing: must be one of free, frozen, not the text 'no'"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG_VALUES.values(), ids=list(WRONG_VALUES))
def test_a_wrong_value_gets_one_clear_message(text, expected, problems_of):
    assert problems_of(text) == expected


ONE_MISTAKE = {
    "a share of segments": "market:\n  segments:\n    - {name: a, share: .nan}\n",
    "a share of a mix": "campaigns: {mix: {event: .nan, email: 0.5}}\n",
    "a share that is a word": "campaigns: {mix: {event: x, email: 0.5}}\n",
    "a weight": "contracts: {rep: {own_revenue: .nan, margin: 0.5}}\n",
    "a weight later": "timeline:\n  - {week: 5, contracts: {rep: {own_revenue: x}}}\n",
    "a share later": "timeline:\n  - {week: 5, campaigns: {mix: {event: .nan, email: 0.5}}}\n",
}


@pytest.mark.parametrize("text", ONE_MISTAKE.values(), ids=list(ONE_MISTAKE))
def test_a_wrong_number_is_not_reported_again_as_a_wrong_sum(text, problems_of):
    assert len(problems_of(HEAD + text)) == 1


def test_a_number_given_in_python_is_reported_once():
    scenario = load_scenario("siloed_metrics")
    for settings in (
        {"campaigns.mix": {"event": float("nan"), "email": 0.5}},
        {"contracts.rep": {"own_revenue": float("nan")}},
    ):
        with pytest.raises(ScenarioError) as caught:
            scenario.with_values(settings)
        assert len(caught.value.problems) == 1


def test_numbers_follow_the_rules_of_yaml_1_2(written):
    text = HEAD + "demand: {entry_hazard: 1e-2}\nrun: {weeks: 52}\n"
    scenario = load_scenario(written(text))
    assert scenario.values["demand"]["entry_hazard"] == 0.01
    assert scenario.values["run"]["weeks"] == 52


@pytest.mark.parametrize("text", ["017", "-017", "089", "00"])
def test_a_leading_zero_is_asked_back_in_files_and_options(text, problems_of):
    said = f"{text} begins with a zero, which some programs read as an octal number; write "
    said += f"{int(text)}, or '{text}' in quotes where it is a text"
    assert problems_of(f"{HEAD}market: {{reps: {text}}}\n") == [f"x.yaml:3: market.reps: {said}"]
    with pytest.raises(ScenarioError) as caught:
        load_scenario("siloed_metrics", overrides=[f"market.reps={text}"])
    assert str(caught.value) == f"--set: market.reps: {said}"


@pytest.mark.parametrize("text", ["0", "0.17", "0e1", "-0"])
def test_a_zero_before_the_point_is_no_leading_zero(text):
    assert scalar_problem(text) is None
