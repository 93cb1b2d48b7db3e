"""What a rep believes of a source and what working a lead is worth, by hand."""

import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import lead_appraisal, triage
from sim.world.names import Metric, RepTask
from sim.world.vectors import NOBODY
from tests.mechanisms.harness import ONE_OF_EACH, at, given, hand_over, near, wired

EVENT, EMAIL = 1, 4
shares = st.floats(0, 1)
DEAL = (0.8, 0.25, 10.0)
"""Share of list value that is paid, size of a further deal, weeks a deal is open."""
WIDER = {
    "pay": {"margin": DEAL[0]}, "pipeline": {"add_on": DEAL[1]}, "closing": {"usual_cycle": DEAL[2]}
}  # fmt: skip


def settings(**changes):
    plain = {
        "rule": "value", "lead_hours": 2.0, "lead_life": 8.0, "stale": 0.4, "cooling": 3.0,
        "conversion": 1.0, "call_conversion": 0.9, "belief_memory": 8.0, "prior_weight": 6.0,
        "refusal": 0.0, "form": "exponential",
    }  # fmt: skip
    return given(triage.Triage, **(plain | changes))


def everything(**changes):
    """Return all settings that an appraisal reads."""
    return {"triage": settings(**changes), **WIDER}


def test_a_lead_is_worth_its_pay_minus_its_hours():
    # .2 x 5 - 2 x .3
    assert lead_appraisal.lead_worth(0.2, 5.0, 2.0, 0.3) == near(0.4)


def one_lead(account=None, week=10, **lead):
    world = wired()
    world.reps["winning"] = 0.5
    for name, value in (account or {}).items():
        world.accounts[name] = value
    world.pairs["trust_rep_in_marketer"] = 0.5
    row = hand_over(world, week=week, source=EMAIL, **lead)
    return world, row


def gain(source=EMAIL, is_from_marketing=True, account=None, per_euro=0.0, **slopes):
    world, _row = one_lead({"list_value": 10000.0} | (account or {}))
    world.reps[0]["per_euro"] = per_euro
    for name, worth in slopes.items():
        world.reps[0]["slope"][Metric[name]] = worth
    return lead_appraisal.deal_gain(
        world.reps[0], world.accounts[0], source, is_from_marketing, DEAL
    )


def test_a_deal_gains_what_is_paid_of_its_value_as_often_as_it_is_won():
    # .8 of 10,000 at .0001 a euro, won every other time; a further deal is a quarter of that
    assert gain(per_euro=1e-4) == near(0.4)
    assert gain(per_euro=1e-4, account={"customer": 0}) == near(0.1)


def test_a_deal_of_a_poor_source_costs_the_close_rate_and_one_of_a_rich_source_lifts_it():
    # a win is worth .2 by the rate: won every other time where .3 or .7 are usual
    world, _row = one_lead()
    rep = world.reps[0]
    rep["per_win"] = 0.2
    for usual, worth in ((0.3, 0.04), (0.5, 0.0), (0.7, -0.04)):
        rep["win_rate"] = usual
        assert lead_appraisal.deal_gain(rep, world.accounts[0], EMAIL, True, DEAL) == near(worth)


def test_an_engaged_group_is_paid_as_long_as_a_deal_is_open():
    assert gain(ENGAGED_GROUPS=0.01) == near(0.1)


def test_only_a_deal_of_marketing_fills_its_pipeline():
    assert gain(SOURCED_PIPELINE=1e-5, QUALIFIED_LEADS=0.02) == near(0.12)
    assert gain(SOURCED_PIPELINE=1e-5, QUALIFIED_LEADS=0.02, is_from_marketing=False) == 0.0


def test_a_deal_takes_hours_from_the_others():
    world, _row = one_lead({"list_value": 10000.0})
    rep = world.reps[0]
    rep["per_euro"] = 1e-4
    rep["takes"] = 0.3
    assert lead_appraisal.deal_gain(rep, world.accounts[0], EMAIL, True, DEAL) == near(0.1)


def appraised(world, row, week=10):
    return lead_appraisal.appraise(
        row, world.reps[0], world.leads, world.accounts, world.pairs[0], settings(), DEAL, week
    )


