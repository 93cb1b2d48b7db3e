import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.core.draws import uniform
from sim.mechanisms import triage
from sim.world.names import Metric, Rejection, RepTask
from sim.world.shared import is_waiting
from sim.world.vectors import NEVER, NOBODY
from tests.mechanisms.harness import (
    ONE_OF_EACH,
    at,
    given,
    hand_over,
    near,
    open_deal,
    rows,
    wired,
)  # fmt: skip

EMAIL = 4
shares = st.floats(0, 1)


def settings(**changes):
    plain = {
        "rule": "value", "lead_hours": 2.0, "lead_life": 8.0, "stale": 0.4, "cooling": 3.0,
        "conversion": 1.0, "call_conversion": 0.9, "refusal": 0.0, "form": "exponential",
    }  # fmt: skip
    return given(triage.Triage, **(plain | changes))


def one_lead(account=None, week=10, **lead):
    """Return a world with one lead, appraised as is said, and its row."""
    world = wired()
    for name, value in (account or {}).items():
        world.accounts[name] = value
    row = hand_over(world, week=week, source=EMAIL, **({"appraised": 0.0} | lead))
    return world, row


def looked_at(world, row, frozen=0, index=10, **changes):
    tables = (world.leads, world.accounts)
    triage.look_at(
        row, world.reps[0], tables, world.pairs[0], settings(**changes), frozen, at(index)
    )
    return is_waiting(world.leads[row]), world.leads[row], world.pairs[0]


def test_a_worthy_lead_is_accepted_once():
    world, row = one_lead(appraised=0.06)
    for _ in range(2):
        stays, lead, pair = looked_at(world, row)
        assert stays
        assert (lead["accepted_week"], pair["accepted"]) == (10, 1.0)


def test_a_lead_that_is_worth_less_than_its_hours_is_left_lying_or_sent_back():
    world, row = one_lead(appraised=-2.0)
    stays, lead, pair = looked_at(world, row)
    assert stays
    assert (lead["accepted_week"], lead["rejected_week"]) == (NEVER, NEVER)
    stays, lead, pair = looked_at(world, row, refusal=1.0)
    assert not stays
    assert (lead["rejected_week"], lead["rejected_reason"]) == (10, Rejection.LOW_VALUE)
    assert pair["rejected"] == 1.0


def test_pay_for_accepting_leads_buys_a_word_and_no_hour():
    # a lead worth .02 less than its hours, against .05 or .01 for saying yes
    worths = []
    for bonus, accepted in ((0.05, 10), (0.01, NEVER)):
        world, row = one_lead(appraised=-0.02)
        world.reps[0]["slope"][Metric.ACCEPTED_LEADS] = bonus
        _stays, lead, pair = looked_at(world, row)
        assert (lead["accepted_week"], pair["accepted"]) == (accepted, float(accepted == 10))
        worths.append(lead["worth"])
    assert worths == near([-0.02, -0.02])
    assert triage.best_lead(world.reps[0], world.inboxes, world.leads, at(10)) == NOBODY


def test_nobody_is_paid_for_accepting_a_call():
    world, row = one_lead(marketer_id=NOBODY, appraised=-0.02)
    world.reps[0]["slope"][Metric.ACCEPTED_LEADS] = 0.05
    assert looked_at(world, row)[1]["accepted_week"] == NEVER


def test_nobody_sends_a_lead_back_after_its_first_week():
    world, row = one_lead(week=9, appraised=-2.0)
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
    world, row = one_lead(week=12, appraised=0.06, worth=5.0)
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
def test_with_triage_frozen_the_oldest_lead_comes_first_whatever_it_pays(appraised, age):
    world, row = one_lead(week=10 - age, appraised=appraised)
    _stays, lead, _pair = looked_at(world, row, frozen=1)
    came = uniform(1, triage.ARRIVES, lead["lead_id"], 0)
    assert lead["worth"] == 1.0 + age + came
    _stays, lead, _pair = looked_at(world, row, rule="fifo")
    assert lead["worth"] == 1.0 + age + came


def work(world, frozen=0, **changes):
    """Let the first rep work an inbox whose leads are appraised."""
    inboxes = np.arange(1), world.reps, world.inboxes, world.leads, world.accounts, world.pairs
    triage.work_inboxes(*inboxes, settings(**changes), frozen, at(10))


def test_of_leads_of_one_week_the_first_to_come_is_worked_first_wherever_it_stands():
    world = wired(**ONE_OF_EACH, accounts=12)
    for account in range(12):
        hand_over(world, account, week=10)
    world.reps[0]["hours"][RepTask.LEADS] = 10.0
    work(world, frozen=1)
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
    assert (world.reps[0]["answers"][EMAIL], world.reps[0]["buyers"][EMAIL]) == (1.0, 1.0)


def test_a_touch_of_somebody_who_is_not_looking_is_junk():
    world, _lead, pair = followed(False)
    assert (pair["followed"], pair["real"], pair["junk"], pair["pipeline"]) == (1, 0, 1, 0.0)
    assert world.accounts[0]["winning_lead"] == NOBODY
    assert (world.reps[0]["answers"][EMAIL], world.reps[0]["buyers"][EMAIL]) == (1.0, 0.0)


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
    assert (rep["answers"][EMAIL], rep["buyers"][EMAIL]) == (1.0, 1.0)


def test_without_conversion_nothing_opens_a_deal():
    assert followed(True, conversion=0.0)[2]["real"] == 0.0


