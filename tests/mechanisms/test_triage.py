import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.core.draws import uniform
from sim.mechanisms import triage
from sim.world.names import Metric, Rejection, RepTask
from sim.world.options import Cooling
from sim.world.vectors import NEVER, NOBODY
from tests.mechanisms.harness import ONE_OF_EACH, at, given, hand_over, near, open_deal, rows, wired

EMAIL = 4
shares = st.floats(0, 1)
some = st.floats(0, 50)
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


def test_a_lead_loses_half_of_what_it_can_lose_in_one_half_life():
    # after 3 ln 2 days: .4 + .6 / 2
    assert triage.freshness(3.0 * math.log(2.0), 0.4, 3.0, Cooling.EXPONENTIAL) == near(0.7)
    assert triage.freshness(0.0, 0.4, 3.0, Cooling.EXPONENTIAL) == near(1.0)


@examples(some, some, shares, st.floats(0.01, 100))
def test_a_lead_only_ever_cools_and_never_below_what_stays(one, other, stale, cooling):
    low, high = sorted((one, other))
    assert (
        stale - 1e-12
        <= triage.freshness(high, stale, cooling, Cooling.EXPONENTIAL)
        <= triage.freshness(low, stale, cooling, Cooling.EXPONENTIAL)
    )


def test_a_lead_is_worth_its_pay_minus_its_hours():
    # .2 x 5 - 2 x .3
    assert triage.lead_worth(0.2, 5.0, 2.0, 0.3) == near(0.4)


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
    return triage.deal_gain(world.reps[0], world.accounts[0], source, is_from_marketing, DEAL)


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
        assert triage.deal_gain(rep, world.accounts[0], EMAIL, True, DEAL) == near(worth)


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
    assert triage.deal_gain(rep, world.accounts[0], EMAIL, True, DEAL) == near(0.1)