def test_an_appraisal_by_hand():
    # claim .4 x trust .5 = .2 weighs 6; two of six own tries went well: (1.2 + 2) / 12 = .266667
    # three weeks old: .4 + .6 exp(-7); a deal of 10,000 at .0001 a euro, .8 of it paid and won
    # every other time: .4, less .1 that its hours take; minus 2 hours at .01
    world, row = one_lead({"list_value": 10000.0}, week=7, claim=0.4)
    rep = world.reps[0]
    rep["per_euro"] = 1e-4
    rep["slope"][Metric.ACCEPTED_LEADS] = 0.05  # pays for a word, not for an hour
    rep["hour_price"] = 0.01
    rep["takes"] = 0.1
    rep["tried"][EMAIL], rep["proven"][EMAIL] = 6.0, 2.0
    fresh = 0.4 + 0.6 * math.exp(-7.0)
    assert appraised(world, row) == near(3.2 / 12.0 * fresh * 0.3 - 0.02)


def two_leads(factor):
    """Two leads, of a small and a large company, to a rep all of whose pay is scaled."""
    world = wired(accounts=2)
    world.accounts["list_value"] = [9000.0, 40000.0]
    world.pairs["trust_rep_in_marketer"] = 0.5
    rep = world.reps[0]
    rep["winning"] = 0.5
    rep["per_euro"] = 1e-4 * factor
    rep["slope"][Metric.QUALIFIED_LEADS] = 0.02 * factor
    rep["hour_price"], rep["takes"] = 0.01 * factor, 0.3 * factor
    leads = [hand_over(world, account, week=10, claim=0.4, source=EMAIL) for account in range(2)]
    return [appraised(world, row) for row in leads]


@examples(st.floats(0.01, 100))
def test_scaling_all_pay_scales_what_leads_are_worth_and_leaves_their_order(factor):
    worths = two_leads(1.0)
    assert worths[0] < 0.0 < worths[1]
    assert two_leads(factor) == pytest.approx([factor * worth for worth in worths], rel=1e-9)


@examples(shares, shares, st.floats(0, 1e-3), st.floats(0, 1), st.floats(0, 1))
def test_dearer_hours_never_make_a_lead_worth_more(one, other, slope, low_takes, more):
    world, row = one_lead({"list_value": 10000.0}, claim=0.4)
    rep = world.reps[0]
    rep["per_euro"] = slope
    low, high = sorted((one, other))
    rep["hour_price"], rep["takes"] = low, low_takes
    cheap = appraised(world, row)
    rep["hour_price"] = high
    assert appraised(world, row) <= cheap
    rep["hour_price"], rep["takes"] = low, low_takes + more
    assert appraised(world, row) <= cheap


def test_a_call_needs_no_claim():
    world, row = one_lead(marketer_id=NOBODY)
    assert lead_appraisal.prior_of(world.leads[row], world.pairs[0], settings()) == 0.9


def test_a_lead_cools_also_on_its_way_to_the_rep():
    # a week on its way and two in the inbox: .4 + .6 exp(-7)
    world, row = one_lead({"list_value": 10000.0}, week=8, claim=1.0, qualified_week=7)
    rep = world.reps[0]
    rep["per_euro"] = 1e-4
    assert appraised(world, row) == near(0.5 * (0.4 + 0.6 * math.exp(-7.0)) * 0.4)


def left_over(hours, worth_of_lead=1e-4, price=0.01, accounts=1):
    """Work an inbox of fresh leads of buyers; return the world after that week."""
    world = wired(pods=1, reps=1, accounts=accounts, marketers=2)
    world.accounts["list_value"] = 10000.0
    world.pairs["trust_rep_in_marketer"] = 0.5
    for account in range(accounts):
        hand_over(world, account, week=10, claim=0.4, source=EMAIL)
    rep = world.reps[0]
    rep["winning"] = 0.5
    rep["per_euro"] = worth_of_lead
    rep["hour_price"] = price
    rep["left"] = 9.0
    rep["hours"][RepTask.LEADS] = hours
    inboxes = np.arange(1), *whole(world)
    p = everything()
    lead_appraisal.appraise_all(*inboxes, p, at(10))
    triage.work_inboxes(*inboxes, p["triage"], 0, at(10))
    lead_appraisal.learn_all(np.arange(1), *without_inboxes(world), p, at(10))
    return world


def left(hours, **changes):
    return left_over(hours, **changes).reps[0]["left"]


def test_where_no_lead_is_left_lying_none_loses_by_waiting():
    assert left(5.0) == 0.0
    assert left(5.0, price=1.0) == 0.0  # there is one, but it is not worth its hours


