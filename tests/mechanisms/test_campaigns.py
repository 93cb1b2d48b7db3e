import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import campaigns
from sim.world.names import MarketerTask, Source
from sim.world.vectors import NOBODY
from tests.mechanisms.harness import ONE_OF_EACH, at, given, near, open_deal, rows, vector, wired

EMAIL = 4
some = st.floats(0.01, 20)


def settings(**changes):
    plain = {
        "rate_in": vector(campaigns.Campaigns, "rate_in", email=0.01),
        "rate_out": vector(campaigns.Campaigns, "rate_out", email=0.02),
        "mix": vector(campaigns.Campaigns, "mix", email=1.0),
        "adstock": 0.8, "elasticity": 0.25, "unit": 5.0, "hours": 2.0, "hours_power": 0.5,
        "duration": 6.0, "luck": 0.0, "fano": 1.0, "call_hazard": 0.0, "call_lift": 0.5,
        "call_referral": 0.3, "form": "power",
    }  # fmt: skip
    return given(campaigns.Campaigns, **(plain | changes))


def test_adstock_lingers():
    # .8 of 1, .2 of 2
    assert campaigns.lingering(1.0, 0.8, 2.0) == near(1.2)


@examples(some, st.floats(0, 0.99))
def test_constant_spend_of_one_unit_settles_at_one(adstock, kept):
    after = campaigns.lingering(adstock, kept, 1.0)
    assert abs(after - 1.0) <= abs(adstock - 1.0) + 1e-12
    assert campaigns.lingering(1.0, kept, 1.0) == near(1.0)


def test_strength_is_a_product_of_powers():
    # 16^.25 = 2, 4^.5 = 2
    assert campaigns.strength(2.0, 4.0, 0.5) == near(4.0)


def test_scatter_has_mean_one_and_adds_the_missing_variance():
    # mean 1 and Fano e: the log variance is ln(1 + (e - 1)/1) = 1, so exp(1 - .5) one step up
    assert campaigns.scattered(1.0, math.e, 1.0) == near(math.exp(0.5))


@examples(some, st.floats(-4, 4))
def test_a_fano_factor_of_one_scatters_nothing(mean, step):
    assert campaigns.scattered(mean, 1.0, step) == 1.0
    assert campaigns.scattered(0.0, 3.0, step) == 1.0


@examples(some, st.floats(1.01, 20), st.floats(-4, 4), st.floats(-4, 4))
def test_scatter_is_positive_and_rises_with_luck(mean, fano, one, other):
    low, high = sorted((one, other))
    assert 0.0 < campaigns.scattered(mean, fano, low) <= campaigns.scattered(mean, fano, high)


@examples(st.floats(0.0, 1e-280), st.floats(1, 20), st.floats(-8, 8))
def test_next_to_no_responses_are_scattered_by_a_finite_factor(mean, fano, step):
    assert math.isfinite(campaigns.scattered(mean, fano, step))
    assert campaigns.scattered(5e-324, fano, step) == 1.0


def test_a_rate_of_ln_2_strikes_every_other_week():
    assert campaigns.struck(math.log(2.0)) == near(0.5)
    assert campaigns.struck(0.0) == 0.0


@pytest.mark.parametrize(("u", "seat"), [(0.1, 3), (0.24, 3), (0.26, 4), (0.74, 4), (0.76, 5)])
def test_a_response_goes_to_marketers_in_proportion_to_their_rates(u, seat):
    rates = np.array([9.0, 9.0, 9.0, 1.0, 2.0, 1.0, 9.0])
    assert campaigns.chosen_seat(u, 3, 3, rates) == seat


def quiet(**columns):
    """Return a firm in which nothing is launched."""
    return rows("firm", 1, **columns)


def test_a_campaign_uses_a_channel_of_the_mix_only():
    marketers = rows("marketers", 200)
    mix = vector(campaigns.Campaigns, "mix", event=0.5, email=0.5)
    for row in range(200):
        campaigns.launch(row, marketers, rows("segments"), quiet(), settings(mix=mix), at(3))
    assert set(marketers["source"].tolist()) == {1, EMAIL}
    assert 60 < (marketers["source"] == EMAIL).sum() < 140


def test_a_campaign_without_spread_has_neither_luck_nor_bad_luck():
    marketers = rows("marketers")
    campaigns.launch(0, marketers, rows("segments"), quiet(), settings(), at(3))
    marketer = marketers[0]
    assert (marketer["luck"], marketer["campaign"], marketer["campaign_end"]) == (1.0, 1, 9)


