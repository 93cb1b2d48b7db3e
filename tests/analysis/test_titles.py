"""Parameters in plain words: titles that tell them apart, values as people count them."""

import pytest

from analysis.words import titles
from analysis.words.titles import SHORT, plain, told
from sim.scenario import declared

SPACE = "\N{NO-BREAK SPACE}"


def test_every_parameter_has_a_title_that_is_no_key():
    for key in declared.flat():
        found = plain(key)
        assert found.title
        assert "_" not in found.title
        assert len(found.title) <= titles.LONGEST + 20


def test_titles_of_one_output_tell_all_parameters_apart():
    names = titles.titles(declared.flat())
    assert len(set(names.values())) == len(names)


def test_what_both_functions_have_says_whose_it_is():
    assert plain("contracts.rep.shared_revenue").title == "reps' pay: weight of shared revenue"
    assert plain("contracts.marketer.variable_share").title == (
        "marketers' pay: part of on-target pay that depends on results"
    )


def test_a_meaning_that_points_to_another_one_is_no_title():
    # declared as "growth of that hazard with every week of age"
    assert plain("buying_group.fatigue").title == "buying group: fatigue"


def test_a_leaders_pay_is_the_leaders():
    assert plain("contracts.cso.brand_index").title == "the CSO's pay: weight of brand index"


def test_a_unit_stands_once_on_an_axis():
    assert plain("content_training.every").label == "weeks between two trainings"
    assert plain("demand.patience").label == f"{SHORT['demand.patience']}, weeks"


def test_the_short_titles_are_of_parameters_that_exist():
    assert set(SHORT) <= set(declared.flat())


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        # 1 − (1 − 0.00449)^52 = 0.2087
        ("demand.entry_hazard", 0.00449, "accounts that start looking in a year: 20.9 %"),
        # one over two is one in three
        ("delivery.churn_odds", 0.5, f"{SHORT['delivery.churn_odds']}: 33.3 %"),
        # even odds
        ("demand.list_base", 0.0, f"{SHORT['demand.list_base']}: 50 %"),
        ("market.rival_present", 0.25, "share of accounts in which a competitor sits: 25 %"),
        ("market.reps", 6, "reps in a pod: 6 people"),
        ("contracts.rep.shared_revenue", 0.125, "reps' pay: weight of shared revenue: 12.5 %"),
        ("organisation.budget_owner", "cso", "leader who splits the budget: cso"),
        ("market", "enterprise", "market: enterprise"),
    ],
)
def test_values_are_said_as_people_count_them(key, value, said):
    assert plain(key).said(value).replace(SPACE, " ") == said


def test_a_certain_weekly_chance_is_certain_in_a_year():
    assert plain("needs.shock_hazard").text(1.0) == f"100{SPACE}%"


def test_factors_on_odds_are_no_shares():
    assert plain("buying_group.off_list").form == "number"


def test_settings_are_told_in_one_sentence():
    text = told([("demand.patience", 26.0), ("market.reps", 4)]).replace(SPACE, " ")
    assert text == "mean time until an account stops looking: 26 weeks; reps in a pod: 4 people"
