"""What held during burn-in, and what changes during the run."""

import pytest

from sim.scenario import load_scenario
from tests.scenario.conftest import HEAD

SCHEME = "schema_version: 1\nname: s\nkind: scheme\ncontracts: {rep: {margin: 1}}\n"
FIXED = (
    "cannot change during a run: it is fixed when the run begins; a change may hold contracts, "
    "organisation, information and mechanism numbers"
)


def weeks(scenario):
    return [week for week, _values in scenario.epochs()]


def rep(scenario, number):
    return scenario.epochs()[number][1]["contracts"]["rep"]


def test_burn_in_runs_under_the_siloed_scheme():
    scenario = load_scenario("shared_revenue")
    siloed = load_scenario("siloed_metrics")
    assert scenario.before == "siloed_metrics"
    assert weeks(scenario) == [-52, 0]
    assert rep(scenario, 0) == siloed.values["contracts"]["rep"]
    assert rep(scenario, 1) == scenario.values["contracts"]["rep"]
    past = scenario.epochs()[0][1]
    assert {key for key in past if past[key] != scenario.values[key]} <= {
        "contracts",
        "organisation",
        "information",
    }


def test_the_siloed_scheme_has_one_epoch_whatever_is_said():
    same = load_scenario("siloed_metrics", overrides=["run.before=same"])
    siloed = load_scenario("siloed_metrics")
    assert weeks(siloed) == weeks(same) == [-52]
    assert siloed.hash == same.hash


def test_before_same_starts_in_the_own_organisation():
    scenario = load_scenario("shared_revenue", overrides=["run.before=same"])
    assert weeks(scenario) == [-52]
    assert rep(scenario, 0)["shared_revenue"] == 0.7


def test_any_scheme_may_come_before(written):
    written(SCHEME, "s.yaml")
    written(HEAD + "extends: shared_revenue\nrun: {before: s.yaml}\n")
    assert rep(load_scenario("x.yaml"), 0)["margin"] == 1.0
    hybrid = load_scenario("shared_revenue", overrides=["run.before=hybrid_pay"])
    assert rep(hybrid, 0)["accepted_leads"] == 0.2


def test_a_company_may_state_its_past(written):
    written(HEAD + "extends: shared_revenue\nbefore: {contracts: {rep: {margin: 1}}}\n")
    scenario = load_scenario("x.yaml")
    assert scenario.before == "stated"
    assert rep(scenario, 0)["margin"] == 1.0
    assert rep(scenario, 1)["shared_revenue"] == 0.7


def test_single_settings_of_pay_count_from_week_zero():
    overrides = ["contracts.rep.own_revenue=1", "contracts.rep.shared_revenue=0"]
    scenario = load_scenario("shared_revenue", overrides=overrides)
    assert rep(scenario, 0)["own_revenue"] == 0.7
    assert rep(scenario, 1)["own_revenue"] == 1.0


def test_an_overlay_holds_during_burn_in_too():
    scenario = load_scenario("shared_revenue", overlays=["null_model"])
    assert [values["choices"]["timing"] for _week, values in scenario.epochs()] == ["frozen"] * 2


def test_without_burn_in_there_is_no_past():
    scenario = load_scenario("shared_revenue", overrides=["run.burn_in=0"])
    assert weeks(scenario) == [0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "run: {before: siloed_metric}",
            (
                "run.before: 'siloed_metric': no shipped scenario is called 'siloed_metric'; "
                "did you mean siloed_metrics?, or write same"
            ),
        ),
        (
            "run: {before: mid_market}",
            "run.before: 'mid_market' is of kind market; give a scheme, same or stated",
        ),
        (
            "run: {before: stated}",
            (
                "run.before: is stated, but no key before says what held; give before: or a "
                "scheme's name"
            ),
        ),
        (
            "run: {before: same}\nbefore: {contracts: {rep: {margin: 1}}}",
            "run.before: must be stated where the key before is given, not 'same'",
        ),
        ("run: {before: 5}", "run.before: must be a name, not 5"),
    ],
)
def test_a_wrong_past_gets_a_clear_message(text, message, problems_of):
    assert problems_of(f"{HEAD}{text}\n") == [f"x.yaml:3: {message}"]


def test_a_timeline_changes_values_from_its_weeks_on(written):
    text = (
        "timeline:\n"
        "  - {week: 10, demand: {entry_hazard: 0.01}}\n"
        "  - {week: 20, contracts: {rep: {margin: 1}}}\n"
    )
    scenario = load_scenario(written(HEAD + "extends: shared_revenue\n" + text))
    assert weeks(scenario) == [-52, 0, 10, 20]
    hazards = [values["demand"]["entry_hazard"] for _week, values in scenario.epochs()]
    assert hazards == [hazards[0], hazards[0], 0.01, 0.01]
    assert rep(scenario, 2)["shared_revenue"] == 0.7
    assert rep(scenario, 3)["margin"] == 1.0
    assert rep(scenario, 3)["shared_revenue"] == 0.0


def test_a_change_in_week_zero_replaces_that_epoch(written):
    text = "timeline: [{week: 0, demand: {entry_hazard: 0.01}}]\n"
    scenario = load_scenario(written(HEAD + "extends: shared_revenue\n" + text))
    assert weeks(scenario) == [-52, 0]
    assert scenario.epochs()[1][1]["demand"]["entry_hazard"] == 0.01


@pytest.mark.parametrize(
    ("entry", "key", "message"),
    [
        ("week: 5, market: {reps: 6}", "timeline[0].market", FIXED),
        ("week: 5, run: {weeks: 6}", "timeline[0].run", FIXED),
        ("week: 5, choices: {timing: free}", "timeline[0].choices", FIXED),
        ("week: 5, name: y", "timeline[0].name", FIXED),
        (
            "demand: {entry_hazard: 0.01}",
            "timeline[0].week",
            "is missing; say when the change comes",
        ),
        (
            "week: soon",
            "timeline[0].week",
            "must be a whole number from 0 to 5199 (weeks), not the text 'soon'",
        ),
        (
            "week: -1",
            "timeline[0].week",
            "-1 is out of bounds; allowed: a whole number from 0 to 5199 (weeks)",
        ),
        (
            "week: 156",
            "timeline[0].week",
            "156 lies past the end of the run (156 weeks, the first is 0)",
        ),
        (
            "week: 5, contracts: {rep: {margin: 0.5}}",
            "timeline[0].contracts.rep",
            (
                "the weights sum to 0.5 but must sum to 1 (margin 0.5); "
                "a file that gives one weight of a role gives them all"
            ),
        ),
        (
            "week: 5, demand: {entry_hazrd: 0.01}",
            "timeline[0].demand.entry_hazrd",
            "unknown setting; did you mean entry_hazard?",
        ),
    ],
)
def test_a_wrong_change_gets_a_clear_message(entry, key, message, problems_of):
    found = problems_of(f"{HEAD}timeline:\n  - {{{entry}}}\n")
    assert found == [f"x.yaml:4: {key}: {message}"]


def test_changes_come_in_order(problems_of):
    assert problems_of(HEAD + "timeline:\n  - {week: 5}\n  - {week: 5}\n") == [
        "x.yaml:5: timeline[1].week: week 5 does not come after week 5"
    ]


def test_a_timeline_is_a_list(problems_of):
    assert problems_of(HEAD + "timeline: 5\n") == [
        "x.yaml:3: timeline: must be a list of changes, each with a week, not 5"
    ]
    assert problems_of(HEAD + "timeline: [5]\n") == [
        "x.yaml:3: timeline[0]: must hold a week and what changes then, not 5"
    ]