def test_the_best_lead_left_lying_loses_what_it_cools_in_a_week():
    # .2 x .4 now, and .2 x .4 x (.4 + .6 exp(-7/3)) a week from now, for the same hours
    lost = 0.08 * 0.6 * (1.0 - math.exp(-7.0 / 3.0))
    assert left(0.0) == near(lost)
    # with hours for one of two alike the other waits; the first led nowhere: 1.2 / 7 in place of .2
    assert left(2.0, accounts=2) == near(lost * 6.0 / 7.0)
    assert left(4.0, accounts=2) == 0.0


def test_nobody_loses_more_by_waiting_than_a_lead_is_worth():
    # a week from now it would not be worth its hours: .08 x .458 < .04
    assert left(0.0, price=0.02) == near(0.08 - 0.04)


@examples(st.floats(0, 6), st.floats(0, 0.1), st.integers(1, 3))
def test_what_waiting_loses_is_never_negative_and_never_more_than_the_lead_is_worth(
    hours, price, leads
):
    assert 0.0 <= left(hours, price=price, accounts=leads) <= max(0.08 - 2.0 * price, 0.0) + 1e-12


def whole(world):
    return world.reps, world.inboxes, world.leads, world.accounts, world.pairs


def without_inboxes(world):
    return world.reps, world.leads, world.accounts, world.pairs


def test_what_a_rep_remembers_fades_and_a_newcomer_remembers_nothing():
    world = wired()
    world.reps["tried"] = 4.0
    world.reps["proven"] = 2.0
    p = everything(belief_memory=1.0)
    lead_appraisal.appraise_inbox(0, *whole(world), p, at(10))
    assert world.reps[0]["tried"].tolist() == near([2.0] * 7)
    assert world.reps[0]["proven"].tolist() == near([1.0] * 7)
    world.reps["hired_week"] = 10
    lead_appraisal.appraise_inbox(0, *whole(world), p, at(10))
    assert (world.reps[0]["tried"] == 0.0).all()
    assert (world.reps[0]["proven"] == 0.0).all()


def test_a_rep_learns_of_each_source_from_its_own_answers():
    world = wired()
    world.reps["tried"] = 0.5
    world.reps["proven"] = 0.25
    world.reps["best_left"] = NOBODY
    rep = world.reps[0]
    rep["answers"][EMAIL], rep["buyers"][EMAIL] = 3.0, 1.0
    rep["answers"][EVENT] = 1.0
    lead_appraisal.learn_all(np.arange(1), *without_inboxes(world), everything(), at(10))
    assert (rep["tried"][EMAIL], rep["proven"][EMAIL]) == (3.5, 1.25)
    assert (rep["tried"][EVENT], rep["proven"][EVENT]) == (1.5, 0.25)
    assert rep["tried"].sum() == 7 * 0.5 + 4.0
    assert (world.reps[1:]["tried"] == 0.5).all()


def test_a_rep_appraises_what_is_here_and_waits_and_nothing_else():
    world = wired(**ONE_OF_EACH, accounts=5)
    world.reps["hour_price"] = 0.01  # a deal brings nothing: two hours at .01
    hand_over(world, 0, week=10, appraised=7.0)
    hand_over(world, 1, week=11, appraised=7.0)  # on its way
    hand_over(world, 2, week=4, appraised=7.0)
    hand_over(world, 3, week=10, appraised=7.0, first_touch_week=10)
    hand_over(world, 4, week=10, appraised=7.0, rejected_week=10)
    lead_appraisal.appraise_all(np.arange(1), *whole(world), everything(), at(10))
    assert world.leads["appraised"][:5].tolist() == near([-0.02, 7.0, -0.02, 7.0, 7.0])


def test_only_the_best_lead_left_lying_tells_what_waiting_loses():
    world = wired(**ONE_OF_EACH, accounts=2)
    world.accounts["list_value"] = [10000.0, 50000.0]
    world.pairs["trust_rep_in_marketer"] = 0.5
    for account in range(2):
        hand_over(world, account, week=10, claim=0.4, source=EMAIL)
    rep = world.reps[0]
    rep["winning"], rep["per_euro"] = 0.5, 1e-4
    lost = 0.08 * 0.6 * (1.0 - math.exp(-7.0 / 3.0))
    for best, loses in ((0, lost), (1, 5.0 * lost), (NOBODY, 0.0)):
        rep["best_left"] = best
        lead_appraisal.learn_all(np.arange(1), *without_inboxes(world), everything(), at(10))
        assert rep["left"] == near(loses)