def test_a_campaign_appeals_as_far_as_its_message_fits():
    # two segments; in one the message is off by 2 on all four visible needs: exp(-.5 x 4)
    segments = rows("segments", 2, needs=[[0.0] * 6, [2.0] * 6])
    marketers = rows("marketers")
    campaigns.launch(0, marketers, segments, quiet(), settings(), at(0))
    assert marketers[0]["appeal"] == near(0.5 * (1.0 + math.exp(-2.0)))


ON = {"launch_on": 1, "launch_week": 4, "launch_theme": 1, "launch_gain": 0.5, "launch_loss": 0.4}
"""A launch on theme 1, with half more responses on its theme and four in ten fewer off it."""


@pytest.mark.parametrize(("briefed", "theme", "count"), [(4, 1, 1), (3, 0, 0)])
def test_who_was_briefed_starts_a_campaign_with_the_launch(briefed, theme, count):
    # the running campaign, on another theme, would last until week 9
    marketers = rows("marketers", 1, campaign_end=9, briefed=briefed, theme=0)
    campaigns.run_campaign(
        0, marketers, rows("segments"), quiet(**ON), rows("accounts", 10), settings(), at(4)
    )
    assert (marketers[0]["theme"], marketers[0]["campaign"]) == (theme, count)


def test_who_was_not_briefed_hears_of_a_launch_in_the_next_campaign():
    marketers = rows("marketers", 1, campaign_end=6, theme=0)
    for week in (4, 5, 6):
        campaigns.run_campaign(
            0, marketers, rows("segments"), quiet(**ON), rows("accounts", 10), settings(), at(week)
        )
        assert marketers[0]["theme"] == (1 if week == 6 else 0)


def test_a_campaign_on_the_theme_gains_as_far_as_it_speaks_well_about_it():
    # strength 2 and a base rate of .02; the message is off by 1: half of exp(-.5) more
    needs = [[0.0, 1.0, 0.0, 0.0, 0.0, 0.0]]
    for theme, factor in ((1, 1.0 + 0.5 * math.exp(-0.5)), (0, 0.6)):
        marketers = rows("marketers", 1, adstock=1.0, theme=theme, campaign_end=99, source=EMAIL)
        marketers[0]["hours"][MarketerTask.VOLUME] = 8.0
        marketers[0]["topical"] = math.exp(-0.5)
        firm = quiet(budget=100.0, brand_share=0.5, **ON)
        campaigns.run_campaign(
            0, marketers, rows("segments", 1, needs=needs), firm, rows("accounts", 10), settings(),
            at(5),
        )  # fmt: skip
        assert marketers[0]["rate_out"] == near(2.0 * 0.02 * factor)


def test_a_joint_plan_keeps_campaigns_to_the_message_agreed():
    # all four visible needs moved by 2 since the plan; the present message follows them
    segments = rows("segments", 1, needs=[[2.0] * 6])
    for briefed, appeal in ((3, math.exp(-2.0)), (2, 1.0)):
        marketers = rows("marketers", 1, briefed=briefed)
        marketers[0]["message"][0] = 2.0
        campaigns.launch(0, marketers, segments, quiet(), settings(), at(3))
        assert marketers[0]["appeal"] == near(appeal)


def test_a_promotion_takes_budget_and_adds_responses():
    # half of the spend is left: adstock .8 + .2 x .5, and the responses double
    marketers = rows("marketers", 1, adstock=1.0)
    marketers[0]["hours"][MarketerTask.VOLUME] = 8.0
    firm = quiet(budget=100.0, brand_share=0.5, promotion=0.5, promotion_lift=1.0)
    campaigns.run_campaign(
        0, marketers, rows("segments"), firm, rows("accounts", 10), settings(), at(0)
    )
    assert marketers[0]["adstock"] == near(0.9)
    assert marketers[0]["rate_out"] == near(2.0 * 2.0 * 0.02 * 0.9**0.25)


def running(**changes):
    marketers = rows("marketers", 1, adstock=1.0)
    marketers[0]["hours"][MarketerTask.VOLUME] = 8.0
    firm = rows("firm", 1, budget=100.0, brand_share=0.5)
    campaigns.run_campaigns(
        np.arange(1), marketers, rows("segments"), firm, rows("accounts", 10),
        settings(**changes), at(0),
    )  # fmt: skip
    return marketers[0]


def test_a_week_of_a_campaign():
    # spend 50 EUR over 10 accounts of 5 = 1 unit: adstock stays 1; hours 8 over 2 = 4: strength 2
    marketer = running()
    assert marketer["adstock"] == near(1.0)
    assert marketer["rate_out"] == near(2.0 * 0.02)
    assert marketer["rate_in"] == near(2.0 * 0.01 * 2.0)  # twice an appeal of 1


