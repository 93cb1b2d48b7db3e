"""Each measure against a run small enough to work out by hand."""

import math

import numpy as np
import pytest

from analysis.measures import MEASURES, measure, measured, named
from analysis.runs.run_summary import LastYear, summary
from sim.core.errors import InputError
from sim.world.vectors import NEVER
from tests.analysis.builder import History, code

WEEKS, BURN = 156, 52


def value(name, run):
    return measured(run, [name])[name]


def weekly(**columns):
    return History(tables={"weekly": columns})


def by_week(function):
    return np.array([function(week) for week in range(-BURN, WEEKS)], dtype=float)


def deals(**columns):
    return History(tables={"opportunities": columns})


WON = code("opportunities", "outcome", "won")
OPEN = code("opportunities", "outcome", "open")
UNDECIDED = code("opportunities", "outcome", "no_decision")
RIVAL = code("opportunities", "outcome", "lost_competitor")


@pytest.mark.parametrize(
    ("name", "weeks"), [("bookings_y1", 52), ("bookings_y2", 104), ("bookings_y3", 156)]
)
def test_bookings_count_from_week_zero(name, weeks):
    run = weekly(bookings=by_week(lambda week: 1000 if week < 0 else 2))
    assert value(name, run) == 2 * weeks


def test_profit_of_a_run_that_is_too_short_is_not_known():
    run = History(weeks=51)
    assert math.isnan(value("gross_profit_y1", run))
    assert math.isnan(value("bookings_y3", run))


def test_recurring_revenue_is_read_in_the_last_week_of_year_three():
    run = weekly(recurring_revenue=by_week(lambda week: week))
    assert value("recurring_revenue_y3", run) == 155


