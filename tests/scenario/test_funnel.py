"""What a scenario implies before any run."""

import math

import pytest

from sim.funnel import average_value, balanced, funnel, listed, qualified, responses
from sim.funnel_deals import consent_by_week, support_by_week, typical_deal, typical_match
from sim.scenario import load_scenario
from sim.scenario.shipped import summaries

BASE = load_scenario("siloed_metrics")
MARKETS = [item.name for item in summaries() if item.kind == "market"]


def numbers(scenario):
    return {line.key: line.value for line in funnel(scenario)}


def test_without_buyers_there_is_no_funnel():
    empty = numbers(BASE.with_values({"demand.entry_hazard": 0.0}))
    for key in ("entering", "in_market", "opportunities", "deals", "bookings"):
        assert empty[key] == 0.0


def test_accounts_entering_follow_the_balance_of_flows():
    # entering = hazard x accounts outside; inside = entering x time inside
    balance = balanced(BASE.values)
    outside = BASE.values["market"]["accounts"] - balance.in_market
    hazard = BASE.values["demand"]["entry_hazard"]
    assert balance.entering == pytest.approx(hazard * outside, rel=1e-9)


def test_the_average_value_is_that_of_a_lognormal():
    one = BASE.with_values(
        {
            "market.segments": [{"name": "a", "share": 1.0, "list_value": 1000.0}],
            "market.value_spread": 1.0,
        }
    )
    assert average_value(one.values) == pytest.approx(1000.0 * math.exp(0.5))


def test_the_list_is_logistic_in_brand():
    even = BASE.with_values({"demand.list_base": 0.0, "market.brand_stock": 0.0})
    assert listed(even.values) == 0.5
    assert listed(even.values, is_customer=True) == pytest.approx(
        1.0 / (1.0 + math.exp(-even.values["demand"]["list_incumbent"]))
    )


def test_half_the_leads_pass_a_bar_at_the_mean():
    fit = BASE.values["scoring"]["typical_fit"]
    scenario = BASE.with_values({"scoring.default_threshold": fit})
    assert qualified(scenario.values, is_looking=True) == pytest.approx(0.5)
    assert qualified(scenario.values, is_looking=False) < 0.5


def test_responses_at_one_unit_of_spending_are_the_mean_rate():
    values = BASE.values
    spend = values["planning"]["budget"] / 52 * (1.0 - values["planning"]["default_share"])
    scenario = BASE.with_values({"campaigns.unit": spend})
    mix, rates = values["campaigns"]["mix"], values["campaigns"]["rate_in"]
    assert responses(scenario.values, "rate_in") == pytest.approx(
        sum(mix[name] * rates[name] for name in mix)
    )


def test_support_settles_where_push_and_decay_balance():
    one = BASE.with_values({"market.members": 1.0, "buying_group.reach": 13.0})
    group = one.values["buying_group"]
    push = group["gain"] * typical_match(one.values)
    support = support_by_week(one.values, group["full_hours"], is_listed=False, is_customer=False)
    assert support[-1, 0] == pytest.approx(push / (push + group["decay"]), abs=1e-6)


def test_consent_of_two_is_the_product():
    flat = BASE.with_values({"buying_group.consent_slope": 0.0, "market.members": 2.0})
    support = support_by_week(flat.values, 1.5, is_listed=True, is_customer=False)
    assert consent_by_week(flat.values, support) == pytest.approx(0.25)


def test_more_hours_never_lower_the_chance_to_win():
    wins = [
        typical_deal(BASE.values, hours, 0.5, is_listed=True, is_customer=False).won
        for hours in (0.2, 0.5, 1.0, 2.0)
    ]
    assert wins == sorted(wins)


def test_a_listed_firm_and_a_supplier_win_more_often():
    def won(is_listed, is_customer):
        return typical_deal(BASE.values, 1.0, 0.5, is_listed, is_customer).won

    assert won(False, False) < won(True, False) < won(True, True)


def test_a_deal_ends_in_one_of_three_ways():
    deal = typical_deal(BASE.values, 1.0, 0.5, is_listed=True, is_customer=False)
    assert 0.0 < deal.won < 1.0
    assert 0.0 < deal.no_decision < 1.0
    assert deal.life > 0.0
    assert deal.cycle > 0.0


def test_contracts_do_not_enter():
    assert numbers(BASE) == numbers(load_scenario("shared_revenue"))


def test_twice_the_price_is_twice_the_bookings():
    segments = [
        {**segment, "list_value": 2.0 * segment["list_value"]}
        for segment in BASE.values["market"]["segments"]
    ]
    double = numbers(BASE.with_values({"market.segments": segments}))
    assert double["bookings"] == pytest.approx(2.0 * numbers(BASE)["bookings"])


@pytest.mark.parametrize("market", MARKETS)
def test_every_shipped_market_has_a_believable_funnel(market):
    # evidence B: win rate .15-.35 new, .45-.75 installed base; hours just tight
    found = numbers(load_scenario("siloed_metrics", market=market))
    assert 0.1 <= found["win_rate"] <= 0.6
    assert 0.1 <= found["from_marketing"] <= 0.6
    assert 0.03 <= found["budget_share"] <= 0.25
    assert 1.0 <= found["deals_per_rep"] <= 80.0
    assert 1.0 <= found["cycle"] <= 40.0