def appraised(world, row, week=10):
    return triage.appraise(
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
    assert triage.prior_of(world.leads[row], world.pairs[0], settings()) == 0.9


def looked_at(world, row, frozen=0, index=10, **changes):
    tables = (world.leads, world.accounts)
    stays = triage.look_at(
        row, world.reps[0], tables, world.pairs[0], settings(**changes), DEAL, frozen, at(index)
    )
    return stays, world.leads[row], world.pairs[0]


def test_a_worthy_lead_is_accepted_once():
    world, row = one_lead({"list_value": 10000.0}, claim=0.4)
    world.reps[0]["per_euro"] = 1e-4
    for _ in range(2):
        stays, lead, pair = looked_at(world, row)
        assert stays
        assert (lead["accepted_week"], pair["accepted"]) == (10, 1.0)


def test_a_lead_that_is_worth_less_than_its_hours_is_left_lying_or_sent_back():
    world, row = one_lead()
    world.reps[0]["hour_price"] = 1.0
    stays, lead, pair = looked_at(world, row)
    assert stays
    assert (lead["accepted_week"], lead["rejected_week"]) == (NEVER, NEVER)
    stays, lead, pair = looked_at(world, row, refusal=1.0)
    assert not stays
    assert (lead["rejected_week"], lead["rejected_reason"]) == (10, Rejection.LOW_VALUE)
    assert pair["rejected"] == 1.0


def test_pay_for_accepting_leads_buys_a_word_and_no_hour():
    # two hours at .01 for a lead worth nothing, against .05 for saying yes
    worths = []
    for bonus, accepted in ((0.05, 10), (0.01, NEVER)):
        world, row = one_lead()
        world.reps[0]["hour_price"] = 0.01
        world.reps[0]["slope"][Metric.ACCEPTED_LEADS] = bonus
        _stays, lead, pair = looked_at(world, row)
        assert (lead["accepted_week"], pair["accepted"]) == (accepted, float(accepted == 10))
        worths.append(lead["worth"])
    assert worths == near([-0.02, -0.02])
    assert triage.best_lead(world.reps[0], world.leads, at(10)) == NOBODY


def test_nobody_is_paid_for_accepting_a_call():
    world, row = one_lead(marketer_id=NOBODY)
    world.reps[0]["hour_price"] = 0.01
    world.reps[0]["slope"][Metric.ACCEPTED_LEADS] = 0.05
    assert looked_at(world, row)[1]["accepted_week"] == NEVER


def test_nobody_sends_a_lead_back_after_its_first_week():
    world, row = one_lead(week=9)
    world.reps[0]["hour_price"] = 1.0
    stays, lead, _pair = looked_at(world, row, refusal=1.0)
    assert stays
    assert lead["rejected_week"] == NEVER


def test_a_dead_lead_counts_against_the_pair_and_a_dead_call_does_not():
    for marketer, counted in ((0, 1.0), (NOBODY, 0.0)):
        world, row = one_lead(week=2, marketer_id=marketer)
        stays, lead, pair = looked_at(world, row)
        assert not stays
        assert (lead["rejected_reason"], pair["expired"]) == (Rejection.EXPIRED, counted)


@pytest.mark.parametrize("frozen", [0, 1])
def test_a_lead_on_its_way_waits_untouched_whatever_it_is(frozen):
    world, row = one_lead({"list_value": 10000.0}, week=12, claim=0.4, worth=5.0)
    world.reps[0]["per_euro"] = 1e-4
    open_deal(world)  # a duplicate, but nobody has seen it yet
    stays, lead, pair = looked_at(world, row, frozen, refusal=1.0)
    assert stays
    assert (lead["worth"], lead["accepted_week"], lead["rejected_week"]) == (0.0, NEVER, NEVER)
    assert (pair["accepted"], pair["rejected"]) == (0.0, 0.0)


def test_a_lead_of_an_account_with_an_open_deal_is_a_duplicate_and_nobodys_fault():
    world, row = one_lead()
    open_deal(world)
    stays, lead, pair = looked_at(world, row)
    assert not stays
    assert lead["rejected_reason"] == Rejection.DUPLICATE
    assert pair["rejected"] + pair["expired"] == 0.0


@examples(st.floats(-1, 1), st.integers(0, 7))
def test_with_triage_frozen_the_oldest_lead_comes_first_whatever_it_pays(slope, age):
    world, row = one_lead({"list_value": 10000.0}, week=10 - age, claim=0.4)
    world.reps[0]["per_euro"] = slope
    _stays, lead, _pair = looked_at(world, row, frozen=1)
    came = uniform(1, triage.ARRIVES, lead["lead_id"], 0)
    assert lead["worth"] == 1.0 + age + came
    _stays, lead, _pair = looked_at(world, row, rule="fifo")
    assert lead["worth"] == 1.0 + age + came


def test_of_leads_of_one_week_the_first_to_come_is_worked_first_wherever_it_stands():
    world = wired(**ONE_OF_EACH, accounts=12)
    for account in range(12):
        hand_over(world, account, week=10)
    world.reps[0]["hours"][RepTask.LEADS] = 10.0
    triage.work_inboxes(
        np.arange(1), world.reps, world.leads, world.accounts, world.pairs, settings(), WIDER, 1,
        at(10),
    )  # fmt: skip
    touched = world.leads["first_touch_week"][:12] == 10
    came = np.array([uniform(1, triage.ARRIVES, lead, 0) for lead in world.leads["lead_id"][:12]])
    assert 0 < touched.sum() < 12
    assert came[touched].min() > came[~touched].max()


def followed(is_looking, conversion=1.0, **lead):
    # a touch has a day within its week, so only `stale` 1 makes the outcome certain
    world, row = one_lead({"in_market": int(is_looking), "list_value": 700.0}, **lead)
    tables = (world.leads, world.accounts)
    triage.follow_up(
        row, world.reps[0], tables, world.pairs[0],
        settings(stale=1.0, conversion=conversion, call_conversion=conversion), at(10),
    )  # fmt: skip
    return world, world.leads[row], world.pairs[0]


def test_a_touch_of_a_buyer_who_is_looking_opens_a_deal():
    world, lead, pair = followed(True)
    assert (pair["followed"], pair["real"], pair["junk"], pair["pipeline"]) == (1, 1, 0, 700.0)
    assert world.accounts[0]["winning_lead"] == 0
    assert (lead["first_touch_week"], lead["hours_worked"]) == (10, 2.0)
    assert 0.0 <= lead["response_days"] <= 7.0
    assert (world.reps[0]["tried"][EMAIL], world.reps[0]["proven"][EMAIL]) == (1.0, 1.0)


def test_a_touch_of_somebody_who_is_not_looking_is_junk():
    world, _lead, pair = followed(False)
    assert (pair["followed"], pair["real"], pair["junk"], pair["pipeline"]) == (1, 0, 1, 0.0)
    assert world.accounts[0]["winning_lead"] == NOBODY
    assert (world.reps[0]["tried"][EMAIL], world.reps[0]["proven"][EMAIL]) == (1.0, 0.0)


def test_a_touch_of_an_account_that_is_already_sold_to_costs_hours_and_shows_goodwill_only():
    # two leads of one account in the same week: the first opens a deal, the second finds it open
    world, first = one_lead({"in_market": 1, "list_value": 700.0})
    second = hand_over(world, week=10, source=EMAIL)
    tables = (world.leads, world.accounts)
    for row in (first, second):
        triage.follow_up(
            row, world.reps[0], tables, world.pairs[0], settings(stale=1.0), at(10)
        )  # fmt: skip
    pair, rep = world.pairs[0], world.reps[0]
    assert world.accounts[0]["winning_lead"] == first
    assert (pair["followed"], pair["real"], pair["junk"]) == (2.0, 1.0, 0.0)
    assert world.leads[second]["hours_worked"] == 2.0
    assert (rep["tried"][EMAIL], rep["proven"][EMAIL]) == (1.0, 1.0)


def test_without_conversion_nothing_opens_a_deal():
    assert followed(True, conversion=0.0)[2]["real"] == 0.0


def test_a_call_teaches_the_rep_and_moves_no_pair():
    world, _lead, pair = followed(True, marketer_id=NOBODY)
    assert (pair["followed"], pair["real"]) == (0.0, 0.0)
    assert world.reps[0]["proven"][EMAIL] == 1.0


def inbox(world, seat=0):
    found, row = [], world.reps[seat]["first_lead"]
    while row != NOBODY:
        found.append(int(row))
        row = world.leads[row]["next_lead"]
    return found


def test_leads_spent_on_an_experiment_reach_no_inbox():
    world = wired(accounts=2)
    for account in range(2):
        hand_over(world, account, week=10, next_lead=NOBODY, tested=account)
    world.reps["first_lead"] = NOBODY
    triage.fill_inboxes(world.leads, world.counters, world.reps, at(10))
    assert inbox(world) == [0]
    assert world.leads["first_touch_week"][1] == 10


@pytest.mark.parametrize("dead", [(0,), (2,), (1,), (0, 1), (1, 2), (0, 1, 2), ()])
def test_dead_leads_leave_the_inbox_and_the_rest_keep_their_order(dead):
    world = wired(**ONE_OF_EACH, accounts=3)
    world.pairs["trust_rep_in_marketer"] = 0.5
    for account in range(3):
        hand_over(world, account, week=1 if account in dead else 9)
    tables = (world.leads, world.accounts)
    triage.tidy_inbox(0, world.reps, tables, world.pairs, settings(), DEAL, 1, at(10))
    assert inbox(world) == [row for row in (2, 1, 0) if row not in dead]


def worked(hours, accounts=5, frozen=1, **changes):
    world = wired(**ONE_OF_EACH, accounts=accounts)
    world.accounts["in_market"] = 1
    for account in range(accounts):
        hand_over(world, account, week=9 - account % 5)
    world.reps[0]["hours"][RepTask.LEADS] = hours
    triage.work_inboxes(
        np.arange(1), world.reps, world.leads, world.accounts, world.pairs,
        settings(**changes), WIDER, frozen, at(10),
    )  # fmt: skip
    touched = world.leads["first_touch_week"][:accounts] == 10
    return np.flatnonzero(touched).tolist(), world


def test_a_rep_works_leads_until_the_hours_are_gone_oldest_first_when_frozen():
    assert worked(4.0)[0] == [3, 4]
    assert worked(100.0)[0] == [0, 1, 2, 3, 4]
    assert worked(0.0)[0] == []


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
    triage.work_inboxes(
        np.arange(1), world.reps, world.leads, world.accounts, world.pairs, settings(), WIDER, 0,
        at(10),
    )  # fmt: skip
    return world


def spare(hours, **changes):
    return left_over(hours, **changes).reps[0]["spare"]


def left(hours, **changes):
    return left_over(hours, **changes).reps[0]["left"]


def test_hours_that_no_lead_is_worth_are_spare():
    assert spare(5.0) == near(3.0)
    assert spare(5.0, price=1.0) == 5.0
    assert spare(1.0) == 0.0


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


@pytest.mark.parametrize(
    ("hours", "price", "spare"),
    [
        (0.0, 0.01, 0.0), (1.0, 0.01, 0.0), (2.0, 0.01, 0.0),  # all of them for the one lead
        (5.0, 0.01, 3.0), (1.0, 1.0, 1.0),  # or no lead is worth them
    ],
)  # fmt: skip
def test_hours_that_no_lead_is_worth_are_left(hours, price, spare):
    assert left_over(hours, price=price).reps[0]["spare"] == near(spare)


def test_what_a_rep_remembers_fades_and_a_newcomer_remembers_nothing():
    world = wired()
    world.reps["tried"] = 4.0
    world.reps["proven"] = 2.0
    work = (world.leads, world.accounts, world.pairs)
    triage.work_inbox(0, world.reps, *work, settings(belief_memory=1.0), WIDER, 0, at(10))
    assert world.reps[0]["tried"].tolist() == near([2.0] * 7)
    assert world.reps[0]["proven"].tolist() == near([1.0] * 7)
    world.reps["hired_week"] = 10
    triage.work_inbox(0, world.reps, *work, settings(belief_memory=1.0), WIDER, 0, at(10))
    assert (world.reps[0]["tried"] == 0.0).all()


def test_last_weeks_counts_are_forgotten():
    pairs = rows("pairs", 1, accepted=1, rejected=1, expired=1, followed=1, real=1, junk=1,
                 pipeline=1)  # fmt: skip
    triage.clear(pairs[0])
    for name in ("accepted", "rejected", "expired", "followed", "real", "junk", "pipeline"):
        assert pairs[0][name] == 0.0


# ---------------------------------------------------------------- promises and definitions


def test_a_lead_that_is_good_by_an_agreed_definition_is_accepted_and_still_not_worth_an_hour():
    world, row = one_lead(agreed=1)
    world.reps[0]["hour_price"] = 1.0
    stays, lead, pair = looked_at(world, row, refusal=1.0)
    assert stays
    assert (lead["accepted_week"], lead["rejected_week"], pair["rejected"]) == (10, NEVER, 0.0)
    assert lead["worth"] < 0.0  # no rep hour goes there


@pytest.mark.parametrize(
    ("order", "behind", "age", "left"),
    [("value", 1, 0, 10.0), ("value", 1, 1, 3.0), ("value", 1, 2, 0.0), ("value", 0, 0, 0.0),
     ("sla_first", 0, 0, 10.0)],
)  # fmt: skip
def test_a_rep_minds_a_promise_while_behind_or_always_by_the_order(order, behind, age, left):
    world, row = one_lead(promised_days=10.0)
    world.reps[0]["behind"] = behind
    chosen = settings(rule=order)["rule"]
    assert triage.days_promised(world.leads[row], world.reps[0], chosen, age) == left


def test_nothing_is_promised_unless_somebody_says_so():
    world, row = one_lead()
    world.reps[0]["behind"] = 1
    assert triage.days_promised(world.leads[row], world.reps[0], 2, 0) == 0.0


def promised(behind, days=2.0):
    """Two leads: a rich one without and a poor one with a promise; one hour for one of them."""
    world = wired(**ONE_OF_EACH, accounts=2)
    world.accounts["list_value"] = [90000.0, 1.0]
    world.accounts["in_market"] = 1
    world.pairs["trust_rep_in_marketer"] = 0.5
    hand_over(world, 0, week=10, claim=0.4)
    hand_over(world, 1, week=10, claim=0.4, promised_days=days)
    rep = world.reps[0]
    rep["per_euro"] = 1e-4
    rep["winning"] = 0.5
    rep["behind"] = behind
    rep["hours"][RepTask.LEADS] = 2.0
    triage.work_inboxes(
        np.arange(1), world.reps, world.leads, world.accounts, world.pairs,
        settings(), WIDER, 0, at(10),
    )  # fmt: skip
    return world.leads[:2]


def test_while_behind_a_promised_lead_comes_first_and_in_time():
    assert promised(behind=0)["first_touch_week"].tolist() == [10, NEVER]
    leads = promised(behind=1)
    assert leads["first_touch_week"].tolist() == [NEVER, 10]
    assert 0.0 <= leads["response_days"][1] <= 2.0


def test_a_lead_cools_also_on_its_way_to_the_rep():
    # a week on its way and two in the inbox: .4 + .6 exp(-7)
    world, row = one_lead({"list_value": 10000.0}, week=8, claim=1.0, qualified_week=7)
    rep = world.reps[0]
    rep["per_euro"] = 1e-4
    assert appraised(world, row) == near(0.5 * (0.4 + 0.6 * math.exp(-7.0)) * 0.4)
    assert triage.weeks_before(world.leads[row]) == 1
    world, row = one_lead(week=8, marketer_id=NOBODY, qualified_week=NEVER)
    assert triage.weeks_before(world.leads[row]) == 0