def test_retention_weighs_what_left_by_what_was_there():
    # each year starts at 100 and loses 10; 20 of new business and 5 of expansion come on top
    run = weekly(
        recurring_revenue=by_week(lambda week: 100 + 15 * ((week + 1) // 52)),
        churned_revenue=by_week(lambda week: 10 if week % 52 == 26 else 0),
    )
    run.tables["opportunities"] = {
        "outcome": [WON] * 3,
        "closed_week": [10, 60, 110],
        "net_value": [20.0] * 3,
    }
    start = 100 + 115 + 130
    assert value("gross_retention", run) == pytest.approx(1 - 30 / start)
    assert value("net_revenue_retention", run) == pytest.approx((115 + 130 + 145 - 60) / start)


def test_win_rate_counts_deals_closed_after_burn_in():
    run = deals(
        outcome=[WON, WON, UNDECIDED, RIVAL, OPEN, WON],
        closed_week=[0, 155, 5, 9, NEVER, -1],
        created_week=[-3, 150, 0, 0, 100, -9],
    )
    assert value("win_rate", run) == 0.5
    assert value("cycle_weeks", run) == 4
    assert value("no_decision_share", run) == 0.5


def test_velocity_is_open_deals_times_win_rate_times_value_over_life():
    # two deals of 78 weeks each, one won: one open deal on average, 78 weeks of life
    run = deals(
        outcome=[WON, UNDECIDED],
        created_week=[0, 77],
        closed_week=[78, 155],
        net_value=[1000.0, 0.0],
    )
    assert value("sales_velocity", run) == pytest.approx(1.0 * 0.5 * 1000 / 78)


def test_quarter_end_ratio_compares_last_and_first_two_weeks():
    run = deals(outcome=[WON] * 6, closed_week=[0, 1, 11, 12, 12 + 13, 6])
    assert value("quarter_end_ratio", run) == 3 / 2


def test_discount_is_the_mean_over_wins():
    run = deals(outcome=[WON, WON, UNDECIDED], closed_week=[1, 2, 3], discount=[0.1, 0.2, 0.9])
    assert value("discount", run) == pytest.approx(0.15)


def leads(**columns):
    return {"marketer_id": np.zeros(np.size(columns["account_id"])), **columns}


def test_an_account_counts_once_and_only_if_it_wins_within_26_weeks():
    run = deals(
        outcome=[WON] * 4,
        account_id=[1, 2, 3, 9],
        closed_week=[26, 27, 4, 1],
    )
    # 1 wins at the limit, 2 a week late, 3 before its lead, 4 never; 1 has two leads
    run.tables["leads"] = leads(account_id=[1, 1, 2, 3, 4], qualified_week=[0, 10, 0, 5, 7])
    assert value("mql_to_win", run) == 1 / 4


def test_a_lead_is_unworked_without_an_hour_in_eight_weeks():
    run = History()
    run.tables["leads"] = leads(
        account_id=[1, 2, 3, 4, 5, 6],
        qualified_week=[10, 10, 10, NEVER, 150, -5],
        first_touch_week=[18, 19, NEVER, 11, NEVER, NEVER],
    )
    assert value("unworked_lead_share", run) == pytest.approx(2 / 3)


def test_pipeline_share_counts_value_that_a_campaigns_lead_opened():
    run = deals(opportunity_id=[7, 8], created_week=[3, 4], list_value=[100.0, 300.0])
    run.tables["leads"] = {
        "account_id": [1, 2],
        "marketer_id": [0, -1],
        "opportunity_id": [7, 8],
    }
    assert value("marketing_share", run) == 0.25


def test_conflict_and_trust_are_means_of_counted_weeks():
    run = weekly(
        relationship_conflict=by_week(lambda week: 9 if week < 0 else 0.5),
        trust_marketers_in_reps=by_week(lambda week: 0 if week < 0 else 0.75),
        trust_reps_in_marketers=by_week(lambda week: 0 if week < 0 else 0.25),
    )
    assert value("relationship_conflict", run) == 0.5
    assert value("trust", run) == 0.5
    assert value("trust_asymmetry", run) == 0.5


def test_the_lowest_tenth_of_trust_looks_at_pairs_of_the_last_year():
    run = History()
    run.tables["pairs"] = {
        "week": [10, 155, 155],
        "trust_marketer_in_rep": [0.0, 0.2, 0.4],
        "trust_rep_in_marketer": [0.0, 0.6, 0.8],
    }
    assert value("trust_p10", run) == pytest.approx(0.26)


def test_counts_are_yearly_rates():
    run = weekly(wins=np.ones(BURN + WEEKS), resignations=by_week(lambda week: week == 100))
    assert value("wins", run) == 52
    assert value("resignations", run) == pytest.approx(1 / 3)


def test_attainment_counts_rep_quarters_with_a_target():
    rep, marketer = code("staff", "role", "rep"), code("staff", "role", "marketer")
    own, total = (code("attainment", "metric", word) for word in ("own_revenue", "total"))
    run = History()
    run.tables["staff"] = {"person_id": [1, 2], "role": [rep, marketer]}
    run.tables["attainment"] = {
        "person_id": [1, 1, 1, 1, 2],
        "quarter": [0, 1, -1, 0, 0],
        "metric": [own, own, own, total, own],
        "target": [10.0, 10.0, 10.0, 1.0, 10.0],
        "result": [10.0, 9.0, 50.0, 5.0, 50.0],
    }
    assert value("attainment_share", run) == 0.5


def test_an_empty_run_raises_nothing():
    found = measured(History())
    assert set(found) == set(MEASURES)
    assert math.isnan(found["win_rate"])
    assert math.isnan(found["mql_to_win"])


def test_every_measure_says_what_it_is():
    for item in MEASURES.values():
        assert item.unit
        assert item.meaning
        assert item.direction in ("higher", "lower", "none")


def test_users_register_their_own():
    @measure("silent_weeks", "weeks", "lower", "weeks without a win")
    def silent_weeks(run):
        return float((run.raw("weekly")["wins"] == 0).sum())

    try:
        assert measured(weekly(wins=np.ones(BURN + WEEKS)))["silent_weeks"] == 0
    finally:
        del MEASURES["silent_weeks"]


def test_a_name_that_is_taken_is_refused():
    with pytest.raises(InputError, match="exists already"):
        measure("wins", "per year", "higher", "again")(len)


def test_a_misspelt_name_gets_a_suggestion():
    with pytest.raises(InputError, match="did you mean win_rate"):
        named("winrate")


def test_the_last_year_is_a_run_of_its_own():
    run = weekly(bookings=by_week(lambda week: 1 if week >= 104 else 5), wins=by_week(float))
    last = LastYear(run)
    assert (last.weeks, last.burn_in) == (52, 156)
    assert value("bookings_y1", last) == 52
    whole, recent, unit = summary(run, ["bookings"])["bookings"]
    assert (whole, recent, unit) == (5 * 104 + 52, 52, "euros")