def test_a_call_teaches_the_rep_and_moves_no_pair():
    world, _lead, pair = followed(True, marketer_id=NOBODY)
    assert (pair["followed"], pair["real"]) == (0.0, 0.0)
    assert world.reps[0]["buyers"][EMAIL] == 1.0


def test_leads_spent_on_an_experiment_count_as_touched_at_once():
    world = wired(accounts=2)
    for account in range(2):
        hand_over(world, account, week=10, tested=account)
    triage.clear_week(world.leads, world.counters, world.reps, at(10))
    assert world.leads["first_touch_week"][:2].tolist() == [NEVER, 10]
    assert world.leads["response_days"][1] == 0.0


def worked(hours, accounts=5, frozen=1, **changes):
    world = wired(**ONE_OF_EACH, accounts=accounts)
    world.accounts["in_market"] = 1
    for account in range(accounts):
        hand_over(world, account, week=9 - account % 5)
    world.reps[0]["hours"][RepTask.LEADS] = hours
    work(world, frozen, **changes)
    touched = world.leads["first_touch_week"][:accounts] == 10
    return np.flatnonzero(touched).tolist(), world


def test_a_rep_works_leads_until_the_hours_are_gone_oldest_first_when_frozen():
    assert worked(4.0)[0] == [3, 4]
    assert worked(100.0)[0] == [0, 1, 2, 3, 4]
    assert worked(0.0)[0] == []


def test_what_died_this_week_is_not_worked_whatever_it_was_worth():
    world = wired(**ONE_OF_EACH, accounts=2)
    hand_over(world, 0, week=1, appraised=1.0, worth=1.0)
    hand_over(world, 1, week=9, appraised=0.1)
    world.reps[0]["hours"][RepTask.LEADS] = 100.0
    work(world)
    assert world.leads["rejected_week"][:2].tolist() == [10, NEVER]
    assert world.leads["first_touch_week"][:2].tolist() == [NEVER, 10]


def test_who_works_an_inbox_twice_in_a_week_sends_nothing_back_that_was_touched():
    world = wired(**ONE_OF_EACH, accounts=2)
    world.accounts["in_market"] = 1
    for account in range(2):
        hand_over(world, account, week=10, appraised=0.1)
    world.reps[0]["hours"][RepTask.LEADS] = 100.0
    for _ in range(2):
        work(world)
    assert (world.leads["first_touch_week"][:2] == 10).all()
    assert (world.leads["rejected_week"][:2] == NEVER).all()


def after_a_week(hours, *worths):
    """Let a rep with so many hours work leads that are thought to bring so much."""
    world = wired(**ONE_OF_EACH, accounts=len(worths))
    for account, worth in enumerate(worths):
        hand_over(world, account, week=10, appraised=worth, source=EMAIL)
    world.reps[0]["hours"][RepTask.LEADS] = hours
    work(world)
    return world


def test_hours_that_no_lead_is_worth_are_spare():
    # a lead takes 2 hours
    assert after_a_week(5.0, 0.06).reps[0]["spare"] == near(3.0)
    assert after_a_week(5.0, -1.0).reps[0]["spare"] == 5.0
    assert after_a_week(1.0, 0.06).reps[0]["spare"] == 0.0


def test_the_best_lead_left_lying_is_the_best_that_is_worth_its_hours_and_was_not_worked():
    for hours, left in ((0.0, 1), (2.0, 2), (4.0, 0), (6.0, NOBODY)):
        assert after_a_week(hours, 0.1, 0.3, 0.2, -0.1).reps[0]["best_left"] == left


def test_answers_are_those_of_this_week():
    world = after_a_week(4.0, 0.1, 0.1)
    assert (world.reps[0]["answers"][EMAIL], world.reps[0]["answers"].sum()) == (2.0, 2.0)
    world.reps["buyers"], world.reps["best_left"] = 1.0, 1
    triage.clear_week(world.leads, world.counters, world.reps, at(11))
    assert world.reps[0]["answers"].sum() == world.reps[0]["buyers"].sum() == 0.0
    assert world.reps[0]["best_left"] == NOBODY


def test_last_weeks_counts_are_forgotten():
    pairs = rows("pairs", 1, accepted=1, rejected=1, expired=1, followed=1, real=1, junk=1,
                 pipeline=1)  # fmt: skip
    triage.clear(pairs[0])
    for name in ("accepted", "rejected", "expired", "followed", "real", "junk", "pipeline"):
        assert pairs[0][name] == 0.0


# ---------------------------------------------------------------- promises and definitions


def test_a_lead_that_is_good_by_an_agreed_definition_is_accepted_and_still_not_worth_an_hour():
    world, row = one_lead(agreed=1, appraised=-2.0)
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
    """Two leads: a rich one without and a poor one with a promise; hours for one of them."""
    world = wired(**ONE_OF_EACH, accounts=2)
    world.accounts["in_market"] = 1
    hand_over(world, 0, week=10, appraised=0.8)
    hand_over(world, 1, week=10, appraised=0.0, promised_days=days)
    rep = world.reps[0]
    rep["behind"] = behind
    rep["hours"][RepTask.LEADS] = 2.0
    work(world)
    return world.leads[:2]


def test_while_behind_a_promised_lead_comes_first_and_in_time():
    assert promised(behind=0)["first_touch_week"].tolist() == [10, NEVER]
    leads = promised(behind=1)
    assert leads["first_touch_week"].tolist() == [NEVER, 10]
    assert 0.0 <= leads["response_days"][1] <= 2.0