def test_without_rates_nobody_answers():
    nothing = np.zeros(7)
    marketer = running(rate_in=nothing, rate_out=nothing)
    assert (marketer["rate_in"], marketer["rate_out"]) == (0.0, 0.0)


def test_pods_add_up_what_their_marketers_do():
    marketers = rows("marketers", 4, pod=[0, 0, 1, 1], rate_in=[0.1, 0.3, 0.0, 0.0],
                     rate_out=[0.2, 0.4, 0.0, 0.2], adstock=[1.0, 16.0, 1.0, 1.0])  # fmt: skip
    pods = rows("pods", 2, exposure=[1.0, 0.0], intensity_in=9.0, inbound_lift=9.0)
    campaigns.sum_exposure(marketers, pods, settings())
    assert pods["intensity_in"].tolist() == near([0.2, 0.0])
    assert pods["exposure"].tolist() == near([1.3, 0.1])
    # lifts of 1 and 1 + .5 (2 - 1) = 1.5
    assert pods["inbound_lift"].tolist() == near([1.25, 1.0])


def queued(accounts=40):
    world = wired(**ONE_OF_EACH, accounts=accounts)
    for row in range(accounts):
        campaigns.queue(row, world.accounts, world.pods, world.exposures, at(0))
    return world


def popped(world, exposure):
    world.pods[0]["exposure"] = exposure
    count = campaigns.pop_due(0, world.idle, world.accounts, world.pods, world.exposures)
    return world.idle[:count].tolist()


def test_idle_accounts_answer_once_their_exposure_is_reached_and_not_before():
    world = queued()
    due = world.accounts["response_due"].copy()
    answered = []
    for exposure in (0.1, 0.1, 0.5, 2.0, 30.0):
        now = popped(world, exposure)
        assert now == sorted(now)
        assert all(due[row] <= exposure for row in now)
        answered += now
        assert sorted(answered) == np.flatnonzero(due <= exposure).tolist()
    assert len(set(answered)) == len(answered) == 40


def test_an_account_in_the_market_leaves_the_queue_without_an_answer():
    world = queued(1)
    world.accounts["in_market"] = 1
    assert popped(world, 40.0) == []
    assert world.accounts[0]["queued"] == 0
    campaigns.requeue(np.arange(1), world.accounts, world.pods, world.exposures, at(1))
    assert world.accounts[0]["queued"] == 1
    assert world.accounts[0]["response_due"] > 40.0


def calling(chance=1.0, on_list=1, is_busy=False, **changes):
    world = wired(accounts=60)
    world.accounts["on_list"] = on_list
    world.pods["calling"] = chance
    if is_busy:
        for row in range(60):
            open_deal(world, row)
    campaigns.respond_in_market(
        np.arange(60), world.accounts, world.pods, world.marketers, settings(**changes), at(0)
    )
    return world.accounts


def test_only_buyers_with_the_firm_on_their_list_and_no_open_deal_call():
    assert (calling()["raised_hand"] != NOBODY).all()
    assert (calling(on_list=0)["raised_hand"] == NOBODY).all()
    assert (calling(is_busy=True)["raised_hand"] == NOBODY).all()
    assert (calling(chance=0.0)["raised_hand"] == NOBODY).all()


def test_calls_come_by_referral_or_by_themselves():
    assert set(calling(call_hazard=100.0, call_referral=1.0)["raised_hand"].tolist()) == {
        Source.REFERRAL
    }
    assert set(calling(call_hazard=100.0, call_referral=0.0)["raised_hand"].tolist()) == {
        Source.INBOUND_SEARCH
    }


def test_responses_calls_and_finds_become_leads_in_a_fixed_order():
    world = wired(accounts=3, marketers=2)
    world.marketers["source"] = EMAIL
    world.accounts["in_market"] = 1
    world.accounts[1]["responded"] = 1
    world.accounts[2]["raised_hand"] = Source.INBOUND_SEARCH
    world.accounts[2]["found_by"] = 7
    campaigns.collect(
        np.array([1, 2]), world.idle, world.accounts, world.pods, world.marketers,
        world.exposures, world.leads, world.counters, at(8),
    )  # fmt: skip
    assert world.counters[0]["leads"] == 3
    leads = world.leads[:3]
    assert leads["account_id"].tolist() == [1, 2, 2]
    assert leads["source"].tolist() == [EMAIL, Source.INBOUND_SEARCH, Source.OUTBOUND]
    assert leads["marketer_id"].tolist() == [1, NOBODY, NOBODY]
    assert len(set(leads["lead_id"].tolist())) == 3
