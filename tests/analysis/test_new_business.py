"""New business against a firm whose contracts can be added up by hand."""

import math

import pytest

from analysis.measures import measured
from analysis.runs.run_summary import summary
from sim import run
from sim.scenario import load_scenario
from tests.analysis.builder import History, code

WON = code("opportunities", "outcome", "won")
NAMES = ("new_bookings_y1", "new_bookings_y3", "new_gross_profit_y1", "new_gross_profit_y3")


def firm(weeks=156):
    """Return a firm with three new customers, one of before, and a further deal of the first."""
    size = weeks + 52
    return History(
        weeks=weeks,
        tables={
            "weekly": {"recurring_revenue": [520.0] * size, "gross_profit": [8.0] * size},
            "customers": {
                "account_id": [1, 2, 3, 4],
                "opportunity_id": [10, 11, 12, 13],
                "won_week": [-5, 0, 42, 150],
            },
            "opportunities": {
                "opportunity_id": [10, 11, 12, 13, 14],
                "account_id": [1, 2, 3, 4, 2],
                "outcome": [WON] * 5,
                "closed_week": [-5, 0, 42, 150, 60],
                "list_value": [900.0, 100.0, 200.0, 400.0, 7.0],
                "net_value": [900.0, 52.0, 104.0, 208.0, 7.0],
            },
        },
    )


def test_new_business_counts_first_deals_of_new_customers_alone():
    found = measured(firm(), NAMES)
    assert found["new_bookings_y1"] == 100 + 200
    assert found["new_bookings_y3"] == 100 + 200 + 400


def test_new_business_profit_is_the_margin_on_first_contract_years():
    # the margin is 8 × 52 / 520 = 0.8; weeks paid: 52 and 10 in year 1, 52, 52 and 6 in three years
    found = measured(firm(), NAMES)
    assert found["new_gross_profit_y1"] == pytest.approx(0.8 * (52 * 1 + 10 * 2))
    assert found["new_gross_profit_y3"] == pytest.approx(0.8 * (52 * 1 + 52 * 2 + 6 * 4))


def test_the_summary_of_a_run_shows_new_business_apart_from_all_contracts():
    # of the last year: the customer won in week 150 alone, paid for 6 weeks
    found = summary(firm(), ["gross_profit", "new_gross_profit"])
    assert found["gross_profit"] == (8 * 156, 8 * 52, "euros")
    assert found["new_gross_profit"] == (
        pytest.approx(0.8 * (52 * 1 + 52 * 2 + 6 * 4)),
        pytest.approx(0.8 * 6 * 4),
        "euros",
    )


def test_new_business_of_a_run_that_is_too_short_is_not_known():
    found = measured(firm(weeks=51), NAMES)
    assert all(math.isnan(value) for value in found.values())


@pytest.mark.compiled
def test_without_old_customers_the_first_year_of_new_business_is_all_there_is():
    """Revenue of a year from contracts signed in it: renewals and earlier contracts are nothing."""
    history = run(load_scenario("siloed_metrics", overrides=["run.weeks=52"]), seed=3)
    weekly, customers = history.weekly, history.customers
    young = customers[customers["won_week"] >= 0].set_index("opportunity_id")
    further = history.opportunities.query("outcome == 'won' and existing_customer")
    margin = history.scenario.values["market"]["margin"]
    deals = history.opportunities.set_index("opportunity_id").loc[young.index]
    by_hand = sum(
        deal.net_value * (52 - deal.closed_week) / 52 for deal in deals.itertuples()
    ) * margin  # fmt: skip
    assert len(young) + len(further) >= weekly.query("week >= 0")["wins"].sum() * 0.5
    found = measured(history, ["new_gross_profit_y1"])["new_gross_profit_y1"]
    assert found == pytest.approx(by_hand, rel=1e-9)


def test_what_is_sold_once_is_paid_in_full_in_the_year_of_the_signature():
    # 10 recurring a year, 8 signed every week and three quarters of it, 6, paid once:
    # 10 / 52 + 6 a week at a margin of a half; a deal pays 3/4 at once and 1/4 over its year
    sold = firm()
    size = 156 + 52
    sold.tables["weekly"] = {
        "recurring_revenue": [10.0] * size, "once_revenue": [6.0] * size,
        "bookings_net": [8.0] * size, "gross_profit": [0.5 * (10.0 / 52.0 + 6.0)] * size,
    }  # fmt: skip
    found = measured(sold, NAMES)
    year = 0.5 * (52.0 + 104.0 * (0.75 + 0.25 * 10.0 / 52.0))
    assert found["new_gross_profit_y1"] == pytest.approx(year)
